/* A stretch of a run between two line ends, as the model will see it in use. */
#ifndef SEGI_STRETCH_H
#define SEGI_STRETCH_H

#include "junction/features.h"
#include "train/run.h"

typedef struct segi_stretch {
  segi_tokens tokens;
  segi_context context;     /* traits are filled in, gaps are not */
  const segi_run_word *words; /* [tokens.count], borrowed from the run */
  size_t next;              /* first word of the next stretch */
} segi_stretch;

/* Goes on to the next stretch of the run; stretch->next is 0 before the first. False at the end
 * of the run, and when memory is short, which sets run->short_memory. */
bool segi_stretch_next(segi_stretch *stretch, segi_run *run, const segi_words *words);
void segi_stretch_clear(segi_stretch *stretch); /* frees */

/* Whether the gap behind token i is one that the model decides and that has a label. */
static inline bool segi_stretch_counts(const segi_stretch *s, size_t i) {
  return i + 1 < s->tokens.count && s->words[i].label != SEGI_UNKNOWN;
}

#endif
