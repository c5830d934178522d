/* Texts and their segments written as XLIFF 2.1, for translators' tools.
 *
 *   text -> file, paragraph -> unit, segment -> segment, white space around them -> ignorable
 *
 * The sources of a file, one after the other, are its text again, byte by byte but for what XML
 * cannot hold, which becomes U+FFFD. */
#ifndef SEG_XLIFF_H
#define SEG_XLIFF_H

#include "seg/io.h"
#include "seg/span.h"
#include "seg/split.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One thread at a time. After a failure it can only be freed. */
typedef struct seg_xliff_writer seg_xliff_writer;

/* Begins a document in output, which has to outlive the writer and stays the caller's to commit or
 * discard. language is that of the texts, as in "de". Errors: SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_xliff_writer_new(seg_output *output, const char *language,
                                        seg_xliff_writer **writer, seg_error *error);

/* Begins a text. original is its name; NULL or "": it has none. Errors: SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_xliff_writer_file(seg_xliff_writer *writer, const char *original,
                                         seg_error *error);

/* The next bytes of the text, in UTF-8, before the segments in them. They are kept until the
 * segment that holds them. Errors: SEG_NOMEM. */
SEG_API seg_status seg_xliff_writer_text(seg_xliff_writer *writer, seg_bytes text,
                                         seg_error *error);

/* The next segment, its span counted from the start of the text. Errors: SEG_BAD_ARGUMENT when it
 * does not lie behind the last one and within the text so far, SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_xliff_writer_segment(seg_xliff_writer *writer, const seg_segment *segment,
                                            seg_error *error);

/* Ends the document. Errors: SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_xliff_writer_finish(seg_xliff_writer *writer, seg_error *error);

/* NULL is fine. */
SEG_API void seg_xliff_writer_free(seg_xliff_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
