#include "train/lattice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "train/number.h"

/* --- Making. */

typedef struct maker {
  const segi_corridor *corridor;
  segi_costs costs;
  const seg_bead *gold; /* the next one */
  const seg_bead *gold_end;
  segi_lattice *lattice;
  size_t most;
} maker;

static uint32_t node(const maker *m, size_t i, size_t j) {
  return (uint32_t)(m->lattice->row[i] + j - m->corridor->low[i]);
}

static bool is_gold(const maker *m, size_t i, size_t j, size_t a, size_t b) {
  for (const seg_bead *g = m->gold; g < m->gold_end && g->source_first <= i; g++)
    if (g->source_first + a == i && g->source_count == a && g->target_first + b == j &&
        g->target_count == b)
      return true;
  return false;
}

/* Room for the features of one more arc; NULL when memory is short. */
static float *add_arc(maker *m, size_t i, size_t j, size_t a, size_t b) {
  segi_lattice *l = m->lattice;
  if (!segi_grow(&l->arc, &l->capacity, l->arcs + 1, sizeof *l->arc) ||
      !segi_grow(&l->features, &l->features_capacity, (l->arcs + 1) * SEGI_FEATURES,
                 sizeof *l->features))
    return NULL;
  l->arc[l->arcs] = (segi_arc){node(m, i - a, j - b), node(m, i, j), (uint32_t)i, (uint8_t)a,
                               is_gold(m, i, j, a, b)};
  return l->features + SEGI_FEATURES * l->arcs++;
}

static bool add_beads(maker *m, size_t i, size_t a, size_t b) {
  const segi_corridor *c = m->corridor;
  size_t first = c->low[i - a] + b, last = c->high[i - a] + b, columns = m->costs.columns;
  if (first < c->low[i]) first = c->low[i];
  if (last > c->high[i]) last = c->high[i];
  if (first > last) return true;
  const float *features = segi_costs_features(&m->costs, i, a, b, first, last);
  for (size_t j = first; j <= last; j++) {
    float *row = add_arc(m, i, j, a, b);
    if (row == NULL) return false;
    segi_size_features(&m->costs.bitext->manner, a, b, row);
    for (size_t f = 0; f < SEGI_BEAD_FEATURES; f++) row[f] = features[f * columns + j];
  }
  return true;
}

static bool add_deletions(maker *m, size_t i) {
  const segi_corridor *c = m->corridor;
  for (size_t j = c->low[i]; i > 0 && j <= c->high[i - 1] && j <= c->high[i]; j++) {
    float *row = add_arc(m, i, j, 1, 0);
    if (row == NULL) return false;
    segi_alone_features(&m->costs.bitext->manner, &m->costs.bitext->mx, i - 1, row);
  }
  return true;
}

static bool add_insertions(maker *m, size_t i) {
  const segi_corridor *c = m->corridor;
  for (size_t j = c->low[i] + 1; j <= c->high[i]; j++) {
    float *row = add_arc(m, i, j, 0, 1);
    if (row == NULL) return false;
    segi_alone_features(&m->costs.bitext->manner, &m->costs.bitext->my, j - 1, row);
  }
  return true;
}

static bool add_row(maker *m, size_t i) {
  const size_t K = m->costs.K;
  bool fine = true;
  while (m->gold < m->gold_end && m->gold->source_first + SEGI_LARGEST_GROUP < i) m->gold++;
  if (i > 0) segi_costs_start_row(&m->costs, i);
  for (size_t a = 1; a <= K && a <= i && fine; a++) {
    segi_costs_start_group(&m->costs, i, a);
    for (size_t b = 1; b <= K && a + b <= m->most && b <= m->corridor->high[i] && fine; b++)
      fine = add_beads(m, i, a, b);
  }
  return fine && add_deletions(m, i) && add_insertions(m, i);
}

bool segi_lattice_make(const segi_bitext *bitext, const segi_corridor *corridor,
                       const segi_weights *weights, const seg_bead *gold, size_t gold_count,
                       size_t most, segi_lattice *lattice) {
  *lattice = (segi_lattice){.S = corridor->S};
  maker m = {.corridor = corridor,
             .gold = gold,
             .gold_end = gold + gold_count,
             .lattice = lattice,
             .most = most};
  lattice->row = segi_alloc(corridor->S + 1, sizeof *lattice->row);
  bool fine = segi_costs_make(bitext, corridor, weights, &m.costs) && lattice->row != NULL;
  for (size_t i = 0; i <= corridor->S && fine; i++) {
    lattice->row[i] = lattice->nodes;
    lattice->nodes += corridor->high[i] - corridor->low[i] + 1;
    fine = add_row(&m, i);
  }
  segi_costs_clear(&m.costs);
  return fine;
}

void segi_lattice_clear(segi_lattice *lattice) {
  free(lattice->row);
  free(lattice->arc);
  free(lattice->features);
  *lattice = (segi_lattice){0};
}

/* --- Sums over all paths. */

bool segi_lattice_work_make(size_t arcs, size_t nodes, size_t rows, segi_lattice_work *w) {
  w->p = segi_alloc(arcs, sizeof *w->p);
  w->forward = segi_alloc(nodes, sizeof *w->forward);
  w->backward = segi_alloc(nodes, sizeof *w->backward);
  w->forward_scale = segi_alloc(rows, sizeof *w->forward_scale);
  w->backward_scale = segi_alloc(rows, sizeof *w->backward_scale);
  if (w->p != NULL && w->forward != NULL && w->backward != NULL && w->forward_scale != NULL &&
      w->backward_scale != NULL)
    return true;
  segi_lattice_work_clear(w);
  return false;
}

void segi_lattice_work_clear(segi_lattice_work *w) {
  free(w->p);
  free(w->forward);
  free(w->backward);
  free(w->forward_scale);
  free(w->backward_scale);
  *w = (segi_lattice_work){0};
}

static void weigh_arcs(const segi_lattice *l, const double cost[SEGI_FEATURES], double *p) {
  for (size_t k = 0; k < l->arcs; k++) {
    const float *f = l->features + k * SEGI_FEATURES;
    double sum = 0;
    for (int n = 0; n < SEGI_FEATURES; n++) sum += cost[n] * (double)f[n];
    p[k] = segi_exp(-sum);
  }
}

/* Divides the values of nodes first to last - 1 by a power of two so that they are near 1;
 * returns its exponent. */
static int rescale(double *values, size_t first, size_t last) {
  double largest = 0;
  int exponent = 0;
  for (size_t n = first; n < last; n++) largest = values[n] > largest ? values[n] : largest;
  if (largest > 0) frexp(largest, &exponent);
  for (size_t n = first; n < last; n++) values[n] = ldexp(values[n], -exponent);
  return exponent;
}

static size_t row_end(const segi_lattice *l, size_t i) {
  return i < l->S ? l->row[i + 1] : l->nodes;
}

/* forward[n] * 2^scale[row of n]: sum over the paths to node n. */
static void go_forward(const segi_lattice *l, segi_lattice_work *w) {
  memset(w->forward, 0, l->nodes * sizeof *w->forward);
  w->forward[0] = 1;
  for (size_t i = 0, k = 0; i <= l->S; i++) {
    int scale = i > 0 ? w->forward_scale[i - 1] : 0;
    for (; k < l->arcs && l->arc[k].row == i; k++) {
      const segi_arc *arc = &l->arc[k];
      double value = w->forward[arc->from] * w->p[k];
      if (arc->a > 1) value = ldexp(value, w->forward_scale[i - arc->a] - scale);
      w->forward[arc->to] += value;
    }
    w->forward_scale[i] = scale + rescale(w->forward, l->row[i], row_end(l, i));
  }
}

/* backward[n] * 2^scale[row of n]: sum over the paths from node n. Rows are rescaled when all
 * arcs out of them are known. */
static void go_backward(const segi_lattice *l, segi_lattice_work *w) {
  memset(w->backward, 0, l->nodes * sizeof *w->backward);
  w->backward[l->nodes - 1] = 1;
  for (size_t i = 0; i <= l->S; i++) w->backward_scale[i] = 0;
  for (size_t k = l->arcs, i = l->S + 1; k-- > 0;) {
    const segi_arc *arc = &l->arc[k];
    while (i > arc->row) {
      i--;
      w->backward_scale[i] += rescale(w->backward, l->row[i], row_end(l, i));
      /* The rows below take over the scale, so that sums into them are of one kind. */
      for (size_t r = i > SEGI_LARGEST_GROUP ? i - SEGI_LARGEST_GROUP : 0; r < i; r++) {
        int off = w->backward_scale[i] - w->backward_scale[r];
        for (size_t n = l->row[r]; n < row_end(l, r); n++)
          w->backward[n] = ldexp(w->backward[n], -off);
        w->backward_scale[r] = w->backward_scale[i];
      }
    }
    w->backward[arc->from] += w->backward[arc->to] * w->p[k];
  }
}

double segi_lattice_gradient(const segi_lattice *l, const double cost[SEGI_FEATURES], double share,
                             segi_lattice_work *w, double gradient[SEGI_FEATURES]) {
  double gold = 0;
  weigh_arcs(l, cost, w->p);
  go_forward(l, w);
  go_backward(l, w);
  const double total = w->forward[l->nodes - 1];
  const int scale = w->forward_scale[l->S];
  for (size_t k = 0; k < l->arcs; k++) {
    const segi_arc *arc = &l->arc[k];
    const float *f = l->features + k * SEGI_FEATURES;
    int off = w->forward_scale[arc->row - arc->a] + w->backward_scale[arc->row] - scale;
    double p = ldexp(w->forward[arc->from] * w->p[k] * w->backward[arc->to] / total, off);
    double change = share * (arc->gold - p);
    if (arc->gold)
      for (int n = 0; n < SEGI_FEATURES; n++) gold += cost[n] * (double)f[n];
    if (change > 1e-9 || change < -1e-9)
      for (int n = 0; n < SEGI_FEATURES; n++) gradient[n] += change * (double)f[n];
  }
  return share * (gold + log(total) + scale * 0.693147180559945309417);
}
