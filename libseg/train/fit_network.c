/* The window network by gradient descent: Adam for the layers, AdaGrad by rows for the tables of
 * rows, of which a junction touches few. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/network.h"
#include "train/fit.h"
#include "train/layer.h"
#include "train/number.h"
#include "train/stretch.h"

enum {
  WORDS = 60000000,
  RUN = 500,
  BATCH = 16,
  REPORT_EVERY = 4000000,
  PLACES = 2 * SEGI_K,
  WINDOW = PLACES * SEGI_D * SEGI_H,
  HIDDEN = SEGI_H * SEGI_G,
  OUTPUT = 2 * SEGI_G + 1, /* output weights, hidden biases, output bias */
  COMMON_ROWS = 20000,     /* rows of words that are not rare */
  SNAPSHOTS = 40           /* of the last third of training, which are averaged */
};
static const double AVERAGED_FROM = 2 / 3.0;
static const double LAYER_RATE = 1.5e-3, ROW_RATE = 0.04, LAST_RATE = 0.03 /* of the first */;
static const double DROPPED_UNITS = 0.1;
static const double DROPPED_COMMON = 0.03, DROPPED_RARE = 0.2; /* words taken for unknown */
static const float LEAST_GRADIENT = 0.001f;

/* What is known of one gap while a step is made. */
typedef struct step {
  bool beyond[PLACES]; /* the stretch: the padding's row, and that alone */
  size_t word_row[PLACES];
  uint16_t token_row[PLACES][SEGI_TOKEN_TEMPLATES];
  uint16_t context_row[SEGI_CONTEXT_TEMPLATES];
  float x[PLACES][SEGI_D], h[SEGI_H], keep[SEGI_H], g[SEGI_G];
} step;

typedef struct training {
  segi_fit *fit;
  segi_sampler *sampler;
  segi_layer window, hidden, output;
  float *word_squares, *trait_squares, *context_squares; /* one for each row */
  segi_descent layers;
  float row_rate;
  size_t in_batch;
  step step;
  double loss;
  size_t gaps;
} training;

/* --- Forward. */

static void find_rows(training *t, const segi_context *c, size_t i) {
  step *s = &t->step;
  segi_random *random = &t->sampler->random;
  for (size_t k = 0; k < PLACES; k++) {
    size_t place = SEGI_PADDING + i + 1 + k - SEGI_K; /* in the padded array */
    const segi_traits *traits = &c->traits[place];
    s->beyond[k] = place < SEGI_PADDING || place >= SEGI_PADDING + c->count;
    if (s->beyond[k]) continue;
    segi_token_rows(traits, s->token_row[k]);
    s->word_row[k] = traits->word_row;
    double dropped = s->word_row[k] <= COMMON_ROWS ? DROPPED_COMMON : DROPPED_RARE;
    if (s->word_row[k] > 0 && segi_happens(random, dropped)) s->word_row[k] = 0;
  }
  segi_context_rows(c, i, s->context_row);
}

static void add(float *restrict sum, const float *restrict row, size_t count) {
  for (size_t i = 0; i < count; i++) sum[i] += row[i];
}

static void sum_token(const segi_fit *fit, step *s, size_t k) {
  if (s->beyond[k]) {
    add(s->x[k], fit->trait_rows + SEGI_PADDING_ROW * SEGI_D, SEGI_D);
    return;
  }
  add(s->x[k], fit->word_rows + s->word_row[k] * SEGI_D, SEGI_D);
  for (size_t r = 0; r < SEGI_TOKEN_TEMPLATES; r++)
    add(s->x[k], fit->trait_rows + (size_t)s->token_row[k][r] * SEGI_D, SEGI_D);
}

static void sum_window(const segi_fit *fit, step *s) {
  memset(s->x, 0, sizeof s->x);
  memset(s->h, 0, sizeof s->h);
  for (size_t k = 0; k < PLACES; k++) {
    sum_token(fit, s, k);
    for (size_t d = 0; d < SEGI_D; d++)
      segi_add_scaled(s->h, s->x[k][d], fit->window + (k * SEGI_D + d) * SEGI_H, SEGI_H);
  }
  for (size_t r = 0; r < SEGI_CONTEXT_TEMPLATES; r++)
    add(s->h, fit->context_rows + (size_t)s->context_row[r] * SEGI_H, SEGI_H);
}

/* The output layer's numbers: weights, biases of the hidden units, bias of the output. */
static float *output_weights(const training *t) { return t->output.weights; }
static float *hidden_biases(const training *t) { return t->output.weights + SEGI_G; }
static float *output_bias(const training *t) { return t->output.weights + 2 * SEGI_G; }

static double forward(training *t) {
  step *s = &t->step;
  const float kept = (float)(1 / (1 - DROPPED_UNITS));
  sum_window(t->fit, s);
  memcpy(s->g, hidden_biases(t), sizeof s->g);
  for (size_t u = 0; u < SEGI_H; u++) {
    s->keep[u] = s->h[u] <= 0 || segi_happens(&t->sampler->random, DROPPED_UNITS) ? 0 : kept;
    s->h[u] *= s->keep[u];
    if (s->h[u] != 0) segi_add_scaled(s->g, s->h[u], t->fit->hidden + u * SEGI_G, SEGI_G);
  }
  double z = (double)*output_bias(t);
  for (size_t v = 0; v < SEGI_G; v++) {
    if (s->g[v] < 0) s->g[v] = 0;
    z += (double)(s->g[v] * output_weights(t)[v]);
  }
  return z;
}

/* --- Backward. */

/* A table of rows while one step of AdaGrad is made on some of them with the same gradient. */
typedef struct descent {
  float *rows, *squares;
  const float *gradient;
  size_t width;
  float mean; /* square of the gradient */
  float rate;
} descent;

static descent descent_on(const training *t, float *rows, float *squares, const float *gradient,
                          size_t width) {
  float mean = segi_product(gradient, gradient, width) / (float)width;
  return (descent){rows, squares, gradient, width, mean, t->row_rate};
}

static void descend_row(const descent *d, size_t row) {
  float *square = &d->squares[row];
  *square += d->mean;
  segi_add_scaled(d->rows + row * d->width, -d->rate / sqrtf(*square + 1e-6f), d->gradient, d->width);
}

static void backward_token(training *t, size_t k, const float *gradient) {
  const step *s = &t->step;
  descent traits = descent_on(t, t->fit->trait_rows, t->trait_squares, gradient, SEGI_D);
  if (s->beyond[k]) {
    descend_row(&traits, SEGI_PADDING_ROW);
    return;
  }
  descent words = descent_on(t, t->fit->word_rows, t->word_squares, gradient, SEGI_D);
  descend_row(&words, s->word_row[k]);
  for (size_t r = 0; r < SEGI_TOKEN_TEMPLATES; r++) descend_row(&traits, s->token_row[k][r]);
}

static void backward_window(training *t, const float *dh) {
  const step *s = &t->step;
  for (size_t k = 0; k < PLACES; k++) {
    float dx[SEGI_D];
    for (size_t d = 0; d < SEGI_D; d++) {
      size_t at = (k * SEGI_D + d) * SEGI_H;
      dx[d] = segi_product(t->window.weights + at, dh, SEGI_H);
      segi_add_scaled(t->window.gradient + at, s->x[k][d], dh, SEGI_H);
    }
    backward_token(t, k, dx);
  }
  descent context = descent_on(t, t->fit->context_rows, t->context_squares, dh, SEGI_H);
  for (size_t r = 0; r < SEGI_CONTEXT_TEMPLATES; r++) descend_row(&context, s->context_row[r]);
}

static void backward(training *t, float gradient) {
  const step *s = &t->step;
  float dg[SEGI_G], dh[SEGI_H];
  for (size_t v = 0; v < SEGI_G; v++) {
    dg[v] = s->g[v] > 0 ? gradient * output_weights(t)[v] : 0;
    t->output.gradient[v] += gradient * s->g[v];
    t->output.gradient[SEGI_G + v] += dg[v];
  }
  t->output.gradient[2 * SEGI_G] += gradient;
  for (size_t u = 0; u < SEGI_H; u++) {
    dh[u] = s->keep[u] * segi_product(t->hidden.weights + u * SEGI_G, dg, SEGI_G);
    segi_add_scaled(t->hidden.gradient + u * SEGI_G, s->h[u], dg, SEGI_G);
  }
  backward_window(t, dh);
}

static void descend_layers(training *t) {
  segi_descent_next(&t->layers);
  segi_layer_descend(&t->window, &t->layers);
  segi_layer_descend(&t->hidden, &t->layers);
  segi_layer_descend(&t->output, &t->layers);
}

/* --- Steps. */

static void learn_gap(training *t, const segi_context *c, size_t i, bool ends) {
  find_rows(t, c, i);
  double p = segi_logistic(forward(t));
  float gradient = (float)(p - ends);
  t->loss -= log(fmax(ends ? p : 1 - p, 1e-9));
  t->gaps++;
  if (fabsf(gradient) <= LEAST_GRADIENT) return;
  backward(t, gradient);
  if (++t->in_batch < BATCH) return;
  descend_layers(t);
  t->in_batch = 0;
}

/* Scores come from the first look that has not seen this half of the text. What a glance or the
 * second look would decide is learned too: the network is the better for it. */
static bool learn_run(training *t, segi_stretch *stretch) {
  segi_sampler *s = t->sampler;
  const int8_t *first = t->fit->first_look[s->part == SEGI_HALF_A ? SEGI_HALF_B : SEGI_HALF_A];
  const segi_looks looks = {NULL, first, NULL};
  stretch->next = 0;
  while (segi_stretch_next(stretch, &s->run, s->words)) {
    segi_context *c = &stretch->context;
    segi_context_look(c, &looks);
    for (size_t i = 0; i < c->count; i++)
      if (segi_stretch_counts(stretch, i) && segi_context_gap(c, i)->score >= SEGI_HOPELESS)
        learn_gap(t, c, i, stretch->words[i].label == SEGI_ENDS);
  }
  return !s->run.short_memory;
}

/* --- The mean of the numbers over the last third of training does better than the last ones. */

enum { TABLES = 6 };

typedef struct average {
  float *weights[TABLES];
  double *sums[TABLES];
  size_t counts[TABLES], taken;
} average;

static bool average_start(average *a, const training *t) {
  const segi_fit *fit = t->fit;
  *a = (average){
    .weights = {fit->word_rows, fit->trait_rows, fit->context_rows, fit->window, fit->hidden,
                t->output.weights},
    .counts = {fit->word_row_count * SEGI_D, SEGI_TRAIT_ROWS * SEGI_D, SEGI_CONTEXT_ROWS * SEGI_H,
               WINDOW, HIDDEN, OUTPUT}};
  bool ok = true;
  for (int i = 0; i < TABLES; i++)
    ok = (a->sums[i] = segi_calloc(a->counts[i], sizeof *a->sums[i])) != NULL && ok;
  return ok;
}

static void average_take(average *a) {
  for (int i = 0; i < TABLES; i++)
    for (size_t k = 0; k < a->counts[i]; k++) a->sums[i][k] += (double)a->weights[i][k];
  a->taken++;
}

static void average_finish(average *a) {
  for (int i = 0; i < TABLES; i++) {
    for (size_t k = 0; a->taken > 0 && k < a->counts[i]; k++)
      a->weights[i][k] = (float)(a->sums[i][k] / (double)a->taken);
    free(a->sums[i]);
  }
}

static bool learn_all(training *t, const segi_fitting *how) {
  segi_stretch stretch = {0};
  average mean;
  double wanted = WORDS * how->effort, words = 0, next = REPORT_EVERY;
  double snapshot = wanted * AVERAGED_FROM;
  bool ok = average_start(&mean, t);
  while (ok && words < wanted) {
    double left = 1 - (1 - LAST_RATE) * words / wanted;
    t->layers.rate = (float)(LAYER_RATE * left);
    t->row_rate = (float)(ROW_RATE * left);
    ok = segi_sampler_next(t->sampler, false, RUN) && learn_run(t, &stretch);
    words += (double)t->sampler->run.count;
    if (words >= snapshot) {
      average_take(&mean);
      snapshot += wanted * (1 - AVERAGED_FROM) / SNAPSHOTS;
    }
    if (ok && words >= next) {
      how->progress(how->context, "network", words / wanted, t->loss / (double)t->gaps);
      next += REPORT_EVERY;
      t->loss = 0;
      t->gaps = 0;
    }
  }
  average_finish(&mean);
  segi_stretch_clear(&stretch);
  return ok;
}

static bool make(training *t, float output[OUTPUT]) {
  segi_fit *fit = t->fit;
  memcpy(output, fit->output, sizeof fit->output);
  bool ok = segi_layer_make(&t->window, fit->window, WINDOW);
  ok = segi_layer_make(&t->hidden, fit->hidden, HIDDEN) && ok;
  ok = segi_layer_make(&t->output, output, OUTPUT) && ok;
  t->word_squares = segi_calloc(fit->word_row_count, sizeof(float));
  t->trait_squares = segi_calloc(SEGI_TRAIT_ROWS, sizeof(float));
  t->context_squares = segi_calloc(SEGI_CONTEXT_ROWS, sizeof(float));
  return ok && t->word_squares != NULL && t->trait_squares != NULL && t->context_squares != NULL;
}

static void clear(training *t) {
  segi_layer_clear(&t->window);
  segi_layer_clear(&t->hidden);
  segi_layer_clear(&t->output);
  free(t->word_squares);
  free(t->trait_squares);
  free(t->context_squares);
}

bool segi_fit_network(segi_fit *fit, const segi_fitting *how) {
  float output[OUTPUT] = {0};
  training *t = segi_calloc(1, sizeof *t);
  if (t == NULL) return false;
  *t = (training){.fit = fit, .sampler = how->sampler, .layers = {0, 1, 1}};
  bool ok = make(t, output) && learn_all(t, how);
  memcpy(fit->output, output, sizeof fit->output);
  memcpy(fit->hidden_bias, output + SEGI_G, sizeof fit->hidden_bias);
  fit->output_bias = output[2 * SEGI_G];
  clear(t);
  free(t);
  return ok;
}
