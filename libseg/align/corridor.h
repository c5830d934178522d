/* The part of the alignment grid that is searched.
 *
 * Node (i, j) stands behind i source and j target sentences. Row i of the corridor holds the
 * nodes low[i] <= j <= high[i]. Both bounds grow with i, neighbouring rows overlap, (0, 0) and
 * (S, G) are inside: so there is always a path. */
#ifndef SEGI_CORRIDOR_H
#define SEGI_CORRIDOR_H

#include "align/bitext.h"

typedef struct segi_corridor {
  size_t S, G;
  size_t *low, *high; /* [S + 1] */
} segi_corridor;

/* A node that the path should pass near: the source and the target sentence behind it
 * translate each other. */
typedef struct segi_anchor {
  size_t i, j;
} segi_anchor;

/* The whole grid for short documents; for long ones the boxes between the anchors, with a
 * margin of so many sentences, where large boxes shrink to a band around their diagonal. Anchors
 * ascend on both sides and stand for sentences. False when memory is short; nothing is allocated
 * then. */
bool segi_corridor_make(size_t S, size_t G, const segi_anchor *anchors, size_t count, size_t margin,
                        segi_corridor *corridor);
void segi_corridor_clear(segi_corridor *corridor);

/* Whether the grid is small enough to be searched as a whole, without anchors. */
bool segi_corridor_is_whole(size_t S, size_t G);

#endif
