#include "train/fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static float *draw_numbers(size_t count, double spread, segi_random *random) {
  float *numbers = segi_alloc(count, sizeof *numbers);
  for (size_t i = 0; numbers != NULL && i < count; i++)
    numbers[i] = (float)((segi_random_share(random) * 2 - 1) * spread);
  return numbers;
}

bool segi_fit_make(segi_fit *fit, size_t word_row_count, segi_random *random) {
  enum { WINDOW = 2 * SEGI_K * SEGI_D * SEGI_H };
  *fit = (segi_fit){.word_row_count = word_row_count};
  bool ok = true;
  for (int k = 0; k < 3; k++)
    ok = (fit->first_look[k] = segi_calloc(SEGI_FIRST_LOOK, 1)) != NULL && ok;
  fit->glance = segi_calloc(SEGI_GLANCE, 1);
  fit->second_look = segi_calloc(SEGI_SECOND_LOOK, 1);
  fit->word_rows = draw_numbers(word_row_count * SEGI_D, 0.1, random);
  fit->trait_rows = draw_numbers(SEGI_TRAIT_ROWS * SEGI_D, 0.1, random);
  fit->context_rows = segi_calloc(SEGI_CONTEXT_ROWS * SEGI_H, sizeof *fit->context_rows);
  fit->window = draw_numbers(WINDOW, sqrt(3.0 / (SEGI_D * 4)), random);
  fit->hidden = draw_numbers(SEGI_H * SEGI_G, sqrt(3.0 / SEGI_H), random);
  for (int g = 0; g < SEGI_G; g++)
    fit->output[g] = (float)((segi_random_share(random) - 0.5) * 0.5);
  if (fit->word_rows != NULL)
    for (int d = 0; d < SEGI_D; d++) fit->word_rows[d] = 0; /* of all words without a row */
  return ok && fit->glance != NULL && fit->second_look != NULL && fit->word_rows != NULL &&
         fit->trait_rows != NULL && fit->context_rows != NULL && fit->window != NULL &&
         fit->hidden != NULL;
}

void segi_fit_clear(segi_fit *fit) {
  for (int k = 0; k < 3; k++) free(fit->first_look[k]);
  free(fit->glance);
  free(fit->second_look);
  free(fit->word_rows);
  free(fit->trait_rows);
  free(fit->context_rows);
  free(fit->window);
  free(fit->hidden);
  free(fit->mark_window);
  free(fit->mark_rows);
  *fit = (segi_fit){0};
}
