/* A stretch of text as the templates see it: the traits of its tokens, the first look at every
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

/* Running totals over the tokens before a place, for shares and differences. */
typedef struct segi_totals {
  uint32_t verbs;     /* finite verb forms in lower case */
  uint32_t ends;      /* words that carry an end mark */
  uint32_t numbers;
  uint32_t stops;     /* short words that carry a full stop */
  uint32_t capitals;
  uint32_t lower;
  uint32_t sure;      /* junctions that are sure at first look */
} segi_totals;

typedef struct segi_gap {
  int16_t score;        /* first look, in steps of SEGI_FIRST_LOOK_STEP */
  uint8_t level;        /* the score in 16 levels, SEGI_BEYOND outside the stretch */
  uint8_t open;         /* bit 0: bracket, bits 1-2: quotation mark (0 none, 1 open, 2 closed) */
  uint8_t rules;        /* the hand-set rules: 0 nothing, 1 surely no end to 15 surely one */
  int32_t previous_end; /* nearest word with an end mark before; -1 the beginning */
  int32_t next_end;     /* nearest behind; T - 1 the end */
  int32_t previous_sure, next_sure; /* nearest junctions that are sure at first look, likewise */
  segi_totals before;   /* over tokens 0 .. i - 1; one more entry holds the totals of all */
} segi_gap;

enum { SEGI_BEYOND = 16, SEGI_SURE = 2 * SEGI_FIRST_LOOK_STEP };

/* Scratch memory, reused from stretch to stretch. */
typedef struct segi_context {
  segi_traits *traits; /* [PADDING + T + PADDING] */
  segi_gap *gaps;      /* [PADDING + T + PADDING] */
  size_t count;        /* T */
  size_t capacity;     /* tokens with padding */
} segi_context;

/* Makes room for T tokens, whose traits the caller then puts at segi_context_token(c, i).
 * False when memory is short. */
bool segi_context_begin(segi_context *c, size_t count);

static inline segi_traits *segi_context_token(const segi_context *c, size_t i) {
  return &c->traits[SEGI_PADDING + i];
}
static inline segi_gap *segi_context_gap(const segi_context *c, size_t i) {
  return &c->gaps[SEGI_PADDING + i];
}

/* Takes the first look at every junction and fills the gaps; first_look is [FIRST_LOOK]. */
void segi_context_fill(segi_context *c, const int8_t *first_look);

void segi_context_clear(segi_context *c); /* frees */

#endif
