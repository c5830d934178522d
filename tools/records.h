/* Files that hold records: the options that say how, and the loop over the files. */
#ifndef RECORDS_H
#define RECORDS_H

#include "cli.h"

/* Rows for the option table. */
/* clang-format off */
#define RECORD_OPTIONS \
  {RECORD_FORMAT, "input-format", "FORMAT", \
   "what the input holds: text (default), nul (texts ended by NUL), tsv or base64 (a text a line, " \
   "in a column), jsonl (a JSON object a line), tmx or xliff (the source texts of the units), html; " \
   "the output holds it too, record by record, but for html, of which the text is written"}, \
  {'0', "null", NULL, "the same as --input-format=nul"}, \
  {RECORD_COLUMN, "column", "N", "the column of tsv and base64, from 1 (default 1)"}, \
  {RECORD_TEXT_FIELD, "text-field", "NAME", "the field of jsonl with the text (default text)"}, \
  {RECORD_ID_FIELD, "id-field", "NAME", "the field of jsonl that names the record (default id)"}
/* clang-format on */
enum { RECORD_FORMAT = 1100, RECORD_COLUMN, RECORD_TEXT_FIELD, RECORD_ID_FIELD };

/* Takes an option if it is one of the rows. */
bool records_option(cli *c, seg_record_options *options, int key, const char *value);

/* "auto" becomes UTF-8 where the format says so; XML files say it themselves. */
const char *records_encoding(const seg_record_options *options, const char *encoding);

/* A usage slip where files cannot be written one behind the other. */
void records_check_files(cli *c, const seg_record_options *options, bool several);

/* What the work on one record brings. */
typedef struct records_made {
  seg_segment *segments; /* [count]; freed by seg_free */
  size_t count;
  seg_editlog *edits;    /* freed by seg_editlog_free */
} records_made;

/* What a tool does with a record. */
typedef struct records_plan {
  unsigned threads;
  /* On any thread; *made is zero or of a record before. */
  seg_status (*work)(void *context, const seg_record *record, records_made *made,
                     seg_error *error);
  /* On the calling thread, in order. The result is borrowed until the next call. */
  seg_status (*finish)(void *context, const seg_records *records, const seg_record *record,
                       const records_made *made, seg_result *result, seg_error *error);
  void *context;
} records_plan;

/* Runs the plan on every record of an input and writes it with its result to output; NULL: the
 * tool writes what it wants itself. A bad record is reported and passed through: the exit status is
 * CLI_NO then. */
int records_run(const cli *c, const seg_record_options *options, seg_input *input,
                seg_output *output, const records_plan *plan);

/* The worse of two exit statuses. */
int records_worse(int a, int b);

#endif
