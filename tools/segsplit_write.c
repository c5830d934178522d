/* segsplit: what is written. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_lines.h"
#include "segsplit.h"

static seg_status no_memory(seg_error *error) {
  *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
  return SEG_NOMEM;
}

/* --- Segments */

static bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A wrapped sentence becomes one line: white space with a line break in it is one space. */
static size_t unwrap_line(const char *text, size_t length, char *line) {
  size_t used = 0;
  for (size_t i = 0; i < length;) {
    size_t start = i;
    while (i < length && !is_space(text[i])) i++;
    memcpy(line + used, text + start, i - start);
    used += i - start;
    bool line_break = false;
    for (start = i; i < length && is_space(text[i]); i++)
      line_break |= text[i] != ' ' && text[i] != '\t';
    if (line_break) {
      line[used++] = ' ';
    } else {
      memcpy(line + used, text + start, i - start);
      used += i - start;
    }
  }
  return used;
}

/* The segment as one line: its own bytes where no line break stands in them. */
static bool one_line(outputs *o, seg_bytes bytes, seg_bytes *line) {
  *line = bytes;
  unsigned char wrapped = 0;
  for (size_t i = 0; i < bytes.length; i++)
    wrapped |= (unsigned char)(bytes.data[i] - '\n') <= '\r' - '\n';
  if (!wrapped) return true;
  if (bytes.length > o->capacity) {
    char *scratch = realloc(o->line, bytes.length);
    if (scratch == NULL) return false;
    o->line = scratch;
    o->capacity = bytes.length;
  }
  *line = (seg_bytes){o->line, unwrap_line(bytes.data, bytes.length, o->line)};
  return true;
}

/* Takes the value; false when memory is short. */
static bool add(json_t *object, const char *key, json_t *value) {
  return json_object_set_new(object, key, value) == 0;
}

static seg_status write_json(outputs *o, const seg_segment *segment, seg_span source,
                             seg_bytes line, seg_error *error) {
  json_t *object = json_object();
  bool fine = true;
  if (o->set->name_files)
    fine &= add(object, "file", json_text((seg_bytes){o->file, strlen(o->file)}));
  if (o->record != NULL) {
    fine &= add(object, "record", json_integer((json_int_t)o->record->index));
    if (o->record->id.length > 0) fine &= add(object, "id", json_text(o->record->id));
  }
  fine &= add(object, "offset", json_integer((json_int_t)source.start)) &&
          add(object, "length", json_integer((json_int_t)(source.end - source.start))) &&
          add(object, "paragraph", json_integer((json_int_t)segment->paragraph)) &&
          add(object, "kind", json_string(seg_segment_kind_name(segment->kind))) &&
          add(object, "confidence", json_real(segment->confidence)) &&
          add(object, "text", json_text(line));
  if (!fine) {
    json_decref(object);
    object = NULL;
  }
  return write_json_line(o->text, object, error);
}

static seg_status write_plain(outputs *o, const seg_segment *segment, seg_bytes line,
                              seg_error *error) {
  seg_status status = SEG_OK;
  if (o->any && o->skeleton == NULL && segment->paragraph != o->paragraph)
    status = seg_output_write(o->text, "\n", 1, error);
  if (status == SEG_OK) status = seg_output_write(o->text, line.data, line.length, error);
  return status != SEG_OK ? status : seg_output_write(o->text, "\n", 1, error);
}

static seg_status write_segment(outputs *o, const seg_segment *segment, seg_span source,
                                seg_bytes bytes, seg_error *error) {
  seg_bytes line;
  if (!one_line(o, bytes, &line)) return no_memory(error);
  seg_status status = o->set->format == FORMAT_JSONL ? write_json(o, segment, source, line, error)
                                                     : write_plain(o, segment, line, error);
  o->any = true;
  o->paragraph = segment->paragraph;
  return status;
}

/* --- Reasons */

__attribute__((format(printf, 2, 3))) static void put_reason(outputs *o, const char *format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  size_t n = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
  seg_output_write(o->reasons, text, n, &o->reasons_error);
}

void take_reason(void *context, const seg_explanation *e) {
  outputs *o = context;
  put_reason(o, "%zu\t", seg_decoder_source_offset(o->decoder, e->offset));
  seg_output_write(o->reasons, e->left.data, e->left.length, &o->reasons_error);
  seg_output_write(o->reasons, "\t", 1, &o->reasons_error);
  seg_output_write(o->reasons, e->right.data, e->right.length, &o->reasons_error);
  put_reason(o, "\t%s\t%.4f\t%s\t%.2f\t%.2f\t%.2f\t", e->ends ? "end" : "-", e->probability,
             e->decided_by, e->first_look, e->score, e->rules);
  for (size_t i = 0; i < e->weight_count; i++)
    put_reason(o, "%s%s=%.2f", i > 0 ? " " : "", e->weights[i].id, e->weights[i].weight);
  seg_output_write(o->reasons, "\n", 1, &o->reasons_error);
}

static seg_status open_reasons(outputs *o, seg_error *error) {
  static const char head[] = "offset\tleft\tright\tend\tprobability\tdecided by\tfirst look\tscore\t"
                             "rules\tfeatures\n";
  seg_status status = seg_output_open(o->set->explain, &o->reasons, error);
  return status == SEG_OK ? seg_output_write(o->reasons, head, sizeof head - 1, error) : status;
}

/* --- XLIFF */

/* The name of a text is that of its record or of its file; standard input has none. */
static seg_status begin_xliff(outputs *o, const seg_record *record, seg_error *error) {
  if (record == NULL || record->id.length == 0)
    return seg_xliff_writer_file(o->xliff, strcmp(o->file, "<stdin>") == 0 ? NULL : o->file, error);
  char *name = strndup(record->id.data, record->id.length);
  seg_status status = name != NULL ? seg_xliff_writer_file(o->xliff, name, error) : no_memory(error);
  free(name);
  return status;
}

static seg_status write_xliff(outputs *o, const seg_record *record, const records_made *made,
                              seg_error *error) {
  seg_status status = begin_xliff(o, record, error);
  if (status == SEG_OK) status = seg_xliff_writer_text(o->xliff, record->text, error);
  for (size_t i = 0; i < made->count && status == SEG_OK; i++)
    status = seg_xliff_writer_segment(o->xliff, &made->segments[i], error);
  return status;
}

/* --- A text that streams through */

seg_status begin_text(outputs *o, seg_decoder *decoder, seg_error *error) {
  o->paragraph = (size_t)-1;
  o->decoder = decoder;
  return o->xliff != NULL ? begin_xliff(o, NULL, error) : SEG_OK;
}

seg_status take_segment(void *context, const seg_segment *segment, seg_bytes bytes,
                        seg_error *error) {
  outputs *o = context;
  seg_span source = {seg_decoder_source_offset(o->decoder, segment->span.start),
                     seg_decoder_source_offset(o->decoder, segment->span.end)};
  seg_decoder_forget(o->decoder, segment->span.end);
  seg_status status = SEG_OK;
  if (o->skeleton != NULL) status = skeleton_segment(o->skeleton, segment->span, error);
  if (o->xliff != NULL) return seg_xliff_writer_segment(o->xliff, segment, error);
  return status == SEG_OK ? write_segment(o, segment, source, bytes, error) : status;
}

seg_status take_text(void *context, seg_bytes text, seg_error *error) {
  outputs *o = context;
  if (o->reasons_error.status != SEG_OK) *error = o->reasons_error;
  seg_status status = o->reasons_error.status;
  if (status == SEG_OK && o->skeleton != NULL) status = skeleton_text(o->skeleton, text, error);
  if (status == SEG_OK && o->xliff != NULL) status = seg_xliff_writer_text(o->xliff, text, error);
  return status;
}

/* --- Records */

static bool add_line(outputs *o, const char *bytes, size_t length) {
  if (o->lines_length + length > o->lines_capacity) {
    size_t wanted = 2 * (o->lines_length + length);
    char *grown = realloc(o->lines, wanted);
    if (grown == NULL) return false;
    o->lines = grown;
    o->lines_capacity = wanted;
  }
  memcpy(o->lines + o->lines_length, bytes, length);
  o->lines_length += length;
  return true;
}

/* What plain output would be, as the new text of the record. */
static seg_status join_lines(outputs *o, const char *text, const records_made *made,
                             seg_error *error) {
  o->lines_length = 0;
  for (size_t i = 0; i < made->count; i++) {
    seg_span span = made->segments[i].span;
    seg_bytes line;
    bool opens = i > 0 && made->segments[i].paragraph != made->segments[i - 1].paragraph;
    if (!one_line(o, (seg_bytes){text + span.start, span.end - span.start}, &line) ||
        (opens && !add_line(o, "\n", 1)) || !add_line(o, line.data, line.length) ||
        !add_line(o, "\n", 1))
      return no_memory(error);
  }
  return SEG_OK;
}

static seg_status write_segments(outputs *o, const seg_records *records, const seg_record *record,
                                 const records_made *made, seg_error *error) {
  seg_status status = SEG_OK;
  o->record = record;
  o->paragraph = (size_t)-1;
  for (size_t i = 0; i < made->count && status == SEG_OK; i++) {
    const seg_segment *s = &made->segments[i];
    seg_span source = seg_records_source_span(records, s->span);
    seg_bytes bytes = {record->text.data + s->span.start, s->span.end - s->span.start};
    status = write_segment(o, s, source, bytes, error);
  }
  return status;
}

seg_status take_record(outputs *o, const seg_records *records, const seg_record *record,
                       const records_made *made, seg_result *result, seg_error *error) {
  if (o->xliff != NULL) return write_xliff(o, record, made, error);
  if (o->set->format != FORMAT_DEFAULT) return write_segments(o, records, record, made, error);
  seg_status status = join_lines(o, record->text.data, made, error);
  *result = (seg_result){.text = {o->lines, o->lines_length}, .split = true,
                         .segments = made->segments, .count = made->count};
  return status;
}

/* --- Opening and closing */

seg_status open_outputs(outputs *o, seg_error *error) {
  const settings *set = o->set;
  seg_status status = seg_output_open(set->output, &o->text, error);
  if (status == SEG_OK && set->skeleton != NULL)
    status = skeleton_new(set->skeleton, &o->skeleton, error);
  if (status == SEG_OK && set->format == FORMAT_XLIFF)
    status = seg_xliff_writer_new(o->text, set->split.language, &o->xliff, error);
  return status == SEG_OK && set->explain != NULL ? open_reasons(o, error) : status;
}

seg_status commit_outputs(outputs *o, seg_error *error) {
  seg_status status = SEG_OK;
  if (o->skeleton != NULL) status = skeleton_finish(o->skeleton, error);
  o->skeleton = NULL;
  if (status == SEG_OK && o->reasons != NULL) {
    status = seg_output_commit(o->reasons, error);
    o->reasons = NULL;
  }
  if (status == SEG_OK && o->xliff != NULL) status = seg_xliff_writer_finish(o->xliff, error);
  if (status != SEG_OK) return status;
  status = seg_output_commit(o->text, error);
  o->text = NULL;
  return status;
}

void close_outputs(outputs *o) {
  skeleton_discard(o->skeleton);
  seg_output_discard(o->reasons);
  seg_xliff_writer_free(o->xliff);
  seg_output_discard(o->text);
  free(o->line);
  free(o->lines);
}
