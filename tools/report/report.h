/* segreport: what a report is made of, and its parts as HTML.
 *
 *   edit log, text, segments, alignment --read--> report --write--> one page of HTML
 *
 * Functions return what the library returns; the first error stays. */
#ifndef REPORT_H
#define REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "seg/seg.h"

/* --- What is shown. Everything points into what the report owns. */

typedef struct report_edit {
  size_t at;            /* bytes of the page's text before it */
  size_t offset;        /* bytes of the original before it */
  seg_bytes old_bytes, new_bytes;
  const char *kind;
  const char *evidence; /* "model", "rule", or "" where the log does not say */
  double confidence;
} report_edit;

/* A text after its repair. */
typedef struct report_page {
  const char *name;   /* may be "" */
  seg_bytes text;     /* data is NULL when only the edits are known */
  size_t text_length; /* as the edit log says */
  report_edit *edits; /* [edit_count], in order */
  size_t edit_count, edit_capacity;
  seg_span *found; /* [found_count], in order: furniture that stays */
  size_t found_count, found_capacity;
} report_page;

typedef struct report_segment {
  seg_bytes text;
  const char *document; /* "" where there is only one */
  const char *kind;     /* "" where the input does not say */
  double confidence;    /* negative where the input does not say */
  size_t characters;
  bool opens_paragraph;
} report_segment;

typedef struct report_side {
  size_t first, count; /* sentences, from 0, over all documents */
  seg_bytes *texts;    /* [count] */
} report_side;

typedef struct report_bead {
  report_side source, target;
  double score;
  char shape[8]; /* "2-1" */
} report_bead;

typedef struct report {
  const char *title;
  const char *source_language, *target_language;
  const char *text_field, *id_field, *edits_field; /* of documents in JSON Lines */
  report_page *pages;
  size_t page_count, page_capacity;
  report_segment *segments;
  size_t segment_count, segment_capacity;
  report_bead *beads;
  size_t bead_count, bead_capacity;
  size_t source_count, target_count; /* sentences of the alignment */
  json_int_t last_paragraph;         /* while segments are read */
  json_t *strings;                   /* keeps the texts that came as JSON */
  void **owned;                      /* what else is to be freed */
  size_t owned_count, owned_capacity;
} report;

/* --- Reading. */

/* False when memory is short; the array is as it was then. */
bool report_grow(void **array, size_t count, size_t *capacity, size_t size);

/* The report frees `memory` with itself, or at once when it cannot note it. False for NULL, too. */
bool report_own(report *r, void *memory);

/* The error is about this file, "-" being standard input. */
void report_name_source(seg_error *error, const char *path);
seg_status report_fail(seg_error *error, seg_status status, const char *path, size_t line,
                       const char *message);

/* A whole file in UTF-8, which the report frees. */
seg_status report_file(report *r, const char *path, const char *encoding, seg_bytes *text,
                       seg_error *error);

/* The next line from *start on, without its end; false behind the last. */
bool report_line(seg_bytes text, size_t *start, seg_bytes *line);

/* The edit log of segrepair and, unless NULL, the text that it wrote with it.
 * Errors: SEG_BAD_FORMAT with the line, SEG_BAD_MATCH when text and log do not belong together. */
seg_status report_read_edits(report *r, const char *log, const char *text, seg_error *error);

/* A text without edits. */
seg_status report_read_text(report *r, const char *path, seg_error *error);

/* What segsplit writes: sentences as lines, a JSON object a sentence, or a JSON object a document
 * with its segments and perhaps its edits. */
seg_status report_read_segments(report *r, const char *path, seg_error *error);

/* What segalign writes as tsv, jsonl or beads; the last needs the two texts, a sentence a line. */
seg_status report_read_alignment(report *r, const char *path, const char *source,
                                 const char *target, seg_error *error);

/* A page, an edit (all but `at` and `offset`) and a piece of text out of JSON. */
seg_status report_add_page(report *r, const char *name, report_page **page, seg_error *error);
seg_status report_take_edit(report *r, report_page *page, const json_t *object, report_edit **edit,
                            seg_error *error);
seg_bytes report_string(report *r, const json_t *object, const char *key);
const char *report_name(report *r, const json_t *object, const char *key);

/* Whether every edit says what stands at its place. */
bool report_edits_match(const report_page *page);

void report_clear(report *r);

/* --- Writing. */

typedef struct html {
  seg_output *output;
  seg_status status; /* nothing is written after an error */
  seg_error *error;
} html;

/* Markup of this program, as it is, or with numbers put in. */
void html_put(html *h, const char *markup);
__attribute__((format(printf, 2, 3))) void html_format(html *h, const char *format, ...);

/* Text of anyone's, as content or in an attribute's quotation marks; what is not valid or a
 * control character becomes U+FFFD. */
void html_text(html *h, seg_bytes text);
void html_name(html *h, const char *text);

/* Text as content, where characters that are not seen stand as signs: nothing hides in it, and it
 * cannot turn the direction of what stands around it. */
void html_visible(html *h, seg_bytes text);

/* The same with spaces and line breaks as signs too: for what was put in or taken out. */
void html_every_sign(html *h, seg_bytes text);

/* A table of counts: how many values lie in each of `bins` equal steps from 0 on; what lies beyond
 * counts for the last. */
enum { CHART_BINS = 30 };
typedef struct chart {
  const char *title, *unit;
  double step; /* width of a bin */
  size_t bins; /* at most CHART_BINS */
  size_t counts[CHART_BINS];
} chart;
void chart_add(chart *c, double value);
size_t chart_count(const chart *c);
void chart_write(html *h, const chart *c);
void chart_write_beads(html *h, const report *r);

/* The whole page. */
void report_write(html *h, const report *r);

#endif
