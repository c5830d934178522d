/* A candidate: a place inside a token where something may be missing, and the numbers that tell
 * whether it is.
 *
 *   token -> candidates -> row of numbers [F] -> trees (model/trees.h) -> P(missing), label */
#ifndef SEGI_CANDIDATE_H
#define SEGI_CANDIDATE_H

#include "junction/tokens.h"
#include "model/model.h"

/* Longer words are in no lexicon. */
enum { SEGI_LONGEST_WORD = 64 };

/* What kind of place it is. */
typedef enum segi_family {
  SEGI_AFTER_MARK,     /* zuletzt.Damals   zuletzt,aber   (LSVD)Wir */
  SEGI_CASE_CHANGE,    /* RusslandDamit    EURLetzte */
  SEGI_AFTER_DIGIT,    /* 2018Das   434Stimmen */
  SEGI_BEFORE_DIGIT,   /* am17.Januar */
  SEGI_BEFORE_OPENING, /* planen.„Die */
  SEGI_AT_SIGN,        /* lesen.©Bild   Euro–Das */
  SEGI_TOUCHING           /* stattals   JETZTZUBEREITEN */
} segi_family;

/* The word on one side of a candidate: its next letters, up to a change from lower to upper
 * case. */
typedef struct segi_half {
  size_t start, end;  /* bytes */
  size_t letters;
  segi_class first, second, last; /* of its letters; SEGI_SPACE where there is none */
  uint64_t hash;      /* of the lower-cased word; 0 without letters */
  segi_word known;
} segi_half;

/* The numbers of a candidate's row [F]: what can be seen at the place, what mark its words let
 * expect (marks.h), what the document tells. */
enum {
  SEGI_MARK_NUMBERS = SEGI_LOST_LABELS - 1, SEGI_DOCUMENT_NUMBERS = 11,
  SEGI_CLOSE_NUMBERS = SEGI_PLACE_FEATURES - SEGI_MARK_NUMBERS - SEGI_DOCUMENT_NUMBERS
};
extern const char *const segi_place_ids[SEGI_PLACE_FEATURES];

typedef struct segi_candidate {
  size_t offset;    /* bytes from the start of the text; something may be missing before it */
  size_t token;     /* the index of the token that holds it */
  segi_family family;
  segi_class before, after; /* characters on both sides of the place */
  bool hopeless;    /* the first trees give it up: its row has only the numbers seen at the place */
  int32_t first_score; /* of those trees, without the bias */
  bool likely;      /* seen from close by it looks like damage: for the rate of damage */
  uint64_t left, right; /* hashes of the words on both sides; 0: none */
  uint64_t run;     /* of all letters around the place; 0: none */
  int16_t row[SEGI_PLACE_FEATURES];
} segi_candidate;

typedef struct segi_candidates {
  segi_candidate *items;
  size_t count, capacity;
} segi_candidates;

/* So many trees see only what can be seen at the place: the rest, which costs most of the time, is
 * found for candidates that they do not give up. */
enum { SEGI_FIRST_TREES = 32 };
static inline uint32_t segi_first_trees(const segi_trees *joins) {
  return joins->count < SEGI_FIRST_TREES ? joins->count : SEGI_FIRST_TREES;
}

/* Fills *candidates with those of a document, in order, rows complete but for hopeless ones. Tokens
 * need not be known yet. False when memory is short. */
bool segi_find_candidates(const seg_model *model, const char *text, segi_tokens *tokens,
                          segi_candidates *candidates);

/* Appends those of tokens [first, end), whole lines, without what the document tells. */
bool segi_find_more_candidates(const seg_model *model, const char *text, segi_tokens *tokens,
                               size_t first, size_t end, segi_candidates *candidates);
void segi_candidates_clear(segi_candidates *candidates); /* frees */

/* Whether a sign stands before the candidate that ends or closes something. */
bool segi_sign_behind(const segi_candidate *c);

/* Whether it is open what is missing: not so behind a sign and before an opening one, where only
 * white space can be. */
bool segi_needs_label(const segi_candidate *c);

/* --- Pieces that the files of this part share. */

/* A candidate while its row is made. */
typedef struct segi_place_view {
  const char *text;
  const segi_words *words;    /* the model's */
  const segi_tokens *tokens;
  const segi_token *token;    /* that holds it */
  size_t offset;
  segi_family family;
  segi_class before2, before, after, after2; /* characters around; SEGI_SPACE beyond the token */
  int32_t sign_before, sign_after;           /* code points of `before` and `after` */
  segi_half left, right;      /* words on both sides, behind or before their marks */
  size_t marks_left, marks_right; /* characters between the place and the word on each side */
  size_t run_start, run_end;  /* all letters around a place between letters */
  bool bracket_inside;        /* a bracket opened behind a letter earlier in the token */
  bool in_quote;
  size_t since_end;           /* tokens since the last end mark or line break */
  bool verb_before;           /* one of them is a form of a verb */
} segi_place_view;

/* Whether a letter, or a mark that belongs to one, stands at `at` (before `end`): its class and
 * length. */
bool segi_letter_at(const char *text, size_t at, size_t end, segi_class *c, size_t *n);

/* Class and start of the character before `at`, which is above `begin`. */
segi_class segi_class_before(const char *text, size_t begin, size_t at, size_t *start);

/* What the lexicon knows of text[start, end) in lower case; *hash is that of the word, 0 when it
 * is too long. */
segi_word segi_look_up(const segi_words *words, const char *text, size_t start, size_t end,
                       uint64_t *hash);

/* text[start, end) as one half. */
segi_half segi_half_of(const segi_words *words, const char *text, size_t start, size_t end);

/* The letters from `start` to the next change from lower to upper case: Russland|Damit, and
 * the last capital of a run of them belongs to the lower case behind it: EUR|Letzte. */
segi_half segi_half_from(const segi_words *words, const char *text, size_t start, size_t end);

/* The same without what the lexicon knows. */
segi_half segi_letters_from(const char *text, size_t start, size_t end);

/* The same, backwards from `end`. */
segi_half segi_half_before(const segi_words *words, const char *text, size_t begin, size_t end);

/* Two words that touch: text[start, place) and text[place, end). */
typedef struct segi_touch {
  size_t start, place, end;
} segi_touch;
enum { SEGI_MOST_TOUCHES = 2 };

/* Where words that the lexicon knows touch within text[start, end), a word that it does not know,
 * written in one case but for the first letter: statt|als, dass|diese. Returns how many. */
size_t segi_find_touching_words(const segi_words *words, const char *text, size_t start,
                                size_t end, segi_touch touches[SEGI_MOST_TOUCHES]);

/* A stretch of a token that never comes apart: an address, a file name, a tag. */
typedef struct segi_protected {
  size_t start, end;
} segi_protected;

/* The first protected stretch within text[start, end), a token or what is left of it, that ends
 * behind `from`; empty and at `end` when there is none. */
segi_protected segi_next_protected(const char *text, size_t start, size_t end, size_t from);

/* Whether the token text[start, end) is a path, a formula or a piece of a program. */
bool segi_is_code(const char *text, size_t start, size_t end);

/* Fills the numbers of the row that can be seen at the place itself. */
void segi_fill_place_row(const segi_place_view *v, segi_candidate *c);

/* Fills those that tell what mark the words on both sides let expect (marks.h). */
void segi_fill_mark_numbers(const seg_model *model, const segi_place_view *v, segi_candidate *c);

/* Fills those that the rest of the document tells. False when memory is short. */
bool segi_fill_document_numbers(const segi_tokens *tokens, segi_candidates *candidates);

#endif
