#include "train/fit_trees.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "train/number.h"

enum {
  BINS = 64,          /* that the values of a feature are put into */
  SAMPLED = 100000,   /* rows that the limits of the bins come from */
  MOST_LEAVES = 64,
  NODE_BYTES = 8,
  REPORT_EVERY = 20
};
static const double DAMPING = 1; /* added to the second derivatives of a leaf */
static const double LEAST_GAIN = 1e-3;
static const double LARGEST_SCORE = 30;

bool segi_tree_rows_add(segi_tree_rows *rows, const int16_t *row, uint8_t class) {
  if (!segi_grow(&rows->numbers, &rows->capacity, (rows->count + 1) * rows->features,
                 sizeof *rows->numbers) ||
      !segi_grow(&rows->classes, &rows->class_capacity, rows->count + 1, 1))
    return false;
  memcpy(rows->numbers + rows->count * rows->features, row, rows->features * sizeof *row);
  rows->classes[rows->count++] = class;
  return true;
}

void segi_tree_rows_clear(segi_tree_rows *rows) {
  free(rows->numbers);
  free(rows->classes);
  *rows = (segi_tree_rows){.features = rows->features};
}

/* First and second derivative of the loss: of a row, and summed. */
typedef struct slope {
  float first, second;
} slope;
typedef struct slope_sum {
  double first, second;
} slope_sum;

typedef struct histogram {
  slope_sum *bins; /* [F][BINS] */
  double first, second;
} histogram;

/* A leaf of the tree that grows: its rows are order[start, end). */
typedef struct leaf {
  size_t start, end;
  uint32_t node;
  histogram sums;
  double gain; /* of the best split; 0 when there is none */
  size_t feature;
  unsigned bin;
} leaf;

typedef struct node {
  int16_t limit;
  uint16_t feature, low, high;
  unsigned bin; /* the same limit, in bins */
} node;

typedef struct fitting {
  const segi_tree_rows *rows;
  const segi_tree_plan *plan;
  segi_random *random;
  int16_t *limits;     /* [F][BINS]: values up to limit b and above limit b - 1 are in bin b */
  unsigned *bin_count; /* [F] */
  uint8_t *bins;       /* [N][F] */
  float *scores;       /* [N][C] */
  slope *slopes;       /* [N], of the class whose tree grows */
  uint32_t *order, *scratch; /* [N] */
  slope_sum *histograms; /* [MOST_LEAVES][F][BINS] */
  node nodes[2 * MOST_LEAVES];
  uint32_t node_count;
  leaf leaves[MOST_LEAVES];
  size_t leaf_count;
  size_t features; /* that the tree may use */
  segi_buf firsts, section_nodes;
  uint32_t nodes_written;
} fitting;

/* --- Bins. */

static int by_value(const void *a, const void *b) {
  return *(const int16_t *)a - *(const int16_t *)b;
}

/* The limits of one feature: all its values when they are few, else such that bins are alike in
 * size. */
static unsigned choose_limits(int16_t *values, size_t count, int16_t *limits) {
  unsigned used = 0;
  qsort(values, count, sizeof *values, by_value);
  size_t distinct = count > 0;
  for (size_t i = 1; i < count; i++) distinct += values[i] != values[i - 1];
  for (size_t i = 0; i < count; i++) {
    bool last_of_value = i + 1 == count || values[i + 1] != values[i];
    bool full = distinct <= BINS || (i + 1) * BINS >= (used + 1) * count;
    if (last_of_value && full && used < BINS - 1) limits[used++] = values[i];
  }
  limits[used] = INT16_MAX;
  return used + 1;
}

static bool make_limits(fitting *f) {
  size_t F = f->rows->features, N = f->rows->count;
  size_t step = N > SAMPLED ? N / SAMPLED : 1, count = N / step;
  int16_t *values = segi_alloc(count + 1, sizeof *values);
  if (values == NULL) return false;
  for (size_t k = 0; k < F; k++) {
    for (size_t i = 0; i < count; i++) values[i] = f->rows->numbers[i * step * F + k];
    f->bin_count[k] = choose_limits(values, count, f->limits + k * BINS);
  }
  free(values);
  return true;
}

static uint8_t bin_of(const int16_t *limits, unsigned count, int16_t value) {
  unsigned low = 0, high = count - 1;
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if (value <= limits[middle]) high = middle;
    else low = middle + 1;
  }
  return (uint8_t)low;
}

static void fill_bins(fitting *f) {
  size_t F = f->rows->features;
  for (size_t i = 0; i < f->rows->count; i++)
    for (size_t k = 0; k < F; k++)
      f->bins[i * F + k] =
        bin_of(f->limits + k * BINS, f->bin_count[k], f->rows->numbers[i * F + k]);
}

/* --- One tree. */

static void sum_rows(const fitting *f, leaf *l) {
  size_t F = f->rows->features;
  memset(l->sums.bins, 0, F * BINS * sizeof *l->sums.bins);
  l->sums.first = l->sums.second = 0;
  for (size_t i = l->start; i < l->end; i++) {
    const uint8_t *bins = f->bins + f->order[i] * F;
    const slope s = f->slopes[f->order[i]];
    for (size_t k = 0; k < F; k++) {
      slope_sum *sum = &l->sums.bins[k * BINS + bins[k]];
      sum->first += (double)s.first;
      sum->second += (double)s.second;
    }
    l->sums.first += (double)s.first;
    l->sums.second += (double)s.second;
  }
}

static double worth(double first, double second) {
  return first * first / (second + DAMPING);
}

static void find_split(const fitting *f, leaf *l) {
  double all = worth(l->sums.first, l->sums.second);
  l->gain = 0;
  for (size_t k = 0; k < f->features; k++) {
    double first = 0, second = 0;
    for (unsigned b = 0; b + 1 < f->bin_count[k]; b++) {
      first += l->sums.bins[k * BINS + b].first;
      second += l->sums.bins[k * BINS + b].second;
      double rest = l->sums.second - second;
      if (second < f->plan->least || rest < f->plan->least) continue;
      double gain = worth(first, second) + worth(l->sums.first - first, rest) - all;
      if (gain <= l->gain + LEAST_GAIN) continue;
      l->gain = gain;
      l->feature = k;
      l->bin = b;
    }
  }
}

/* Rows up to the limit first, each side in its order. */
static size_t part_rows(fitting *f, const leaf *l) {
  size_t F = f->rows->features, low = l->start, high = 0;
  for (size_t i = l->start; i < l->end; i++) {
    uint32_t row = f->order[i];
    if (f->bins[row * F + l->feature] <= l->bin) f->order[low++] = row;
    else f->scratch[high++] = row;
  }
  memcpy(f->order + low, f->scratch, high * sizeof *f->scratch);
  return low;
}

static uint32_t add_node(fitting *f) {
  f->nodes[f->node_count] = (node){.feature = SEGI_TREE_LEAF};
  return f->node_count++;
}

/* The smaller side is summed anew, the other is what is left. */
static void part_sums(fitting *f, leaf *a, leaf *b) {
  leaf *small = a->end - a->start < b->end - b->start ? a : b, *large = small == a ? b : a;
  histogram whole = a->sums, fresh = b->sums; /* a's histogram is that of both */
  small->sums = fresh;
  sum_rows(f, small);
  for (size_t i = 0; i < f->rows->features * BINS; i++) {
    whole.bins[i].first -= small->sums.bins[i].first;
    whole.bins[i].second -= small->sums.bins[i].second;
  }
  whole.first -= small->sums.first;
  whole.second -= small->sums.second;
  large->sums = whole;
}

static void split_leaf(fitting *f, leaf *l) {
  node *parent = &f->nodes[l->node];
  *parent = (node){f->limits[l->feature * BINS + l->bin], (uint16_t)l->feature, 0, 0, l->bin};
  size_t middle = part_rows(f, l);
  leaf *other = &f->leaves[f->leaf_count];
  *other = (leaf){.start = middle, .end = l->end};
  other->sums.bins = f->histograms + f->leaf_count * f->rows->features * BINS;
  f->leaf_count++;
  l->end = middle;
  l->node = add_node(f);
  other->node = add_node(f);
  parent->low = (uint16_t)l->node;
  parent->high = (uint16_t)other->node;
  part_sums(f, l, other);
  find_split(f, l);
  find_split(f, other);
}

static void start_tree(fitting *f) {
  size_t count = 0;
  for (size_t i = 0; i < f->rows->count; i++)
    if (segi_happens(f->random, f->plan->sample)) f->order[count++] = (uint32_t)i;
  f->node_count = 0;
  f->leaf_count = 1;
  f->leaves[0] = (leaf){.end = count, .sums = {.bins = f->histograms}};
  f->leaves[0].node = add_node(f);
  sum_rows(f, &f->leaves[0]);
  find_split(f, &f->leaves[0]);
}

static int16_t to_steps(double score) {
  double steps = floor(score * SEGI_TREE_STEP + 0.5);
  return (int16_t)(steps > INT16_MAX ? INT16_MAX : steps < -INT16_MAX ? -INT16_MAX : steps);
}

static void grow_tree(fitting *f) {
  start_tree(f);
  while (f->leaf_count < f->plan->leaves) {
    leaf *best = &f->leaves[0];
    for (size_t i = 1; i < f->leaf_count; i++)
      if (f->leaves[i].gain > best->gain) best = &f->leaves[i];
    if (best->gain <= 0) break;
    split_leaf(f, best);
  }
  for (size_t i = 0; i < f->leaf_count; i++) {
    const histogram *sums = &f->leaves[i].sums;
    f->nodes[f->leaves[i].node].limit =
      to_steps(-f->plan->rate * sums->first / (sums->second + DAMPING));
  }
}

static float tree_score(const fitting *f, const uint8_t *bins) {
  const node *n = f->nodes;
  while (n->feature != SEGI_TREE_LEAF)
    n = &f->nodes[bins[n->feature] <= n->bin ? n->low : n->high];
  return (float)n->limit / SEGI_TREE_STEP;
}

/* --- The boosting. */

static void write16(uint8_t *p, unsigned value) {
  p[0] = (uint8_t)value;
  p[1] = (uint8_t)(value >> 8);
}
static bool append32(segi_buf *out, uint32_t value) {
  uint8_t bytes[4];
  write16(bytes, value & 0xFFFF);
  write16(bytes + 2, value >> 16);
  return segi_buf_append(out, (const char *)bytes, sizeof bytes);
}

static bool write_tree(fitting *f) {
  if (!append32(&f->firsts, f->nodes_written)) return false;
  for (uint32_t i = 0; i < f->node_count; i++) {
    uint8_t bytes[NODE_BYTES];
    write16(bytes, (uint16_t)f->nodes[i].limit);
    write16(bytes + 2, f->nodes[i].feature);
    write16(bytes + 4, f->nodes[i].low);
    write16(bytes + 6, f->nodes[i].high);
    if (!segi_buf_append(&f->section_nodes, (const char *)bytes, sizeof bytes)) return false;
  }
  f->nodes_written += f->node_count;
  return true;
}

/* Log odds, or logarithms of the shares, of the classes. */
static void find_biases(const segi_tree_rows *rows, uint32_t classes, double *bias) {
  double counts[SEGI_TREE_CLASSES] = {0}, all = (double)rows->count;
  for (size_t i = 0; i < rows->count; i++) counts[rows->classes[i]]++;
  if (classes == 1) {
    bias[0] = log((counts[1] + 1) / (all - counts[1] + 1));
    return;
  }
  for (uint32_t c = 0; c < classes; c++) bias[c] = log((counts[c] + 0.01) / (all + 1));
}

/* The probability of a class. */
static double probability(const float *scores, uint32_t classes, uint32_t class) {
  if (classes == 1) return segi_logistic((double)scores[0]);
  double sum = 0;
  for (uint32_t c = 0; c < classes; c++) sum += segi_exp((double)(scores[c] - scores[class]));
  return 1 / sum;
}

static double find_slopes(fitting *f, uint32_t class) {
  uint32_t C = f->plan->classes;
  double loss = 0;
  for (size_t i = 0; i < f->rows->count; i++) {
    double p = probability(f->scores + i * C, C, class);
    bool is = f->rows->classes[i] == (C == 1 ? 1 : class);
    f->slopes[i] = (slope){(float)(p - is), (float)(p * (1 - p))};
    if (is || C == 1) loss -= log(fmax(is ? p : 1 - p, 1e-9));
  }
  return loss / (double)(f->rows->count + 1);
}

static void add_scores(fitting *f, uint32_t class) {
  uint32_t C = f->plan->classes;
  for (size_t i = 0; i < f->rows->count; i++) {
    float *score = &f->scores[i * C + class];
    *score += tree_score(f, f->bins + i * f->rows->features);
    *score = (float)fmin(fmax((double)*score, -LARGEST_SCORE), LARGEST_SCORE);
  }
}

static bool boost(fitting *f) {
  double loss = 0;
  for (size_t round = 0; round < f->plan->rounds; round++) {
    f->features = round < f->plan->first_rounds ? f->plan->first_features : f->rows->features;
    for (uint32_t c = 0; c < f->plan->classes; c++) {
      loss += find_slopes(f, c);
      grow_tree(f);
      add_scores(f, c);
      if (!write_tree(f)) return false;
    }
    if (f->plan->progress != NULL && (round + 1) % REPORT_EVERY == 0)
      f->plan->progress(f->plan->context, round + 1, loss / REPORT_EVERY);
    if ((round + 1) % REPORT_EVERY == 0) loss = 0;
  }
  return true;
}

static bool make(fitting *f) {
  size_t N = f->rows->count, F = f->rows->features, C = f->plan->classes;
  f->limits = segi_alloc(F * BINS, sizeof *f->limits);
  f->bin_count = segi_alloc(F, sizeof *f->bin_count);
  f->bins = segi_alloc(N * F + 1, 1);
  f->scores = segi_alloc(N * C + 1, sizeof *f->scores);
  f->slopes = segi_alloc(N + 1, sizeof *f->slopes);
  f->order = segi_alloc(N + 1, sizeof *f->order);
  f->scratch = segi_alloc(N + 1, sizeof *f->scratch);
  f->histograms = segi_alloc(MOST_LEAVES * F * BINS, sizeof *f->histograms);
  return f->limits != NULL && f->bin_count != NULL && f->bins != NULL && f->scores != NULL &&
         f->slopes != NULL && f->order != NULL && f->scratch != NULL && f->histograms != NULL &&
         make_limits(f);
}

static void clear(fitting *f) {
  free(f->limits);
  free(f->bin_count);
  free(f->bins);
  free(f->scores);
  free(f->slopes);
  free(f->order);
  free(f->scratch);
  free(f->histograms);
  segi_buf_clear(&f->firsts);
  segi_buf_clear(&f->section_nodes);
}

static bool write_section(const fitting *f, const double *bias, segi_buf *out) {
  uint32_t C = f->plan->classes;
  bool ok = append32(out, (uint32_t)f->plan->rounds * C) && append32(out, C) &&
            append32(out, (uint32_t)f->rows->features) && append32(out, f->nodes_written);
  for (uint32_t c = 0; ok && c < C; c++)
    ok = append32(out, (uint32_t)(int32_t)to_steps(bias[c] + (C == 1 ? f->plan->offset : 0)));
  return ok && segi_buf_append(out, f->firsts.data, f->firsts.length) &&
         segi_buf_append(out, f->section_nodes.data, f->section_nodes.length);
}

bool segi_fit_trees(const segi_tree_rows *rows, const segi_tree_plan *plan, segi_random *random,
                    segi_buf *out) {
  double bias[SEGI_TREE_CLASSES];
  fitting *f = segi_calloc(1, sizeof *f);
  if (f == NULL) return false;
  *f = (fitting){.rows = rows, .plan = plan, .random = random};
  bool ok = make(f);
  if (ok) {
    fill_bins(f);
    find_biases(rows, plan->classes, bias);
    for (size_t i = 0; i < rows->count; i++)
      for (uint32_t c = 0; c < plan->classes; c++) f->scores[i * plan->classes + c] = (float)bias[c];
    ok = boost(f) && write_section(f, bias, out);
  }
  clear(f);
  free(f);
  return ok;
}
