/* The arithmetic that the networks share: model/weights.h tells the steps. */
#ifndef SEGI_LAYERS_H
#define SEGI_LAYERS_H

#include "junction/features.h"
#include "model/weights.h"

/* x[D] of one token: the sum of its rows. */
void segi_sum_token(int16_t vector[SEGI_D], const segi_weights *w, const segi_traits *t);

/* x[D] of a place beyond the ends of the text. */
void segi_sum_padding(int16_t vector[SEGI_D], const segi_weights *w);

/* The sum of the context rows of a junction. */
void segi_sum_context(int16_t sum[SEGI_H], const segi_weights *w,
                      const uint16_t row[SEGI_CONTEXT_TEMPLATES]);

/* Adds the products of a matrix [units][width] and a vector [width] to sums[units]; units a
 * multiple of 4, width one of 16. */
void segi_multiply(int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector,
                   size_t width);

/* What the next layer sees of a sum: nothing below 0, at most the largest number. */
static inline int16_t segi_activation(int32_t h) {
  if (h < 0) return 0;
  h /= 16;
  return (int16_t)(h < INT16_MAX ? h : INT16_MAX);
}

#endif
