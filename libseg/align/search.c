#include "align/search.h"

#include <math.h>
#include <stdlib.h>

#include "align/cost.h"
#include "base/mem.h"

typedef struct search {
  const segi_bitext *bitext;
  const segi_corridor *corridor;
  const segi_known *known;
  size_t next_known;   /* the bead that a row has not passed yet */
  double before_known; /* cost of the path to it */
  size_t K;            /* largest group */
  segi_costs costs;
  double *best;  /* [K + 1][G + 1] ring of rows: cost of the cheapest path to a node */
  uint8_t *back; /* last bead of that path: 16 * source count + target count; 0: a known one */
  size_t *row;   /* [S + 1] where a row of the corridor begins in back */
} search;

static bool allocate(search *s) {
  const segi_corridor *c = s->corridor;
  size_t nodes = 0;
  s->row = segi_alloc(c->S + 1, sizeof *s->row);
  if (s->row == NULL) return false;
  for (size_t i = 0; i <= c->S; i++) {
    s->row[i] = nodes;
    nodes += c->high[i] - c->low[i] + 1;
  }
  s->back = segi_calloc(nodes, 1);
  s->best = segi_calloc(c->G + 1, (s->K + 1) * sizeof *s->best);
  return s->back != NULL && s->best != NULL;
}

static double *best_of(const search *s, size_t i) {
  return s->best + i % (s->K + 1) * (s->corridor->G + 1);
}

/* Indexed by column. */
static uint8_t *back_of(const search *s, size_t i) {
  return s->back + s->row[i] - s->corridor->low[i];
}

static void try_beads(search *s, size_t i, size_t a, size_t b) {
  const segi_corridor *c = s->corridor;
  size_t first = c->low[i - a] + b, last = c->high[i - a] + b;
  if (first < c->low[i]) first = c->low[i];
  if (last > c->high[i]) last = c->high[i];
  if (first > last) return;
  const double *from = best_of(s, i - a);
  double *best = best_of(s, i);
  const float *price = segi_costs_beads(&s->costs, i, a, b, from, best, &first, &last);
  if (price == NULL) return;
  uint8_t *back = back_of(s, i), step = (uint8_t)(16 * a + b);
  const size_t *alone = s->known->alone;
  for (size_t j = first; j <= last; j++) {
    if (alone[j] > alone[j - b]) continue;
    double cost = from[j - b] + (double)price[j];
    if (cost < best[j]) {
      best[j] = cost;
      back[j] = step;
    }
  }
}

/* Sentences without partner: from the row above, then from the left. */
static void delete_source(search *s, size_t i) {
  const segi_corridor *c = s->corridor;
  const double *from = best_of(s, i > 0 ? i - 1 : 0);
  double *best = best_of(s, i);
  uint8_t *back = back_of(s, i);
  double price = i > 0 ? (double)s->costs.alone_source[i - 1] : 0;
  if (i > 0 && s->known->source[i - 1] == SEGI_INSIDE) price = (double)INFINITY;
  for (size_t j = c->low[i]; j <= c->high[i]; j++) {
    bool reached = i > 0 && j <= c->high[i - 1];
    best[j] = reached ? from[j] + price : (double)INFINITY;
    back[j] = 16;
  }
  if (i == 0) best[0] = 0;
}

static void delete_targets(search *s, size_t i) {
  const segi_corridor *c = s->corridor;
  double *best = best_of(s, i);
  uint8_t *back = back_of(s, i);
  const float *price = s->costs.alone_target;
  for (size_t j = c->low[i] + 1; j <= c->high[i]; j++) {
    double cost = best[j - 1] + (double)price[j - 1];
    if (cost < best[j]) {
      best[j] = cost;
      back[j] = 1;
    }
  }
}

/* No path ends inside a known bead; one that ends before an exact one goes on behind it. */
static void pass_known(search *s, size_t i) {
  if (s->next_known == s->known->count) return;
  const segi_known_bead *b = &s->known->beads[s->next_known];
  if (i < b->e) return;
  s->next_known++;
  if (!b->exact) return;
  best_of(s, i)[b->u] = s->before_known;
  back_of(s, i)[b->u] = 0;
}

static void meet_known(search *s, size_t i) {
  if (s->next_known == s->known->count) return;
  const segi_known_bead *b = &s->known->beads[s->next_known];
  if (i == b->s) s->before_known = best_of(s, i)[b->t];
  if (i <= b->s) return;
  for (size_t j = s->corridor->low[i]; j <= s->corridor->high[i]; j++)
    best_of(s, i)[j] = (double)INFINITY;
}

static void search_row(search *s, size_t i) {
  if (i > 0) segi_costs_start_row(&s->costs, i);
  delete_source(s, i);
  delete_targets(s, i); /* the better a path is known, the fewer beads need be looked at */
  for (size_t a = 1; a <= s->K && a <= i && s->known->source[i - a] < SEGI_INSIDE; a++) {
    segi_costs_start_group(&s->costs, i, a);
    for (size_t b = 1; b <= s->K && b <= s->corridor->high[i]; b++) try_beads(s, i, a, b);
  }
  pass_known(s, i);
  delete_targets(s, i);
  meet_known(s, i);
}

static void reverse(seg_bead *beads, size_t count) {
  for (size_t k = 0; k < count / 2; k++) {
    seg_bead swap = beads[k];
    beads[k] = beads[count - 1 - k];
    beads[count - 1 - k] = swap;
  }
}

static bool trace_back(const search *s, seg_bead **beads, size_t *count) {
  size_t capacity = 0, n = 0, known = s->known->count;
  for (size_t i = s->corridor->S, j = s->corridor->G;;) {
    if (!segi_grow(beads, &capacity, n + 1, sizeof **beads)) return false;
    if (i == 0 && j == 0) break;
    uint8_t step = back_of(s, i)[j];
    size_t a = step / 16, b = step % 16;
    if (step == 0) {
      while (s->known->beads[known - 1].e > i) known--;
      a = i - s->known->beads[known - 1].s;
      b = j - s->known->beads[known - 1].t;
    }
    i -= a;
    j -= b;
    (*beads)[n++] = (seg_bead){i, a, j, b, 0};
  }
  reverse(*beads, n);
  *count = n;
  return true;
}

bool segi_search(const segi_bitext *bitext, const segi_corridor *corridor, const segi_known *known,
                 const segi_weights *weights, seg_bead **beads, size_t *count) {
  search s = {.bitext = bitext, .corridor = corridor, .known = known, .K = bitext->gx.K};
  *beads = NULL;
  *count = 0;
  bool fine = allocate(&s) && segi_costs_make(bitext, corridor, weights, &s.costs);
  for (size_t i = 0; i <= corridor->S && fine; i++) search_row(&s, i);
  fine = fine && trace_back(&s, beads, count);
  if (!fine) {
    free(*beads);
    *beads = NULL;
  }
  segi_costs_clear(&s.costs);
  free(s.row);
  free(s.back);
  free(s.best);
  return fine;
}
