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
  *t = (segi_tables){0};
}

void segi_tables_weights(const segi_fit *fit, const segi_tables *t, segi_weights *w) {
  w->word_rows = t->word_rows;
  w->trait_rows = t->trait_rows;
  w->first_look = fit->first_look[SEGI_FIRST_LOOK_MEAN];
  w->context_rows = t->context_rows;
  w->numbers = t->numbers;
  for (size_t u = 0; u < SEGI_H; u++)
    for (size_t i = 0; i < WINDOW; i++) w->window[u][i] = t->window[u * WINDOW + i];
  for (size_t v = 0; v < SEGI_G; v++)
    for (size_t u = 0; u < SEGI_H; u++) w->hidden[v][u] = t->hidden[v * SEGI_H + u];
  for (size_t v = 0; v < SEGI_G; v++) w->output[v] = t->output[v];
}

static void write_number(uint8_t *bytes, int32_t number) {
  for (int k = 0; k < 4; k++) bytes[k] = (uint8_t)((uint32_t)number >> 8 * k);
}

/* ORDER segi_numbers */
static void write_numbers(const segi_numbers *n, uint8_t bytes[SEGI_NUMBER_BYTES]) {
  const int32_t last[] = {n->output_bias, n->slope, n->offset, n->precision, n->recall};
  for (size_t v = 0; v < SEGI_G; v++) write_number(bytes + 4 * v, n->hidden_bias[v]);
  for (size_t i = 0; i < sizeof last / sizeof *last; i++)
    write_number(bytes + 4 * (SEGI_G + i), last[i]);
}

size_t segi_tables_sections(const segi_fit *fit, const segi_tables *t,
                            const segi_vocabulary *vocabulary, uint8_t numbers[SEGI_NUMBER_BYTES],
                            segi_section sections[SEGI_TABLE_SECTIONS]) {
  const segi_section list[SEGI_TABLE_SECTIONS] = {
    {"words", vocabulary->slots, vocabulary->words.count * sizeof *vocabulary->slots},
    {"word-rows", t->word_rows, fit->word_row_count * SEGI_D},
    {"trait-rows", t->trait_rows, SEGI_TRAIT_ROWS * SEGI_D},
    {"first-look", fit->first_look[SEGI_FIRST_LOOK_MEAN], SEGI_FIRST_LOOK},
    {"context-rows", t->context_rows, SEGI_CONTEXT_ROWS * SEGI_H},
    {"window", t->window, SEGI_H * WINDOW},
    {"hidden", t->hidden, SEGI_G * SEGI_H},
    {"output", t->output, SEGI_G},
    {"numbers", numbers, SEGI_NUMBER_BYTES},
  };
  write_numbers(&t->numbers, numbers);
  memcpy(sections, list, sizeof list);
  return SEGI_TABLE_SECTIONS;
}
