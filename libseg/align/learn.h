/* Learns from pairs of texts which words translate which.
 *
 * pairs of word lists -> cells (a source and a target word of one pair) -> expectation
 * maximization -> word pairs with probabilities */
#ifndef SEGI_LEARN_H
#define SEGI_LEARN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* P pairs of word lists. Pair p holds the source words source[source_start[p],
 * source_start[p + 1]) and so on; words are numbers below source_words and target_words. */
typedef struct segi_word_lists {
  size_t P;
  uint32_t *source, *target;
  size_t *source_start, *target_start; /* [P + 1] */
  size_t source_words, target_words;
} segi_word_lists;

typedef struct segi_learned {
  uint32_t source, target;
  float forward, backward; /* p(target | source), p(source | target) */
  float count, back_count; /* expected number of times that one stood for the other, by either */
} segi_learned;

/* All word pairs that occur together in a pair of lists, by source word. *learned is
 * allocated. False when memory is short. Single-threaded and without transcendental
 * functions, so the result is the same on every machine.
 * Method: IBM model 1 in both directions (Brown et al. 1993) with a preference for the diagonal
 * (Dyer et al. 2013), of which the last rounds maximize agreement (Liang et al. 2006). */
bool segi_learn_words(const segi_word_lists *lists, unsigned rounds, unsigned agreeing_rounds,
                      segi_learned **learned, size_t *count);

#endif
