/* Which words of the two sides may stand for each other.
 *
 * words: numbers for the distinct words and numbers of a side
 * tokens: the words of its sentences, one after the other
 * links: pairs of words with the probability of each where the other stands */
#ifndef SEGI_LINKS_H
#define SEGI_LINKS_H

#include <stdint.h>

#include "align/translations.h"
#include "align/weights.h"
#include "seg/align.h"

typedef struct segi_tokens {
  size_t n;
  size_t *start; /* [n + 1] tokens of sentence i: word[start[i], start[i + 1]) */
  uint32_t *word;
  size_t words;
  float *rarity; /* [words] 1 / share of the word in the side's text */
  float linked;  /* share of the tokens whose word has a link */
} segi_tokens;

typedef struct segi_link {
  uint32_t target;         /* word */
  float forward, backward; /* p(target | source), p(source | target) */
} segi_link;

typedef struct segi_links {
  segi_tokens source, target;
  size_t *start; /* [source.words + 1] links of a source word: items[start[w], start[w + 1]) */
  segi_link *items;
} segi_links;

/* Links come from both tables, from what is written alike, and from the words of drafts, which
 * count as words of the source sentence. False when memory is short; nothing is allocated then. */
bool segi_links_make(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                     const segi_weights *weights, const segi_translations *lexicon,
                     const segi_translations *taught, segi_links *links);
void segi_links_clear(segi_links *links);

#endif
