/* Which words translate which, in both directions. */
#ifndef SEGI_TRANSLATIONS_H
#define SEGI_TRANSLATIONS_H

#include "align/keys.h"
#include "seg/span.h"
#include "seg/status.h"

/* Kinds of term keys for the words of the two languages. */
enum { SEGI_SOURCE_WORD = 's', SEGI_TARGET_WORD = 't' };

typedef struct segi_translation {
  uint64_t key;
  float weight; /* the squares of a word's weights add up to 1 */
  float forward, backward; /* p(translation | word), p(word | translation) */
} segi_translation;

/* The translations of words.key number w are items[start[w], start[w + 1]). */
typedef struct segi_translations {
  segi_keys words;
  size_t *start;
  segi_translation *items;
} segi_translations;

/* A source word, a target word, and how likely each is when the other stands there. */
typedef struct segi_word_pair {
  uint64_t source, target;
  float forward, backward; /* p(target | source), p(source | target) */
} segi_word_pair;

/* False when memory is short; nothing is allocated then. */
bool segi_translations_make(const segi_word_pair *pairs, size_t count, segi_translations *table);

/* Reads lines "source<TAB>target 40 25<TAB>target 3 17": words with the two probabilities in
 * percent. Lines that start with # are comments. `swapped` says that the words of the first
 * column are those of the target language. Errors: SEG_BAD_FORMAT with the line,
 * SEG_NOMEM; nothing is allocated then. */
seg_status segi_translations_read(seg_bytes text, bool swapped, segi_translations *table,
                                  seg_error *error);

/* What both tables know, each with an equal say on the words that are in both. False when memory is
 * short; nothing is allocated then. */
bool segi_translations_merge(const segi_translations *a, const segi_translations *b,
                             segi_translations *table);

/* The translations of a word; *count is 0 when it is not known. Borrowed. */
const segi_translation *segi_translations_find(const segi_translations *table, uint64_t key,
                                               size_t *count);

void segi_translations_clear(segi_translations *table);

#endif
