#include "align/confidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/cost.h"
#include "base/mem.h"

enum { NEIGHBOURS = 3 /* beads on each side */ };
static const double enough_linked = 0.5; /* share of the words */
static const double enough = 0.3;        /* closeness that leaves no doubt; more says no more */

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

/* Log-likelihood ratio for each word, at most 1. */
static double likeliness(const segi_bitext *t, segi_likely *likely, const seg_bead *bead,
                         double *worst) {
  *worst = 0;
  if (bead->source_count == 0 || bead->target_count == 0) return 0;
  const size_t *s = t->links.source->start, *g = t->links.target->start;
  size_t words = s[bead->source_first + bead->source_count] - s[bead->source_first] +
                 g[bead->target_first + bead->target_count] - g[bead->target_first];
  double share = segi_likely_bead(likely, bead, worst) / ((double)words + 1);
  return share < 1 ? share : 1;
}

static bool is_alone(const seg_bead *bead) {
  return bead->source_count == 0 || bead->target_count == 0;
}

/* Means over the beads around bead k; what it says itself when it stands by itself. */
static void look_around(const seg_bead *beads, const double *likely, size_t count, size_t k,
                        double *sure) {
  size_t first = k < NEIGHBOURS ? 0 : k - NEIGHBOURS;
  size_t last = count - 1 - k < NEIGHBOURS ? count - 1 : k + NEIGHBOURS;
  double sum = 0, alone = 0, paired = 0;
  for (size_t n = first; n <= last; n++) {
    if (is_alone(&beads[n]))
      alone++;
    else if (n != k || first == last) {
      sum += likely[n];
      paired++;
    }
  }
  sure[SEGI_SURE_AROUND] = paired > 0 ? sum / paired : 0;
  sure[SEGI_SURE_ALONE] = alone / (double)(last - first + 1);
}

static void fill(const segi_bitext *t, const seg_bead *bead, double *sure) {
  size_t a = bead->source_count, b = bead->target_count;
  const double *x = t->mx.characters + bead->source_first;
  const double *y = t->my.characters + bead->target_first;
  sure[SEGI_SURE_CONSTANT] = 1;
  sure[SEGI_SURE_SMALLER] = (double)((a < b ? a : b) - 1);
  sure[SEGI_SURE_LARGER] = (double)(a < b ? b - a : a - b);
  sure[SEGI_SURE_LENGTH] = (double)segi_length_feature(x[a] - x[0], y[b] - y[0]);
}

bool segi_bead_certainties(const segi_bitext *t, const segi_weights *weights, const seg_bead *beads,
                           size_t count, double *sure) {
  segi_likely likely = {0};
  float *dense = segi_calloc(t->dimensions, sizeof *dense);
  double *share = segi_alloc(count, sizeof *share);
  bool fine =
    dense != NULL && share != NULL && segi_likely_make(&t->links, weights->chance, 1, &likely);
  memset(sure, 0, count * SEGI_CERTAINTIES * sizeof *sure);
  for (size_t k = 0; k < count && fine; k++) {
    double *row = sure + k * SEGI_CERTAINTIES;
    share[k] = row[SEGI_SURE_LIKELY] = likeliness(t, &likely, &beads[k], &row[SEGI_SURE_WORST]);
    row[SEGI_SURE_CLOSE] = closeness(t, &beads[k], dense);
    if (!is_alone(&beads[k])) fill(t, &beads[k], row);
  }
  for (size_t k = 0; k < count && fine; k++)
    look_around(beads, share, count, k, sure + k * SEGI_CERTAINTIES);
  segi_likely_clear(&likely);
  free(dense);
  free(share);
  return fine;
}

/* 1, or less when hardly a word has a link and there are no vectors: then there is no evidence. */
static double evidence(const segi_bitext *t) {
  double linked = (double)(t->links.source_linked + t->links.target_linked) / 2;
  return t->x.D > 0 || linked > enough_linked ? 1 : linked / enough_linked;
}

bool segi_score_beads(const segi_bitext *bitext, const segi_weights *weights, seg_bead *beads,
                      size_t count) {
  double *sure = segi_alloc(count, SEGI_CERTAINTIES * sizeof *sure);
  bool fine = sure != NULL && segi_bead_certainties(bitext, weights, beads, count, sure);
  for (size_t k = 0; k < count && fine; k++) {
    double logit = 0;
    for (size_t f = 0; f < SEGI_CERTAINTIES; f++)
      logit += weights->sure[f] * sure[k * SEGI_CERTAINTIES + f];
    beads[k].score = is_alone(&beads[k]) ? 0 : evidence(bitext) / (1 + exp(-logit));
  }
  free(sure);
  return fine;
}
