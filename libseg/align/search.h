/* The cheapest path through the alignment grid. */
#ifndef SEGI_SEARCH_H
#define SEGI_SEARCH_H

#include "align/known.h"

/* The beads of the cheapest path inside the corridor; scores are left 0. *beads is allocated
 * with room for one bead more than *count. `known` is in the corridor. False when memory is
 * short.
 * Time: nodes of the corridor times K * K, and the dots of its sentence pairs.
 * Memory: a byte for each node of the corridor. */
bool segi_search(const segi_bitext *bitext, const segi_corridor *corridor, const segi_known *known,
                 const segi_weights *weights, seg_bead **beads, size_t *count);

#endif
