/* The looks: logistic regression on hashed cells with AdaGrad. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "junction/looks.h"
#include "train/fit.h"
#include "train/number.h"
#include "train/quantise.h"
#include "train/stretch.h"

enum { RUN = 500, REPORT_EVERY = 4000000 };
static const double RATE = 0.08, LEAST_GRADIENT = 0.002, SOFTENING = 1e-3;

/* First looks from there on are worth more than a glance. */
enum { WORTHY = -5 * SEGI_LOOK_STEP / 2 };

/* Log odds of a cell that training has not seen: three of them are worth a first look. */
static const float UNSEEN = -0.7F;

typedef struct cells {
  float *weights, *squares; /* [count] */
  size_t count;
} cells;

static bool cells_make(cells *c, size_t count) {
  *c = (cells){segi_calloc(count, sizeof(float)), segi_calloc(count, sizeof(float)), count};
  return c->weights != NULL && c->squares != NULL;
}

static void cells_clear(cells *c) {
  free(c->weights);
  free(c->squares);
}

/* One step on one gap, whose score is `known` already but for these cells; returns its loss. */
static double learn(const cells *c, const uint32_t *cell, size_t count, double known, bool ends) {
  double z = known;
  for (size_t k = 0; k < count; k++) z += (double)c->weights[cell[k]];
  double p = segi_logistic(z), gradient = p - ends;
  if (fabs(gradient) > LEAST_GRADIENT)
    for (size_t k = 0; k < count; k++) {
      float *square = &c->squares[cell[k]];
      *square += (float)(gradient * gradient);
      c->weights[cell[k]] -= (float)(RATE * gradient / sqrt((double)*square + SOFTENING));
    }
  return -log(fmax(ends ? p : 1 - p, 1e-9));
}

/* --- A stage: runs of text, stretch by stretch. */

typedef struct stage stage;

struct stage {
  const char *name;
  double words; /* of text */
  segi_fit *fit;
  cells cells[2]; /* of each half of the text, or the first alone */
  void (*learn_stretch)(stage *s, segi_stretch *stretch, segi_part half);
  double loss;
  size_t gaps;
};

static void note(stage *s, double loss) {
  s->loss += loss;
  s->gaps++;
}

static bool run_stage(stage *s, const segi_fitting *how) {
  segi_stretch stretch = {0};
  segi_sampler *sampler = how->sampler;
  double wanted = s->words * how->effort, words = 0, next = REPORT_EVERY;
  bool ok = true;
  while (ok && words < wanted) {
    ok = segi_sampler_next(sampler, false, RUN);
    stretch.next = 0;
    while (ok && segi_stretch_next(&stretch, &sampler->run, sampler->words))
      s->learn_stretch(s, &stretch, sampler->part);
    ok = ok && !sampler->run.short_memory;
    words += (double)sampler->run.count;
    if (ok && words >= next) {
      how->progress(how->context, s->name, words / wanted, s->loss / (double)s->gaps);
      next += REPORT_EVERY;
      s->loss = 0;
      s->gaps = 0;
    }
  }
  segi_stretch_clear(&stretch);
  return ok;
}

/* --- First look. */

static void learn_first(stage *s, segi_stretch *stretch, segi_part half) {
  for (size_t i = 0; i < stretch->tokens.count; i++) {
    uint32_t cell[SEGI_FIRST_LOOK_TEMPLATES];
    const segi_traits *left = segi_context_token(&stretch->context, i);
    if (!segi_stretch_counts(stretch, i) || segi_is_settled(left, left + 1)) continue;
    segi_first_look_cells(&stretch->context, i, cell);
    note(s, learn(&s->cells[half], cell, SEGI_FIRST_LOOK_TEMPLATES, 0,
                  stretch->words[i].label == SEGI_ENDS));
  }
}

static void store_first(segi_fit *fit, const cells halves[2]) {
  for (size_t i = 0; i < SEGI_FIRST_LOOK; i++) {
    float a = halves[0].weights[i], b = halves[1].weights[i];
    fit->first_look[SEGI_HALF_A][i] = segi_quantise(a, SEGI_LOOK_STEP);
    fit->first_look[SEGI_HALF_B][i] = segi_quantise(b, SEGI_LOOK_STEP);
    fit->first_look[SEGI_FIRST_LOOK_MEAN][i] = segi_quantise((a + b) / 2, SEGI_LOOK_STEP);
  }
}

bool segi_fit_first_look(segi_fit *fit, const segi_fitting *how) {
  stage s = {.name = "first look", .words = 24000000, .fit = fit, .learn_stretch = learn_first};
  bool ok = cells_make(&s.cells[0], SEGI_FIRST_LOOK);
  ok = cells_make(&s.cells[1], SEGI_FIRST_LOOK) && ok && run_stage(&s, how);
  if (ok) store_first(fit, s.cells);
  cells_clear(&s.cells[0]);
  cells_clear(&s.cells[1]);
  return ok;
}

/* --- Glance: which junctions without a mark are worth a first look, which others are ends. */

static segi_part other(segi_part half) {
  return half == SEGI_HALF_A ? SEGI_HALF_B : SEGI_HALF_A;
}

static void learn_glance(stage *s, segi_stretch *stretch, segi_part half) {
  segi_context *c = &stretch->context;
  segi_context_look(c, &(segi_looks){.first = s->fit->first_look[other(half)]});
  for (size_t i = 0; i + 1 < c->count; i++) {
    uint32_t cell[SEGI_GLANCE_TEMPLATES];
    int score = segi_context_gap(c, i)->score;
    bool smooth = segi_is_smooth(&stretch->tokens.items[i]);
    bool ends = stretch->words[i].label == SEGI_ENDS;
    if (score == SEGI_SETTLED || (!smooth && !segi_stretch_counts(stretch, i))) continue;
    bool worthy = score >= WORTHY || (ends && score >= SEGI_HOPELESS);
    segi_glance_cells(&stretch->tokens, i, cell);
    note(s, learn(&s->cells[0], cell, SEGI_GLANCE_TEMPLATES, 0,
                  smooth ? worthy : ends && score >= SEGI_CERTAIN));
  }
}

static void store(int8_t *table, const cells *c) {
  for (size_t i = 0; i < c->count; i++) table[i] = segi_quantise(c->weights[i], SEGI_LOOK_STEP);
}

bool segi_fit_glance(segi_fit *fit, const segi_fitting *how) {
  stage s = {.name = "glance", .words = 24000000, .fit = fit, .learn_stretch = learn_glance};
  bool ok = cells_make(&s.cells[0], SEGI_GLANCE);
  for (size_t i = 0; ok && i < SEGI_GLANCE; i++) s.cells[0].weights[i] = UNSEEN;
  ok = ok && run_stage(&s, how);
  if (ok) store(fit->glance, &s.cells[0]);
  cells_clear(&s.cells[0]);
  return ok;
}

/* --- Second look. */

static void learn_second(stage *s, segi_stretch *stretch, segi_part half) {
  segi_context *c = &stretch->context;
  const segi_looks looks = {s->fit->glance, s->fit->first_look[other(half)], NULL};
  segi_context_look(c, &looks);
  for (size_t i = 0; i < c->count; i++) {
    uint32_t cell[SEGI_SECOND_LOOK_TEMPLATES];
    int score = segi_context_gap(c, i)->score;
    if (!segi_stretch_counts(stretch, i) || score < SEGI_HOPELESS || score >= SEGI_CERTAIN)
      continue;
    segi_second_look_cells(c, i, cell);
    note(s, learn(&s->cells[0], cell, SEGI_SECOND_LOOK_TEMPLATES, score / (double)SEGI_LOOK_STEP,
                  stretch->words[i].label == SEGI_ENDS));
  }
}

bool segi_fit_second_look(segi_fit *fit, const segi_fitting *how) {
  stage s = {.name = "second look", .words = 36000000, .fit = fit, .learn_stretch = learn_second};
  bool ok = cells_make(&s.cells[0], SEGI_SECOND_LOOK) && run_stage(&s, how);
  if (ok) store(fit->second_look, &s.cells[0]);
  cells_clear(&s.cells[0]);
  return ok;
}
