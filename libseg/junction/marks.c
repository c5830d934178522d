#include "junction/marks.h"

#include <string.h>

#include "junction/features.h"
#include "junction/layers.h"

void segi_mark_window_set(segi_mark_window *m, const segi_traits *const window[2 * SEGI_K]) {
  for (size_t k = 0; k < 2 * SEGI_K; k++)
    m->places[k] = window[k] != NULL ? window[k] : &segi_no_traits;
  m->left = segi_traits_without_trail(m->places[SEGI_K - 1]);
  m->places[SEGI_K - 1] = &m->left;
}

void segi_mark_window_sum(const segi_mark_window *m, const segi_weights *w,
                          int16_t x[2 * SEGI_K * SEGI_D]) {
  for (size_t k = 0; k < 2 * SEGI_K; k++)
    if (m->places[k] == &segi_no_traits) segi_sum_padding(x + k * SEGI_D, w);
    else segi_sum_token(x + k * SEGI_D, w, m->places[k]);
}

/* Adds the hashed rows of the junction, in the step of the scores. */
static void add_rows(int32_t score[SEGI_LOST_LABELS], const segi_weights *w,
                     const segi_mark_window *m) {
  enum { SCALE = SEGI_SCORE_STEP / SEGI_MARK_ROW_STEP };
  uint32_t row[SEGI_MARK_TEMPLATES];
  segi_mark_rows(m->places, row);
  for (size_t t = 0; t < SEGI_MARK_TEMPLATES; t++)
    for (size_t k = 0; k < SEGI_LOST_LABELS; k++)
      score[k] += w->mark_rows[(size_t)row[t] * SEGI_LOST_LABELS + k] * SCALE;
}

void segi_score_lost_marks(const segi_weights *w, const segi_traits *const window[2 * SEGI_K],
                           int32_t score[SEGI_LOST_LABELS]) {
  int16_t x[2 * SEGI_K * SEGI_D], active[SEGI_M];
  int32_t h[SEGI_M];
  segi_mark_window m;
  segi_mark_window_set(&m, window);
  segi_mark_window_sum(&m, w, x);
  memcpy(h, w->mark_numbers.hidden_bias, sizeof h);
  segi_multiply(h, &w->mark_window[0][0], SEGI_M, x, 2 * SEGI_K * SEGI_D);
  for (size_t u = 0; u < SEGI_M; u++) active[u] = segi_activation(h[u]);
  memcpy(score, w->mark_numbers.output_bias, SEGI_LOST_LABELS * sizeof *score);
  segi_multiply(score, &w->mark_output[0][0], SEGI_LOST_LABELS, active, SEGI_M);
  add_rows(score, w, &m);
}
