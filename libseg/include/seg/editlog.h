/* Edits, and the way back.
 *
 *   input --edits--> output          output --inverse edits--> input
 *
 * Edits stand in input order and do not overlap. A seg_editlog holds the edits of one text in
 * memory; the functions at the end keep the edits of whole files, of any encoding, as JSON. */
#ifndef SEG_EDITLOG_H
#define SEG_EDITLOG_H

#include <stdbool.h>

#include "seg/span.h"
#include "seg/status.h"
#include "seg/text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct seg_edit {
  size_t offset;       /* bytes of the input before the edit */
  seg_bytes old_bytes; /* what stood there; empty for an insertion */
  seg_bytes new_bytes; /* what stands there now; empty for a deletion */
  const char *kind;    /* id of the repair kind: "sentence-join"; copied when appended */
  double confidence;   /* probability that the edit is right, 0 to 1 */
} seg_edit;

/* An ordered list of edits that owns its bytes. One thread at a time while it grows. */
typedef struct seg_editlog seg_editlog;

/* The caller frees *log. Errors: SEG_NOMEM. */
SEG_API seg_status seg_editlog_new(seg_editlog **log, seg_error *error);
SEG_API void seg_editlog_free(seg_editlog *log);

/* Forgets all edits, keeps the memory. */
SEG_API void seg_editlog_clear(seg_editlog *log);

/* Appends a copy of *edit. Errors: SEG_BAD_ARGUMENT when it starts before the end of the last
 * edit, SEG_NOMEM; the log is unchanged then. */
SEG_API seg_status seg_editlog_append(seg_editlog *log, const seg_edit *edit, seg_error *error);

/* Number of edits, and the index-th of them (from 0; index < count). The bytes and the kind of
 * the edit are borrowed until the next append, clear or free. */
SEG_API size_t seg_editlog_count(const seg_editlog *log);
SEG_API seg_edit seg_editlog_get(const seg_editlog *log, size_t index);

/* Applies the edits to the text they were made for. *output is allocated, with a NUL behind
 * it that *output_length does not count; the caller frees it with seg_free.
 * Errors: SEG_BAD_MATCH when the old bytes of an edit do not stand at its place, SEG_NOMEM. */
SEG_API seg_status seg_editlog_apply(const seg_editlog *log, const char *input, size_t length,
                                     char **output, size_t *output_length, seg_error *error);

/* The inverse of seg_editlog_apply: gives the input back. Same ownership and errors. */
SEG_API seg_status seg_editlog_undo(const seg_editlog *log, const char *output, size_t length,
                                    char **input, size_t *input_length, seg_error *error);

/* The input offset of an output offset; inside new bytes, the start of the edit. */
SEG_API size_t seg_editlog_input_offset(const seg_editlog *log, size_t output_offset);

/* --- The edits of files, as JSON Lines.
 *
 *   {"format":"libseg-edits","version":1,"source":"page.txt"}
 *   {"offset":52,"output":52,"old":"","new":". ","kind":"sentence-join","confidence":0.97}
 *   {"end":"page.txt","edits":1,"encoding":"UTF-8","bom":0,"input_bytes":90,"output_bytes":92,
 *    "input_fnv64":"af63dc4c8601ec8c","output_fnv64":"08328807b4eb6fed"}     (one line)
 *
 * A section is the log of one file: a line that begins it, one line an edit, a line that ends
 * it (the encoding may show late in a file, lengths and checksums only at its end). Several
 * sections follow each other as their outputs do.
 * What was found and not changed has a line of its own, which the way back passes over:
 *   {"found":"furniture","offset":0,"length":34,"output":0,"output_length":34,"text":"..."}
 * An edit of a repair also has "evidence": "model" or "rule".
 * "offset" counts bytes of the original file, "output" bytes of the UTF-8 output. "old" is
 * text in UTF-8, to be encoded again on the way back; bytes that are not valid UTF-8, or that
 * encoding would not give back, stand in "old_hex" as they were in the file. "new" or
 * "new_hex" is what stands in the output. Checksums are 64-bit FNV-1a, in hexadecimal. */

/* Writes one log. One thread at a time. */
typedef struct seg_editlog_writer seg_editlog_writer;

/* The caller frees *writer. Errors: SEG_NOMEM. */
SEG_API seg_status seg_editlog_writer_new(seg_editlog_writer **writer, seg_error *error);
SEG_API void seg_editlog_writer_free(seg_editlog_writer *writer);

/* Begins a section. *json lends its line until the next call on the writer, as below. `source`
 * is a name for people; bytes of it that are not valid UTF-8 become U+FFFD.
 * Errors: SEG_NOMEM. */
SEG_API seg_status seg_editlog_writer_begin(seg_editlog_writer *writer, const char *source,
                                            seg_bytes *json, seg_error *error);

/* A stretch of text that was found to be of a kind and is not changed for it. */
typedef struct seg_found {
  const char *kind; /* "furniture" */
  seg_span text;    /* in the block's text */
  seg_span output;  /* in its output */
} seg_found;

/* One block of a file: blocks follow each other without gap. */
typedef struct seg_edited_block {
  seg_bytes text;           /* decoded text, before the edits */
  size_t text_offset;       /* where it starts in the decoded stream */
  const seg_editlog *log;   /* its edits, at offsets in `text` */
  seg_bytes output;         /* text with the edits applied */
  const seg_lossy *lossy;   /* the decoder's lossy places that lie in the block, in order */
  size_t lossy_count;
  const seg_found *found;   /* in order; written behind the edits */
  size_t found_count;
  bool by_repair;           /* the log is of seg_repair_text: its lines say what they rest on */
} seg_edited_block;

/* The lines of a block: its edits, its lossy places as edits of kind "invalid-bytes", and what
 * was found in it.
 * The decoder must not have forgotten the block; without one (NULL) the text is the file itself,
 * in UTF-8 and without byte order mark. Errors: SEG_UNSUPPORTED when the encoding does
 * not lead back to the bytes of the file, SEG_NOMEM. */
SEG_API seg_status seg_editlog_writer_block(seg_editlog_writer *writer,
                                            const seg_decoder *decoder,
                                            const seg_edited_block *block, seg_bytes *json,
                                            seg_error *error);

/* Ends the section; decoder as above. */
SEG_API seg_status seg_editlog_writer_end(seg_editlog_writer *writer, const seg_decoder *decoder,
                                          seg_bytes *json, seg_error *error);

/* The way back from the outputs of a log to the files. One thread at a time. */
typedef struct seg_undo seg_undo;

/* Reads a whole log; log[0, length) need not outlive the call. The caller frees *undo.
 * Errors: SEG_BAD_FORMAT with the line, SEG_NOMEM. */
SEG_API seg_status seg_undo_new(const char *log, size_t length, seg_undo **undo,
                                seg_error *error);
SEG_API void seg_undo_free(seg_undo *undo);

/* Takes the next bytes of the output, cut anywhere, and lends the original bytes that are
 * certain until the next feed or free; `final` says that no more will come. The bytes of a
 * section are certain only when *error stays clear at its end, where the checksums are compared.
 * Errors: SEG_BAD_MATCH with the output offset when this is not the output the log was made
 * with, SEG_UNSUPPORTED, SEG_NOMEM; only free is allowed after an error. */
SEG_API seg_status seg_undo_feed(seg_undo *undo, const char *output, size_t length, bool final,
                                 seg_bytes *original, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
