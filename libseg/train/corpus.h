/* The paragraphs of one source, and which part of training sees them.
 *
 * Paragraphs go by blocks: some are held back for the final report, the others fall into two
 * halves. The first look is trained on each half apart, so that the window network can be
 * trained on scores of text that the first look has not seen. */
#ifndef SEGI_CORPUS_H
#define SEGI_CORPUS_H

#include "train/recipe.h"

typedef struct segi_paragraph {
  seg_bytes text; /* borrowed from the source */
  bool document_end;
} segi_paragraph;

typedef struct segi_corpus {
  const segi_source *source;
  segi_paragraph *paragraphs;
  size_t count, capacity;
  size_t block; /* paragraphs in a block */
} segi_corpus;

typedef enum segi_part { SEGI_HALF_A, SEGI_HALF_B, SEGI_HELD_BACK } segi_part;

segi_part segi_part_of(const segi_corpus *corpus, size_t paragraph);

/* Reads the lines of the source. Errors: SEG_BAD_ARGUMENT when there are none, SEG_NOMEM. */
seg_status segi_corpus_read(const segi_source *source, segi_corpus *corpus, seg_error *error);
void segi_corpus_clear(segi_corpus *corpus); /* frees */

#endif
