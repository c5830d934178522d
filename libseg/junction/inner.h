/* Junctions hidden inside a token: where words grew together, and what was lost there.
 *
 *   token -> candidates (candidate.h) -> boosted trees -> P(missing) -> what is missing */
#ifndef SEGI_INNER_H
#define SEGI_INNER_H

#include "junction/candidate.h"
#include "seg/model.h"

typedef struct segi_place {
  size_t offset;    /* bytes from the start of the text; something is missing before it */
  segi_family family;
  seg_label label;  /* what is missing, never SEG_LABEL_NONE */
  bool mark_behind; /* a punctuation mark or closing sign stands before the place already */
  double probability; /* that something is missing here at all */
} segi_place;

typedef struct segi_places {
  segi_place *items;
  size_t count;
  size_t capacity;
} segi_places;

/* Fills *places with the places of a document where something is missing with a probability of
 * at least `threshold`, in order, from all its candidates, which the same model found. False when
 * memory is short. */
bool segi_find_places(const seg_model *model, const char *text, const segi_tokens *tokens,
                      const segi_candidates *candidates, double threshold, segi_places *places);

/* P(something is missing) at a candidate, and what that is: for training too. */
double segi_join_probability(const segi_trees *joins, const segi_candidate *c);
seg_label segi_join_label(const segi_trees *labels, const segi_candidate *c);

void segi_places_clear(segi_places *places); /* frees */

#endif
