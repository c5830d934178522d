/* Sentences as sparse vectors in one space for both languages.
 *
 * Dimensions are the words of both languages, which the words of the other reach through their
 * translations, and what both sides write alike: beginnings of words, names, numbers. A group of
 * sentences is the sum of its vectors. */
#ifndef SEGI_VECTOR_H
#define SEGI_VECTOR_H

#include "align/texts.h"
#include "align/translations.h"
#include "align/weights.h"

typedef struct segi_entry {
  uint32_t dimension;
  float weight;
} segi_entry;

/* n vectors; row i is entries[start[i], start[i + 1]), each dimension at most once. */
typedef struct segi_vectors {
  size_t n;
  size_t *start; /* [n + 1] */
  segi_entry *entries;
  size_t D, first_dense; /* more dimensions, in which no number need be 0; D is mostly 0 */
  float *dense;          /* [n][D] */
} segi_vectors;

/* A dense row of all dimensions against vector i: their dot; adding it, times a factor; taking
 * its dimensions back to 0. */
double segi_vectors_dot(const segi_vectors *vectors, size_t i, const float *row);
void segi_vectors_scatter(const segi_vectors *vectors, size_t i, double factor, float *row);
void segi_vectors_unscatter(const segi_vectors *vectors, size_t i, float *row);

/* The vectors of both sides and the number of dimensions. lexicon holds what is known of the
 * languages, taught what the document says itself; either may be empty. False when memory is
 * short; nothing is allocated then. */
bool segi_vectorize(const segi_texts *texts, const segi_weights *weights,
                    const segi_translations *lexicon, const segi_translations *taught,
                    segi_vectors *x, segi_vectors *y, size_t *dimensions);
void segi_vectors_clear(segi_vectors *vectors);

#endif
