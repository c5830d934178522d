/* P(sentence end) of every junction of a stretch of text.
 *
 *   tokens -> settled? -> glance -> first look -> second look -> network -> calibrated probability
 *             no end      no end    hopeless: no end
 *                         an end    certain: an end
 *
 * Six of ten junctions are settled by the shapes of their two tokens alone, two thirds of the others
 * by a glance at the bytes around. Linear scores over hashed features, the looks, decide what is left
 * but for one junction in two hundred. That is decided by a small network over the K tokens on each
 * side and the context of the junction, of which the verdict of the hand-set rules (rules.h) is a
 * part; where the rules are sure, half their log odds are added to the score. Each step is made only
 * for the junctions that the one before leaves open, and the traits of a token and what the lexicon
 * knows of it only for the tokens that a step looks at. Training uses the same functions.
 * model/weights.h tells the shapes and the arithmetic. */
#ifndef SEGI_NETWORK_H
#define SEGI_NETWORK_H

#include "junction/features.h"
#include "junction/looks.h"

/* Scratch memory of one thread, reused from stretch to stretch. T tokens, padded as the context. */
typedef struct segi_network {
  segi_context context;
  int16_t *vectors; /* [PADDING + T + PADDING][D] sums of the rows of a token */
  bool *summed;     /* [PADDING + T + PADDING] whether the vector was made already */
  size_t capacity;
} segi_network;

/* Prepares a stretch: traits, looks, context. False when memory is short. */
bool segi_network_begin(segi_network *n, const segi_weights *weights, segi_tokens *tokens);

/* Score z of the junction behind token i, in steps of SEGI_SCORE_STEP: the network's when the
 * looks are neither hopeless nor certain, else theirs. */
int32_t segi_network_score(segi_network *n, const segi_weights *weights, size_t i);

/* What the rules of the junction add to that score, of which it is a part. */
int32_t segi_rules_share(uint8_t rules);

/* The calibrated probability of a score. */
double segi_network_probability(const segi_weights *weights, int32_t score);

void segi_network_clear(segi_network *n); /* frees */

#endif
