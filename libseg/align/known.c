#include "align/known.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

static seg_status fail(seg_error *error, size_t number, const char *what) {
  return segi_fail_at(error, SEG_BAD_MATCH, 0, number, "%s", what);
}

static seg_status contradiction(seg_error *error, size_t number) {
  return fail(error, number, "contradicts another anchor");
}

static bool ends_by(size_t first, size_t count, size_t n) {
  return first <= n && count <= n - first;
}

/* Marks sentences that were free. */
static bool mark(uint8_t *sentences, size_t first, size_t end, uint8_t as) {
  for (size_t i = first; i < end; i++) {
    if (sentences[i] != SEGI_FREE && sentences[i] != as) return false;
    sentences[i] = as;
  }
  return true;
}

static seg_status take_anchor(segi_known *known, const seg_align_anchor *a, size_t number, size_t S,
                              size_t G, seg_error *error) {
  if (!ends_by(a->source_first, a->source_count, S) ||
      !ends_by(a->target_first, a->target_count, G))
    return segi_fail_at(error, SEG_BAD_MATCH, 0, number,
                        "there are %zu source and %zu target sentences only", S, G);
  bool both = a->source_count > 0 && a->target_count > 0;
  if (!both && (!a->exact || a->source_count + a->target_count == 0))
    return fail(error, number, "an anchor without sentences");
  size_t e = a->source_first + a->source_count, u = a->target_first + a->target_count;
  if (both)
    known->beads[known->count++] =
      (segi_known_bead){a->source_first, e, a->target_first, u, a->exact, number};
  else if (!mark(known->source, a->source_first, e, SEGI_ALONE) ||
           !mark(known->target, a->target_first, u, SEGI_ALONE))
    return contradiction(error, number);
  return SEG_OK;
}

static int by_place(const void *left, const void *right) {
  const segi_known_bead *a = left, *b = right;
  if (a->s != b->s) return a->s < b->s ? -1 : 1;
  if (a->t != b->t) return a->t < b->t ? -1 : 1;
  return (a->number > b->number) - (a->number < b->number);
}

static bool holds(const segi_known_bead *a, const segi_known_bead *b) {
  return a->s <= b->s && b->e <= a->e && a->t <= b->t && b->u <= a->u;
}

static bool meet(const segi_known_bead *a, const segi_known_bead *b) {
  return (a->s < b->e && b->s < a->e) || (a->t < b->u && b->t < a->u);
}

static segi_known_bead unite(const segi_known_bead *a, const segi_known_bead *b) {
  return (segi_known_bead){a->s < b->s ? a->s : b->s, a->e > b->e ? a->e : b->e,
                           a->t < b->t ? a->t : b->t, a->u > b->u ? a->u : b->u,
                           a->exact || b->exact,      b->number};
}

/* Puts a bead behind the first *count, which it may swallow. */
static bool push(segi_known_bead *beads, size_t *count, segi_known_bead bead) {
  for (; *count > 0 && meet(&beads[*count - 1], &bead); (*count)--) {
    const segi_known_bead *last = &beads[*count - 1];
    if ((last->exact && !holds(last, &bead)) || (bead.exact && !holds(&bead, last))) return false;
    bead = unite(last, &bead);
  }
  if (*count > 0 && bead.t < beads[*count - 1].u) return false;
  beads[(*count)++] = bead;
  return true;
}

static seg_status order(segi_known *known, seg_error *error) {
  size_t count = 0;
  qsort(known->beads, known->count, sizeof *known->beads, by_place);
  for (size_t k = 0; k < known->count; k++)
    if (!push(known->beads, &count, known->beads[k]))
      return contradiction(error, known->beads[k].number);
  known->count = count;
  return SEG_OK;
}

static seg_status mark_members(segi_known *known, size_t K, seg_error *error) {
  for (size_t k = 0; k < known->count; k++) {
    segi_known_bead *b = &known->beads[k];
    if (b->e - b->s > K || b->u - b->t > K) b->exact = true;
    uint8_t as = b->exact ? SEGI_INSIDE : SEGI_MEMBER;
    if (!mark(known->source, b->s, b->e, as) || !mark(known->target, b->t, b->u, as))
      return contradiction(error, b->number);
  }
  return SEG_OK;
}

static bool allocate(segi_known *known, size_t count, size_t S, size_t G) {
  known->beads = segi_alloc(count, sizeof *known->beads);
  known->source = segi_calloc(S, 1);
  known->target = segi_calloc(G, 1);
  known->alone = segi_calloc(G + 1, sizeof *known->alone);
  return known->beads != NULL && known->source != NULL && known->target != NULL &&
         known->alone != NULL;
}

seg_status segi_known_make(const seg_align_anchor *anchors, size_t count, size_t S, size_t G,
                           size_t K, segi_known *known, seg_error *error) {
  *known = (segi_known){0};
  seg_status status = allocate(known, count, S, G) ? SEG_OK : segi_nomem(error);
  for (size_t k = 0; k < count && status == SEG_OK; k++)
    status = take_anchor(known, &anchors[k], k + 1, S, G, error);
  if (status == SEG_OK) status = order(known, error);
  if (status == SEG_OK) status = mark_members(known, K, error);
  for (size_t j = 0; j < G && status == SEG_OK; j++)
    known->alone[j + 1] = known->alone[j] + (known->target[j] == SEGI_ALONE);
  if (status != SEG_OK) segi_known_clear(known);
  return status;
}

void segi_known_clear(segi_known *known) {
  free(known->beads);
  free(known->source);
  free(known->target);
  free(known->alone);
  *known = (segi_known){0};
}

/* Whether an anchor stands before bead k and behind those before it. */
static bool fits(const segi_known *known, size_t k, segi_anchor anchor) {
  if (k > 0 && (anchor.i < known->beads[k - 1].e || anchor.j < known->beads[k - 1].u)) return false;
  return k == known->count || (anchor.i < known->beads[k].s && anchor.j < known->beads[k].t);
}

bool segi_known_guide(const segi_known *known, segi_anchor **anchors, size_t *count) {
  segi_anchor *all = segi_alloc(*count + 2 * known->count, sizeof *all);
  if (all == NULL) return false;
  size_t n = 0, at = 0;
  for (size_t k = 0; k <= known->count; k++) {
    size_t before = k < known->count ? known->beads[k].s : SIZE_MAX;
    for (; at < *count && (*anchors)[at].i < before; at++)
      if (fits(known, k, (*anchors)[at])) all[n++] = (*anchors)[at];
    if (k == known->count) break;
    const segi_known_bead *b = &known->beads[k];
    all[n++] = (segi_anchor){b->s, b->t};
    if (b->e - b->s > 1 && b->u - b->t > 1) all[n++] = (segi_anchor){b->e - 1, b->u - 1};
  }
  free(*anchors);
  *anchors = all;
  *count = n;
  return true;
}

void segi_known_narrow(const segi_known *known, segi_corridor *c) {
  for (size_t i = 0, k = 0, floor = 0; i <= c->S; i++) {
    for (; k < known->count && known->beads[k].e <= i; k++) floor = known->beads[k].u;
    size_t ceiling = k < known->count ? known->beads[k].t : c->G;
    if (k < known->count && known->beads[k].s < i) floor = ceiling;
    if (c->low[i] < floor) c->low[i] = floor;
    if (c->low[i] > ceiling) c->low[i] = ceiling;
    if (c->high[i] > ceiling) c->high[i] = ceiling;
    if (c->high[i] < floor) c->high[i] = floor;
  }
}
