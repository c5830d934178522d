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
  float *log_length;   /* [K][n] logarithm of the characters, in the other side's terms */
  float *seam;         /* [n] cost of a bead that starts at the sentence, which seems to go on
                          from the one before */
  float *breaks;       /* [K][n] paragraphs that start inside the group, after its first sentence */
} segi_groups;

/* The groups of both sides. The beads of an earlier pass, if there are some, tell how long one
 * language is in the other. False when memory is short; nothing is allocated then. */
bool segi_groups_make(const seg_sentence *source, const segi_vectors *x, const seg_sentence *target,
                      const segi_vectors *y, size_t dimensions, size_t K, const seg_bead *beads,
                      size_t bead_count, const segi_weights *weights, segi_groups *gx,
                      segi_groups *gy);
void segi_groups_clear(segi_groups *groups);

#endif
