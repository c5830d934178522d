#include "junction/network.h"
#include "junction/rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { WINDOW = 2 * SEGI_K * SEGI_D };

void segi_network_clear(segi_network *n) {
  segi_context_clear(&n->context);
  free(n->vectors);
  free(n->summed);
  *n = (segi_network){0};
}

/* Not inlined: compilers make vector code of it because of the two restricts. */
__attribute__((noinline)) static void add_row(int16_t *restrict vector, const int8_t *restrict row, size_t width) {
  for (size_t d = 0; d < width; d++) vector[d] = (int16_t)(vector[d] + row[d]);
}

static void add_token_row(int16_t *vector, const int8_t *rows, size_t row) {
  add_row(vector, rows + row * SEGI_D, SEGI_D);
}

static void sum_token(int16_t *vector, const segi_weights *w, const segi_traits *t) {
  uint16_t row[SEGI_TOKEN_TEMPLATES];
  segi_token_rows(t, row);
  memset(vector, 0, SEGI_D * sizeof *vector);
  add_token_row(vector, w->word_rows, t->word_row);
  for (size_t k = 0; k < SEGI_TOKEN_TEMPLATES; k++) add_token_row(vector, w->trait_rows, row[k]);
}

static void sum_padding(segi_network *n, const segi_weights *w, size_t place) {
  int16_t *vector = n->vectors + place * SEGI_D;
  memset(vector, 0, SEGI_D * sizeof *vector);
  add_token_row(vector, w->trait_rows, SEGI_PADDING_ROW);
  n->summed[place] = true;
}

static bool make_room(segi_network *n, size_t count) {
  if (!segi_context_begin(&n->context, count)) return false;
  if (n->capacity >= n->context.capacity) return true;
  free(n->vectors);
  free(n->summed);
  n->capacity = 0;
  n->vectors = segi_alloc(n->context.capacity, SEGI_D * sizeof *n->vectors);
  n->summed = segi_alloc(n->context.capacity, sizeof *n->summed);
  if (n->vectors == NULL || n->summed == NULL) return false;
  n->capacity = n->context.capacity;
  return true;
}

bool segi_network_begin(segi_network *n, const segi_weights *w, const char *text,
                        const segi_tokens *tokens) {
  size_t count = tokens->count;
  if (!make_room(n, count)) return false;
  for (size_t i = 0; i < count; i++)
    *segi_context_token(&n->context, i) = segi_traits_of(text, &tokens->items[i]);
  segi_context_judge(&n->context, text, tokens);
  segi_context_fill(&n->context, w->first_look);
  memset(n->summed, 0, count + 2 * SEGI_PADDING);
  for (size_t i = 0; i < SEGI_PADDING; i++) {
    sum_padding(n, w, i);
    sum_padding(n, w, SEGI_PADDING + count + i);
  }
  return true;
}

/* --- The arithmetic of model/weights.h. */

/* x[2K][D]: the vectors of the window lie one after another. */
static const int16_t *window_around(segi_network *n, const segi_weights *w, size_t i) {
  size_t first = SEGI_PADDING + i + 1 - SEGI_K;
  for (size_t place = first; place < first + 2 * SEGI_K; place++) {
    if (n->summed[place]) continue;
    sum_token(n->vectors + place * SEGI_D, w, &n->context.traits[place]);
    n->summed[place] = true;
  }
  return n->vectors + first * SEGI_D;
}

/* Adds the products of a matrix [units][width] and a vector [width] to sums[units]. */
static inline __attribute__((always_inline)) void multiply_plain(
    int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector, size_t width) {
  for (size_t u = 0; u < units; u++) {
    const int16_t *row = matrix + u * width;
    int32_t sum = 0;
    for (size_t i = 0; i < width; i++) sum += row[i] * vector[i];
    sums[u] += sum;
  }
}

#if defined(__x86_64__) && defined(__GNUC__)
/* The same code for processors with wider vectors: integers make the same sums everywhere. */
__attribute__((target("avx2"))) static void multiply_wide(
    int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector, size_t width) {
  multiply_plain(sums, matrix, units, vector, width);
}
static bool has_wide_vectors(void) {
  return __builtin_cpu_supports("avx2");
}
#else
#define multiply_wide multiply_plain
#define has_wide_vectors() false
#endif

static void multiply(int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector,
                     size_t width) {
  if (has_wide_vectors()) multiply_wide(sums, matrix, units, vector, width);
  else multiply_plain(sums, matrix, units, vector, width);
}

static void sum_context(int32_t h[SEGI_H], const segi_weights *w, const segi_context *c, size_t i) {
  enum { SCALE = SEGI_ROW_STEP * SEGI_WINDOW_STEP / SEGI_CONTEXT_STEP };
  uint16_t row[SEGI_CONTEXT_TEMPLATES];
  int16_t sum[SEGI_H] = {0};
  segi_context_rows(c, i, row);
  for (size_t k = 0; k < SEGI_CONTEXT_TEMPLATES; k++)
    __builtin_prefetch(w->context_rows + (size_t)row[k] * SEGI_H);
  for (size_t k = 0; k < SEGI_CONTEXT_TEMPLATES; k++)
    add_row(sum, w->context_rows + (size_t)row[k] * SEGI_H, SEGI_H);
  for (size_t u = 0; u < SEGI_H; u++) h[u] = sum[u] * SCALE;
}

static int16_t activation(int32_t h) {
  if (h < 0) return 0;
  h /= 16;
  return (int16_t)(h < INT16_MAX ? h : INT16_MAX);
}

static int32_t to_score(int64_t z) {
  return z > INT32_MAX ? INT32_MAX : z < INT32_MIN ? INT32_MIN : (int32_t)z;
}

static int32_t decide(segi_network *n, const segi_weights *w, size_t i) {
  const int16_t *x = window_around(n, w, i);
  int32_t h[SEGI_H], g[SEGI_G];
  int16_t active[SEGI_H];
  sum_context(h, w, &n->context, i);
  multiply(h, &w->window[0][0], SEGI_H, x, WINDOW);
  for (size_t u = 0; u < SEGI_H; u++) active[u] = activation(h[u]);
  memcpy(g, w->numbers.hidden_bias, sizeof g);
  multiply(g, &w->hidden[0][0], SEGI_G, active, SEGI_H);
  int64_t z = w->numbers.output_bias;
  for (size_t u = 0; u < SEGI_G; u++)
    if (g[u] > 0) z += (int64_t)(g[u] / 64) * w->output[u];
  return to_score(z);
}

/* Rules that are sure count beside the network, at half their log odds: what they know, such as an
 * entry of a list or French spacing, may be too rare in training text for it to learn. */
static int32_t share_of_rules(uint8_t rules) {
  bool sure = rules == 1 || rules >= 14;
  return sure ? (rules - 8) * SEGI_SCORE_STEP / 2 : 0;
}

int32_t segi_network_score(segi_network *n, const segi_weights *w, size_t i) {
  const segi_gap *gap = segi_context_gap(&n->context, i);
  int64_t z = gap->score * (SEGI_SCORE_STEP / SEGI_FIRST_LOOK_STEP);
  if (gap->score >= SEGI_HOPELESS && gap->score < SEGI_CERTAIN) z = decide(n, w, i);
  return to_score(z + share_of_rules(gap->rules));
}

double segi_network_probability(const segi_weights *w, int32_t score) {
  double slope = w->numbers.slope / (double)SEGI_NUMBER_STEP;
  double offset = w->numbers.offset / (double)SEGI_NUMBER_STEP;
  return 1 / (1 + exp(-(slope * score / SEGI_SCORE_STEP + offset)));
}
