/* One text that comes in chunks, as the files of this folder see it.
 *
 *   chunks -> stretches and windows (split.c) -> boundaries (boundaries.c) -> segments (segments.c) */
#ifndef SEGI_STREAM_H
#define SEGI_STREAM_H

#include "base/buf.h"
#include "junction/score.h"
#include "seg/split.h"
#include "split/length.h"
#include "split/srx.h"
#include "text/icu_break.h"

/* What rules see of a stretch before and behind a window, in bytes. */
enum { SEGI_RULES_LOOK = 1024 };

struct seg_splitter {
  const seg_model *model;
  seg_paragraphs paragraphs;
  double threshold;
  bool german;
  char language[64];
  const seg_srx *srx;          /* NULL: no rules */
  const segi_srx_rule **rules; /* [rule_count] of the language */
  size_t rule_count;
  size_t max_length, min_length;
  bool count_tokens;
  bool judged;                 /* by the model or the break iterator: no rules alone */
};

struct seg_split_stream {
  const seg_splitter *splitter;
  segi_breaker *breaker;      /* for other languages than German */
  segi_srx_matcher *matcher;  /* NULL without rules */
  segi_buf text;              /* the part of the stream that is still needed */
  size_t base;                /* stream offset of text.data[0] */
  size_t next;                /* in text: where the next stretch or window begins */
  size_t scanned;             /* in text: up to here no end of the stretch was found */
  size_t window;              /* bytes after which a stretch is split although it goes on */
  seg_paragraphs paragraphs;  /* automatic until decided */
  size_t paragraph;           /* number of the current one */
  size_t breaks;              /* line breaks since the last segment */
  bool started;               /* there was a segment */
  bool inside;                /* `next` lies within a stretch whose beginning was split already */
  bool furniture;             /* what the beginning of that stretch said */
  bool segment_open;          /* a segment began before `next` */
  size_t segment_start;       /* stream offset of that segment */
  segi_tokens tokens;
  segi_boundaries boundaries;
  segi_buf unwrapped;         /* a copy without line breaks, for the break iterator */
  size_t *asked;              /* where the rules are asked whether a boundary may stay */
  size_t asked_capacity;
  segi_boundary *ruled;       /* boundaries when the rules have spoken */
  size_t ruled_capacity;
  seg_explain *explain;       /* NULL: nobody asks why */
  void *explain_context;
  segi_cutter cutter;         /* for segments that are too long */
  size_t held;                /* segments that wait for what follows: the last ones */
  seg_segment *segments;      /* found and not yet taken: [taken, count) */
  size_t taken, count, capacity;
};

/* Finds the boundaries within the stretch or window text[0, length), which stands at s->next. */
seg_status segi_stream_boundaries(seg_split_stream *s, const char *text, size_t length,
                                  seg_error *error);

/* Adds a segment, or its parts, or joins it to the last one. Offsets in s->text; the segment may have
 * begun earlier. False when memory is short. */
bool segi_stream_emit(seg_split_stream *s, size_t start, size_t end, seg_segment_kind kind,
                      double confidence);

/* The text is over: no segment waits any more. */
void segi_stream_flush(seg_split_stream *s);

#endif
