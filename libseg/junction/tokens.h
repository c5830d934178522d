/* Tokens and the junctions between them, one pass over the bytes.
 *
 *   „Damals,   sagte   er   (1.8.)
 *   |lead core trail|
 *         token     ^ junction
 *
 * A token is a run of bytes without white space: leading marks, core, trailing marks. The core
 * runs from the first to the last letter or digit and may hold marks ("z.B", "DFB-Pokal"). A
 * token without letters and digits has an empty core and all its marks in trail.
 * All offsets are bytes from the start of the stretch of text that was tokenized. */
#ifndef SEGI_TOKENS_H
#define SEGI_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lex/lexicon.h"
#include "text/chars.h"

typedef enum segi_shape {
  SEGI_SHAPE_NONE,        /* no core */
  SEGI_SHAPE_LOWER,       /* haus, für-sich */
  SEGI_SHAPE_CAPITAL,     /* Haus, DFB-Pokal */
  SEGI_SHAPE_CAPITALS,    /* DFB */
  SEGI_SHAPE_INITIAL,     /* one capital letter */
  SEGI_SHAPE_LETTER,      /* one lower-case letter */
  SEGI_SHAPE_NUMBER,      /* 19, 1.000,50, 3/4 */
  SEGI_SHAPE_DIGIT_FIRST, /* 70er, 19a */
  SEGI_SHAPE_MIXED        /* iPhone, eBay */
} segi_shape;

/* A set of segi_class values. */
typedef uint32_t segi_class_set;
#define SEGI_SET(c) ((segi_class_set)1 << (c))

typedef struct segi_token {
  size_t start;    /* first leading mark, or the core */
  size_t core;
  size_t core_end;
  size_t end;
  segi_class_set lead;  /* classes of the leading marks */
  segi_class_set inner; /* classes within the core */
  segi_class_set trail; /* classes of the trailing marks */
  uint8_t first_mark, last_mark; /* segi_class, of trail; SEGI_SPACE when there is none */
  uint8_t shape;        /* segi_shape */
  bool line_break;      /* a line break stands in the white space after it */
  bool known;           /* `word` is filled in */
  bool plain;           /* letters, in lower case but for the first, and a mark at most behind */
  uint64_t hash;        /* of the lower-cased core; 0 without one, or when it is very long */
  segi_word word;       /* what the lexicon knows of the lower-cased core */
} segi_token;

/* Letters with a comma or semicolon behind them at most: most tokens. */
static inline bool segi_is_smooth(const segi_token *t) {
  return t->plain && !(t->trail & ~(SEGI_SET(SEGI_COMMA) | SEGI_SET(SEGI_SEMICOLON)));
}

/* What stands beyond the ends of a text. */
extern const segi_token segi_no_token;

/* A growing list of tokens, reused from text to text. */
typedef struct segi_tokens {
  segi_token *items;
  size_t count;
  size_t capacity;
  const char *text;        /* borrowed: the text and the words of the last call */
  size_t length;           /* of the text, as far as it was read */
  const segi_words *words;
} segi_tokens;

/* Fills *tokens with the tokens of text. False when memory is short. */
bool segi_tokenize(const segi_words *words, const char *text, size_t length, segi_tokens *tokens);

/* The same, but leaves out hashes and words, which most tokens of running text are not asked for:
 * *tokens borrows text and words, and these fill in the hash and the word of one. */
bool segi_scan_tokens(const segi_words *words, const char *text, size_t length,
                      segi_tokens *tokens);
void segi_hash_token(segi_tokens *tokens, size_t i);
void segi_know_token(segi_tokens *tokens, size_t i);

/* Appends the tokens of text[from, to), which begins and ends beside white space, to those of what
 * stands before it; *tokens has the text and the words. */
bool segi_scan_more_tokens(size_t from, size_t to, segi_tokens *tokens);

/* Looks again whether a spaced abbreviation ends with token i: those before it have changed. */
void segi_join_abbreviation(segi_tokens *tokens, size_t i);

/* Says that tokens [first, end), as far as there are any, will be known soon: a hint, because the
 * table of words does not fit into the cache. */
void segi_ask_tokens(segi_tokens *tokens, size_t first, size_t end);

/* Analyses text[start, end), which holds no white space, as one token: for virtual tokens too. */
segi_token segi_token_at(const segi_words *words, const char *text, size_t start, size_t end);

void segi_tokens_clear(segi_tokens *tokens); /* frees */

#endif
