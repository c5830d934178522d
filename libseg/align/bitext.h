/* What is aligned: both sides as sentences, vectors and groups. */
#ifndef SEGI_BITEXT_H
#define SEGI_BITEXT_H

#include "align/dense.h"
#include "align/groups.h"
#include "align/postings.h"

typedef struct segi_bitext {
  const seg_sentence *source, *target; /* [S], [G] */
  segi_vectors x, y;
  segi_groups gx, gy;
  segi_postings targets;              /* of y */
  segi_dense_groups dense_x, dense_y; /* L is 0 when there are none */
  size_t dimensions;
  bool paragraphs; /* both sides are marked for paragraphs */
} segi_bitext;

#endif
