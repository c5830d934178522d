#include "align/corridor.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
  WHOLE_GRID = 4000000, /* nodes: up to 2,000 x 2,000 sentences are searched exactly */
  HALF_BAND = 1000      /* sentences left and right of the diagonal of longer documents */
};

bool segi_corridor_make(size_t S, size_t G, segi_corridor *corridor) {
  *corridor = (segi_corridor){.S = S, .G = G};
  corridor->low = segi_calloc(S + 1, sizeof *corridor->low);
  corridor->high = segi_alloc(S + 1, sizeof *corridor->high);
  if (corridor->low == NULL || corridor->high == NULL) {
    segi_corridor_clear(corridor);
    return false;
  }
  bool whole = S == 0 || G <= WHOLE_GRID / S;
  /* A step of one row may not leave the band behind. */
  size_t half = HALF_BAND + (S == 0 ? 0 : G / S);
  for (size_t i = 0; i <= S; i++) {
    size_t middle = S == 0 ? G : (size_t)((double)i / (double)S * (double)G);
    corridor->low[i] = whole || middle < half ? 0 : middle - half;
    corridor->high[i] = whole || G - middle < half ? G : middle + half;
  }
  return true;
}

void segi_corridor_clear(segi_corridor *corridor) {
  free(corridor->low);
  free(corridor->high);
  *corridor = (segi_corridor){0};
}
