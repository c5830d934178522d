#include "align/cost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clones.h"
#include "base/mem.h"

/* The features of beads are at least 0 from SEGI_LOOSE on and at most this; breaks at most the
 * bead's sentences. */
static const double most_of_feature[SEGI_BEAD_FEATURES] = {
  [SEGI_LOOSE] = 1,     [SEGI_LENGTH] = 6,   [SEGI_LOWER_START] = 1,
  [SEGI_OPEN_END] = 1,  [SEGI_END_MARK] = 1, [SEGI_STOPS] = 3,
  [SEGI_QUESTIONS] = 2, [SEGI_QUOTES] = 3,   [SEGI_APART] = 1};
static const double rounding = 0.01; /* what sums of features may be off */

static void price_alone(const segi_manner *manner, const segi_marks *m, const segi_weights *w,
                        float *price) {
  for (size_t i = 0; i < m->n; i++) {
    float features[SEGI_FEATURES];
    double sum = 0;
    segi_alone_features(manner, m, i, features);
    for (int f = SEGI_UNPAIRED; f < SEGI_FEATURES; f++) sum += w->cost[f] * (double)features[f];
    price[i] = (float)sum;
  }
}

static bool allocate(segi_costs *c, size_t S) {
  const size_t K = c->K, columns = c->columns;
  const struct {
    float **array;
    size_t rows;
  } floats[] = {{&c->single, 1},         {&c->missed_source, K * K},
                {&c->missed_sources, K}, {&c->gain_source, K * K},
                {&c->gain_sources, K},   {&c->worst_targets, K},
                {&c->worst_sources, K},  {&c->features, SEGI_BEAD_FEATURES},
                {&c->price, 1},          {&c->alone_target, 1}};
  bool fine = true;
  for (size_t k = 0; k < sizeof floats / sizeof *floats; k++)
    fine =
      (*floats[k].array = segi_calloc(columns, floats[k].rows * sizeof(float))) != NULL && fine;
  c->alone_source = segi_calloc(S, sizeof *c->alone_source);
  c->range = segi_alloc(c->bitext->dimensions, sizeof *c->range);
  c->dots = segi_calloc(columns, sizeof *c->dots);
  c->prefix = segi_calloc(columns, K * sizeof *c->prefix);
  c->area = segi_calloc(columns, K * sizeof *c->area);
  c->missed_targets = segi_calloc(columns, sizeof *c->missed_targets);
  c->gain_targets = segi_calloc(columns, sizeof *c->gain_targets);
  return fine && c->alone_source != NULL && c->range != NULL && c->dots != NULL &&
         c->prefix != NULL && c->area != NULL && c->missed_targets != NULL &&
         c->gain_targets != NULL;
}

bool segi_costs_make(const segi_bitext *bitext, const segi_corridor *corridor,
                     const segi_weights *weights, segi_costs *c) {
  *c = (segi_costs){.bitext = bitext,
                    .corridor = corridor,
                    .weights = weights,
                    .K = bitext->gx.K,
                    .columns = corridor->G + 1};
  if (!allocate(c, corridor->S) ||
      !segi_likely_make(&bitext->links, weights->chance, c->K, &c->likely)) {
    segi_costs_clear(c);
    return false;
  }
  for (size_t d = 0; d < bitext->dimensions; d++)
    c->range[d] = (segi_range){bitext->targets.start[d], bitext->targets.start[d + 1]};
  price_alone(&bitext->manner, &bitext->mx, weights, c->alone_source);
  price_alone(&bitext->manner, &bitext->my, weights, c->alone_target);
  return true;
}

void segi_costs_clear(segi_costs *c) {
  segi_likely_clear(&c->likely);
  free(c->range);
  free(c->dots);
  free(c->prefix);
  free(c->area);
  free(c->single);
  free(c->missed_targets);
  free(c->missed_source);
  free(c->missed_sources);
  free(c->gain_targets);
  free(c->gain_source);
  free(c->gain_sources);
  free(c->worst_targets);
  free(c->worst_sources);
  free(c->features);
  free(c->price);
  free(c->alone_source);
  free(c->alone_target);
  *c = (segi_costs){0};
}

static float *feature_of(const segi_costs *c, int feature) {
  return c->features + (size_t)feature * c->columns;
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

/* [b][columns] */
static float *gains_of(const segi_costs *c, size_t x) {
  return c->gain_source + x % c->K * c->K * c->columns;
}

/* The columns that beads with the source sentence before node i can span. */
static size_t first_column(const segi_costs *c, size_t i) {
  return c->corridor->low[i > c->K ? i - c->K : 0];
}

static size_t last_column(const segi_costs *c, size_t i) {
  return c->corridor->high[i + c->K - 1 < c->corridor->S ? i + c->K - 1 : c->corridor->S];
}

/* Columns of later rows never begin before those of earlier ones, so that ranges only shrink. */
static void find_dots(segi_costs *c, size_t x, size_t first, size_t end) {
  const segi_vectors *v = &c->bitext->x, *w = &c->bitext->y;
  const segi_posting *items = c->bitext->targets.items;
  memset(c->dots + first, 0, (end - first) * sizeof *c->dots);
  for (size_t e = v->start[x]; e < v->start[x + 1]; e++) {
    segi_range *r = &c->range[v->entries[e].dimension];
    const double weight = (double)v->entries[e].weight;
    while (r->next < r->end && items[r->next].sentence < first) r->next++;
    for (size_t k = r->next; k < r->end && items[k].sentence < end; k++)
      c->dots[items[k].sentence] += weight * (double)items[k].weight;
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
SEGI_CLONED static void find_missed_source(segi_costs *c, size_t x, size_t b, size_t first,
                                           size_t last) {
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
  segi_likely_source(&c->likely, x, first, last, gains_of(c, x));
}

/* What the target sentences of columns first to last miss in the last a source sentences. */
SEGI_CLONED static void find_missed_targets(segi_costs *c, size_t i, size_t a, size_t first,
                                            size_t last) {
  const segi_groups *gx = &c->bitext->gx, *gy = &c->bitext->gy;
  const float inverse = gx->inverse_norm[(a - 1) * gx->n + i - a];
  const float norm = inverse > 0 ? 1 / inverse : 0, per_covered = (float)(1 / c->weights->covered);
  const float *inverses = gy->inverse_norm, *aways = gy->away + (a - 1) * gy->n;
  const double *area = area_of(c, a);
  float *single = c->single;
  for (size_t j = first; j < last; j++) {
    float cosine = (float)(area[j + 1] - area[j]) * inverse * inverses[j];
    single[j] = missed(cosine, aways[j], norm * inverses[j], per_covered);
  }
  double *sums = c->missed_targets;
  sums[first] = 0;
  for (size_t j = first; j < last; j++) sums[j + 1] = sums[j] + (double)single[j];
}

SEGI_CLONED static void add_missed_source(segi_costs *c, size_t x, size_t a, size_t b, size_t first,
                                          size_t last) {
  float *sum = c->missed_sources + (b - 1) * c->columns;
  const float *more = missed_by(c, x, b);
  if (a == 1)
    memcpy(sum + first, more + first, (last - first + 1) * sizeof *sum);
  else
    for (size_t j = first; j <= last; j++) sum[j] += more[j];
}

/* Gains of the target sentences given the last a source sentences: sums, and the least of each
 * group. */
SEGI_CLONED static void find_gain_targets(segi_costs *c, size_t i, size_t a, size_t first,
                                          size_t last) {
  const float *root = c->bitext->links.target->root;
  float *single = c->single, *worst = c->worst_targets;
  double *sums = c->gain_targets;
  segi_likely_target(&c->likely, i, a, first, last, single);
  sums[first] = 0;
  for (size_t j = first; j < last; j++) sums[j + 1] = sums[j] + (double)single[j];
  for (size_t j = first; j < last; j++) {
    float share = single[j] / root[j];
    worst[j + 1] = share < 2 ? share : 2;
  }
  for (size_t b = 2; b <= c->K && first + b <= last; b++) {
    const float *fewer = worst + (b - 2) * c->columns;
    float *more = worst + (b - 1) * c->columns;
    for (size_t j = first + b; j <= last; j++)
      more[j] = fewer[j] < worst[j - b + 1] ? fewer[j] : worst[j - b + 1];
  }
}

SEGI_CLONED static void add_gain_source(segi_costs *c, size_t x, size_t a, size_t b, size_t first,
                                        size_t last) {
  const float *gain = gains_of(c, x) + (b - 1) * c->columns;
  float *sum = c->gain_sources + (b - 1) * c->columns;
  float *worst = c->worst_sources + (b - 1) * c->columns;
  const float per_root = 1 / c->bitext->links.source->root[x];
  for (size_t j = first; j <= last; j++) {
    float share = gain[j] * per_root < 2 ? gain[j] * per_root : 2;
    if (a == 1) sum[j] = 0;
    sum[j] += gain[j];
    worst[j] = a == 1 || share < worst[j] ? share : worst[j];
  }
}

void segi_costs_start_group(segi_costs *c, size_t i, size_t a) {
  const size_t first = first_column(c, i), last = c->corridor->high[i];
  const double *prefix = prefix_of(c, i - a), *smaller = a > 1 ? area_of(c, a - 1) : NULL;
  double *area = area_of(c, a);
  if (a == 1)
    memcpy(area + first, prefix + first, (last - first + 1) * sizeof *area);
  else
    for (size_t j = first; j <= last; j++) area[j] = smaller[j] + prefix[j];
  find_missed_targets(c, i, a, first, last);
  find_gain_targets(c, i, a, first, last);
  for (size_t b = 1; b <= c->K && first + b <= last; b++) {
    add_missed_source(c, i - a, a, b, first + b, last);
    add_gain_source(c, i - a, a, b, first + b, last);
  }
}

/* --- Features of beads. */

/* What a group's parts have in common, as a share of its squared length. */
static inline float common(float whole, float first, float second) {
  return (whole - first - second) / (2 * whole + 1e-20f);
}

/* One way to cut beads in two: the last `lower` source sentences and the last `right` target
 * sentences go together. What joins the first part's source with the second part's target, and the
 * other way round, binds the bead, as far as it is more than what the parts have in common on
 * either side. */
SEGI_CLONED static void cut_beads(segi_costs *c, size_t i, size_t a, size_t b, size_t lower,
                                  size_t right, size_t first, size_t last) {
  const segi_groups *gx = &c->bitext->gx, *gy = &c->bitext->gy;
  const size_t x = i - a, S = gx->n, G = gy->n;
  const double *all = area_of(c, a), *below = area_of(c, lower);
  const float norm = gx->inverse_norm[(a - 1) * S + x], *norms = gy->inverse_norm + (b - 1) * G;
  const float *whole = gy->square + (b - 1) * G, *left_part = gy->square + (b - right - 1) * G;
  const float *right_part = gy->square + (right - 1) * G;
  const float source_common =
    common(gx->square[(a - 1) * S + x], gx->square[(a - lower - 1) * S + x],
           gx->square[(lower - 1) * S + i - lower]);
  const float topic = (float)c->weights->topic, per_bonded = (float)(1 / c->weights->bonded);
  float *loose = feature_of(c, SEGI_LOOSE);
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
  memset(feature_of(c, SEGI_LOOSE) + first, 0, (last - first + 1) * sizeof(float));
  for (size_t lower = 1; lower < a; lower++)
    for (size_t right = 1; right < b; right++) cut_beads(c, i, a, b, lower, right, first, last);
}

/* One loop a feature: the compiler can work on each in vectors. */
SEGI_CLONED static void find_words(segi_costs *c, size_t i, size_t a, size_t b, size_t first,
                                   size_t last) {
  const segi_groups *gx = &c->bitext->gx, *gy = &c->bitext->gy;
  const size_t x = i - a, K = c->K, G = gy->n, group = (b - 1) * c->columns;
  const float norm = gx->inverse_norm[(a - 1) * gx->n + x], size = (float)(a + b);
  const float away = gx->away[((a - 1) * K + b - 1) * gx->n + x];
  const float *norms = gy->inverse_norm + (b - 1) * G,
              *aways = gy->away + ((b - 1) * K + a - 1) * G;
  const double *area = area_of(c, a), *missed = c->missed_targets, *gains = c->gain_targets;
  const float *missed_sources = c->missed_sources + group, *gain_sources = c->gain_sources + group;
  const float *worst_sources = c->worst_sources + group, *worst_targets = c->worst_targets + group;
  float *distance = feature_of(c, SEGI_DISTANCE), *unlikely = feature_of(c, SEGI_UNLIKELY);
  float *worst = feature_of(c, SEGI_WORST), *stray = feature_of(c, SEGI_STRAY);
  for (size_t j = first; j <= last; j++) {
    float cosine = (float)(area[j] - area[j - b]) * norm * norms[j - b];
    distance[j] = (1 - cosine) / (away + aways[j - b]);
  }
  for (size_t j = first; j <= last; j++)
    unlikely[j] = -0.1f * ((float)(gains[j] - gains[j - b]) + gain_sources[j]);
  for (size_t j = first; j <= last; j++)
    worst[j] = -(worst_sources[j] < worst_targets[j] ? worst_sources[j] : worst_targets[j]);
  for (size_t j = first; j <= last; j++)
    stray[j] = missed_sources[j] + (float)(missed[j] - missed[j - b]);
  segi_dense_mix(&c->bitext->dense_x, &c->bitext->dense_y, c->weights->embedded_groups, i, a, b,
                 first, last, distance);
  for (size_t j = first; j <= last; j++) distance[j] *= size;
}

float segi_length_feature(double source, double target) {
  double off = source - target;
  float square = (float)(off * off / (3.4 * (source + target) + 20));
  return square < 6 ? square : 6;
}

static void find_differences(segi_costs *c, int count, float most, float *difference, size_t i,
                             size_t a, size_t b, size_t first, size_t last) {
  const float *x = c->bitext->mx.count[count], *y = c->bitext->my.count[count];
  const float here = x[i] - x[i - a];
  for (size_t j = first; j <= last; j++) {
    float off = fabsf(here - (y[j] - y[j - b]));
    difference[j] = off < most ? off : most;
  }
}

SEGI_CLONED static void find_marks(segi_costs *c, size_t i, size_t a, size_t b, size_t first,
                                   size_t last) {
  const segi_marks *mx = &c->bitext->mx, *my = &c->bitext->my;
  const size_t x = i - a;
  const double *lengths = my->characters, length = mx->characters[i] - mx->characters[x];
  const uint8_t lower = mx->lower[x], behind_open = mx->behind_open[x], end = mx->end[i - 1];
  float *lengths_off = feature_of(c, SEGI_LENGTH), *lower_start = feature_of(c, SEGI_LOWER_START);
  float *open_end = feature_of(c, SEGI_OPEN_END), *end_mark = feature_of(c, SEGI_END_MARK);
  for (size_t j = first; j <= last; j++)
    lengths_off[j] = segi_length_feature(length, lengths[j] - lengths[j - b]);
  for (size_t j = first; j <= last; j++) lower_start[j] = lower != my->lower[j - b];
  for (size_t j = first; j <= last; j++) open_end[j] = behind_open != my->behind_open[j - b];
  for (size_t j = first; j <= last; j++) end_mark[j] = end != my->end[j - 1];
  find_differences(c, SEGI_COUNT_STOPS, 3, feature_of(c, SEGI_STOPS), i, a, b, first, last);
  find_differences(c, SEGI_COUNT_QUESTIONS, 2, feature_of(c, SEGI_QUESTIONS), i, a, b, first, last);
  find_differences(c, SEGI_COUNT_QUOTES, 3, feature_of(c, SEGI_QUOTES), i, a, b, first, last);
}

SEGI_CLONED static void find_paragraphs(segi_costs *c, size_t i, size_t a, size_t b, size_t first,
                                        size_t last) {
  const segi_bitext *t = c->bitext;
  const float *x = t->mx.count[SEGI_COUNT_BREAKS], *y = t->my.count[SEGI_COUNT_BREAKS];
  const float inside = x[i] - x[i - a + 1];
  const bool opens = t->texts->source.sentences[i - a].opens_paragraph;
  float *breaks = feature_of(c, SEGI_BREAKS), *apart = feature_of(c, SEGI_APART);
  for (size_t j = first; j <= last; j++) {
    breaks[j] = t->paragraphs ? inside + y[j] - y[j - b + 1] : 0;
    apart[j] = t->paragraphs && opens != t->texts->target.sentences[j - b].opens_paragraph;
  }
}

const float *segi_costs_features(segi_costs *c, size_t i, size_t a, size_t b, size_t first,
                                 size_t last) {
  find_words(c, i, a, b, first, last);
  find_loose(c, i, a, b, first, last);
  find_marks(c, i, a, b, first, last);
  find_paragraphs(c, i, a, b, first, last);
  return c->features;
}

void segi_size_features(const segi_manner *manner, size_t a, size_t b,
                        float features[SEGI_FEATURES]) {
  size_t smaller = a < b ? a : b, off = a < b ? b - a : a - b;
  memset(features, 0, SEGI_FEATURES * sizeof *features);
  features[SEGI_ONE_TWO] = smaller == 1 && off == 1;
  features[SEGI_SMALLER] = (float)(smaller - 1);
  features[SEGI_LARGER] = off > 1 ? (float)(off - 1) : 0;
  features[SEGI_UNEVEN] = smaller > 1 ? (float)off : 0;
  features[SEGI_MERGED_MANNER] = (float)(a + b - 2) * manner->merged;
  features[SEGI_MERGED_LITERAL] = (float)(a + b - 2) * manner->literal;
}

void segi_alone_features(const segi_manner *manner, const segi_marks *m, size_t i,
                         float features[SEGI_FEATURES]) {
  memset(features, 0, SEGI_FEATURES * sizeof *features);
  features[SEGI_UNPAIRED] = 1;
  features[SEGI_UNPAIRED_LENGTH] = (float)(log(m->characters[i + 1] - m->characters[i] + 10) - 4);
  features[SEGI_UNPAIRED_LOWER] = m->lower[i];
  features[SEGI_UNPAIRED_HEADING] = m->end[i] == 0;
  features[SEGI_UNPAIRED_MANNER] = manner->alone;
  features[SEGI_UNPAIRED_LITERAL] = manner->literal;
}

/* Dense vectors tell more than words do. Beads that they say nothing of cost little more for it. */
static void add_embedded(segi_costs *c, size_t size, size_t first, size_t last) {
  const float weight = (float)c->weights->embedded_distance, neutral = 0.3f * (float)size;
  const float *distance = feature_of(c, SEGI_DISTANCE);
  for (size_t j = first; j <= last; j++) c->price[j] += weight * (distance[j] - neutral);
}

SEGI_CLONED static void add_feature(float *restrict price, const float *restrict feature,
                                    float weight, size_t first, size_t last) {
  for (size_t j = first; j <= last; j++) price[j] += weight * feature[j];
}

/* The least that features from `first` on add to a price. */
static float least_rest(const segi_weights *w, int first, size_t a, size_t b) {
  double sum = 0;
  for (int f = first; f < SEGI_BEAD_FEATURES; f++) {
    double most = f == SEGI_BREAKS ? (double)(a + b) : most_of_feature[f];
    if (w->cost[f] < 0) sum += w->cost[f] * most;
  }
  return (float)sum;
}

/* Leaves the columns where a path may get cheaper by a bead that costs so much at least; false when
 * there are none. */
SEGI_CLONED static bool narrow(const float *price, double more, const double *from,
                               const double *best, size_t b, size_t *first, size_t *last) {
  bool any = false;
  for (size_t j = *first; j <= *last; j++) any |= from[j - b] + (double)price[j] + more < best[j];
  if (!any) return false;
  while (from[*first - b] + (double)price[*first] + more >= best[*first]) ++*first;
  while (from[*last - b] + (double)price[*last] + more >= best[*last]) --*last;
  return true;
}

static void add_features(segi_costs *c, int from, int end, size_t first, size_t last) {
  for (int f = from; f < end; f++)
    add_feature(c->price, feature_of(c, f), (float)c->weights->cost[f], first, last);
}

const float *segi_costs_beads(segi_costs *c, size_t i, size_t a, size_t b, const double *from,
                              const double *best, size_t *first, size_t *last) {
  const segi_weights *w = c->weights;
  float size[SEGI_FEATURES], *price = c->price;
  double fixed = 0;
  segi_size_features(&c->bitext->manner, a, b, size);
  for (int f = SEGI_BEAD_FEATURES; f < SEGI_UNPAIRED; f++) fixed += w->cost[f] * (double)size[f];
  for (size_t j = *first; j <= *last; j++) price[j] = (float)fixed;
  find_words(c, i, a, b, *first, *last);
  if (c->bitext->x.D > 0) add_embedded(c, a + b, *first, *last);
  add_features(c, 0, SEGI_LOOSE, *first, *last);
  if (!narrow(price, least_rest(w, SEGI_LOOSE, a, b) - rounding, from, best, b, first, last))
    return NULL;
  find_loose(c, i, a, b, *first, *last);
  find_marks(c, i, a, b, *first, *last);
  find_paragraphs(c, i, a, b, *first, *last);
  add_features(c, SEGI_LOOSE, SEGI_BEAD_FEATURES, *first, *last);
  return price;
}
