/* What the model reads of one token: small numbers and hashes, 28 bytes.
 *
 *   text -> segi_token (junction/tokens.h) -> segi_traits -> features (junction/features.h) */
#ifndef SEGI_TRAITS_H
#define SEGI_TRAITS_H

#include "junction/tokens.h"

/* Shapes of traits: those of tokens and one more. */
enum { SEGI_SHAPE_EMOTICON = SEGI_SHAPE_MIXED + 1, SEGI_TRAIT_SHAPES };

/* Sets of marks, coarser than segi_class. */
enum {
  SEGI_MARK_STOP = 1 << 0,
  SEGI_MARK_END = 1 << 1,
  SEGI_MARK_ELLIPSIS = 1 << 2, /* the sign, or two full stops in a row */
  SEGI_MARK_COLON = 1 << 3,
  SEGI_MARK_COMMA = 1 << 4,    /* and semicolon */
  SEGI_MARK_QUOTE = 1 << 5,
  SEGI_MARK_BRACKET = 1 << 6,
  SEGI_MARK_DASH = 1 << 7,     /* and hyphen */
  SEGI_MARKS_FINAL = SEGI_MARK_STOP | SEGI_MARK_END | SEGI_MARK_ELLIPSIS
};

/* How a word's case is spread in running text: 0 not known, else 1 + 3 * band + count, band 0
 * (never capitalised) to 5 (always), count 0 (few uses) to 2 (many). */
enum { SEGI_CASE_CLASSES = 19 };

enum {
  SEGI_ENDINGS = 2048,
  SEGI_BEGINNINGS = 2048,
  SEGI_TRAILS = 1024,
  SEGI_TRAIL_KINDS = 512,
  SEGI_LEADS = 512,
  SEGI_FORMS = 64,
  SEGI_USES = 256
};

/* How much of the traits is filled in. */
typedef enum segi_stage {
  SEGI_UNSEEN,
  SEGI_SEEN, /* all but what the lexicon tells */
  SEGI_KNOWN
} segi_stage;

typedef struct segi_traits {
  uint32_t word;       /* hash of the lower-cased core, digits of numbers all 0; 0 without core */
  uint16_t word_row;   /* 0: no row of its own */
  uint16_t ending;     /* hash of the last three letters, below SEGI_ENDINGS */
  uint16_t beginning;  /* hash of the first three */
  uint16_t trail;      /* hash of the marks behind the core; 0 without any */
  uint16_t trail_kind; /* the same with quotation marks, dashes and repetitions made equal */
  uint16_t lead;       /* hash of the marks before the core; 0 without any */
  uint8_t trail_marks; /* sets of SEGI_MARK_ */
  uint8_t lead_marks;
  uint8_t shape;
  uint8_t length;      /* of the core in characters, at most 40 */
  uint8_t case_class;
  uint8_t forms;       /* dictionary forms and closed classes, below SEGI_FORMS */
  uint8_t uses;        /* abbreviation, month, title and the like, below SEGI_USES */
  int8_t brackets;     /* 1: opens one, -1: closes one, 0: neither */
  uint8_t stage;       /* segi_stage */
} segi_traits;

/* The SEGI_MARK_ of a class, 0 for others. */
uint8_t segi_mark_of(segi_class c);

/* 1 when something is opened in p[0, n) and not closed, -1 when something is closed, else 0. */
int8_t segi_bracket_of(const char *p, size_t n);

/* Whether a plain token may be an emoticon: "x)". */
static inline bool segi_may_be_face(const char *text, const segi_token *plain) {
  return plain->trail != 0 && (text[plain->start] | 0x20) == 'x';
}

/* traits.word of a plain token whose hash is known. */
static inline uint32_t segi_traits_word(const segi_token *plain) {
  return (uint32_t)plain->hash | 1;
}

/* The traits beyond the ends of a stretch. */
extern const segi_traits segi_no_traits;

segi_traits segi_traits_of(const char *text, const segi_token *token);

/* The same in two steps: what the token shows, and what the lexicon knows of its word: beginning,
 * word_row, case_class, forms and uses. */
segi_traits segi_traits_seen(const char *text, const segi_token *token);
void segi_traits_know(segi_traits *t, const char *text, const segi_token *token);

/* The traits of the same token without the marks behind its core, as far as token rows tell. */
segi_traits segi_traits_without_trail(const segi_traits *t);

static inline bool segi_is_capitalised(const segi_traits *t) {
  return t->shape == SEGI_SHAPE_CAPITAL || t->shape == SEGI_SHAPE_CAPITALS ||
         t->shape == SEGI_SHAPE_INITIAL;
}

#endif
