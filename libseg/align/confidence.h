/* How sure each bead is. */
#ifndef SEGI_CONFIDENCE_H
#define SEGI_CONFIDENCE_H

#include "align/bitext.h"

/* Sets the scores of the beads of a whole document: the probability that the bead is exactly
 * right, 0 for beads with an empty side. False when memory is short.
 * Method: logistic regression on how close the two sides are, how close those of the beads
 * around are, and the bead's size. */
bool segi_score_beads(const segi_bitext *bitext, seg_bead *beads, size_t count);

#endif
