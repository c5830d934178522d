/* How likely the words of a sentence are, given a group of sentences of the other side.
 *
 * The gain of a sentence is the sum over its words of log(p(word | group) / p(word)); it is
 * negative where the group says nothing of them. A group's words are drawn at random, and one of them
 * brings the word forth, or, by chance, the language does; the less is known of the two languages,
 * the more is left to chance. Of long sentences each word counts less.
 * Method: IBM model 1 (Brown et al. 1993) as a ratio to the frequency of words; Moore (AMTA 2002)
 * aligns sentences by it. */
#ifndef SEGI_LIKELY_H
#define SEGI_LIKELY_H

#include "align/links.h"
#include "align/postings.h"

typedef struct segi_likely_answer {
  uint32_t target; /* word */
  float forward;   /* sum of the probabilities of the sentence's words to bring it forth */
} segi_likely_answer;

/* Scratch memory for one document. Columns are nodes: column j stands behind j target sentences. */
typedef struct segi_likely {
  const segi_links *links;            /* borrowed */
  float source_chance, target_chance; /* of the words of the source and of the target */
  size_t K, columns;
  segi_range *range; /* [target words] postings: those that are still of use */
  uint32_t *post;           /* sentences that hold a target word, once for each token */
  float *answer;            /* [target words] what the words of a group add up to */
  uint32_t *touched;        /* [target words] those above 0 */
  size_t touched_count;
  segi_likely_answer *answers; /* [K][target words] ring: of source sentence x at x % K, those that
                                  stand in its columns */
  size_t *answer_count;        /* [K] */
  double *sum;  /* [columns] 0 between calls */
  float *words; /* [K][columns] of the b target sentences before a column */
} segi_likely;

/* False when memory is short; nothing is allocated then. */
bool segi_likely_make(const segi_links *links, double chance, size_t K, segi_likely *likely);
void segi_likely_clear(segi_likely *likely);

/* Gains of source sentence x, given the b target sentences before column j: gain[b - 1][j], for
 * first + b <= j <= last. first must not fall from call to call. */
void segi_likely_source(segi_likely *likely, size_t x, size_t first, size_t last, float *gain);

/* Gains of the target sentences first <= j < last given the a source sentences before node i; to be
 * called for a = 1, 2 and so on, after segi_likely_source of each with columns that hold these. */
void segi_likely_target(segi_likely *likely, size_t i, size_t a, size_t first, size_t last,
                        float *gain);

/* A bead's gain on both sides, and the least gain of one of its sentences:
 * by the square root of the number of words that made it, at most 2. */
double segi_likely_bead(segi_likely *likely, const seg_bead *bead, double *worst);

#endif
