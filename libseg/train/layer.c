#include "train/layer.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

bool segi_layer_make(segi_layer *l, float *weights, size_t count) {
  *l = (segi_layer){.weights = weights, .count = count};
  l->gradient = segi_calloc(3 * count, sizeof *l->gradient);
  if (l->gradient == NULL) return false;
  l->mean = l->gradient + count;
  l->square = l->mean + count;
  return true;
}

void segi_layer_clear(segi_layer *l) {
  free(l->gradient);
  *l = (segi_layer){0};
}

void segi_descent_next(segi_descent *d) {
  d->first_power *= 0.9f;
  d->second_power *= 0.999f;
}

void segi_layer_descend(segi_layer *l, const segi_descent *d) {
  const float mean_scale = 1 / (1 - d->first_power), square_scale = 1 / (1 - d->second_power);
  for (size_t i = 0; i < l->count; i++) {
    float gradient = l->gradient[i];
    l->mean[i] = 0.9f * l->mean[i] + 0.1f * gradient;
    l->square[i] = 0.999f * l->square[i] + 0.001f * gradient * gradient;
    l->weights[i] -= d->rate * (l->mean[i] * mean_scale) /
                     (sqrtf(l->square[i] * square_scale) + 1e-8f);
    l->gradient[i] = 0;
  }
}
