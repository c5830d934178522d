#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "train/fit.h"
#include "train/number.h"
#include "train/quantise.h"
#include "train/stretch.h"

enum { WORDS = 24000000, RUN = 500, REPORT_EVERY = 4000000 };
static const double RATE = 0.08, LEAST_GRADIENT = 0.002, SOFTENING = 1e-3;

/* Logistic regression with AdaGrad on one half of the text. */
typedef struct half {
  float *weights, *squares; /* [FIRST_LOOK] */
} half;

/* One step on one gap; returns its loss. */
static double learn(const half *h, const segi_traits *left, bool ends) {
  uint32_t cell[SEGI_FIRST_LOOK_TEMPLATES];
  segi_first_look_cells(left, cell);
  double z = 0;
  for (size_t k = 0; k < SEGI_FIRST_LOOK_TEMPLATES; k++) z += (double)h->weights[cell[k]];
  double p = segi_logistic(z), gradient = p - ends;
  if (fabs(gradient) > LEAST_GRADIENT)
    for (size_t k = 0; k < SEGI_FIRST_LOOK_TEMPLATES; k++) {
      float *square = &h->squares[cell[k]];
      *square += (float)(gradient * gradient);
      h->weights[cell[k]] -= (float)(RATE * gradient / sqrt((double)*square + SOFTENING));
    }
  return -log(fmax(ends ? p : 1 - p, 1e-9));
}

typedef struct loss {
  double sum;
  size_t gaps;
} loss;

static bool learn_run(segi_sampler *s, segi_stretch *stretch, const half *h, loss *l) {
  stretch->next = 0;
  while (segi_stretch_next(stretch, &s->run, s->words))
    for (size_t i = 0; i < stretch->tokens.count; i++) {
      const segi_traits *left = segi_context_token(&stretch->context, i);
      if (!segi_stretch_counts(stretch, i) || segi_is_settled(left, left + 1)) continue;
      l->sum += learn(h, left, stretch->words[i].label == SEGI_ENDS);
      l->gaps++;
    }
  return !s->run.short_memory;
}

static void store(segi_fit *fit, const half halves[2]) {
  for (size_t i = 0; i < SEGI_FIRST_LOOK; i++) {
    float a = halves[0].weights[i], b = halves[1].weights[i];
    fit->first_look[SEGI_HALF_A][i] = segi_quantise(a, SEGI_FIRST_LOOK_STEP);
    fit->first_look[SEGI_HALF_B][i] = segi_quantise(b, SEGI_FIRST_LOOK_STEP);
    fit->first_look[SEGI_FIRST_LOOK_MEAN][i] = segi_quantise((a + b) / 2, SEGI_FIRST_LOOK_STEP);
  }
}

static bool learn_all(const segi_fitting *how, const half halves[2]) {
  segi_stretch stretch = {0};
  segi_sampler *s = how->sampler;
  double wanted = WORDS * how->effort, words = 0, next = REPORT_EVERY;
  loss l = {0};
  bool ok = true;
  while (ok && words < wanted) {
    ok = segi_sampler_next(s, false, RUN) && learn_run(s, &stretch, &halves[s->part], &l);
    words += (double)s->run.count;
    if (ok && words >= next) {
      how->progress(how->context, "first look", words / wanted, l.sum / (double)l.gaps);
      next += REPORT_EVERY;
      l = (loss){0};
    }
  }
  segi_stretch_clear(&stretch);
  return ok;
}

bool segi_fit_first_look(segi_fit *fit, const segi_fitting *how) {
  half halves[2];
  bool ok = true;
  for (int k = 0; k < 2; k++) {
    halves[k].weights = segi_calloc(SEGI_FIRST_LOOK, sizeof(float));
    halves[k].squares = segi_calloc(SEGI_FIRST_LOOK, sizeof(float));
    ok = ok && halves[k].weights != NULL && halves[k].squares != NULL;
  }
  ok = ok && learn_all(how, halves);
  if (ok) store(fit, halves);
  for (int k = 0; k < 2; k++) {
    free(halves[k].weights);
    free(halves[k].squares);
  }
  return ok;
}
