#include "align/confidence.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

enum { NEIGHBOURS = 3 /* beads on each side */ };
static const double enough = 0.3; /* closeness that leaves no doubt; more says no more */

/* Fitted on noisy news in three languages, the same with a shuffled target side, and a yearbook. */
static const double constant = -5.475, own_weight = 8.441, neighbour_weight = 34.28;
static const double smaller_weight = -3.287; /* for each sentence that both sides have beyond one */
static const double larger_weight = -2.194;  /* for each that only one side has */

/* How much closer the two sides are than strangers: 0 not at all, 1 the same words. */
static double closeness(const segi_bitext *t, const seg_bead *bead, float *dense) {
  if (bead->source_count == 0 || bead->target_count == 0) return 0;
  size_t a = bead->source_count - 1, b = bead->target_count - 1, K = t->gx.K;
  if (a >= K || b >= K) return enough; /* the caller says so */
  double dot = 0;
  for (size_t x = 0; x <= a; x++) segi_vectors_scatter(&t->x, bead->source_first + x, 1, dense);
  for (size_t y = 0; y <= b; y++) dot += segi_vectors_dot(&t->y, bead->target_first + y, dense);
  for (size_t x = 0; x <= a; x++) segi_vectors_unscatter(&t->x, bead->source_first + x, dense);
  double cosine = dot * (double)t->gx.inverse_norm[a * t->gx.n + bead->source_first] *
                  (double)t->gy.inverse_norm[b * t->gy.n + bead->target_first];
  double away = (double)t->gx.away[(a * K + b) * t->gx.n + bead->source_first] +
                (double)t->gy.away[(b * K + a) * t->gy.n + bead->target_first];
  double closer = 1 - 2 * (1 - cosine) / away;
  return closer < 0 ? 0 : closer < enough ? closer : enough;
}

/* Mean closeness of the beads around; its own when the bead is alone. */
static double neighbourhood(const double *close, size_t count, size_t k) {
  size_t first = k < NEIGHBOURS ? 0 : k - NEIGHBOURS;
  size_t last = count - 1 - k < NEIGHBOURS ? count - 1 : k + NEIGHBOURS;
  if (first == last) return close[k];
  double sum = 0;
  for (size_t n = first; n <= last; n++) sum += n == k ? 0 : close[n];
  return sum / (double)(last - first);
}

static double probability(const seg_bead *bead, double own, double around) {
  size_t a = bead->source_count, b = bead->target_count;
  if (a == 0 || b == 0) return 0;
  double smaller = (double)((a < b ? a : b) - 1), larger = (double)(a < b ? b - a : a - b);
  double logit = constant + own_weight * own + neighbour_weight * around +
                 smaller_weight * smaller + larger_weight * larger;
  return 1 / (1 + exp(-logit));
}

bool segi_score_beads(const segi_bitext *bitext, seg_bead *beads, size_t count) {
  float *dense = segi_calloc(bitext->dimensions, sizeof *dense);
  double *close = segi_alloc(count, sizeof *close);
  bool fine = dense != NULL && close != NULL;
  for (size_t k = 0; k < count && fine; k++) close[k] = closeness(bitext, &beads[k], dense);
  for (size_t k = 0; k < count && fine; k++)
    beads[k].score = probability(&beads[k], close[k], neighbourhood(close, count, k));
  free(dense);
  free(close);
  return fine;
}
