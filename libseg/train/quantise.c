#include "train/quantise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { WINDOW = 2 * SEGI_K * SEGI_D };

int8_t segi_quantise(float weight, int step) {
  double stored = floor((double)weight * step + 0.5);
  return (int8_t)(stored > 127 ? 127 : stored < -127 ? -127 : stored);
}

static int32_t quantise_wide(double weight, int step) {
  return (int32_t)floor(weight * step + 0.5);
}

static int8_t *quantise_all(const float *weights, size_t count, int step) {
  int8_t *stored = segi_alloc(count, 1);
  for (size_t i = 0; stored != NULL && i < count; i++) stored[i] = segi_quantise(weights[i], step);
  return stored;
}

/* The file has a hidden unit's weights together: [rows][columns] becomes [columns][rows]. */
static int8_t *quantise_turned(const float *weights, size_t rows, size_t columns, int step) {
  int8_t *stored = segi_alloc(rows * columns, 1);
  for (size_t r = 0; stored != NULL && r < rows; r++)
    for (size_t c = 0; c < columns; c++)
      stored[c * rows + r] = segi_quantise(weights[r * columns + c], step);
  return stored;
}

static segi_numbers make_numbers(const segi_fit *fit) {
  segi_numbers n = {
    .output_bias = quantise_wide((double)fit->output_bias, SEGI_SCORE_STEP),
    .slope = SEGI_NUMBER_STEP,
    .precision = SEGI_NUMBER_STEP / 2,
    .recall = SEGI_NUMBER_STEP / 2,
  };
  for (int v = 0; v < SEGI_G; v++)
    n.hidden_bias[v] = quantise_wide((double)fit->hidden_bias[v], SEGI_HIDDEN_BIAS_STEP);
  return n;
}

bool segi_tables_make(const segi_fit *fit, segi_tables *t) {
  *t = (segi_tables){.numbers = make_numbers(fit)};
  t->word_rows = quantise_all(fit->word_rows, fit->word_row_count * SEGI_D, SEGI_ROW_STEP);
  t->trait_rows = quantise_all(fit->trait_rows, SEGI_TRAIT_ROWS * SEGI_D, SEGI_ROW_STEP);
  t->context_rows =
      quantise_all(fit->context_rows, SEGI_CONTEXT_ROWS * SEGI_H, SEGI_CONTEXT_STEP);
  t->window = quantise_turned(fit->window, WINDOW, SEGI_H, SEGI_WINDOW_STEP);
  t->hidden = quantise_turned(fit->hidden, SEGI_H, SEGI_G, SEGI_HIDDEN_STEP);
  for (int v = 0; v < SEGI_G; v++) t->output[v] = segi_quantise(fit->output[v], SEGI_OUTPUT_STEP);
  return t->word_rows != NULL && t->trait_rows != NULL && t->context_rows != NULL &&
         t->window != NULL && t->hidden != NULL;
}

void segi_tables_clear(segi_tables *t) {
  free(t->word_rows);
  free(t->trait_rows);
  free(t->context_rows);
  free(t->window);
  free(t->hidden);
  free(t->mark_window);
  free(t->mark_rows);
  *t = (segi_tables){0};
}

void segi_tables_weights(const segi_fit *fit, const segi_tables *t, segi_weights *w) {
  w->word_rows = t->word_rows;
  w->trait_rows = t->trait_rows;
  w->looks = (segi_looks){fit->glance, fit->first_look[SEGI_FIRST_LOOK_MEAN], fit->second_look};
  w->context_rows = t->context_rows;
  w->numbers = t->numbers;
  for (size_t u = 0; u < SEGI_H; u++)
    for (size_t i = 0; i < WINDOW; i++) w->window[u][i] = t->window[u * WINDOW + i];
  for (size_t v = 0; v < SEGI_G; v++)
    for (size_t u = 0; u < SEGI_H; u++) w->hidden[v][u] = t->hidden[v * SEGI_H + u];
  for (size_t v = 0; v < SEGI_G; v++) w->output[v] = t->output[v];
}

static void quantise_marks(const segi_fit *fit, segi_tables *t) {
  const float *output = &fit->mark_output[0][0];
  segi_mark_numbers *n = &t->mark_numbers;
  for (size_t i = 0; i < SEGI_LOST_LABELS * SEGI_M; i++)
    t->mark_output[i] = segi_quantise(output[i], SEGI_OUTPUT_STEP);
  for (size_t u = 0; u < SEGI_M; u++)
    n->hidden_bias[u] = quantise_wide((double)fit->mark_hidden_bias[u], SEGI_MARK_BIAS_STEP);
  for (size_t k = 0; k < SEGI_LOST_LABELS; k++)
    n->output_bias[k] = quantise_wide((double)fit->mark_output_bias[k], SEGI_SCORE_STEP);
}

bool segi_tables_add_marks(const segi_fit *fit, segi_tables *t, segi_weights *w) {
  t->mark_window = quantise_all(fit->mark_window, SEGI_M * WINDOW, SEGI_WINDOW_STEP);
  t->mark_rows =
      quantise_all(fit->mark_rows, SEGI_MARK_ROWS * SEGI_LOST_LABELS, SEGI_MARK_ROW_STEP);
  if (t->mark_window == NULL || t->mark_rows == NULL) return false;
  quantise_marks(fit, t);
  for (size_t u = 0; u < SEGI_M; u++)
    for (size_t i = 0; i < WINDOW; i++) w->mark_window[u][i] = t->mark_window[u * WINDOW + i];
  for (size_t k = 0; k < SEGI_LOST_LABELS; k++)
    for (size_t u = 0; u < SEGI_M; u++) w->mark_output[k][u] = t->mark_output[k * SEGI_M + u];
  w->mark_rows = t->mark_rows;
  w->mark_numbers = t->mark_numbers;
  return true;
}

static uint8_t *write_numbers(uint8_t *bytes, const int32_t *numbers, size_t count) {
  for (size_t i = 0; i < count; i++)
    for (int k = 0; k < 4; k++) *bytes++ = (uint8_t)((uint32_t)numbers[i] >> 8 * k);
  return bytes;
}

/* ORDER segi_numbers, segi_mark_numbers */
static void write_all_numbers(const segi_tables *t, segi_number_bytes *bytes) {
  const segi_numbers *n = &t->numbers;
  const segi_mark_numbers *m = &t->mark_numbers;
  const int32_t last[] = {n->output_bias, n->slope, n->offset, n->precision, n->recall};
  write_numbers(write_numbers(bytes->numbers, n->hidden_bias, SEGI_G), last,
                sizeof last / sizeof *last);
  write_numbers(write_numbers(bytes->mark_numbers, m->hidden_bias, SEGI_M), m->output_bias,
                SEGI_LOST_LABELS);
}

size_t segi_tables_sections(const segi_fit *fit, const segi_tables *t,
                            const segi_vocabulary *vocabulary, segi_number_bytes *bytes,
                            segi_section sections[SEGI_TABLE_SECTIONS]) {
  const segi_section list[SEGI_TABLE_SECTIONS] = {
    {"words", vocabulary->slots, vocabulary->words.count * sizeof *vocabulary->slots},
    {"word-rows", t->word_rows, fit->word_row_count * SEGI_D},
    {"trait-rows", t->trait_rows, SEGI_TRAIT_ROWS * SEGI_D},
    {"glance", fit->glance, SEGI_GLANCE},
    {"first-look", fit->first_look[SEGI_FIRST_LOOK_MEAN], SEGI_FIRST_LOOK},
    {"second-look", fit->second_look, SEGI_SECOND_LOOK},
    {"context-rows", t->context_rows, SEGI_CONTEXT_ROWS * SEGI_H},
    {"window", t->window, SEGI_H * WINDOW},
    {"hidden", t->hidden, SEGI_G * SEGI_H},
    {"output", t->output, SEGI_G},
    {"numbers", bytes->numbers, sizeof bytes->numbers},
    {"mark-rows", t->mark_rows, SEGI_MARK_ROWS * SEGI_LOST_LABELS},
    {"mark-window", t->mark_window, SEGI_M * WINDOW},
    {"mark-output", t->mark_output, sizeof t->mark_output},
    {"mark-numbers", bytes->mark_numbers, sizeof bytes->mark_numbers},
  };
  write_all_numbers(t, bytes);
  memcpy(sections, list, sizeof list);
  return SEGI_TABLE_SECTIONS;
}
