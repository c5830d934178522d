/* Sentence vectors that the caller has: more dimensions of the sparse ones.
 *
 * A sentence's own vector stands behind its words, weighted by the length of what they add up to;
 * so the sum over a group is right for these dimensions as well. Vectors of neighbours that were
 * embedded together are compared beside them. */
#ifndef SEGI_DENSE_H
#define SEGI_DENSE_H

#include "align/vector.h"

/* Appends the vectors of the single sentences, D more dimensions from `dimensions` on: centred
 * (what all sentences of a side have in common tells nothing), `weight` times as long as the
 * sparse part. False when memory is short. */
bool segi_dense_append(const seg_embeddings *given, size_t dimensions, double weight,
                       segi_vectors *vectors);

/* Whether all numbers of a side's n sentences are finite and the struct is complete. Errors:
 * SEG_BAD_ARGUMENT, SEG_BAD_FORMAT. */
seg_status segi_dense_check(const seg_embeddings *given, const char *side, size_t n,
                            seg_error *error);

/* Vectors of groups: group (k, i) holds the k + 1 sentences from i on. Arrays as in seg_embeddings,
 * L the largest group of both. */
typedef struct segi_dense_groups {
  size_t L, D, n;
  const float *const *vectors; /* [L][n] borrowed */
  float *inverse_norm;         /* [L][n] 0: there is no vector */
  float *away;                 /* [L][L][n] mean (1 - cosine) with groups of each size of the
                                  other side */
} segi_dense_groups;

/* False when memory is short; nothing is allocated then. */
bool segi_dense_groups_make(const seg_embeddings *x, size_t S, const seg_embeddings *y, size_t G,
                            size_t K, segi_dense_groups *gx, segi_dense_groups *gy);
void segi_dense_groups_clear(segi_dense_groups *groups);

/* Moves the normalized distances far[first, last] of the beads of the a source sentences before
 * node i and the b target sentences before each column towards what the vectors of the groups say,
 * where there are some: (1 - cosine) / (sum of both means), as Vecalign does. */
void segi_dense_mix(const segi_dense_groups *gx, const segi_dense_groups *gy, double share,
                    size_t i, size_t a, size_t b, size_t first, size_t last, float *far);

/* Dot of two rows of D numbers. */
float segi_dense_dot(const float *x, const float *y, size_t D);

#endif
