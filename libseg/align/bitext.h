/* What is aligned: both sides as sentences, vectors, groups, words and marks. */
#ifndef SEGI_BITEXT_H
#define SEGI_BITEXT_H

#include "align/dense.h"
#include "align/groups.h"
#include "align/links.h"
#include "align/manner.h"
#include "align/marks.h"
#include "align/postings.h"

typedef struct segi_bitext {
  const segi_texts *texts; /* borrowed */
  segi_vectors x, y;
  segi_groups gx, gy;
  segi_postings targets;              /* of y */
  segi_dense_groups dense_x, dense_y; /* L is 0 when there are none */
  size_t dimensions;
  segi_links links;
  segi_marks mx, my;
  bool paragraphs; /* both sides are marked for paragraphs */
  segi_manner manner;
} segi_bitext;

/* What is known beside the sentences. */
typedef struct segi_knowledge {
  const segi_translations *lexicon, *taught;
  segi_manner manner;
  const seg_embeddings *source, *target; /* NULL: there are none */
  const seg_bead *beads; /* [bead_count] of an earlier pass; NULL: this is the first */
  size_t bead_count;
} segi_knowledge;

/* Groups of up to K sentences; the texts are borrowed. False when memory is short; to be cleared all
 * the same. */
bool segi_bitext_make(const segi_texts *texts, size_t K, const segi_weights *weights,
                      const segi_knowledge *knowledge, segi_bitext *bitext);
void segi_bitext_clear(segi_bitext *bitext);

#endif
