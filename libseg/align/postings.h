/* The vectors of one side by dimension. */
#ifndef SEGI_POSTINGS_H
#define SEGI_POSTINGS_H

#include "align/vector.h"

typedef struct segi_posting {
  uint32_t sentence;
  float weight;
} segi_posting;

/* Dimension d stands in items[start[d], start[d + 1]), whose sentences ascend. */
typedef struct segi_postings {
  size_t *start; /* [dimensions + 1] */
  segi_posting *items;
} segi_postings;

/* Items that are still of use where sentences are only ever left behind. */
typedef struct segi_range {
  size_t next, end;
} segi_range;

/* False when memory is short; nothing is allocated then. */
bool segi_postings_make(const segi_vectors *vectors, size_t dimensions, segi_postings *postings);
void segi_postings_clear(segi_postings *postings);

#endif
