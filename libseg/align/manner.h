/* How a document was translated, as an alignment of it shows: literally or freely, with sentences
 * left out or joined. */
#ifndef SEGI_MANNER_H
#define SEGI_MANNER_H

#include <stdbool.h>

#include "align/weights.h"
#include "seg/align.h"

struct segi_bitext;

/* All 0 while nothing is known. */
typedef struct segi_manner {
  float literal; /* mean log-likelihood ratio for each word, beside that of common texts */
  float alone;   /* logarithm of the share of sentences without partner, beside a common one */
  float merged;  /* the same of the sentences that beads have beyond 1-1 */
} segi_manner;

/* False when memory is short. */
bool segi_manner_find(const struct segi_bitext *bitext, const segi_weights *weights,
                      const seg_bead *beads, size_t count, segi_manner *manner);

#endif
