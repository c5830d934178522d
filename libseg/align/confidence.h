/* How sure each bead is. */
#ifndef SEGI_CONFIDENCE_H
#define SEGI_CONFIDENCE_H

#include "align/bitext.h"

/* Sets the scores of the beads of a whole document: the probability that the bead is exactly
 * right, 0 for beads with an empty side. False when memory is short.
 * Method: logistic regression on what segi_bead_certainties finds. */
bool segi_score_beads(const segi_bitext *bitext, const segi_weights *weights, seg_bead *beads,
                      size_t count);

/* What the logit of each bead is the weighted sum of: sure is [count][SEGI_CERTAINTIES]. */
bool segi_bead_certainties(const segi_bitext *bitext, const segi_weights *weights,
                           const seg_bead *beads, size_t count, double *sure);

#endif
