#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "io/format.h"

const seg_record_options seg_record_defaults = {
  .size = sizeof(seg_record_options),
  .format = SEG_FORMAT_TEXT,
  .column = 1,
  .text_field = "text",
  .id_field = "id",
  .segments_field = "segments",
  .language = "de",
};

const char *const seg_format_names[] = {"text", "nul", "tsv", "base64", "jsonl", "tmx", "xliff",
                                        "html", NULL};

static const segi_format *const formats[] = { /* ORDER seg_format */
  &segi_format_text, &segi_format_nul, &segi_format_tsv, &segi_format_base64, &segi_format_jsonl,
  &segi_format_tmx, &segi_format_xliff, &segi_format_html,
};

/* A record, from reading to writing. */
typedef struct slot {
  struct slot *next;
  void *state;
  segi_buf bytes; /* raw, where the records end with a delimiter */
  segi_raw raw;
  seg_record record;
} slot;

struct seg_records {
  const segi_format *format;
  seg_record_options options;
  slot *now;                  /* of the record that was read last */
  slot *aside, **aside_end;   /* from the first one on */
  slot *spare;
  seg_input *input;
  segi_buf text;   /* what was read; the records before `start` are done with */
  size_t start;    /* of the next record */
  size_t searched; /* no delimiter stands before it */
  size_t offset;   /* of text in the decoded stream */
  size_t line;     /* of the next record */
  size_t next_index;
  bool ended;
  segi_buf out;
};

static void free_slots(const segi_format *format, slot *first) {
  for (slot *s = first, *next; s != NULL; s = next) {
    next = s->next;
    if (format->close != NULL) format->close(s->state);
    segi_buf_clear(&s->bytes);
    free(s);
  }
}

/* Another slot for the next record. */
static seg_status take_slot(seg_records *r, seg_error *error) {
  slot *s = r->spare;
  if (s != NULL) {
    r->spare = s->next;
  } else {
    s = segi_calloc(1, sizeof *s);
    if (s == NULL) return segi_nomem(error);
    seg_status status =
      r->format->open != NULL ? r->format->open(&r->options, &s->state, error) : SEG_OK;
    if (status != SEG_OK) {
      free_slots(r->format, s);
      return status;
    }
  }
  s->next = NULL;
  r->now = s;
  return SEG_OK;
}

seg_status seg_records_new(const seg_record_options *options, seg_input *input,
                           seg_records **records, seg_error *error) {
  *records = NULL;
  if (options == NULL) options = &seg_record_defaults;
  if (options->size != sizeof *options || options->column == 0 ||
      options->format >= sizeof formats / sizeof *formats)
    return segi_fail(error, SEG_BAD_ARGUMENT, "no such format or column");
  seg_records *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  *made = (seg_records){.format = formats[options->format], .options = *options,
                        .aside_end = &made->aside, .input = input, .line = 1};
  seg_status status = take_slot(made, error);
  if (status == SEG_OK)
    *records = made;
  else
    seg_records_free(made);
  return status;
}

void seg_records_free(seg_records *records) {
  if (records == NULL) return;
  free_slots(records->format, records->now);
  free_slots(records->format, records->aside);
  free_slots(records->format, records->spare);
  segi_buf_clear(&records->text);
  segi_buf_clear(&records->out);
  free(records);
}

/* --- Reading */

static seg_status read_more(seg_records *r, seg_error *error) {
  segi_buf_drop(&r->text, r->start);
  r->offset += r->start;
  r->searched -= r->start;
  r->start = 0;
  size_t needed = r->aside != NULL ? r->aside->raw.offset : r->offset;
  seg_decoder_forget(seg_input_decoder(r->input), needed);
  seg_bytes text;
  seg_status status = seg_input_read(r->input, &text, error);
  r->ended = status == SEG_END;
  if (r->ended) return SEG_OK;
  if (status == SEG_OK && r->text.length + text.length > SEG_LONGEST_RECORD) {
    status = segi_fail_at(error, SEG_BAD_FORMAT, r->offset, r->line,
                          "a record of more than %zu MiB", SEG_LONGEST_RECORD >> 20);
    segi_error_source(error, seg_input_name(r->input));
  }
  if (status == SEG_OK && !segi_buf_append(&r->text, text.data, text.length))
    return segi_nomem(error);
  return status;
}

/* The delimiter of the next record, NULL when its end was not read yet or is that of the file. */
static const char *find_end(seg_records *r) {
  if (r->format->delimiter == SEGI_NO_DELIMITER || r->searched == r->text.length) return NULL;
  const char *end = memchr(r->text.data + r->searched, r->format->delimiter,
                           r->text.length - r->searched);
  r->searched = end != NULL ? (size_t)(end - r->text.data) : r->text.length;
  return end;
}

static size_t count_feeds(const char *text, size_t length) {
  size_t count = 0;
  for (const char *end = text + length; length > 0; count++) {
    const char *feed = memchr(text, '\n', (size_t)(end - text));
    if (feed == NULL) break;
    text = feed + 1;
  }
  return count;
}

static seg_status next_raw(seg_records *r, seg_error *error) {
  const char *end;
  while ((end = find_end(r)) == NULL && !r->ended) {
    seg_status status = read_more(r, error);
    if (status != SEG_OK) return status;
  }
  /* A file is a record even when it is empty. */
  bool whole = r->format->delimiter == SEGI_NO_DELIMITER && r->next_index == 0;
  if (end == NULL && r->start == r->text.length && !whole) return SEG_END;
  size_t length = (end != NULL ? (size_t)(end - r->text.data) : r->text.length) - r->start;
  const char *bytes = r->text.data != NULL ? r->text.data + r->start : "";
  slot *now = r->now;
  now->raw = (segi_raw){{bytes, length}, r->offset + r->start, r->line};
  if (!whole) {
    now->bytes.length = 0;
    if (!segi_buf_append(&now->bytes, bytes, length)) return segi_nomem(error);
    now->raw.bytes.data = now->bytes.data;
  }
  r->start += length + (end != NULL);
  r->searched = r->start;
  r->line += count_feeds(bytes, length + (end != NULL));
  return SEG_OK;
}

seg_status segi_bad_record(seg_error *error, const segi_raw *raw, const char *why) {
  return segi_fail_at(error, SEG_BAD_RECORD, raw->offset, raw->line, "%s", why);
}

seg_status seg_records_next(seg_records *records, seg_record *record, seg_error *error) {
  seg_records *r = records;
  slot *now = r->now;
  *record = (seg_record){.id = {"", 0}, .text = {"", 0}};
  seg_status status;
  if (r->format->next != NULL) {
    status = r->format->next(now->state, r->input, record, error);
  } else {
    status = next_raw(r, error);
    record->line = now->raw.line;
    if (status == SEG_OK) status = r->format->read(now->state, &now->raw, record, error);
  }
  record->index = r->next_index++;
  if (status != SEG_OK && status != SEG_END) segi_error_source(error, seg_input_name(r->input));
  now->record = *record;
  return status;
}

seg_status seg_records_set_aside(seg_records *records, seg_error *error) {
  seg_records *r = records;
  slot *now = r->now;
  if (r->format->next != NULL || r->format->delimiter == SEGI_NO_DELIMITER)
    return segi_fail(error, SEG_UNSUPPORTED, "records of this format come one at a time");
  seg_status status = take_slot(r, error);
  if (status != SEG_OK) return status;
  *r->aside_end = now;
  r->aside_end = &now->next;
  return SEG_OK;
}

bool seg_records_bring_back(seg_records *records, seg_record *record) {
  seg_records *r = records;
  slot *first = r->aside;
  if (first == NULL) return false;
  r->aside = first->next;
  if (r->aside == NULL) r->aside_end = &r->aside;
  first->next = NULL;
  r->now->next = r->spare;
  r->spare = r->now;
  r->now = first;
  *record = first->record;
  return true;
}

seg_span seg_records_source_span(const seg_records *records, seg_span text) {
  const seg_records *r = records;
  const slot *now = r->now;
  if (!r->format->verbatim) return text;
  size_t base = now->raw.offset;
  if (r->format->source != NULL) text = r->format->source(now->state, text);
  else base += (size_t)(now->record.text.data - now->raw.bytes.data);
  const seg_decoder *decoder = seg_input_decoder(r->input);
  return (seg_span){seg_decoder_source_offset(decoder, base + text.start),
                    seg_decoder_source_offset(decoder, base + text.end)};
}

/* --- Writing */

static seg_status put_raw(seg_records *r, const seg_result *result, seg_error *error) {
  char delimiter = (char)r->format->delimiter;
  const slot *now = r->now;
  seg_status status = SEG_OK;
  if (result != NULL)
    status = r->format->write(now->state, &now->raw, &now->record, result, &r->out, error);
  else if (!segi_buf_append(&r->out, now->raw.bytes.data, now->raw.bytes.length))
    status = segi_nomem(error);
  if (status == SEG_OK && r->format->delimiter != SEGI_NO_DELIMITER &&
      !segi_buf_append(&r->out, &delimiter, 1))
    status = segi_nomem(error);
  return status;
}

static seg_status lend_out(seg_records *r, seg_status status, seg_bytes *bytes,
                           seg_error *error) {
  *bytes = (seg_bytes){"", 0};
  if (status != SEG_OK) segi_error_source(error, seg_input_name(r->input));
  else if (r->out.length > 0) *bytes = (seg_bytes){r->out.data, r->out.length};
  return status;
}

seg_status seg_records_put(seg_records *records, const seg_result *result, seg_bytes *bytes,
                           seg_error *error) {
  seg_records *r = records;
  r->out.length = 0;
  seg_status status = r->format->put != NULL ? r->format->put(r->now->state, result, &r->out, error)
                                             : put_raw(r, result, error);
  return lend_out(r, status, bytes, error);
}

seg_status seg_records_finish(seg_records *records, seg_bytes *bytes, seg_error *error) {
  seg_records *r = records;
  r->out.length = 0;
  seg_status status =
      r->format->finish != NULL ? r->format->finish(r->now->state, &r->out, error) : SEG_OK;
  return lend_out(r, status, bytes, error);
}

/* --- The two formats in which a record is its text */

static seg_status read_text(void *state, const segi_raw *raw, seg_record *record,
                            seg_error *error) {
  (void)state, (void)error;
  record->text = raw->bytes;
  return SEG_OK;
}

static seg_status write_text(void *state, const segi_raw *raw, const seg_record *record,
                             const seg_result *result, segi_buf *out, seg_error *error) {
  (void)state, (void)raw, (void)record;
  return segi_buf_append(out, result->text.data, result->text.length) ? SEG_OK : segi_nomem(error);
}

const segi_format segi_format_text = {
  .delimiter = SEGI_NO_DELIMITER, .read = read_text, .write = write_text, .verbatim = true};
const segi_format segi_format_nul = {
  .delimiter = '\0', .read = read_text, .write = write_text, .verbatim = true};
