#include "records.h"

#include <string.h>

#include "progress.h"

bool records_option(cli *c, seg_record_options *options, int key, const char *value) {
  switch (key) {
    case RECORD_FORMAT:
      options->format = (seg_format)cli_choice(c, "input-format", value, seg_format_names);
      return true;
    case '0': options->format = SEG_FORMAT_NUL; return true;
    case RECORD_COLUMN:
      options->column = (size_t)cli_number(c, "column", value, 1, 1000);
      return true;
    case RECORD_TEXT_FIELD: options->text_field = value; return true;
    case RECORD_ID_FIELD: options->id_field = value; return true;
    default: return false;
  }
}

const char *records_encoding(const seg_record_options *options, const char *encoding) {
  bool fixed = options->format >= SEG_FORMAT_BASE64 && options->format != SEG_FORMAT_HTML;
  return fixed && strcmp(encoding, "auto") == 0 ? "UTF-8" : encoding;
}

void records_check_files(cli *c, const seg_record_options *options, bool several) {
  if (several && (options->format == SEG_FORMAT_TMX || options->format == SEG_FORMAT_XLIFF))
    cli_usage(c, "only one %s file can be written at a time", seg_format_names[options->format]);
}

typedef struct loop {
  const cli *c;
  seg_records *records;
  seg_output *output;
  records_work *work;
  void *context;
  int result;
} loop;

/* Reports a bad record and forgets the error. */
static void pass_over(loop *l, seg_error *error) {
  cli_fail(l->c, NULL, error);
  l->result = CLI_NO;
  *error = (seg_error){0};
}

static seg_status put(loop *l, const seg_result *result, seg_error *error) {
  seg_bytes bytes;
  if (l->output == NULL) return SEG_OK;
  seg_status status = seg_records_put(l->records, result, &bytes, error);
  if (status == SEG_BAD_RECORD) {
    pass_over(l, error);
    status = seg_records_put(l->records, NULL, &bytes, error);
  }
  return status == SEG_OK ? seg_output_write(l->output, bytes.data, bytes.length, error) : status;
}

/* SEG_END after the last record. */
static seg_status do_record(loop *l, seg_error *error) {
  seg_record record;
  seg_result result = {0};
  seg_status status = seg_records_next(l->records, &record, error);
  if (status == SEG_BAD_RECORD) {
    pass_over(l, error);
    return put(l, NULL, error);
  }
  if (status == SEG_OK) status = l->work(l->context, l->records, &record, &result, error);
  return status == SEG_OK ? put(l, &result, error) : status;
}

static seg_status finish(loop *l, seg_error *error) {
  seg_bytes bytes;
  seg_status status = seg_records_finish(l->records, &bytes, error);
  if (status == SEG_OK) status = seg_output_write(l->output, bytes.data, bytes.length, error);
  return status == SEG_OK ? SEG_END : status;
}

int records_run(const cli *c, const seg_record_options *options, seg_input *input,
                seg_output *output, records_work *work, void *context) {
  seg_error error = {0};
  loop l = {.c = c, .output = output, .work = work, .context = context, .result = CLI_DONE};
  progress_input(input);
  seg_status status = seg_records_new(options, input, &l.records, &error);
  while (status == SEG_OK) {
    status = do_record(&l, &error);
    if (status == SEG_OK) progress_step(1);
  }
  if (status == SEG_END && output != NULL) status = finish(&l, &error);
  seg_records_free(l.records);
  return status == SEG_END ? l.result : cli_fail(c, seg_input_name(input), &error);
}

int records_worse(int a, int b) {
  return a > b ? a : b;
}
