#include "align/groups.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
  SAMPLES = 64,     /* random groups of a side; all of them when there are fewer */
  PRIOR_SAMPLES = 4 /* weigh PRIOR_DISTANCE in, so that tiny documents have a sensible mean */
};
static const double prior_distance = 0.95;

/* The generator is xorshift64* (Vigna 2016): the same samples on every machine. */
static size_t random_below(uint64_t *state, size_t limit) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (size_t)((*state * 2685821657736338717u >> 33) % limit);
}

/* The squared length of a group grows by the new sentence's dots with all its members. dots: [K][n]
 * of a sentence with the one so many before it. */
static void fill_norms(segi_groups *g, const segi_vectors *v, float *dense, double *dots) {
  const size_t n = g->n, K = g->K;
  for (size_t i = 0; i < n; i++) {
    segi_vectors_scatter(v, i, 1, dense);
    for (size_t k = 0; k < K && i + k < n; k++)
      dots[k * n + i + k] = segi_vectors_dot(v, i + k, dense);
    segi_vectors_unscatter(v, i, dense);
  }
  for (size_t i = 0; i < n; i++) {
    double squared = 0;
    for (size_t k = 0; k < K && i + k < n; k++) {
      squared += dots[i + k];
      for (size_t before = 1; before <= k; before++) squared += 2 * dots[before * n + i + k];
      g->square[k * n + i] = (float)squared;
      g->inverse_norm[k * n + i] = squared > 0 ? (float)(1 / sqrt(squared)) : 0;
    }
  }
}

/* mean: the average direction of groups of k + 1 sentences. */
static size_t average_direction(const segi_groups *g, const segi_vectors *v, size_t k,
                                size_t dimensions, float *mean) {
  memset(mean, 0, dimensions * sizeof *mean);
  if (g->n <= k) return 0;
  size_t starts = g->n - k, samples = starts < SAMPLES ? starts : SAMPLES;
  uint64_t state = 88172645463325252u + k;
  for (size_t s = 0; s < samples; s++) {
    size_t i = starts <= SAMPLES ? s : random_below(&state, starts);
    double factor = (double)g->inverse_norm[k * g->n + i] / (double)samples;
    for (size_t member = 0; member <= k; member++)
      segi_vectors_scatter(v, i + member, factor, mean);
  }
  return samples;
}

/* How far the groups of one side are from the average group of b + 1 sentences of the other. */
static void fill_away(segi_groups *g, const segi_vectors *v, size_t b, const float *mean,
                      size_t samples, double *dots) {
  for (size_t i = 0; i < g->n; i++) dots[i] = segi_vectors_dot(v, i, mean);
  for (size_t i = 0; i < g->n; i++) {
    double sum = 0;
    for (size_t k = 0; k < g->K && i + k < g->n; k++) {
      sum += dots[i + k];
      double distance = 1 - sum * (double)g->inverse_norm[k * g->n + i];
      g->away[(k * g->K + b) * g->n + i] =
        (float)((distance * (double)samples + prior_distance * PRIOR_SAMPLES) /
                (double)(samples + PRIOR_SAMPLES));
    }
  }
}

static bool compare_sides(const segi_vectors *x, const segi_vectors *y, size_t dimensions,
                          segi_groups *gx, segi_groups *gy) {
  float *dense = segi_calloc(dimensions, sizeof *dense);
  double *dots = segi_alloc(x->n > y->n ? x->n : y->n, gx->K * sizeof *dots);
  bool fine = dense != NULL && dots != NULL;
  if (fine) {
    fill_norms(gx, x, dense, dots);
    fill_norms(gy, y, dense, dots);
  }
  for (size_t k = 0; k < gx->K && fine; k++) {
    size_t samples = average_direction(gy, y, k, dimensions, dense);
    fill_away(gx, x, k, dense, samples, dots);
    samples = average_direction(gx, x, k, dimensions, dense);
    fill_away(gy, y, k, dense, samples, dots);
  }
  free(dense);
  free(dots);
  return fine;
}

static bool allocate(segi_groups *g, size_t n, size_t K) {
  *g = (segi_groups){.n = n, .K = K};
  g->inverse_norm = segi_calloc(n, K * sizeof(float));
  g->square = segi_calloc(n, K * sizeof(float));
  g->away = segi_calloc(n, K * K * sizeof(float));
  return g->inverse_norm != NULL && g->square != NULL && g->away != NULL;
}

bool segi_groups_make(const segi_vectors *x, const segi_vectors *y, size_t dimensions, size_t K,
                      segi_groups *gx, segi_groups *gy) {
  *gy = (segi_groups){0};
  if (allocate(gx, x->n, K) && allocate(gy, y->n, K) && compare_sides(x, y, dimensions, gx, gy))
    return true;
  segi_groups_clear(gx);
  segi_groups_clear(gy);
  return false;
}

void segi_groups_clear(segi_groups *groups) {
  free(groups->inverse_norm);
  free(groups->square);
  free(groups->away);
  *groups = (segi_groups){0};
}
