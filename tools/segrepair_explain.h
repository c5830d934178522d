/* segrepair --explain: a table of the places that the model looked at and of the edits by rules. */
#ifndef SEGREPAIR_EXPLAIN_H
#define SEGREPAIR_EXPLAIN_H

#include "seg/seg.h"

/* Writes the head of the table. */
seg_status explain_head(seg_output *out, seg_error *error);

/* Writes the rows of one text, which stands at `offset` of the decoder's text; a record has no
 * decoder, and its offsets count from its own start. log holds what is made of them. */
seg_status explain_text(seg_output *out, const seg_repairer *repairer, const seg_decoder *decoder,
                        size_t offset, seg_bytes text, const seg_editlog *log, seg_error *error);

#endif
