/* Texts as lists of word numbers, one list after the other. */
#ifndef SEGI_WORDS_H
#define SEGI_WORDS_H

#include "align/keys.h"
#include "base/buf.h"
#include "seg/span.h"

typedef struct segi_words {
  segi_keys keys;    /* distinct stems */
  segi_buf stems;    /* their bytes, one after the other */
  size_t *stem_end;  /* [keys.count] */
  uint32_t *word;    /* [count] numbers of stems */
  size_t count;
  size_t stem_end_capacity, word_capacity;
} segi_words;

#define SEGI_WORDS_EMPTY {SEGI_KEYS_EMPTY, SEGI_BUF_EMPTY, NULL, NULL, 0, 0, 0}

/* Appends the words of a text, not its numbers, until there are `most`. False when memory is
 * short. */
bool segi_words_add(segi_words *words, seg_bytes text, size_t most);

/* The stem of a word number: folded, decomposed, cut. Borrowed until the next add. */
seg_bytes segi_words_stem(const segi_words *words, size_t number);

void segi_words_clear(segi_words *words);

#endif
