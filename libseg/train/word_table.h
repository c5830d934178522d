/* Chooses the words of the vocabulary and works out what the lexicon says of them. */
#ifndef SEGI_WORD_TABLE_H
#define SEGI_WORD_TABLE_H

#include "lex/lexicon.h"
#include "train/recipe.h"
#include "train/word_list.h"

typedef struct segi_table_word {
  const segi_counted *counted;
  segi_word word; /* classes: the forms only */
} segi_table_word;

typedef struct segi_word_table {
  segi_word_list list;      /* of all words met */
  segi_table_word *words;   /* [count], the most useful ones, in byte order */
  size_t count;
} segi_word_table;

/* Reads the texts and lists of the recipe; takes at most `most` words. Errors: SEG_BAD_FORMAT
 * with file and line, SEG_NOMEM. The caller clears the table in every case. */
seg_status segi_word_table_make(const seg_recipe *recipe, size_t most, segi_word_table *table,
                                seg_error *error);
void segi_word_table_clear(segi_word_table *table);

#endif
