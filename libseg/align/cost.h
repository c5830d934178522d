/* What a bead costs.
 *
 * Beads are priced row by row of the corridor: for row i (the node behind i source sentences), for
 * each size a of the source group that ends there, for each size b of the target group, all
 * columns at once. S and G sentences, K the largest group. */
#ifndef SEGI_COST_H
#define SEGI_COST_H

#include "align/corridor.h"

typedef struct segi_costs {
  const segi_bitext *bitext;
  const segi_corridor *corridor;
  const segi_weights *weights;
  size_t K, columns;     /* columns: G + 1 */
  double *dots;          /* [columns] of one source sentence with the target sentences */
  double *prefix;        /* [K][columns] ring: dots of source sentence x left of a column */
  double *area;          /* [K][columns] sums of the prefixes of the last a source sentences */
  float *missed;         /* [columns] of a target sentence, by the source group */
  double *missed_targets; /* [columns] sums of missed left of a column */
  float *missed_source;  /* [K][K][columns] ring: of source sentence x by the target groups */
  float *missed_sources; /* [K][columns] sums of missed_source over the source group */
  float *loose;          /* [columns] how loosely the parts of a bead are bound */
  float *far;            /* [columns] normalized distance of the two sides of a bead */
  float *price;          /* [columns] */
} segi_costs;

/* False when memory is short; nothing is allocated then. The arguments are borrowed. */
bool segi_costs_make(const segi_bitext *bitext, const segi_corridor *corridor,
                     const segi_weights *weights, segi_costs *costs);
void segi_costs_clear(segi_costs *costs);

/* To be called for i = 1 to S in order; then segi_costs_start_group for a = 1 to K in order; then
 * segi_costs_beads for any b. */
void segi_costs_start_row(segi_costs *costs, size_t i);
void segi_costs_start_group(segi_costs *costs, size_t i, size_t a);

/* Prices of the beads of a source and b target sentences that end at columns first to last, where
 * they start inside the corridor. The result is indexed by column and borrowed until the next call.
 *
 * Method: (1 - cosine) normalized by its mean against random groups, after Thompson and Koehn
 * (Vecalign, EMNLP 2019); length; what each sentence finds on the other side; what binds the
 * parts of a bead. */
const float *segi_costs_beads(segi_costs *costs, size_t i, size_t a, size_t b, size_t first,
                              size_t last);

#endif
