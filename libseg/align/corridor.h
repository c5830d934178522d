/* The part of the alignment grid that is searched.
 *
 * Node (i, j) stands behind i source and j target sentences. Row i of the corridor holds the
 * nodes low[i] <= j <= high[i]. Both bounds grow with i, neighbouring rows overlap, (0, 0) and
 * (S, G) are inside: so there is always a path. */
#ifndef SEGI_CORRIDOR_H
#define SEGI_CORRIDOR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct segi_corridor {
  size_t S, G;
  size_t *low, *high; /* [S + 1] */
} segi_corridor;

/* The whole grid for short documents, a band around the diagonal for long ones. False when
 * memory is short; nothing is allocated then. */
bool segi_corridor_make(size_t S, size_t G, segi_corridor *corridor);
void segi_corridor_clear(segi_corridor *corridor);

#endif
