/* The words and numbers of a sentence in the form in which the two sides are compared. */
#ifndef SEGI_TERMS_H
#define SEGI_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  SEGI_STEM_LETTERS = 7,   /* inflection stands behind them */
  SEGI_PREFIX_LETTERS = 4, /* what cognates share */
  SEGI_STEM_BYTES = 40
};

typedef struct segi_term {
  char stem[SEGI_STEM_BYTES]; /* first letters or digits: case folded, canonically decomposed */
  size_t stem_length;         /* bytes */
  size_t prefix_length;       /* bytes of prefix; 0 for short words and numbers */
  char prefix[SEGI_STEM_BYTES]; /* first letters without diacritics */
  bool capital;               /* starts with an upper-case letter */
  bool number;                /* a string of digits, kept to its end when it has at most 12 */
} segi_term;

/* The next term of text[0, length) from *at on; *at moves behind it. False at the end. */
bool segi_next_term(const char *text, size_t length, size_t *at, segi_term *term);

/* 64-bit FNV-1a of `kind` and the bytes. */
uint64_t segi_term_key(char kind, const char *bytes, size_t length);

#endif
