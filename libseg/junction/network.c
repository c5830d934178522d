#include "junction/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/layers.h"
#include "junction/rules.h"

enum { WINDOW = 2 * SEGI_K * SEGI_D };

void segi_network_clear(segi_network *n) {
  segi_context_clear(&n->context);
  free(n->vectors);
  free(n->summed);
  *n = (segi_network){0};
}

static void sum_padding(segi_network *n, const segi_weights *w, size_t place) {
  segi_sum_padding(n->vectors + place * SEGI_D, w);
  n->summed[place] = true;
}

static bool make_room(segi_network *n) {
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

bool segi_network_begin(segi_network *n, const segi_weights *w, segi_tokens *tokens) {
  size_t count = tokens->count;
  if (!segi_context_begin(&n->context, tokens) || !make_room(n)) return false;
  segi_context_look(&n->context, &w->looks);
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
    const segi_traits *t = segi_context_known(&n->context, place - SEGI_PADDING);
    __builtin_prefetch(w->word_rows + (size_t)t->word_row * SEGI_D);
  }
  for (size_t place = first; place < first + 2 * SEGI_K; place++) {
    if (n->summed[place]) continue;
    segi_sum_token(n->vectors + place * SEGI_D, w, &n->context.traits[place]);
    n->summed[place] = true;
  }
  return n->vectors + first * SEGI_D;
}

static void sum_context(int32_t h[SEGI_H], const segi_weights *w, const segi_context *c, size_t i) {
  enum { SCALE = SEGI_ROW_STEP * SEGI_WINDOW_STEP / SEGI_CONTEXT_STEP };
  uint16_t row[SEGI_CONTEXT_TEMPLATES];
  int16_t sum[SEGI_H];
  segi_context_rows(c, i, row);
  for (size_t k = 0; k < SEGI_CONTEXT_TEMPLATES; k++)
    __builtin_prefetch(w->context_rows + (size_t)row[k] * SEGI_H);
  segi_sum_context(sum, w, row);
  for (size_t u = 0; u < SEGI_H; u++) h[u] = sum[u] * SCALE;
}

static int32_t to_score(int64_t z) {
  return z > INT32_MAX ? INT32_MAX : z < INT32_MIN ? INT32_MIN : (int32_t)z;
}

static int32_t decide(segi_network *n, const segi_weights *w, size_t i) {
  const int16_t *x = window_around(n, w, i);
  int32_t h[SEGI_H], g[SEGI_G];
  int16_t active[SEGI_H];
  sum_context(h, w, &n->context, i);
  segi_multiply(h, &w->window[0][0], SEGI_H, x, WINDOW);
  for (size_t u = 0; u < SEGI_H; u++) active[u] = segi_activation(h[u]);
  memcpy(g, w->numbers.hidden_bias, sizeof g);
  segi_multiply(g, &w->hidden[0][0], SEGI_G, active, SEGI_H);
  int64_t z = w->numbers.output_bias;
  for (size_t u = 0; u < SEGI_G; u++)
    if (g[u] > 0) z += (int64_t)(g[u] / 64) * w->output[u];
  return to_score(z);
}

/* Rules that are sure count beside the network, at half their log odds: what they know, such as an
 * entry of a list or French spacing, may be too rare in training text for it to learn. */
int32_t segi_rules_share(uint8_t rules) {
  bool sure = segi_sure_of_end(rules) || segi_sure_of_none(rules);
  return sure ? (rules - 8) * SEGI_SCORE_STEP / 2 : 0;
}

int32_t segi_network_score(segi_network *n, const segi_weights *w, size_t i) {
  const segi_gap *gap = segi_context_gap(&n->context, i);
  int64_t z = gap->score * (SEGI_SCORE_STEP / SEGI_LOOK_STEP);
  if (gap->score >= SEGI_HOPELESS && gap->score < SEGI_CERTAIN) z = decide(n, w, i);
  return to_score(z + segi_rules_share(gap->rules));
}

double segi_network_probability(const segi_weights *w, int32_t score) {
  double slope = w->numbers.slope / (double)SEGI_NUMBER_STEP;
  double offset = w->numbers.offset / (double)SEGI_NUMBER_STEP;
  return 1 / (1 + exp(-(slope * score / SEGI_SCORE_STEP + offset)));
}
