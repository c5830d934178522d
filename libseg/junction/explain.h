/* Why the model sees a sentence end at a junction or not. */
#ifndef SEGI_EXPLAIN_H
#define SEGI_EXPLAIN_H

#include "junction/score.h"
#include "seg/split.h"

/* Calls explain for the junctions behind tokens [0, count), which segi_find_boundaries has scored.
 * Their text stands at offset `base` of the stream; boundaries holds the ends that are left when all
 * have spoken. */
void segi_explain(const seg_model *model, segi_boundaries *boundaries, segi_tokens *tokens,
                  size_t base, size_t count, double threshold, bool furniture, seg_explain *explain,
                  void *context);

#endif
