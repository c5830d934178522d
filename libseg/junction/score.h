/* What stands at a junction, and how sure that is. */
#ifndef SEGI_SCORE_H
#define SEGI_SCORE_H

#include "junction/features.h"

/* Probabilities of the six labels; they sum to 1. Labels that cannot be (nothing, where white
 * space stands) get 0. */
void segi_score(const segi_junction *j, double probability[SEG_LABELS]);

/* One sentence end that the scorer found. */
typedef struct segi_boundary {
  size_t offset;      /* bytes, behind the token before the boundary */
  double probability;
} segi_boundary;

typedef struct segi_boundaries {
  segi_boundary *items;
  size_t count;
  size_t capacity;
} segi_boundaries;

/* Finds the sentence ends within one stretch of text, those whose probability reaches the
 * threshold. The end of the stretch itself is not listed. False when memory is short. */
bool segi_find_boundaries(const char *text, const segi_tokens *tokens, double threshold,
                          segi_boundaries *boundaries);

#endif
