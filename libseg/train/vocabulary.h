/* The model's word table, with a row for each of the words met most often. */
#ifndef SEGI_VOCABULARY_H
#define SEGI_VOCABULARY_H

#include "lex/lexicon.h"
#include "train/recipe.h"

typedef struct segi_vocabulary {
  segi_word_slot *slots; /* owned; what `words` points into */
  segi_words words;
  size_t count;     /* words */
  size_t row_count; /* rows of words, row 0 included, that of all others */
} segi_vocabulary;

/* Counts and chooses the words of a recipe, at most `most`. Errors: SEG_BAD_FORMAT with file and
 * line, SEG_NOMEM. The caller clears *vocabulary in every case. */
seg_status segi_vocabulary_make(const seg_recipe *recipe, size_t most, segi_vocabulary *vocabulary,
                                seg_error *error);
void segi_vocabulary_clear(segi_vocabulary *vocabulary);

#endif
