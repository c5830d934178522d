/* The vectors of one side by dimension. */
#ifndef SEGI_POSTINGS_H
#define SEGI_POSTINGS_H

#include "align/vector.h"

/* Dimension d stands in sentence[start[d]] to sentence[start[d + 1] - 1], which ascend, with the
 * weights beside them. */
typedef struct segi_postings {
  size_t *start; /* [dimensions + 1] */
  uint32_t *sentence;
  float *weight;
} segi_postings;

/* False when memory is short; nothing is allocated then. */
bool segi_postings_make(const segi_vectors *vectors, size_t dimensions, segi_postings *postings);
void segi_postings_clear(segi_postings *postings);

#endif
