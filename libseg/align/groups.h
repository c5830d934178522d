/* What a bead's cost needs to know about the groups of sentences on one side.
 *
 * n sentences, K the largest group. Group (k, i) holds the k + 1 sentences from i on; arrays are
 * [K][n], places of groups that would pass the end are not used. */
#ifndef SEGI_GROUPS_H
#define SEGI_GROUPS_H

#include "align/vector.h"

typedef struct segi_groups {
  size_t n, K;
  float *inverse_norm; /* [K][n] 1 / length of the group's vector; 0 for the null vector */
  float *square;       /* [K][n] squared length */
  float *away;         /* [K][K][n] mean (1 - cosine) of the group with random groups of each
                          size of the other side */
} segi_groups;

/* The groups of both sides. False when memory is short; nothing is allocated then. */
bool segi_groups_make(const segi_vectors *x, const segi_vectors *y, size_t dimensions, size_t K,
                      segi_groups *gx, segi_groups *gy);
void segi_groups_clear(segi_groups *groups);

#endif
