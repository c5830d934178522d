#include "align/cost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool segi_costs_make(const segi_bitext *bitext, const segi_corridor *corridor,
                     const segi_weights *weights, segi_costs *c) {
  const size_t K = bitext->gx.K, columns = corridor->G + 1;
  *c = (segi_costs){.bitext = bitext, .corridor = corridor, .weights = weights, .K = K,
                    .columns = columns};
  c->dots = segi_calloc(columns, sizeof *c->dots);
  c->prefix = segi_calloc(columns, K * sizeof *c->prefix);
  c->area = segi_calloc(columns, K * sizeof *c->area);
  c->missed = segi_calloc(columns, sizeof *c->missed);
  c->missed_targets = segi_calloc(columns, sizeof *c->missed_targets);
  c->missed_source = segi_calloc(columns, K * K * sizeof *c->missed_source);
  c->missed_sources = segi_calloc(columns, K * sizeof *c->missed_sources);
  c->loose = segi_calloc(columns, sizeof *c->loose);
  c->far = segi_calloc(columns, sizeof *c->far);
  c->price = segi_calloc(columns, sizeof *c->price);
  if (c->dots != NULL && c->prefix != NULL && c->area != NULL && c->missed != NULL &&
      c->missed_targets != NULL && c->missed_source != NULL && c->missed_sources != NULL &&
      c->loose != NULL && c->far != NULL && c->price != NULL)
    return true;
  segi_costs_clear(c);
  return false;
}

void segi_costs_clear(segi_costs *costs) {
  free(costs->dots);
  free(costs->prefix);
  free(costs->area);
  free(costs->missed);
  free(costs->missed_targets);
  free(costs->missed_source);
  free(costs->missed_sources);
  free(costs->loose);
  free(costs->far);
  free(costs->price);
  *costs = (segi_costs){0};
}

static double *prefix_of(const segi_costs *c, size_t x) {
  return c->prefix + x % c->K * c->columns;
}

static double *area_of(const segi_costs *c, size_t a) {
  return c->area + (a - 1) * c->columns;
}

static float *missed_by(const segi_costs *c, size_t x, size_t b) {
  return c->missed_source + (x % c->K * c->K + b - 1) * c->columns;
}

/* The columns that beads with the source sentence before node i can span. */
static size_t first_column(const segi_costs *c, size_t i) {
  return c->corridor->low[i > c->K ? i - c->K : 0];
}

static size_t last_column(const segi_costs *c, size_t i) {
  return c->corridor->high[i + c->K - 1 < c->corridor->S ? i + c->K - 1 : c->corridor->S];
}

static void find_dots(segi_costs *c, size_t x, size_t first, size_t end) {
  const segi_vectors *v = &c->bitext->x, *w = &c->bitext->y;
  const segi_postings *p = &c->bitext->targets;
  memset(c->dots + first, 0, (end - first) * sizeof *c->dots);
  for (size_t e = v->start[x]; e < v->start[x + 1]; e++) {
    size_t dimension = v->entries[e].dimension, stop = p->start[dimension + 1];
    double weight = (double)v->entries[e].weight;
    for (size_t k = segi_postings_from(p, dimension, first); k < stop && p->sentence[k] < end; k++)
      c->dots[p->sentence[k]] += weight * (double)p->weight[k];
  }
  for (size_t j = first; j < end && v->D > 0; j++)
    c->dots[j] += (double)segi_dense_dot(v->dense + x * v->D, w->dense + j * v->D, v->D);
}

/* How much of a sentence a group of the other side misses: 0 when it holds the covered share,
 * 1 when it is no closer than a stranger. norm is the group's length in lengths of the
 * sentence. */
static inline float missed(float cosine, float away, float norm, float per_covered) {
  float found = (1 - (1 - cosine) / away) * norm * per_covered;
  found = found < 1 ? found : 1;
  found = found > 0 ? found : 0;
  return 1 - found;
}

/* What source sentence x misses in the groups of b target sentences that end at columns first to
 * last. */
static void find_missed_source(segi_costs *c, size_t x, size_t b, size_t first, size_t last) {
  const segi_groups *gx = &c->bitext->gx, *gy = &c->bitext->gy;
  const double *prefix = prefix_of(c, x);
  const float inverse = gx->inverse_norm[x], away = gx->away[(b - 1) * gx->n + x];
  const float per_covered = (float)(1 / c->weights->covered);
  const float *inverses = gy->inverse_norm + (b - 1) * gy->n;
  float *result = missed_by(c, x, b);
  for (size_t j = first; j <= last; j++) {
    float dot = (float)(prefix[j] - prefix[j - b]), other = inverses[j - b];
    float norm = inverse / (other + 1e-20f);
    result[j] = missed(dot * inverse * other, away, norm, per_covered);
  }
}

void segi_costs_start_row(segi_costs *c, size_t i) {
  const size_t x = i - 1, first = first_column(c, i), last = last_column(c, i);
  find_dots(c, x, first, last);
  double *prefix = prefix_of(c, x);
  prefix[first] = 0;
  for (size_t j = first; j < last; j++) prefix[j + 1] = prefix[j] + c->dots[j];
  for (size_t b = 1; b <= c->K && first + b <= last; b++)
    find_missed_source(c, x, b, first + b, last);
}

/* What the target sentences of columns first to last miss in the last a source sentences. */
static void find_missed_targets(segi_costs *c, size_t i, size_t a, size_t first, size_t last) {
  const segi_groups *gx = &c->bitext->gx, *gy = &c->bitext->gy;
  const float inverse = gx->inverse_norm[(a - 1) * gx->n + i - a];
  const float norm = inverse > 0 ? 1 / inverse : 0, per_covered = (float)(1 / c->weights->covered);
  const float *inverses = gy->inverse_norm, *aways = gy->away + (a - 1) * gy->n;
  const double *area = area_of(c, a);
  float *single = c->missed;
  for (size_t j = first; j < last; j++) {
    float cosine = (float)(area[j + 1] - area[j]) * inverse * inverses[j];
    single[j] = missed(cosine, aways[j], norm * inverses[j], per_covered);
  }
  double *sums = c->missed_targets;
  sums[first] = 0;
  for (size_t j = first; j < last; j++) sums[j + 1] = sums[j] + (double)single[j];
}

static void add_missed_source(segi_costs *c, size_t x, size_t a, size_t b, size_t first,
                              size_t last) {
  float *sum = c->missed_sources + (b - 1) * c->columns;
  const float *more = missed_by(c, x, b);
  if (a == 1) memcpy(sum + first, more + first, (last - first + 1) * sizeof *sum);
  else
    for (size_t j = first; j <= last; j++) sum[j] += more[j];
}

void segi_costs_start_group(segi_costs *c, size_t i, size_t a) {
  const size_t first = first_column(c, i), last = c->corridor->high[i];
  const double *prefix = prefix_of(c, i - a), *smaller = a > 1 ? area_of(c, a - 1) : NULL;
  double *area = area_of(c, a);
  if (a == 1) memcpy(area + first, prefix + first, (last - first + 1) * sizeof *area);
  else
    for (size_t j = first; j <= last; j++) area[j] = smaller[j] + prefix[j];
  find_missed_targets(c, i, a, first, last);
  for (size_t b = 1; b <= c->K && first + b <= last; b++)
    add_missed_source(c, i - a, a, b, first + b, last);
}

/* What a group's parts have in common, as a share of its squared length. */
static inline float common(float whole, float first, float second) {
  return (whole - first - second) / (2 * whole + 1e-20f);
}

/* One way to cut beads in two: the last `lower` source sentences and the last `right` target
 * sentences go together. What joins the first part's source with the second part's target, and the
 * other way round, binds the bead, as far as it is more than what the parts have in common on
 * either side. */
static void cut_beads(segi_costs *c, size_t i, size_t a, size_t b, size_t lower, size_t right,
                      size_t first, size_t last) {
  const segi_groups *gx = &c->bitext->gx, *gy = &c->bitext->gy;
  const size_t x = i - a, S = gx->n, G = gy->n;
  const double *all = area_of(c, a), *below = area_of(c, lower);
  const float norm = gx->inverse_norm[(a - 1) * S + x], *norms = gy->inverse_norm + (b - 1) * G;
  const float *whole = gy->square + (b - 1) * G, *left_part = gy->square + (b - right - 1) * G;
  const float *right_part = gy->square + (right - 1) * G;
  const float source_common = common(gx->square[(a - 1) * S + x],
                                     gx->square[(a - lower - 1) * S + x],
                                     gx->square[(lower - 1) * S + i - lower]);
  const float topic = (float)c->weights->topic, per_bonded = (float)(1 / c->weights->bonded);
  float *loose = c->loose;
  for (size_t j = first; j <= last; j++) {
    float crossing = (float)((all[j] - all[j - right]) - (below[j] - below[j - right]) +
                             (below[j - right] - below[j - b]));
    float target_common = common(whole[j - b], left_part[j - b], right_part[j - right]);
    float bound = crossing * norm * norms[j - b] - topic * (source_common + target_common);
    float looseness = 1 - bound * per_bonded;
    looseness = looseness < 1 ? looseness : 1;
    loose[j] = looseness > loose[j] ? looseness : loose[j];
  }
}

/* 1 where there is a way to cut the bead that nothing binds, 0 where every cut is bound well. */
static void find_loose(segi_costs *c, size_t i, size_t a, size_t b, size_t first, size_t last) {
  memset(c->loose + first, 0, (last - first + 1) * sizeof *c->loose);
  for (size_t lower = 1; lower < a; lower++)
    for (size_t right = 1; right < b; right++) cut_beads(c, i, a, b, lower, right, first, last);
}

/* Paragraphs that start inside a bead, or at its start on one side only. */
static void add_paragraphs(segi_costs *c, size_t i, size_t a, size_t b, size_t first,
                           size_t last) {
  const segi_bitext *t = c->bitext;
  const float inside = t->gx.breaks[(a - 1) * t->gx.n + i - a];
  const float *breaks = t->gy.breaks + (b - 1) * t->gy.n;
  const float weight = (float)c->weights->paragraph;
  const bool opens = t->source[i - a].opens_paragraph;
  for (size_t j = first; j <= last; j++) {
    bool apart = opens != t->target[j - b].opens_paragraph;
    c->price[j] += weight * (inside + breaks[j - b] + (float)apart);
  }
}

const float *segi_costs_beads(segi_costs *c, size_t i, size_t a, size_t b, size_t first,
                              size_t last) {
  const segi_groups *gx = &c->bitext->gx, *gy = &c->bitext->gy;
  const segi_weights *w = c->weights;
  const size_t x = i - a, group = (a - 1) * gx->n + x, K = c->K, G = gy->n;
  const float norm = gx->inverse_norm[group], log_length = gx->log_length[group];
  const float away = gx->away[((a - 1) * K + b - 1) * gx->n + x];
  const float *norms = gy->inverse_norm + (b - 1) * G, *lengths = gy->log_length + (b - 1) * G;
  const float *aways = gy->away + ((b - 1) * K + a - 1) * G;
  const float size = (float)(a + b), length = (float)w->length, stray = (float)w->stray;
  const float fixed = (float)(w->merge * (double)(a + b - 2)), seam = gx->seam[x];
  const float bond = (float)w->bond, *seams = gy->seam;
  const double *area = area_of(c, a), *missed_targets = c->missed_targets;
  const float *missed_sources = c->missed_sources + (b - 1) * c->columns, *loose = c->loose;
  float *price = c->price, *far = c->far;
  find_loose(c, i, a, b, first, last);
  for (size_t j = first; j <= last; j++) {
    float distance = 1 - (float)(area[j] - area[j - b]) * norm * norms[j - b];
    far[j] = distance / (away + aways[j - b]);
  }
  segi_dense_mix(&c->bitext->dense_x, &c->bitext->dense_y, w->grouped, i, a, b, first, last,
                 far);
  for (size_t j = first; j <= last; j++) {
    float stretch = log_length - lengths[j - b];
    float strays = missed_sources[j] + (float)(missed_targets[j] - missed_targets[j - b]);
    price[j] = size * far[j] + length * stretch * stretch +
               stray * strays + bond * loose[j] + fabsf(seam - seams[j - b]) + fixed;
  }
  if (c->bitext->paragraphs) add_paragraphs(c, i, a, b, first, last);
  return price;
}
