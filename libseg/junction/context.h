/* A stretch of text as the templates see it: the traits of its tokens, the looks at every
 * junction, and what can be counted and measured around a junction.
 *
 * A stretch is a paragraph or a window of a long one; nothing beyond its ends is seen. Junction i
 * stands behind token i; the last one is the end of the stretch. T tokens. */
#ifndef SEGI_CONTEXT_H
#define SEGI_CONTEXT_H

#include "junction/traits.h"
#include "model/weights.h"

/* Traits before the first and behind the last token, so that windows need no checks. */
enum { SEGI_PADDING = SEGI_K };

/* What is counted around a junction: one bit for each token. */
enum {
  SEGI_IS_END = 1 << 0,      /* carries an end mark, and is longer than most abbreviations */
  SEGI_IS_NUMBER = 1 << 1,
  SEGI_IS_STOP = 1 << 2,     /* a short word that carries a full stop */
  SEGI_IS_CAPITAL = 1 << 3,
  SEGI_IS_LOWER = 1 << 4,
  SEGI_IS_SURE = 1 << 5,     /* the junction behind it is sure at first look */
  SEGI_CARRIES_END = 1 << 6  /* as SEGI_IS_END, of three letters too */
};

/* What a token is to the junctions on both sides: one bit each. */
enum {
  SEGI_SETTLES_LEFT = 1 << 0, /* the junction behind it, when SETTLES_RIGHT holds for the next */
  SEGI_SETTLES_RIGHT = 1 << 1,
  SEGI_NESTS = 1 << 2 /* it has quotation marks or brackets */
};

typedef struct segi_gap {
  int16_t score;        /* of the looks that were taken, in steps of SEGI_LOOK_STEP */
  uint8_t level;        /* that of the first look in 16 levels, SEGI_BEYOND outside the stretch */
  uint8_t open;         /* bit 0: bracket, bits 1-2: quotation mark (0 none, 1 open, 2 closed) */
  uint8_t rules;        /* the hand-set rules: 0 nothing, 1 surely no end to 15 surely one */
} segi_gap;

enum { SEGI_BEYOND = 16, SEGI_SURE = 2 * SEGI_LOOK_STEP };

/* Scratch memory, reused from stretch to stretch. */
typedef struct segi_context {
  segi_traits *traits; /* [PADDING + T + PADDING] */
  segi_gap *gaps;      /* [PADDING + T + PADDING] */
  uint8_t *kinds;      /* [T] sets of SEGI_IS_ */
  uint8_t *sides;      /* [T, and eight zeros] what they are to their junctions */
  uint32_t *open;      /* [open_count] junctions that are not settled to be spaces, in order */
  size_t open_count;
  size_t count;        /* T */
  size_t capacity;     /* tokens with padding */
  segi_tokens *tokens; /* whose words are hashed and looked up when they are needed */
} segi_context;

/* Begins with T tokens, borrowed, whose words may be known or not. False when memory is short. */
bool segi_context_begin(segi_context *c, segi_tokens *tokens);

static inline segi_traits *segi_context_token(const segi_context *c, size_t i) {
  return &c->traits[SEGI_PADDING + i];
}
static inline segi_gap *segi_context_gap(const segi_context *c, size_t i) {
  return &c->gaps[SEGI_PADDING + i];
}

/* The nearest token before and behind junction i that is of the kind, -1 and T - 1 when there is
 * none. Beyond SEGI_REACH tokens nothing is looked for, and the place there is as good. */
enum { SEGI_REACH = 1000 };
int32_t segi_context_before(const segi_context *c, size_t i, uint8_t kind);
int32_t segi_context_behind(const segi_context *c, size_t i, uint8_t kind);

/* How many tokens of [from, to), at most 400, are of the kind. */
uint32_t segi_context_count(const segi_context *c, size_t from, size_t to, uint8_t kind);

/* The traits of token i, as far as it shows them, and with what the lexicon knows. */
void segi_context_see(const segi_context *c, size_t i);
void segi_context_look_up(const segi_context *c, size_t i);
static inline const segi_traits *segi_context_seen(const segi_context *c, size_t i) {
  if (segi_context_token(c, i)->stage == SEGI_UNSEEN) segi_context_see(c, i);
  return segi_context_token(c, i);
}
static inline const segi_traits *segi_context_known(const segi_context *c, size_t i) {
  if (segi_context_token(c, i)->stage != SEGI_KNOWN) segi_context_look_up(c, i);
  return segi_context_token(c, i);
}

/* traits.word of token i; 0 beyond the end. */
uint32_t segi_context_word(const segi_context *c, size_t i);

void segi_context_clear(segi_context *c); /* frees */

#endif
