/* The arithmetic that the networks share: model/weights.h tells the steps. */
#ifndef SEGI_LAYERS_H
#define SEGI_LAYERS_H

#include "junction/traits.h"
#include "model/weights.h"

/* Adds a row [width] to a sum [width]. */
void segi_add_row(int16_t *sum, const int8_t *row, size_t width);

/* x[D] of one token: the sum of its rows. */
void segi_sum_token(int16_t vector[SEGI_D], const segi_weights *w, const segi_traits *t);

/* x[D] of a place beyond the ends of the text. */
void segi_sum_padding(int16_t vector[SEGI_D], const segi_weights *w);

/* Adds the products of a matrix [units][width] and a vector [width] to sums[units]. */
void segi_multiply(int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector,
                   size_t width);

/* What the next layer sees of a sum: nothing below 0, at most the largest number. */
static inline int16_t segi_activation(int32_t h) {
  if (h < 0) return 0;
  h /= 16;
  return (int16_t)(h < INT16_MAX ? h : INT16_MAX);
}

#endif
