#include "align/manner.h"

#include <math.h>

#include "align/bitext.h"
#include "align/likely.h"

enum { BEADS = 2000 /* about as many are looked at, evenly spread */ };
static const double common_likelihood = 0.9, common_share = 0.15;
static const double prior_sentences = 20; /* of common texts, that are weighed in */

static float log_share(double some, double all) {
  double share = (some + common_share * prior_sentences) / (all + prior_sentences);
  return (float)log(share / common_share);
}

bool segi_manner_find(const segi_bitext *t, const segi_weights *weights, const seg_bead *beads,
                      size_t count, segi_manner *manner) {
  const size_t *s = t->links.source->start, *g = t->links.target->start;
  double gain = 0, words = 0, alone = 0, merged = 0, all = 0, worst;
  segi_likely likely;
  if (!segi_likely_make(&t->links, weights->chance, 1, &likely)) return false;
  for (size_t k = 0; k < count; k += 1 + count / BEADS) {
    const seg_bead *b = &beads[k];
    double sentences = (double)(b->source_count + b->target_count);
    all += sentences;
    if (b->source_count == 0 || b->target_count == 0) {
      alone += sentences;
      continue;
    }
    merged += sentences - 2;
    gain += segi_likely_bead(&likely, b, &worst);
    words += (double)(s[b->source_first + b->source_count] - s[b->source_first] +
                      g[b->target_first + b->target_count] - g[b->target_first]);
  }
  segi_likely_clear(&likely);
  manner->literal =
    (float)((gain + common_likelihood * 20 * prior_sentences) / (words + 20 * prior_sentences) -
            common_likelihood);
  manner->alone = log_share(alone, all);
  manner->merged = log_share(merged, all);
  return true;
}
