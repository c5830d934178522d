/* Records: the texts that stand in a file, and the way back into it.
 *
 *   file -> seg_input -> next -> record {id, text} -> repair, split -> put -> the record's bytes
 *
 * One record is read, worked on and written at a time, so memory is bounded by the longest; of most
 * formats several can be read first, for several threads.
 * Records are put in the order in which they come; what stands around their texts passes
 * through. */
#ifndef SEG_RECORD_H
#define SEG_RECORD_H

#include <stdbool.h>

#include "seg/editlog.h"
#include "seg/io.h"
#include "seg/span.h"
#include "seg/split.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a record is, and what put makes of one that was split or repaired. */
typedef enum seg_format {
  SEG_FORMAT_TEXT,   /* the whole file */
  SEG_FORMAT_NUL,    /* text that a NUL byte ends */
  SEG_FORMAT_TSV,    /* a line, its text in one of its tab-separated columns; split: a line for
                        each segment, with the other columns the same */
  SEG_FORMAT_BASE64, /* as TSV, but the column holds text in base64 */
  SEG_FORMAT_JSONL,  /* a line with a JSON object, its text in one of its fields; the other fields
                        keep their bytes and their order; split or repaired: with a field more */
  SEG_FORMAT_TMX,    /* what a unit of a TMX 1.4b file says in one language; cannot be split */
  SEG_FORMAT_XLIFF,  /* the source of a unit (XLIFF 1.2) or of a segment of it (2.0, 2.1); split:
                        several segments in the unit */
  SEG_FORMAT_HTML    /* the text of a page or fragment, with a blank line between its paragraphs;
                        put gives the new text alone */
} seg_format;

/* The formats by name ("text", "nul", "tsv", "base64", "jsonl", "tmx", "xliff", "html"), in
 * the order of seg_format; ends with NULL. Static storage. */
SEG_API extern const char *const seg_format_names[];

typedef struct seg_record_options {
  size_t size;                /* sizeof(seg_record_options), so that the struct can grow */
  seg_format format;
  size_t column;              /* of TSV and BASE64, from 1 */
  const char *text_field;     /* of JSONL */
  const char *id_field;       /* of JSONL; a record without it has no id */
  const char *segments_field; /* of JSONL: where put writes the segments */
  const char *edits_field;    /* of JSONL: where put writes the edits; NULL: nowhere */
  const char *language;       /* of TMX: "de" means "de-AT", too */
} seg_record_options;

/* Text, column 1, the fields "text", "id" and "segments", German. */
SEG_API extern const seg_record_options seg_record_defaults;

/* The longest record, in bytes of its raw form: 64 MiB. A unit in XML has 4 MiB at most. */
#define SEG_LONGEST_RECORD ((size_t)64 << 20)

/* Borrowed until the next call of seg_records_next or seg_records_bring_back, unless it was set aside. */
typedef struct seg_record {
  size_t index;   /* from 0 */
  size_t line;    /* where it begins in the file, from 1; for messages */
  seg_bytes id;   /* empty where the format has none; of a JSON number its digits */
  seg_bytes text; /* UTF-8 */
} seg_record;

/* What became of the text of a record. */
typedef struct seg_result {
  seg_bytes text;              /* the new text; of a text that was split: its segments as lines */
  bool split;                  /* the segments are those of the record's text */
  const seg_segment *segments; /* [count] */
  size_t count;
  const seg_editlog *edits;    /* offsets in the record's text; NULL for one not repaired */
} seg_result;

/* The records of one input. One thread at a time. */
typedef struct seg_records seg_records;

/* The caller frees *records; input and the strings of options must outlive it. options NULL means
 * the defaults. Errors: SEG_BAD_ARGUMENT, SEG_NOMEM. */
SEG_API seg_status seg_records_new(const seg_record_options *options, seg_input *input,
                                   seg_records **records, seg_error *error);
SEG_API void seg_records_free(seg_records *records);

/* The next record, SEG_END after the last. SEG_BAD_RECORD (*error says why and gives the line)
 * is no end: the record has no text then, seg_records_put(NULL) passes it through, and the next
 * one can be read. Other errors end the reading: SEG_BAD_FORMAT (a record that is too long, XML
 * that is not well-formed or declares entities, elements that are nested too deep, or as seg_input_read),
 * SEG_BAD_TEXT, SEG_IO, SEG_NOMEM. Nothing outside the input is ever read. */
SEG_API seg_status seg_records_next(seg_records *records, seg_record *record, seg_error *error);

/* Sets the record that was read last aside, so that the next ones can be read before it is put. What
 * it lent stays. Errors: SEG_UNSUPPORTED (not for TEXT, TMX, XLIFF and HTML), SEG_NOMEM. */
SEG_API seg_status seg_records_set_aside(seg_records *records, seg_error *error);

/* Makes the first of those that were set aside, in *record, the record that was read last again. False
 * when there is none. */
SEG_API bool seg_records_bring_back(seg_records *records, seg_record *record);

/* The bytes of the record that was read last, with what became of its text; result NULL: as it
 * was. A record's end (NUL, line feed) is always written, also where the file's last had none.
 * In XML the bytes are those up to and with the record before, and keep their meaning, not the
 * spelling of white space in tags, entities and quotes; an edit that touches an inline code which
 * may stand for something, or has an inline code within, is not made.
 * *bytes is borrowed until the next call on the records.
 * Errors: SEG_BAD_RECORD (the new text cannot stand in the record, or the field is there already:
 * NULL passes it through), SEG_BAD_ARGUMENT (a unit of TMX cannot be split), SEG_NOMEM. */
SEG_API seg_status seg_records_put(seg_records *records, const seg_result *result,
                                   seg_bytes *bytes, seg_error *error);

/* The bytes that stand behind the last record, when seg_records_next has said SEG_END and every
 * record was put. *bytes as above. Errors: SEG_NOMEM. */
SEG_API seg_status seg_records_finish(seg_records *records, seg_bytes *bytes, seg_error *error);

/* Where a stretch of the current record's text stands: in the file (bytes of the original, as
 * seg_decoder_source_offset) for TEXT, NUL, TSV and HTML; else, where text is written in another
 * way, the same stretch of the record's text. Never fails. */
SEG_API seg_span seg_records_source_span(const seg_records *records, seg_span text);

#ifdef __cplusplus
}
#endif
#endif
