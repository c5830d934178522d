/* What a bead costs.
 *
 * Beads are looked at row by row of the corridor: for row i (the node behind i source sentences),
 * for each size a of the source group that ends there, for each size b of the target group, all
 * columns at once. S and G sentences, K the largest group. */
#ifndef SEGI_COST_H
#define SEGI_COST_H

#include "align/corridor.h"
#include "align/likely.h"

/* Features before SEGI_ONE_TWO differ from bead to bead, those from there to SEGI_UNPAIRED depend on
 * a and b alone, the others are those of a sentence without partner. */
enum { SEGI_BEAD_FEATURES = SEGI_ONE_TWO };

/* Arrays that say "ring" hold what belongs to source sentence x at x % K; a and b stand for one
 * more than the number of a row. */
typedef struct segi_costs {
  const segi_bitext *bitext;
  const segi_corridor *corridor;
  const segi_weights *weights;
  size_t K, columns; /* columns: G + 1 */
  segi_likely likely;
  segi_range *range;      /* [dimensions] postings that were not before the last row's columns */
  double *dots;           /* [columns] of one source sentence with the target sentences */
  double *prefix;         /* [K][columns] ring: dots of the sentence left of a column */
  double *area;           /* [a][columns] sums of the prefixes of the last a source sentences */
  float *single;          /* [columns] of a target sentence, by the source group */
  double *missed_targets; /* [columns] sums of what target sentences miss, left of a column */
  float *missed_source;   /* [K][b][columns] ring: of the sentence, by the target groups */
  float *missed_sources;  /* [b][columns] sums of missed_source over the source group */
  double *gain_targets;   /* [columns] sums of gains of target sentences, left of a column */
  float *gain_source;     /* [K][b][columns] ring: gain of the sentence, by the target groups */
  float *gain_sources;    /* [b][columns] sums of gain_source over the source group */
  float *worst_targets;   /* [b][columns] least gain of the target sentences, as shares */
  float *worst_sources;   /* [b][columns] least gain of the source sentences, as shares */
  float *features;        /* [SEGI_BEAD_FEATURES][columns] */
  float *price;           /* [columns] */
  float *alone_source, *alone_target; /* [S], [G] costs of sentences without partner */
} segi_costs;

/* False when memory is short; nothing is allocated then. The arguments are borrowed. */
bool segi_costs_make(const segi_bitext *bitext, const segi_corridor *corridor,
                     const segi_weights *weights, segi_costs *costs);
void segi_costs_clear(segi_costs *costs);

/* To be called for i = 1 to S in order; then segi_costs_start_group for a = 1 to K in order; then
 * the following for any b. */
void segi_costs_start_row(segi_costs *costs, size_t i);
void segi_costs_start_group(segi_costs *costs, size_t i, size_t a);

/* The bead features of the beads of a source and b target sentences that end at columns first to
 * last, where they start inside the corridor: [SEGI_BEAD_FEATURES][columns]. Borrowed until the
 * next call. */
const float *segi_costs_features(segi_costs *costs, size_t i, size_t a, size_t b, size_t first,
                                 size_t last);

/* Their prices, indexed by column and borrowed until the next call, where a path that is at cost
 * from[j - b] before the bead may be cheaper behind it than best[j]: *first and *last are moved to
 * these columns. NULL when there are none. */
const float *segi_costs_beads(segi_costs *costs, size_t i, size_t a, size_t b, const double *from,
                              const double *best, size_t *first, size_t *last);

/* Sets all features to 0 but those of a bead's size. */
void segi_size_features(const segi_manner *manner, size_t a, size_t b,
                        float features[SEGI_FEATURES]);

/* Sets all features to 0 but those of a sentence without partner. */
void segi_alone_features(const segi_manner *manner, const segi_marks *marks, size_t sentence,
                         float features[SEGI_FEATURES]);

/* The square of the difference in length over its variance, at most 6. */
float segi_length_feature(double source_characters, double target_characters);

#endif
