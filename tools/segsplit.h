/* What the files of segsplit share.
 *
 *   input -> parts of a text, or records -> segments -> outputs */
#ifndef SEGSPLIT_H
#define SEGSPLIT_H

#include "cli.h"
#include "records.h"
#include "skeleton.h"

enum { FORMAT_DEFAULT = -1, FORMAT_PLAIN, FORMAT_JSONL, FORMAT_XLIFF }; /* ORDER of --format */

typedef struct settings {
  seg_split_options split;
  const char *model;    /* NULL: the one that is built in */
  const char *srx;      /* file with rules; NULL: none */
  const char *explain;  /* file for the reasons; NULL: none */
  const char *skeleton; /* file for what stands between the segments; NULL: none */
  const char *restore;  /* such a file, to put lines back into; NULL: split */
  int preference;       /* -1: the threshold was given, or is the default */
  const char *encoding;
  seg_invalid invalid;
  const char *output;
  seg_record_options records;
  unsigned threads;
  int format;      /* FORMAT_DEFAULT: plain for text, else the records with their segments */
  bool name_files; /* more than one input */
} settings;

/* --- segsplit_write.c */

/* What a run writes, and what it knows of the input for that. */
typedef struct outputs {
  const settings *set;
  seg_output *text;
  seg_xliff_writer *xliff;  /* on text; NULL: another format */
  skeleton *skeleton;       /* NULL: none is written */
  seg_output *reasons;      /* NULL: likewise */
  seg_error reasons_error;  /* the first in writing them */
  const char *file;         /* name of the current input */
  seg_decoder *decoder;     /* of it, while it streams */
  const seg_record *record; /* NULL while a text streams through */
  bool any;                 /* something was written */
  size_t paragraph;         /* of the last segment */
  char *line;               /* scratch */
  size_t capacity;
  char *lines; /* new text of a record */
  size_t lines_length, lines_capacity;
} outputs;

/* Opens what o->set asks for; the rest of *o is zero before. close_outputs follows in every case. */
seg_status open_outputs(outputs *o, seg_error *error);
/* All appear under their names, the segments last; after an error the rest does not. */
seg_status commit_outputs(outputs *o, seg_error *error);
/* Gives up what was not committed, and frees. */
void close_outputs(outputs *o);

/* A text that streams: its beginning, then for each part its bytes and the segments in them, as
 * parts_taker has it. The context is the outputs. */
seg_status begin_text(outputs *o, seg_decoder *decoder, seg_error *error);
seg_status take_text(void *context, seg_bytes text, seg_error *error);
seg_status take_segment(void *context, const seg_segment *segment, seg_bytes bytes,
                        seg_error *error);
/* One row: place, words, decision, probability, who decided, scores, features. */
void take_reason(void *context, const seg_explanation *e);

/* A record; *result is what records_plan wants of it. */
seg_status take_record(outputs *o, const seg_records *records, const seg_record *record,
                       const records_made *made, seg_result *result, seg_error *error);

#endif
