/* Which words of the two sides may stand for each other.
 *
 * Links are pairs of words with the probability of each where the other stands. */
#ifndef SEGI_LINKS_H
#define SEGI_LINKS_H

#include "align/texts.h"
#include "align/translations.h"
#include "align/weights.h"

typedef struct segi_link {
  uint32_t target;         /* word */
  float forward, backward; /* p(target | source), p(source | target) */
} segi_link;

typedef struct segi_links {
  const segi_side *source, *target; /* borrowed */
  size_t *start; /* [source words + 1] links of a source word: items[start[w], start[w + 1]) */
  segi_link *items;
  float source_linked, target_linked; /* share of a side's tokens whose word has a link */
} segi_links;

/* Links come from both tables, from what is written alike, and from the words of drafts, which
 * count as words of the source sentence. False when memory is short; nothing is allocated then. */
bool segi_links_make(const segi_texts *texts, const segi_weights *weights,
                     const segi_translations *lexicon, const segi_translations *taught,
                     segi_links *links);
void segi_links_clear(segi_links *links);

#endif
