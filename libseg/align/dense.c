#include "align/dense.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

enum {
  LANES = 8,           /* partial sums of a dot, so that it is worked on in vectors */
  PRIOR_SENTENCES = 16 /* of length 0 in a side's mean: a few sentences have no common part */
};

float segi_dense_dot(const float *x, const float *y, size_t D) {
  float sums[LANES] = {0}, sum = 0;
  size_t d = 0;
  for (; d + LANES <= D; d += LANES)
    for (size_t lane = 0; lane < LANES; lane++) sums[lane] += x[d + lane] * y[d + lane];
  for (; d < D; d++) sum += x[d] * y[d];
  for (size_t lane = 0; lane < LANES; lane++) sum += sums[lane];
  return sum;
}

/* In double, since numbers of any size are allowed. */
static double square(const float *vector, size_t D) {
  double sum = 0;
  for (size_t d = 0; d < D; d++) sum += (double)vector[d] * (double)vector[d];
  return sum;
}

/* Products of usable vectors fit into a float. */
static bool is_usable(const float *vector, size_t D) {
  return square(vector, D) < 1e30;
}

seg_status segi_dense_check(const seg_embeddings *given, const char *side, size_t n,
                            seg_error *error) {
  if (given->dimension == 0 || given->largest_group == 0 || (given->vectors == NULL && n > 0))
    return segi_fail(error, SEG_BAD_ARGUMENT, "incomplete embeddings of the %s", side);
  for (size_t k = 0; k < given->largest_group; k++)
    for (size_t i = 0; i + k < n; i++) {
      const float *vector = given->vectors[k * n + i];
      if (vector != NULL && !is_usable(vector, given->dimension))
        return segi_fail(error, SEG_BAD_FORMAT,
                         "the vector of %s sentence %zu is not finite or too long", side, i);
    }
  return SEG_OK;
}

/* --- Single sentences */

static void scale_row(float *row, size_t D, double length) {
  double squared = square(row, D);
  float factor = squared > 0 ? (float)(length / sqrt(squared)) : 0;
  for (size_t d = 0; d < D; d++) row[d] *= factor;
}

/* A unit vector; zeros where nothing is given. Very large and small numbers keep their precision
 * by the way over double. */
static void copy_unit(const float *vector, size_t D, float *row) {
  double squared = vector != NULL ? square(vector, D) : 0;
  double factor = squared > 0 ? 1 / sqrt(squared) : 0;
  for (size_t d = 0; d < D; d++) row[d] = squared > 0 ? (float)(factor * (double)vector[d]) : 0;
}

static void centre(float *rows, size_t n, size_t D, double *mean) {
  memset(mean, 0, D * sizeof *mean);
  for (size_t i = 0; i < n; i++)
    for (size_t d = 0; d < D; d++) mean[d] += (double)rows[i * D + d];
  for (size_t d = 0; d < D; d++) mean[d] /= (double)(n + PRIOR_SENTENCES);
  for (size_t i = 0; i < n; i++) {
    if (square(rows + i * D, D) <= 0) continue;
    for (size_t d = 0; d < D; d++) rows[i * D + d] -= (float)mean[d];
  }
}

/* Length of the sparse part; a sentence without words counts like a rare one. */
static double sparse_length(const segi_vectors *v, size_t i) {
  double squared = 0;
  for (size_t e = v->start[i]; e < v->start[i + 1]; e++)
    squared += (double)v->entries[e].weight * (double)v->entries[e].weight;
  return squared > 1 ? sqrt(squared) : 1;
}

bool segi_dense_append(const seg_embeddings *given, size_t dimensions, double weight,
                       segi_vectors *v) {
  const size_t D = given->dimension;
  double *mean = segi_alloc(D, sizeof *mean);
  v->dense = v->n == 0 || D <= SIZE_MAX / sizeof(float) / v->n
               ? segi_alloc(v->n * D, sizeof *v->dense)
               : NULL;
  bool fine = mean != NULL && v->dense != NULL;
  if (fine) {
    v->D = D;
    v->first_dense = dimensions;
    for (size_t i = 0; i < v->n; i++) copy_unit(given->vectors[i], D, v->dense + i * D);
    centre(v->dense, v->n, D, mean);
    for (size_t i = 0; i < v->n; i++) scale_row(v->dense + i * D, D, weight * sparse_length(v, i));
  }
  free(mean);
  return fine;
}

/* --- Groups */

static void fill_norms(segi_dense_groups *g) {
  for (size_t k = 0; k < g->L; k++)
    for (size_t i = 0; i + k < g->n; i++) {
      const float *vector = g->vectors[k * g->n + i];
      double squared = vector != NULL ? square(vector, g->D) : 0;
      g->inverse_norm[k * g->n + i] = squared > 1e-30 ? (float)(1 / sqrt(squared)) : 0;
    }
}

static void average(const segi_dense_groups *g, size_t k, float *mean) {
  memset(mean, 0, g->D * sizeof *mean);
  float count = 0;
  for (size_t i = 0; i + k < g->n; i++) count += g->inverse_norm[k * g->n + i] > 0;
  for (size_t i = 0; i + k < g->n; i++) {
    const float *vector = g->vectors[k * g->n + i], factor = g->inverse_norm[k * g->n + i] / count;
    if (vector == NULL || !(factor > 0)) continue;
    for (size_t d = 0; d < g->D; d++) mean[d] += factor * vector[d];
  }
}

static void fill_away(segi_dense_groups *g, size_t other_k, const float *mean) {
  for (size_t k = 0; k < g->L; k++)
    for (size_t i = 0; i + k < g->n; i++) {
      const float *vector = g->vectors[k * g->n + i];
      float cosine =
        vector != NULL ? segi_dense_dot(vector, mean, g->D) * g->inverse_norm[k * g->n + i] : 0;
      float away = 1 - cosine;
      g->away[(k * g->L + other_k) * g->n + i] = away > 0.05f ? away : 0.05f;
    }
}

static bool allocate(segi_dense_groups *g, const seg_embeddings *given, size_t n, size_t L) {
  *g = (segi_dense_groups){.L = L, .D = given->dimension, .n = n, .vectors = given->vectors};
  g->inverse_norm = segi_calloc(n, L * sizeof(float));
  g->away = segi_calloc(n, L * L * sizeof(float));
  return g->inverse_norm != NULL && g->away != NULL;
}

bool segi_dense_groups_make(const seg_embeddings *x, size_t S, const seg_embeddings *y, size_t G,
                            size_t K, segi_dense_groups *gx, segi_dense_groups *gy) {
  size_t L = x->largest_group < y->largest_group ? x->largest_group : y->largest_group;
  if (L > K) L = K;
  *gy = (segi_dense_groups){0};
  float *mean = segi_alloc(x->dimension, sizeof *mean);
  bool fine = mean != NULL && allocate(gx, x, S, L) && allocate(gy, y, G, L);
  if (fine) {
    fill_norms(gx);
    fill_norms(gy);
  }
  for (size_t k = 0; k < L && fine; k++) {
    average(gy, k, mean);
    fill_away(gx, k, mean);
    average(gx, k, mean);
    fill_away(gy, k, mean);
  }
  free(mean);
  if (!fine) {
    segi_dense_groups_clear(gx);
    segi_dense_groups_clear(gy);
  }
  return fine;
}

void segi_dense_groups_clear(segi_dense_groups *groups) {
  free(groups->inverse_norm);
  free(groups->away);
  *groups = (segi_dense_groups){0};
}

void segi_dense_mix(const segi_dense_groups *gx, const segi_dense_groups *gy, double share,
                    size_t i, size_t a, size_t b, size_t first, size_t last, float *far) {
  if (a > gx->L || b > gx->L) return;
  const size_t x = (a - 1) * gx->n + i - a;
  const float norm = gx->inverse_norm[x], part = (float)share;
  if (!(norm > 0)) return;
  const float away = gx->away[((a - 1) * gx->L + b - 1) * gx->n + i - a];
  const float *aways = gy->away + ((b - 1) * gy->L + a - 1) * gy->n;
  for (size_t j = first; j <= last; j++) {
    const size_t y = (b - 1) * gy->n + j - b;
    if (!(gy->inverse_norm[y] > 0)) continue;
    float cosine =
      segi_dense_dot(gx->vectors[x], gy->vectors[y], gx->D) * norm * gy->inverse_norm[y];
    far[j] += part * ((1 - cosine) / (away + aways[j - b]) - far[j]);
  }
}
