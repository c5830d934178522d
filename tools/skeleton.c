#include "skeleton.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_lines.h"

struct skeleton {
  seg_output *output;
  char *text; /* from stream offset `base` on: behind the last segment */
  size_t length, capacity, base, count;
};

static seg_status fail(seg_error *error, seg_status code, const char *source, size_t line,
                       const char *message) {
  if (error->status != SEG_OK) return error->status;
  *error = (seg_error){.status = code, .line = line};
  size_t length = strlen(source), room = sizeof error->source - 1;
  snprintf(error->source, sizeof error->source, "%s", source + (length > room ? length - room : 0));
  snprintf(error->message, sizeof error->message, "%s", message);
  return code;
}

static seg_status no_memory(seg_error *error) {
  return fail(error, SEG_NOMEM, "", 0, "out of memory");
}

/* --- Writing */

seg_status skeleton_new(const char *path, skeleton **made, seg_error *error) {
  *made = calloc(1, sizeof **made);
  if (*made == NULL) return no_memory(error);
  seg_status status = seg_output_open(path, &(*made)->output, error);
  if (status == SEG_OK)
    status = write_json_line((*made)->output, json_pack("{s:i}", "skeleton", 1), error);
  if (status == SEG_OK) return SEG_OK;
  skeleton_discard(*made);
  *made = NULL;
  return status;
}

void skeleton_discard(skeleton *s) {
  if (s == NULL) return;
  seg_output_discard(s->output);
  free(s->text);
  free(s);
}

seg_status skeleton_text(skeleton *s, seg_bytes text, seg_error *error) {
  if (s->length + text.length > s->capacity) {
    size_t wanted = 2 * (s->length + text.length);
    char *grown = realloc(s->text, wanted);
    if (grown == NULL) return no_memory(error);
    s->text = grown;
    s->capacity = wanted;
  }
  if (text.length > 0) memcpy(s->text + s->length, text.data, text.length);
  s->length += text.length;
  return SEG_OK;
}

/* Between segments stands white space alone, which is valid UTF-8. */
seg_status skeleton_segment(skeleton *s, seg_span span, seg_error *error) {
  size_t used = span.end - s->base;
  json_t *before = json_stringn(s->text != NULL ? s->text : "", span.start - s->base);
  seg_status status = write_json_line(s->output, json_pack("{s:o}", "before", before), error);
  memmove(s->text, s->text + used, s->length - used);
  s->length -= used;
  s->base = span.end;
  s->count++;
  return status;
}

seg_status skeleton_finish(skeleton *s, seg_error *error) {
  json_t *after = json_stringn(s->text != NULL ? s->text : "", s->length);
  seg_status status = write_json_line(
    s->output, json_pack("{s:I,s:o}", "segments", (json_int_t)s->count, "after", after), error);
  if (status == SEG_OK) {
    status = seg_output_commit(s->output, error);
    s->output = NULL;
  }
  skeleton_discard(s);
  return status;
}

/* --- Restoring */

/* A file as lines, which end in LF or CR LF; the last need not. */
typedef struct lines {
  const char *name;
  char *text;
  size_t length, at, number; /* of the current line, from 1 */
} lines;

static seg_status read_lines(const char *path, const char *encoding, lines *l, seg_error *error) {
  seg_input *input;
  *l = (lines){.name = strcmp(path, "-") == 0 ? "<stdin>" : path};
  seg_status status = seg_input_open(path, encoding, SEG_INVALID_KEEP, &input, error);
  if (status != SEG_OK) return status;
  status = seg_input_read_all(input, &l->text, &l->length, error);
  seg_input_free(input);
  return status;
}

static bool next_line(lines *l, seg_bytes *line) {
  if (l->at == l->length) return false;
  const char *start = l->text + l->at, *end = memchr(start, '\n', l->length - l->at);
  size_t length = end != NULL ? (size_t)(end - start) : l->length - l->at;
  l->at += length + (end != NULL);
  l->number++;
  if (end != NULL && length > 0 && start[length - 1] == '\r') length--;
  *line = (seg_bytes){start, length};
  return true;
}

static size_t count_lines(const lines *l) {
  lines copy = *l;
  seg_bytes line;
  while (next_line(&copy, &line)) {}
  return copy.number;
}

/* The text that a line of the skeleton holds under the name; NULL when there is none. *object is to be
 * freed by the caller. */
static json_t *text_of(seg_bytes line, const char *name, json_t **object) {
  *object = json_loadb(line.data, line.length, JSON_ALLOW_NUL, NULL);
  json_t *text = json_object_get(*object, name);
  return json_is_string(text) ? text : NULL;
}

static seg_status bad_skeleton(const lines *l, size_t number, seg_error *error) {
  return fail(error, SEG_BAD_FORMAT, l->name, number, "not a skeleton that segsplit made");
}

/* Whether the skeleton is whole, and for as many segments as there are lines. */
static seg_status check(const lines *frame, size_t count, const lines *texts, seg_error *error) {
  lines copy = *frame;
  seg_bytes line = {"", 0};
  json_t *object = NULL;
  bool good = next_line(&copy, &line) && line.length == strlen("{\"skeleton\":1}") &&
              memcmp(line.data, "{\"skeleton\":1}", line.length) == 0;
  if (!good) return bad_skeleton(frame, 1, error);
  while (good && copy.at < copy.length) {
    next_line(&copy, &line);
    good = text_of(line, copy.at < copy.length ? "before" : "after", &object) != NULL;
    if (good && copy.at == copy.length)
      good = json_integer_value(json_object_get(object, "segments")) == (json_int_t)copy.number - 2;
    json_decref(object);
    object = NULL;
  }
  if (!good || copy.number < 2) return bad_skeleton(frame, copy.number, error);
  if (copy.number - 2 == count) return SEG_OK;
  char message[128];
  snprintf(message, sizeof message, "%zu lines for the %zu segments of the skeleton", count,
           copy.number - 2);
  return fail(error, SEG_BAD_MATCH, texts->name, 0, message);
}

static seg_status write_text(lines *frame, lines *texts, seg_output *output, seg_error *error) {
  seg_status status = SEG_OK;
  seg_bytes part, text;
  next_line(frame, &part);
  while (status == SEG_OK && next_line(frame, &part)) {
    json_t *object,
      *between = text_of(part, frame->at < frame->length ? "before" : "after", &object);
    status = between != NULL ? seg_output_write(output, json_string_value(between),
                                                json_string_length(between), error)
                             : no_memory(error);
    json_decref(object);
    if (status == SEG_OK && next_line(texts, &text))
      status = seg_output_write(output, text.data, text.length, error);
  }
  return status;
}

seg_status skeleton_restore(const char *path, const char *lines_path, const char *encoding,
                            const char *output_path, seg_error *error) {
  lines frame = {0}, texts = {0};
  seg_output *output;
  seg_status status = read_lines(lines_path, encoding, &texts, error);
  if (status == SEG_OK) status = read_lines(path, "UTF-8", &frame, error);
  if (status == SEG_OK) status = check(&frame, count_lines(&texts), &texts, error);
  if (status == SEG_OK) status = seg_output_open(output_path, &output, error);
  if (status == SEG_OK) {
    status = write_text(&frame, &texts, output, error);
    if (status == SEG_OK)
      status = seg_output_commit(output, error);
    else
      seg_output_discard(output);
  }
  seg_free(frame.text);
  seg_free(texts.text);
  return status;
}
