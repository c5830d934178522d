/* Counts how words are written in running text. */
#ifndef SEGI_WORD_COUNTS_H
#define SEGI_WORD_COUNTS_H

#include "train/recipe.h"
#include "train/word_list.h"

/* Adds the uses of words in one source, each with its weight. A use is counted as capitalised or
 * lower-case where another word or a comma stands before it in the same sentence, and as initial
 * after a sure sentence end or at the start of a paragraph of whole sentences. After anything
 * else (a colon, an abbreviation, a number) it is not counted. Words touched by a digit or a
 * hyphen, and runs of words in capitals, are left out, and so are notes in brackets and speaker
 * lines of protocols. False when memory is short. */
bool segi_count_words(const segi_source *source, segi_word_list *list);

/* Whether a word has nothing but letters of German and of the names in its texts. */
bool segi_is_german_word(const char *word, size_t length);

#endif
