#include "train/corpus.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

/* One block in PERIOD is held back. Small corpora have smaller blocks, so as to have all parts. */
enum { LARGEST_BLOCK = 64, PERIOD = 50, HELD_BACK = 17, LEAST_BLOCKS = 100 };

segi_part segi_part_of(const segi_corpus *corpus, size_t paragraph) {
  size_t block = paragraph / corpus->block;
  if (block % PERIOD == HELD_BACK) return SEGI_HELD_BACK;
  return block % 2 == 0 ? SEGI_HALF_A : SEGI_HALF_B;
}

seg_status segi_corpus_read(const segi_source *source, segi_corpus *corpus, seg_error *error) {
  *corpus = (segi_corpus){.source = source};
  seg_bytes rest = source->text, line;
  while (segi_next_line(&rest, &line)) {
    if (line.length == 0) {
      if (corpus->count > 0) corpus->paragraphs[corpus->count - 1].document_end = true;
      continue;
    }
    if (!segi_grow(&corpus->paragraphs, &corpus->capacity, corpus->count + 1,
                   sizeof *corpus->paragraphs))
      return segi_nomem(error);
    corpus->paragraphs[corpus->count++] = (segi_paragraph){line, false};
  }
  size_t block = corpus->count / LEAST_BLOCKS;
  corpus->block = block < 1 ? 1 : block > LARGEST_BLOCK ? LARGEST_BLOCK : block;
  if (corpus->count > HELD_BACK) return SEG_OK;
  segi_error_source(error, source->file);
  return segi_fail(error, SEG_BAD_ARGUMENT, "too little text: %zu lines", corpus->count);
}

void segi_corpus_clear(segi_corpus *corpus) {
  free(corpus->paragraphs);
  *corpus = (segi_corpus){0};
}
