/* segrepair: what is written. */
#include "segrepair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json_lines.h"

/* --- Showing changes. */

enum { CONTEXT = 60 }; /* bytes shown around a change, at least */

/* The sign for a byte that is not shown as it is, NULL for the others; terminals obey C1 controls,
 * C2 80 to C2 9F in UTF-8, too. */
static const char *sign_of(const char *text, size_t length) {
  unsigned char c = (unsigned char)text[0];
  if (c == '\n') return "\xE2\x86\xB5";
  if (c == '\r') return "";
  bool c1 = c == 0xC2 && length > 1 && (unsigned char)text[1] < 0xA0;
  return c1 || (c < ' ' && c != '\t') || c == 0x7F ? "?" : NULL;
}

/* A line stays one, and terminals stay calm. */
static seg_status put_visible(seg_output *out, const char *text, size_t length,
                              seg_error *error) {
  size_t from = 0;
  seg_status status = SEG_OK;
  for (size_t i = 0; i < length && status == SEG_OK; i++) {
    const char *sign = sign_of(text + i, length - i);
    if (sign == NULL) continue;
    status = seg_output_write(out, text + from, i - from, error);
    if (status == SEG_OK) status = seg_output_write(out, sign, strlen(sign), error);
    if ((unsigned char)text[i] == 0xC2) i++;
    from = i + 1;
  }
  return status == SEG_OK ? seg_output_write(out, text + from, length - from, error) : status;
}

static seg_status put_change(outputs *o, const char *colour, const char *open, seg_bytes text,
                             const char *close, seg_error *error) {
  if (text.length == 0) return SEG_OK;
  if (o->colour) open = colour, close = "\x1B[m";
  seg_status status = seg_output_write(o->text, open, strlen(open), error);
  if (status == SEG_OK) status = put_visible(o->text, text.data, text.length, error);
  return status == SEG_OK ? seg_output_write(o->text, close, strlen(close), error) : status;
}

/* Unchanged text between two changes, or between a change and the end of its line; the middle
 * of a long one is left out. */
static seg_status put_context(outputs *o, const char *text, size_t length, bool changed_before,
                              bool changed_behind, seg_error *error) {
  size_t head = changed_before ? CONTEXT : 0, tail = changed_behind ? CONTEXT : 0;
  if (length <= head + tail + CONTEXT) return put_visible(o->text, text, length, error);
  while (head > 0 && head < length && !starts_character(text, head)) head++;
  while (tail > 0 && tail < length && !starts_character(text, length - tail)) tail++;
  seg_status status = put_visible(o->text, text, head, error);
  if (status == SEG_OK) status = seg_output_write(o->text, "\xE2\x80\xA6", 3, error);
  return status == SEG_OK ? put_visible(o->text, text + length - tail, tail, error) : status;
}

static seg_status put_place(outputs *o, size_t line, seg_error *error) {
  char number[32];
  seg_status status = put_visible(o->text, o->file, strlen(o->file), error);
  int length = snprintf(number, sizeof number, ":%zu: ", line);
  return status == SEG_OK ? seg_output_write(o->text, number, (size_t)length, error) : status;
}

seg_status show_changes(outputs *o, seg_bytes text, const seg_editlog *log, seg_error *error) {
  size_t count = seg_editlog_count(log), at = 0, line = o->line;
  seg_status status = SEG_OK;
  for (size_t i = 0; i < count && status == SEG_OK; i++) {
    seg_edit e = seg_editlog_get(log, i);
    size_t begin = e.offset;
    while (begin > at && text.data[begin - 1] != '\n') begin--;
    bool new_line = i == 0 || begin > at;
    for (size_t k = at; k < begin; k++) line += text.data[k] == '\n';
    if (new_line) status = put_place(o, line, error);
    if (status == SEG_OK)
      status = put_context(o, text.data + begin, e.offset - begin, !new_line, true, error);
    if (status == SEG_OK)
      status = put_change(o, "\x1B[31m", "[-", e.old_bytes, "-]", error);
    if (status == SEG_OK)
      status = put_change(o, "\x1B[1;32m", "{+", e.new_bytes, "+}", error);
    at = e.offset + e.old_bytes.length;
    for (size_t k = e.offset; k < at; k++) line += text.data[k] == '\n';
    const char *feed = memchr(text.data + at, '\n', text.length - at);
    size_t end = feed != NULL ? (size_t)(feed - text.data) : text.length;
    if (status != SEG_OK || (i + 1 < count && seg_editlog_get(log, i + 1).offset <= end))
      continue;
    status = put_context(o, text.data + at, end - at, true, false, error);
    if (status == SEG_OK) status = seg_output_write(o->text, "\n", 1, error);
    at = end;
  }
  return status;
}

/* --- Furniture: what is dropped and what is only found. */

static bool set_hex(json_t *object, const char *key, seg_bytes bytes) {
  char *hex = malloc(2 * bytes.length + 1);
  if (hex == NULL) return false;
  for (size_t i = 0; i < bytes.length; i++)
    snprintf(hex + 2 * i, 3, "%02x", (unsigned)(unsigned char)bytes.data[i]);
  bool done = json_object_set_new(object, key, json_stringn(hex, 2 * bytes.length)) == 0;
  free(hex);
  return done;
}

/* Bytes that are no text stand there in hexadecimal, as in the edit log. */
static seg_status write_reject(outputs *o, size_t offset, seg_bytes text, seg_error *error) {
  json_t *object = json_pack("{s:I}", "offset", (json_int_t)offset);
  json_t *string = json_stringn(text.data, text.length);
  bool done = string != NULL ? json_object_set_new(object, "text", string) == 0
                             : set_hex(object, "text_hex", text);
  if (o->name_files) { /* not where the name is no UTF-8 */
    json_t *name = json_string(o->file);
    if (name != NULL) done &= json_object_set_new(object, "source", name) == 0;
  }
  if (!done) {
    json_decref(object);
    object = NULL;
  }
  return write_json_line(o->rejects, object, error);
}

static seg_status write_rejects(outputs *o, const block *b, seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t i = 0; i < seg_editlog_count(b->log) && status == SEG_OK; i++) {
    seg_edit e = seg_editlog_get(b->log, i);
    if (strcmp(e.kind, FURNITURE) == 0)
      status = write_reject(o, seg_decoder_source_offset(o->decoder, b->offset + e.offset),
                            e.old_bytes, error);
  }
  return status;
}

/* The furniture of the repaired text; *found is allocated. */
static seg_status find_furniture(const seg_editlog *log, seg_bytes repaired, seg_found **found,
                                 size_t *count, seg_error *error) {
  seg_span *runs;
  *found = NULL;
  seg_status status = seg_find_furniture(repaired.data, repaired.length, &runs, count, error);
  if (status != SEG_OK || *count == 0) return status;
  *found = malloc(*count * sizeof **found);
  if (*found == NULL) {
    *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
    status = SEG_NOMEM;
  }
  for (size_t i = 0; i < *count && status == SEG_OK; i++)
    (*found)[i] = (seg_found){FURNITURE,
                              {seg_editlog_input_offset(log, runs[i].start),
                               seg_editlog_input_offset(log, runs[i].end)},
                              runs[i]};
  seg_free(runs);
  return status;
}

/* --- Text and edits. */

seg_status begin_text(outputs *o, seg_decoder *decoder, seg_error *error) {
  seg_bytes json;
  o->decoder = decoder;
  if (o->edits == NULL) return SEG_OK;
  seg_status status = seg_editlog_writer_begin(o->writer, o->file, &json, error);
  return status == SEG_OK ? seg_output_write(o->edits, json.data, json.length, error) : status;
}

seg_status end_text(outputs *o, seg_error *error) {
  seg_bytes json;
  if (o->edits == NULL) return SEG_OK;
  seg_status status = seg_editlog_writer_end(o->writer, o->decoder, &json, error);
  return status == SEG_OK ? seg_output_write(o->edits, json.data, json.length, error) : status;
}

static seg_status write_edits(outputs *o, const seg_edited_block *edited, seg_error *error) {
  seg_bytes json;
  seg_status status = seg_editlog_writer_block(o->writer, o->decoder, edited, &json, error);
  return status == SEG_OK ? seg_output_write(o->edits, json.data, json.length, error) : status;
}

seg_status write_block(outputs *o, const block *b, seg_error *error) {
  char *repaired = NULL;
  size_t repaired_length = 0;
  seg_status status =
      seg_editlog_apply(b->log, b->text, b->length, &repaired, &repaired_length, error);
  if (status == SEG_OK && o->edits != NULL) {
    seg_edited_block edited = {{b->text, b->length}, b->offset, b->log,
                               {repaired, repaired_length}, b->lossy, b->lossy_count, NULL, 0, true};
    seg_found *found = NULL;
    if (o->find_furniture)
      status = find_furniture(b->log, edited.output, &found, &edited.found_count, error);
    edited.found = found;
    if (status == SEG_OK) status = write_edits(o, &edited, error);
    free(found);
  }
  if (status == SEG_OK && o->rejects != NULL) status = write_rejects(o, b, error);
  if (status == SEG_OK) status = seg_output_write(o->text, repaired, repaired_length, error);
  seg_free(repaired);
  return status;
}

/* --- Kinds. */

/* The cells of a row; tabs between them, examples with visible line breaks. */
static seg_status write_kind(seg_output *out, const seg_repair_kind *kind, seg_error *error) {
  const char *const cells[] = {kind->id, "\t", kind->on_by_default ? "on" : "off", "\t",
                               kind->summary, "\t", kind->before, " => ", kind->after};
  seg_status status = SEG_OK;
  for (size_t i = 0; i < sizeof cells / sizeof *cells && status == SEG_OK; i++)
    status = put_visible(out, cells[i], strlen(cells[i]), error);
  return status == SEG_OK ? seg_output_write(out, "\n", 1, error) : status;
}

seg_status write_kinds(seg_output *out, seg_error *error) {
  size_t count;
  const seg_repair_kind *kinds = seg_repair_kinds(&count);
  seg_status status = SEG_OK;
  for (size_t i = 0; i < count && status == SEG_OK; i++) status = write_kind(out, &kinds[i], error);
  return status;
}

/* --- Opening and closing. */

seg_status open_outputs(outputs *o, seg_error *error) {
  const settings *set = o->set;
  o->colour = set->diff && set->output == NULL && isatty(STDOUT_FILENO);
  seg_status status = seg_editlog_writer_new(&o->writer, error);
  if (status == SEG_OK)
    status = seg_output_open(set->check && !set->diff ? NULL : set->output, &o->text, error);
  if (status == SEG_OK && set->edits != NULL) status = seg_output_open(set->edits, &o->edits, error);
  if (status == SEG_OK && set->rejects != NULL)
    status = seg_output_open(set->rejects, &o->rejects, error);
  if (status == SEG_OK && set->explain != NULL) {
    status = seg_output_open(set->explain, &o->reasons, error);
    if (status == SEG_OK) status = explain_head(o->reasons, error);
  }
  return status;
}

seg_status commit_outputs(outputs *o, seg_error *error) {
  seg_output **const all[] = {&o->reasons, &o->edits, &o->rejects, &o->text};
  seg_status status = SEG_OK;
  for (size_t i = 0; i < sizeof all / sizeof *all && status == SEG_OK; i++) {
    if (*all[i] != NULL) status = seg_output_commit(*all[i], error);
    *all[i] = NULL;
  }
  return status;
}

void close_outputs(outputs *o) {
  seg_output_discard(o->reasons);
  seg_output_discard(o->edits);
  seg_output_discard(o->rejects);
  seg_output_discard(o->text);
  seg_editlog_writer_free(o->writer);
}
