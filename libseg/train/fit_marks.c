/* The network of the lost marks by gradient descent: Adam for the layers, AdaGrad for the hashed
 * rows. The rows of the tokens are those of the sentence network, finished and stored, so that it
 * learns from the very sums that it will see in use. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/marks.h"
#include "train/fit.h"
#include "train/layer.h"
#include "train/lost_marks.h"
#include "train/number.h"

enum {
  WORDS = 24000000,
  RUN = 500,
  BATCH = 32,
  REPORT_EVERY = 4000000,
  WINDOW = 2 * SEGI_K * SEGI_D
};
static const double LAYER_RATE = 1.5e-3, ROW_RATE = 0.05, LAST_RATE = 0.02 /* of the first */;
static const double CLEAN = 0.5;         /* share of runs without damage */
static const double NOTHING_TAKEN = 0.3; /* of the junctions that lost nothing */
static const float LEAST_GRADIENT = 0.001f;

typedef struct training {
  segi_fit *fit;
  const segi_weights *rows;
  segi_sampler *sampler;
  segi_layer window, output, hidden_bias, output_bias;
  segi_descent descent;
  float row_rate;
  float *row_squares; /* of AdaGrad, for each number of the mark rows */
  uint32_t row[SEGI_MARK_TEMPLATES];
  size_t in_batch;
  float x[WINDOW], h[SEGI_M], gradient[SEGI_LOST_LABELS];
  double loss;
  size_t gaps;
} training;

/* --- Forward. */

static void read_window(training *t, const segi_traits *const window[2 * SEGI_K]) {
  int16_t x[WINDOW];
  segi_mark_window m;
  segi_mark_window_set(&m, window);
  segi_mark_window_sum(&m, t->rows, x);
  segi_mark_rows(m.places, t->row);
  for (size_t i = 0; i < WINDOW; i++) t->x[i] = (float)x[i] / SEGI_ROW_STEP;
}

static void fill_hidden(training *t) {
  for (size_t u = 0; u < SEGI_M; u++) {
    float h = t->fit->mark_hidden_bias[u] +
              segi_product(t->fit->mark_window + u * WINDOW, t->x, WINDOW);
    t->h[u] = h > 0 ? h : 0;
  }
}

static float score(const training *t, size_t label) {
  float z = t->fit->mark_output_bias[label] +
            segi_product(t->fit->mark_output[label], t->h, SEGI_M);
  for (size_t r = 0; r < SEGI_MARK_TEMPLATES; r++)
    z += t->fit->mark_rows[(size_t)t->row[r] * SEGI_LOST_LABELS + label];
  return z;
}

/* Fills the gradient of the scores; returns the loss. */
static double compare(training *t, segi_lost_label lost) {
  double p[SEGI_LOST_LABELS], sum = 0;
  for (size_t k = 0; k < SEGI_LOST_LABELS; k++) sum += p[k] = segi_exp((double)score(t, k));
  for (size_t k = 0; k < SEGI_LOST_LABELS; k++)
    t->gradient[k] = (float)(p[k] / sum - (k == (size_t)lost));
  return -log(fmax(p[lost] / sum, 1e-9));
}

/* --- Backward. */

static void descend_rows(training *t) {
  for (size_t r = 0; r < SEGI_MARK_TEMPLATES; r++)
    for (size_t k = 0; k < SEGI_LOST_LABELS; k++) {
      size_t i = (size_t)t->row[r] * SEGI_LOST_LABELS + k;
      t->row_squares[i] += t->gradient[k] * t->gradient[k];
      t->fit->mark_rows[i] -= t->row_rate * t->gradient[k] / sqrtf(t->row_squares[i] + 1e-3f);
    }
}

static void backward(training *t) {
  for (size_t k = 0; k < SEGI_LOST_LABELS; k++) {
    segi_add_scaled(t->output.gradient + k * SEGI_M, t->gradient[k], t->h, SEGI_M);
    t->output_bias.gradient[k] += t->gradient[k];
  }
  for (size_t u = 0; u < SEGI_M; u++) {
    if (t->h[u] <= 0) continue;
    float dh = 0;
    for (size_t k = 0; k < SEGI_LOST_LABELS; k++) dh += t->gradient[k] * t->fit->mark_output[k][u];
    segi_add_scaled(t->window.gradient + u * WINDOW, dh, t->x, WINDOW);
    t->hidden_bias.gradient[u] += dh;
  }
}

static void descend(training *t) {
  segi_descent_next(&t->descent);
  segi_layer_descend(&t->window, &t->descent);
  segi_layer_descend(&t->output, &t->descent);
  segi_layer_descend(&t->hidden_bias, &t->descent);
  segi_layer_descend(&t->output_bias, &t->descent);
  t->in_batch = 0;
}

/* --- Steps. */

static void learn(void *context, const segi_traits *const window[2 * SEGI_K],
                  segi_lost_label lost) {
  training *t = context;
  if (lost == SEGI_LOST_NOTHING && !segi_happens(&t->sampler->random, NOTHING_TAKEN)) return;
  read_window(t, window);
  fill_hidden(t);
  t->loss += compare(t, lost);
  t->gaps++;
  if (-t->gradient[lost] <= LEAST_GRADIENT) return;
  backward(t);
  descend_rows(t);
  if (++t->in_batch == BATCH) descend(t);
}

static bool learn_all(training *t, const segi_fitting *how) {
  segi_stretch stretch = {0};
  double wanted = WORDS * how->effort, words = 0, next = REPORT_EVERY;
  bool ok = true;
  while (ok && words < wanted) {
    double left = 1 - (1 - LAST_RATE) * words / wanted;
    t->descent.rate = (float)(LAYER_RATE * left);
    t->row_rate = (float)(ROW_RATE * left);
    t->sampler->clean = segi_happens(&t->sampler->random, CLEAN);
    ok = segi_sampler_next(t->sampler, false, RUN) &&
         segi_each_lost_mark(t->sampler, &stretch, learn, t);
    words += (double)t->sampler->run.count;
    if (ok && words >= next) {
      how->progress(how->context, "lost marks", words / wanted, t->loss / (double)t->gaps);
      next += REPORT_EVERY;
      t->loss = 0;
      t->gaps = 0;
    }
  }
  segi_stretch_clear(&stretch);
  return ok;
}

static float draw(segi_random *random, double spread) {
  return (float)((segi_random_share(random) * 2 - 1) * spread);
}

static bool make(training *t) {
  segi_fit *fit = t->fit;
  segi_random *random = &t->sampler->random;
  fit->mark_window = segi_alloc(SEGI_M * WINDOW, sizeof *fit->mark_window);
  fit->mark_rows = segi_calloc(SEGI_MARK_ROWS * SEGI_LOST_LABELS, sizeof *fit->mark_rows);
  t->row_squares = segi_calloc(SEGI_MARK_ROWS * SEGI_LOST_LABELS, sizeof *t->row_squares);
  if (fit->mark_window == NULL || fit->mark_rows == NULL || t->row_squares == NULL) return false;
  for (size_t i = 0; i < SEGI_M * WINDOW; i++)
    fit->mark_window[i] = draw(random, sqrt(3.0 / (SEGI_D * 4)));
  float *output = &fit->mark_output[0][0];
  for (size_t i = 0; i < SEGI_LOST_LABELS * SEGI_M; i++)
    output[i] = draw(random, sqrt(3.0 / SEGI_M));
  return segi_layer_make(&t->window, fit->mark_window, SEGI_M * WINDOW) &&
         segi_layer_make(&t->output, output, SEGI_LOST_LABELS * SEGI_M) &&
         segi_layer_make(&t->hidden_bias, fit->mark_hidden_bias, SEGI_M) &&
         segi_layer_make(&t->output_bias, fit->mark_output_bias, SEGI_LOST_LABELS);
}

bool segi_fit_marks(segi_fit *fit, const segi_weights *rows, const segi_fitting *how) {
  training *t = segi_calloc(1, sizeof *t);
  if (t == NULL) return false;
  *t = (training){.fit = fit, .rows = rows, .sampler = how->sampler, .descent = {0, 1, 1}};
  bool ok = make(t) && learn_all(t, how);
  /* As common as it is in the text. */
  fit->mark_output_bias[SEGI_LOST_NOTHING] -= (float)log(NOTHING_TAKEN);
  segi_layer_clear(&t->window);
  segi_layer_clear(&t->output);
  segi_layer_clear(&t->hidden_bias);
  segi_layer_clear(&t->output_bias);
  free(t->row_squares);
  free(t);
  return ok;
}
