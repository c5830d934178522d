/* A text that streams through a splitter on several threads.
 *
 *   input -> parts, cut where seg_split_cut says -> a stream for each -> segments, in order
 *
 * What is too long to be one part is several that share a stream: the calling thread splits these. */
#ifndef PARTS_H
#define PARTS_H

#include "seg/seg.h"

/* Who takes what comes out, on the thread that calls. Offsets and paragraphs count from the start of
 * the input. */
typedef struct parts_taker {
  /* The next bytes of the text, before the segments in them. */
  seg_status (*text)(void *context, seg_bytes text, seg_error *error);
  seg_status (*segment)(void *context, const seg_segment *segment, seg_bytes bytes,
                        seg_error *error);
  seg_explain *explain; /* NULL: nobody asks why. Then one thread does it all. */
  void *context;
} parts_taker;

typedef struct parts parts;

/* Errors: as seg_split_stream_new and seg_split_explain. */
seg_status parts_new(const seg_splitter *splitter, seg_paragraphs paragraphs, unsigned threads,
                     const parts_taker *taker, parts **made, seg_error *error);
void parts_free(parts *p);

/* Splits what is left of an input. Errors: as seg_input_read, seg_split_feed and those of the taker;
 * what comes before the error was taken. */
seg_status parts_split(parts *p, seg_input *input, seg_error *error);

#endif
