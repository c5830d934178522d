#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "workers.h"

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

/* Records go to the threads in batches of so many bytes and records at least and at most. */
enum { BATCH = 64 * 1024, MOST_RECORDS = 256 };

typedef struct entry {
  seg_record record;
  records_made made;
  seg_error error;
} entry;

typedef struct batch {
  entry *entries; /* [count] */
  size_t count, capacity;
} batch;

typedef struct loop {
  const cli *c;
  const records_plan *plan;
  seg_records *records;
  seg_output *output;
  bool ahead; /* several records are read before the first is put */
  bool ended;
  seg_error read_error, error;
  int result;
} loop;

/* --- Reading */

static bool add_entry(batch *b) {
  if (b->count == b->capacity) {
    size_t wanted = b->capacity == 0 ? 1 : 2 * b->capacity;
    entry *grown = realloc(b->entries, wanted * sizeof *grown);
    if (grown == NULL) return false;
    memset(grown + b->capacity, 0, (wanted - b->capacity) * sizeof *grown);
    b->entries = grown;
    b->capacity = wanted;
  }
  b->count++;
  return true;
}

static void clear_batch(void *job) {
  batch *b = job;
  for (size_t i = 0; i < b->capacity; i++) {
    seg_free(b->entries[i].made.segments);
    seg_editlog_free(b->entries[i].made.edits);
  }
  free(b->entries);
}

/* SEG_END after the last record; a bad one is an entry too. */
static seg_status read_entry(loop *l, batch *b, seg_error *error) {
  if (!add_entry(b)) {
    *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
    return SEG_NOMEM;
  }
  entry *e = &b->entries[b->count - 1];
  e->error = (seg_error){.status = SEG_OK};
  seg_status status = seg_records_next(l->records, &e->record, &e->error);
  if (status == SEG_OK || status == SEG_BAD_RECORD)
    status = l->ahead ? seg_records_set_aside(l->records, error) : SEG_OK;
  else
    *error = e->error;
  if (status != SEG_OK) b->count--;
  return status;
}

static bool next_batch(void *context, void *job) {
  loop *l = context;
  batch *b = job;
  size_t size = 0;
  b->count = 0;
  do {
    if (l->ended) break;
    seg_status status = read_entry(l, b, &l->read_error);
    l->ended = status != SEG_OK;
    if (!l->ended) size += b->entries[b->count - 1].record.text.length;
  } while (l->ahead && size < BATCH && b->count < MOST_RECORDS);
  return b->count > 0;
}

static void work_on_batch(void *context, void *job) {
  const loop *l = context;
  batch *b = job;
  for (size_t i = 0; i < b->count; i++) {
    entry *e = &b->entries[i];
    if (e->error.status == SEG_OK) l->plan->work(l->plan->context, &e->record, &e->made, &e->error);
  }
}

/* --- Writing */

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

static seg_status finish_entry(loop *l, entry *e, seg_error *error) {
  seg_result result = {0};
  seg_record record = e->record;
  if (l->ahead) seg_records_bring_back(l->records, &record);
  if (e->error.status == SEG_BAD_RECORD) {
    pass_over(l, &e->error);
    return put(l, NULL, error);
  }
  if (e->error.status != SEG_OK) {
    *error = e->error;
    return error->status;
  }
  seg_status status =
    l->plan->finish(l->plan->context, l->records, &record, &e->made, &result, error);
  return status == SEG_OK ? put(l, &result, error) : status;
}

static bool finish_batch(void *context, void *job) {
  loop *l = context;
  batch *b = job;
  for (size_t i = 0; i < b->count; i++) {
    if (finish_entry(l, &b->entries[i], &l->error) != SEG_OK) return false;
    progress_step(1);
  }
  return true;
}

static seg_status write_rest(loop *l, seg_error *error) {
  seg_bytes bytes;
  seg_status status = seg_records_finish(l->records, &bytes, error);
  return status == SEG_OK ? seg_output_write(l->output, bytes.data, bytes.length, error) : status;
}

/* --- The loop */

static seg_status run(loop *l, seg_error *error) {
  static const workers_plan plan = {.job_size = sizeof(batch),
                                    .fill = next_batch,
                                    .work = work_on_batch,
                                    .finish = finish_batch,
                                    .clear = clear_batch};
  if (!workers_run(&plan, l->ahead ? l->plan->threads : 1, l)) {
    *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
    return SEG_NOMEM;
  }
  *error = l->error.status != SEG_OK ? l->error : l->read_error;
  return error->status == SEG_OK && l->output != NULL ? write_rest(l, error) : error->status;
}

/* Records of a line or with an end of their own can be read before those ahead are written. */
static bool can_wait(seg_format format) {
  return format >= SEG_FORMAT_NUL && format <= SEG_FORMAT_JSONL;
}

int records_run(const cli *c, const seg_record_options *options, seg_input *input,
                seg_output *output, const records_plan *plan) {
  seg_error error = {0};
  loop l = {.c = c,
            .plan = plan,
            .output = output,
            .result = CLI_DONE,
            .ahead = plan->threads > 1 && can_wait(options->format)};
  progress_input(input);
  seg_status status = seg_records_new(options, input, &l.records, &error);
  if (status == SEG_OK) status = run(&l, &error);
  seg_records_free(l.records);
  return status == SEG_OK ? l.result : cli_fail(c, seg_input_name(input), &error);
}

int records_worse(int a, int b) {
  return a > b ? a : b;
}
