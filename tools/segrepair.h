/* What the files of segrepair share.
 *
 *   input -> blocks of a text, or records -> edits -> outputs */
#ifndef SEGREPAIR_H
#define SEGREPAIR_H

#include "blocks.h"
#include "cli.h"

#define FURNITURE "furniture" /* the kind of edit that --drop asks for */

typedef struct settings {
  seg_repair_options repair;
  const char *model; /* NULL: the one that is built in */
  const char *encoding;
  seg_invalid invalid;
  const char *output;
  const char *edits;
  const char *rejects; /* file for what is dropped */
  const char *explain; /* file for the reasons; NULL: none */
  const char *undo;
  seg_record_options records;
  double most_edits; /* in 1000 characters of a block; negative: any number */
  unsigned threads;
  bool diff, check, list_kinds;
} settings;

/* Whether a character of UTF-8 begins there. */
static inline bool starts_character(const char *text, size_t at) {
  return ((unsigned char)text[at] & 0xC0) != 0x80;
}

/* --- segrepair_write.c */

/* What a run writes, and what it knows of the input for that. */
typedef struct outputs {
  const settings *set;
  seg_output *text;           /* repaired, or the lines of --diff */
  seg_output *edits;          /* NULL when none are asked for */
  seg_output *rejects;        /* NULL when nothing is dropped */
  seg_output *reasons;        /* NULL when none are asked for */
  seg_editlog_writer *writer; /* of the edits */
  bool find_furniture;        /* and name it in the log */
  bool name_files;            /* more than one input */
  bool colour;
  const char *file;     /* name of the current input */
  seg_decoder *decoder; /* of it, while it streams */
  size_t line;          /* where the next changes are shown from */
} outputs;

/* Opens what o->set asks for; what is to be open is NULL before. close_outputs follows in every
 * case. */
seg_status open_outputs(outputs *o, seg_error *error);
/* All appear under their names, the text last: without its log it could not be undone, without its
 * rejects they were lost. */
seg_status commit_outputs(outputs *o, seg_error *error);
/* Gives up what was not committed, and frees. */
void close_outputs(outputs *o);

/* A text that streams: its beginning, its blocks with the edits in their logs, its end. */
seg_status begin_text(outputs *o, seg_decoder *decoder, seg_error *error);
seg_status write_block(outputs *o, const block *b, seg_error *error);
seg_status end_text(outputs *o, seg_error *error);

/* The lines of a text that its edits change, each once. */
seg_status show_changes(outputs *o, seg_bytes text, const seg_editlog *log, seg_error *error);

/* A row for each kind of repair. */
seg_status write_kinds(seg_output *out, seg_error *error);

/* --- segrepair_explain.c: a table of the places that the model looked at and of the edits by rules */

/* Writes the head of the table. */
seg_status explain_head(seg_output *out, seg_error *error);

/* Writes the rows of one text, which stands at `offset` of the decoder's text; a record has no
 * decoder, and its offsets count from its own start. log holds what is made of them. */
seg_status explain_text(seg_output *out, const seg_repairer *repairer, const seg_decoder *decoder,
                        size_t offset, seg_bytes text, const seg_editlog *log, seg_error *error);

#endif
