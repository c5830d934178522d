/* A layer of a network while it is trained, by Adam (D. Kingma, J. Ba 2014), and the two sums that
 * training is made of. */
#ifndef SEGI_LAYER_H
#define SEGI_LAYER_H

#include <stdbool.h>
#include <stddef.h>

/* Weights, which are borrowed, with what Adam keeps of each. */
typedef struct segi_layer {
  float *weights, *gradient, *mean, *square;
  size_t count;
} segi_layer;

/* How far Adam steps, and the powers of its two decay rates, 1 before the first step. */
typedef struct segi_descent {
  float rate, first_power, second_power;
} segi_descent;

/* False when memory is short. */
bool segi_layer_make(segi_layer *layer, float *weights, size_t count);
void segi_layer_clear(segi_layer *layer);

/* To be called once a step, before the layers descend. */
void segi_descent_next(segi_descent *d);

/* One step down the gradient, which is set to 0. */
void segi_layer_descend(segi_layer *layer, const segi_descent *d);

static inline void segi_add_scaled(float *restrict sum, float factor, const float *restrict row,
                                   size_t count) {
  for (size_t i = 0; i < count; i++) sum[i] += factor * row[i];
}

/* Sums in a fixed order that the compiler can work on in parallel; count is a multiple of 8. */
static inline float segi_product(const float *restrict a, const float *restrict b, size_t count) {
  float lanes[8] = {0}, sum = 0;
  for (size_t i = 0; i < count; i += 8)
    for (size_t k = 0; k < 8; k++) lanes[k] += a[i + k] * b[i + k];
  for (size_t k = 0; k < 8; k++) sum += lanes[k];
  return sum;
}

#endif
