#include "train/report.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "junction/marks.h"
#include "junction/network.h"
#include "train/lost_marks.h"
#include "train/number.h"
#include "train/stretch.h"

enum { RUNS = 800, LEAST_RUNS = 20, RUN = 500, NEWTON_STEPS = 30 };

/* The decided gaps of some runs, and the sentence ends that the first look lost. */
typedef struct outcome {
  int32_t score;
  bool ends;
} outcome;

typedef struct outcomes {
  outcome *items;
  size_t count, capacity, lost;
} outcomes;

static bool add_outcome(outcomes *all, int32_t score, bool ends) {
  if (!segi_grow(&all->items, &all->capacity, all->count + 1, sizeof *all->items)) return false;
  all->items[all->count++] = (outcome){score, ends};
  return true;
}

static bool read_stretch(const segi_weights *w, segi_network *n, segi_stretch *s, outcomes *all) {
  if (!segi_network_begin(n, w, &s->tokens)) return false;
  for (size_t i = 0; i < s->tokens.count; i++) {
    if (!segi_stretch_counts(s, i)) continue;
    bool ends = s->words[i].label == SEGI_ENDS;
    if (segi_context_gap(&n->context, i)->score < SEGI_HOPELESS)
      all->lost += ends;
    else if (!add_outcome(all, segi_network_score(n, w, i), ends))
      return false;
  }
  return true;
}

static bool is_wanted(int run, double effort) {
  return (run < RUNS * effort || run < LEAST_RUNS) && run < RUNS;
}

static bool collect(const segi_weights *w, segi_sampler *sampler, double effort, outcomes *all) {
  segi_stretch stretch = {0};
  segi_network network = {0};
  bool ok = true;
  for (int run = 0; ok && is_wanted(run, effort); run++) {
    ok = segi_sampler_next(sampler, true, RUN);
    stretch.next = 0;
    while (ok && segi_stretch_next(&stretch, &sampler->run, sampler->words))
      ok = read_stretch(w, &network, &stretch, all);
    ok = ok && !sampler->run.short_memory;
  }
  segi_stretch_clear(&stretch);
  segi_network_clear(&network);
  return ok;
}

/* Slope and offset under which the outcomes are likeliest (J. Platt 1999), by Newton's method. */
static void fit_calibration(const outcomes *all, double *slope, double *offset) {
  *slope = 1;
  *offset = 0;
  for (int step = 0; step < NEWTON_STEPS; step++) {
    double gz = 0, g1 = 0, hzz = 1e-6, hz = 0, h11 = 1e-6; /* first and second derivatives */
    for (size_t i = 0; i < all->count; i++) {
      double z = all->items[i].score / (double)SEGI_SCORE_STEP;
      double p = segi_logistic(*slope * z + *offset), rest = all->items[i].ends - p;
      gz += z * rest;
      g1 += rest;
      hzz += z * z * p * (1 - p);
      hz += z * p * (1 - p);
      h11 += p * (1 - p);
    }
    double determinant = hzz * h11 - hz * hz;
    *slope += (gz * h11 - g1 * hz) / determinant;
    *offset += (g1 * hzz - gz * hz) / determinant;
    *slope = fmin(fmax(*slope, 0.1), 10);
    *offset = fmin(fmax(*offset, -5), 5);
  }
}

/* Ends found and right among the gaps of at least this probability. */
static void count(const segi_weights *w, const outcomes *all, double threshold, seg_train_report *r) {
  r->gold = all->lost;
  r->found = r->right = 0;
  for (size_t i = 0; i < all->count; i++) {
    bool found = segi_network_probability(w, all->items[i].score) >= threshold;
    r->gold += all->items[i].ends;
    r->found += found;
    r->right += found && all->items[i].ends;
  }
}

/* The threshold of the highest F score that weighs recall beta times as much as precision. */
static double best_threshold(const segi_weights *w, const outcomes *all, double beta) {
  double best = -1, threshold = 0.5;
  for (int i = 1; i < 20; i++) {
    seg_train_report r;
    count(w, all, i / 20.0, &r);
    double weight = beta * beta;
    double f = (1 + weight) * (double)r.right / (weight * (double)r.gold + (double)r.found + 1e-9);
    if (f > best) {
      best = f;
      threshold = i / 20.0;
    }
  }
  return threshold;
}

static int32_t store(double number) {
  return (int32_t)floor(number * SEGI_NUMBER_STEP + 0.5);
}

static void fill_bins(const segi_weights *w, const outcomes *all, seg_train_bin *bins) {
  for (size_t i = 0; i < all->count; i++) {
    double p = segi_network_probability(w, all->items[i].score);
    int bin = (int)(p * SEG_TRAIN_BINS);
    seg_train_bin *b = &bins[bin < SEG_TRAIN_BINS ? bin : SEG_TRAIN_BINS - 1];
    b->gaps++;
    b->ends += all->items[i].ends;
    b->probability += p;
  }
  for (int i = 0; i < SEG_TRAIN_BINS; i++)
    if (bins[i].gaps > 0) bins[i].probability /= (double)bins[i].gaps;
}

/* Damage is laid on thicker than any page has it, so that the model learns from it. What a score
 * is worth is therefore told by clean text, and what the model can do by damaged text. */
bool segi_calibrate(segi_weights *w, segi_sampler *sampler, double effort,
                    seg_train_report *report) {
  outcomes clean = {0}, other_clean = {0}, damaged = {0};
  sampler->clean = true;
  bool ok = collect(w, sampler, effort, &clean) && collect(w, sampler, effort, &other_clean);
  sampler->clean = false;
  ok = ok && collect(w, sampler, effort, &damaged);
  if (ok) {
    double slope, offset;
    fit_calibration(&clean, &slope, &offset);
    *report = (seg_train_report){.temperature = 1 / slope, .offset = offset};
    w->numbers.slope = store(slope);
    w->numbers.offset = store(offset);
    w->numbers.precision = store(best_threshold(w, &damaged, 0.25));
    w->numbers.recall = store(best_threshold(w, &damaged, 4));
    count(w, &damaged, 0.5, report);
    fill_bins(w, &other_clean, report->bins);
  }
  free(clean.items);
  free(other_clean.items);
  free(damaged.items);
  return ok;
}

/* --- Lost marks. */

typedef struct marks {
  const segi_weights *weights;
  seg_train_mark *counts; /* [LOST_LABELS] */
} marks;

static void count_mark(void *context, const segi_traits *const window[2 * SEGI_K],
                       segi_lost_label lost) {
  const marks *m = context;
  int32_t score[SEGI_LOST_LABELS];
  size_t best = 0;
  segi_score_lost_marks(m->weights, window, score);
  for (size_t k = 1; k < SEGI_LOST_LABELS; k++)
    if (score[k] > score[best]) best = k;
  m->counts[lost].gold++;
  m->counts[best].found++;
  m->counts[best].right += best == (size_t)lost;
}

bool segi_measure_marks(const segi_weights *w, segi_sampler *sampler, double effort,
                        seg_train_report *report) {
  _Static_assert(SEG_TRAIN_MARKS == SEGI_LOST_LABELS, "one count a label");
  marks m = {w, report->marks};
  segi_stretch stretch = {0};
  bool ok = true;
  sampler->clean = true;
  for (int run = 0; ok && is_wanted(run, effort); run++)
    ok = segi_sampler_next(sampler, true, RUN) &&
         segi_each_lost_mark(sampler, &stretch, count_mark, &m);
  segi_stretch_clear(&stretch);
  return ok;
}
