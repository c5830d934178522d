#include "train/gold_path.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* From the first to the last sentence of a link with both sides. */
static seg_bead span(const seg_link *link) {
  size_t x = link->source[0], y = link->target[0];
  return (seg_bead){x, link->source[link->source_count - 1] - x + 1, y,
                    link->target[link->target_count - 1] - y + 1, 1};
}

static int compare_starts(const void *left, const void *right) {
  const seg_bead *a = left, *b = right;
  if (a->source_first != b->source_first) return a->source_first < b->source_first ? -1 : 1;
  return (a->target_first > b->target_first) - (a->target_first < b->target_first);
}

static size_t source_end(const seg_bead *b) {
  return b->source_first + b->source_count;
}
static size_t target_end(const seg_bead *b) {
  return b->target_first + b->target_count;
}

static seg_bead united(const seg_bead *a, const seg_bead *b) {
  size_t x = a->source_first < b->source_first ? a->source_first : b->source_first;
  size_t y = a->target_first < b->target_first ? a->target_first : b->target_first;
  size_t i = source_end(a) > source_end(b) ? source_end(a) : source_end(b);
  size_t j = target_end(a) > target_end(b) ? target_end(a) : target_end(b);
  return (seg_bead){x, i - x, y, j - y, 1};
}

/* Those with both sides, ascending on both. */
static size_t take_pairs(const seg_links *gold, seg_bead *pairs) {
  size_t count = 0, kept = 0;
  for (size_t k = 0; k < gold->count; k++)
    if (gold->items[k].source_count > 0 && gold->items[k].target_count > 0)
      pairs[count++] = span(&gold->items[k]);
  if (count > 0) qsort(pairs, count, sizeof *pairs, compare_starts);
  for (size_t k = 0; k < count; k++) {
    seg_bead bead = pairs[k];
    while (kept > 0 && (bead.target_first < target_end(&pairs[kept - 1]) ||
                        bead.source_first < source_end(&pairs[kept - 1])))
      bead = united(&bead, &pairs[--kept]);
    pairs[kept++] = bead;
  }
  return kept;
}

static void fill_gap(size_t *x, size_t *y, size_t i, size_t j, seg_bead *beads, size_t *count) {
  while (*x < i) beads[(*count)++] = (seg_bead){(*x)++, 1, *y, 0, 0};
  while (*y < j) beads[(*count)++] = (seg_bead){*x, 0, (*y)++, 1, 0};
}

static bool names_too_many(const seg_links *gold, size_t S, size_t G) {
  for (size_t k = 0; k < gold->count; k++) {
    const seg_link *l = &gold->items[k];
    if ((l->source_count > 0 && l->source[l->source_count - 1] >= S) ||
        (l->target_count > 0 && l->target[l->target_count - 1] >= G))
      return true;
  }
  return false;
}

seg_status segi_gold_path(const seg_links *gold, size_t S, size_t G, seg_bead **beads,
                          size_t *count, seg_error *error) {
  *beads = NULL;
  *count = 0;
  if (names_too_many(gold, S, G))
    return segi_fail(error, SEG_BAD_MATCH, "the gold beads name a sentence that is not there");
  seg_bead *pairs = segi_alloc(gold->count, sizeof *pairs);
  *beads = segi_alloc(S + G, sizeof **beads);
  size_t x = 0, y = 0;
  if (pairs != NULL && *beads != NULL) {
    size_t kept = take_pairs(gold, pairs);
    for (size_t k = 0; k < kept; k++) {
      fill_gap(&x, &y, pairs[k].source_first, pairs[k].target_first, *beads, count);
      (*beads)[(*count)++] = pairs[k];
      x = source_end(&pairs[k]);
      y = target_end(&pairs[k]);
    }
    fill_gap(&x, &y, S, G, *beads, count);
  }
  bool fine = pairs != NULL && *beads != NULL;
  free(pairs);
  if (fine) return SEG_OK;
  free(*beads);
  *beads = NULL;
  return segi_nomem(error);
}

static void widen(segi_corridor *c, size_t i, size_t low, size_t high) {
  if (low < c->low[i]) c->low[i] = low;
  if (high > c->high[i]) c->high[i] = high;
}

bool segi_gold_corridor(const seg_bead *beads, size_t count, size_t S, size_t G, size_t margin,
                        segi_corridor *c) {
  *c = (segi_corridor){.S = S, .G = G};
  c->low = segi_alloc(S + 1, sizeof *c->low);
  c->high = segi_calloc(S + 1, sizeof *c->high);
  if (c->low == NULL || c->high == NULL) {
    segi_corridor_clear(c);
    return false;
  }
  for (size_t i = 0; i <= S; i++) c->low[i] = G;
  for (size_t k = 0; k < count; k++) {
    size_t x = beads[k].source_first, y = beads[k].target_first;
    size_t last = source_end(&beads[k]) + margin;
    for (size_t i = x > margin ? x - margin : 0; i <= last && i <= S; i++)
      widen(c, i, y > margin ? y - margin : 0,
            target_end(&beads[k]) + margin < G ? target_end(&beads[k]) + margin : G);
  }
  widen(c, 0, 0, 0);
  widen(c, S, G, G);
  return true;
}
