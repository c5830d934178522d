/* Sentence pairs that surely belong together, for the search of long documents. */
#ifndef SEGI_ANCHORS_H
#define SEGI_ANCHORS_H

#include "align/corridor.h"

/* The heaviest chain of sentence pairs that rare words single out, ascending on both sides.
 * *anchors is allocated. False when memory is short. Time: linear in the vectors' entries, and
 * the pairs found times their logarithm. */
bool segi_find_anchors(const segi_bitext *bitext, segi_anchor **anchors, size_t *count);

#endif
