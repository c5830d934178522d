/* Where sentences end within one stretch of text, and how sure that is. */
#ifndef SEGI_SCORE_H
#define SEGI_SCORE_H

#include "junction/network.h"
#include "model/model.h"

typedef struct segi_boundary {
  size_t offset;      /* bytes, behind the token before the boundary */
  double probability;
} segi_boundary;

/* A growing list of sentence ends and the memory it takes to find them, reused from stretch to
 * stretch. */
typedef struct segi_boundaries {
  segi_boundary *items;
  size_t count;
  size_t capacity;
  segi_network network;
} segi_boundaries;

/* Finds the sentence ends within one stretch of text, those whose probability reaches the
 * threshold. The end of the stretch itself is not listed. False when memory is short. */
bool segi_find_boundaries(const seg_model *model, segi_tokens *tokens, double threshold,
                          segi_boundaries *boundaries);

void segi_boundaries_clear(segi_boundaries *boundaries); /* frees */

#endif
