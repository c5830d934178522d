#include "align/corridor.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
  WHOLE_GRID = 100000, /* nodes: up to 316 x 316 sentences are searched exactly */
  LARGEST_BOX = 20,     /* margins on each side */
  HALF_BAND = 10        /* margins on each side of the diagonal of a larger box */
};

bool segi_corridor_is_whole(size_t S, size_t G) {
  return S == 0 || G <= WHOLE_GRID / S;
}

static size_t less(size_t value, size_t margin) {
  return value < margin ? 0 : value - margin;
}

static void widen_row(segi_corridor *c, size_t i, size_t low, size_t high) {
  if (low < c->low[i]) c->low[i] = low;
  if (high > c->high[i]) c->high[i] = high < c->G ? high : c->G;
}

static void add_box(segi_corridor *c, segi_anchor from, segi_anchor to, size_t margin) {
  size_t last = to.i + margin < c->S ? to.i + margin : c->S;
  for (size_t i = less(from.i, margin); i <= last; i++)
    widen_row(c, i, less(from.j, margin), to.j + margin);
}

/* Around the diagonal of a box, wide enough that neighbouring rows overlap. */
static void add_band(segi_corridor *c, segi_anchor from, segi_anchor to, size_t margin) {
  size_t rows = to.i - from.i, half = HALF_BAND * margin + (to.j - from.j) / rows;
  for (size_t i = from.i; i <= to.i; i++) {
    double share = (double)(i - from.i) / (double)rows;
    size_t middle = from.j + (size_t)(share * (double)(to.j - from.j));
    widen_row(c, i, less(middle, half), middle + half);
  }
  add_box(c, from, from, margin);
  add_box(c, to, to, margin);
}

static void connect(segi_corridor *c, segi_anchor from, segi_anchor to, size_t margin) {
  size_t rows = to.i - from.i, columns = to.j - from.j;
  if (rows == 0 || columns <= (LARGEST_BOX * margin) * (LARGEST_BOX * margin) / rows)
    add_box(c, from, to, margin);
  else
    add_band(c, from, to, margin);
}

/* The bounds grow with the rows. */
static void straighten(segi_corridor *c) {
  for (size_t i = c->S; i > 0; i--)
    if (c->low[i - 1] > c->low[i]) c->low[i - 1] = c->low[i];
  for (size_t i = 1; i <= c->S; i++)
    if (c->high[i] < c->high[i - 1]) c->high[i] = c->high[i - 1];
}

bool segi_corridor_make(size_t S, size_t G, const segi_anchor *anchors, size_t count, size_t margin,
                        segi_corridor *c) {
  *c = (segi_corridor){.S = S, .G = G};
  c->low = segi_alloc(S + 1, sizeof *c->low);
  c->high = segi_calloc(S + 1, sizeof *c->high);
  if (c->low == NULL || c->high == NULL) {
    segi_corridor_clear(c);
    return false;
  }
  for (size_t i = 0; i <= S; i++) c->low[i] = G;
  segi_anchor from = {0, 0}, end = {S, G};
  if (segi_corridor_is_whole(S, G)) {
    add_box(c, from, end, 0);
  } else {
    for (size_t k = 0; k < count; from = anchors[k++]) connect(c, from, anchors[k], margin);
    connect(c, from, end, margin);
  }
  straighten(c);
  return true;
}

void segi_corridor_clear(segi_corridor *corridor) {
  free(corridor->low);
  free(corridor->high);
  *corridor = (segi_corridor){0};
}
