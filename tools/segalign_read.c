/* segalign: what is read as text. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "segalign.h"

seg_status fail_memory(seg_error *error) {
  error->status = SEG_NOMEM;
  strcpy(error->message, "out of memory");
  return SEG_NOMEM;
}

seg_status fail_file(seg_error *error, seg_status status, const char *path, size_t line,
                     const char *format, ...) {
  va_list arguments;
  *error = (seg_error){.status = status, .line = line};
  snprintf(error->source, sizeof error->source, "%s", path);
  va_start(arguments, format);
  vsnprintf(error->message, sizeof error->message, format, arguments);
  va_end(arguments);
  return status;
}

seg_status read_text(const settings *set, const char *path, char **text, size_t *length,
                     seg_error *error) {
  seg_input *input;
  seg_status status = seg_input_open(path, set->encoding, set->invalid, &input, error);
  if (status == SEG_OK) status = seg_input_read_all(input, text, length, error);
  seg_input_free(input);
  if (status != SEG_OK && error->source[0] == '\0')
    snprintf(error->source, sizeof error->source, "%s", path);
  return status;
}

/* --- Documents */

static bool is_blank(seg_bytes line) {
  for (size_t i = 0; i < line.length; i++)
    if (line.data[i] != ' ' && (line.data[i] < '\t' || line.data[i] > '\r')) return false;
  return true;
}

seg_bytes next_line(const char *text, size_t length, size_t *start) {
  const char *feed = memchr(text + *start, '\n', length - *start);
  size_t end = feed != NULL ? (size_t)(feed - text) : length;
  seg_bytes line = {text + *start, end - *start};
  if (line.length > 0 && line.data[line.length - 1] == '\r') line.length--;
  *start = end + 1;
  return line;
}

size_t count_lines(const char *text, size_t length) {
  size_t count = 0;
  for (size_t start = 0; start < length; count++) next_line(text, length, &start);
  return count;
}

static seg_status make_room(document *d, size_t lines, seg_error *error) {
  d->lines = lines;
  d->sentences = malloc((lines + 1) * sizeof *d->sentences);
  d->line = malloc((lines + 1) * sizeof *d->line);
  return d->sentences != NULL && d->line != NULL ? SEG_OK : fail_memory(error);
}

static void add_line(document *d, seg_bytes text, size_t number, bool opens_paragraph) {
  d->line[d->count] = number;
  d->sentences[d->count++] = (seg_sentence){.text = text, .opens_paragraph = opens_paragraph};
}

seg_status read_document(const settings *set, const char *path, document *d, seg_error *error) {
  d->name = path;
  seg_status status = read_text(set, path, &d->text, &d->length, error);
  if (status == SEG_OK) status = make_room(d, count_lines(d->text, d->length), error);
  if (status != SEG_OK) return status;
  bool opens_paragraph = false;
  for (size_t start = 0, number = 1; start < d->length; number++) {
    seg_bytes line = next_line(d->text, d->length, &start);
    if (!is_blank(line)) add_line(d, line, number, opens_paragraph);
    opens_paragraph = is_blank(line);
  }
  return SEG_OK;
}

static bool is_string_array(const json_t *value) {
  size_t i;
  const json_t *item;
  json_array_foreach(value, i, item) if (!json_is_string(item)) return false;
  return json_is_array(value);
}

static seg_bytes string_at(const json_t *strings, size_t i) {
  const json_t *string = json_array_get(strings, i);
  return (seg_bytes){json_string_value(string), json_string_length(string)};
}

seg_status take_document(const json_t *strings, const char *name, document *d, seg_error *error) {
  d->name = name;
  if (!is_string_array(strings)) {
    error->status = SEG_BAD_FORMAT;
    snprintf(error->message, sizeof error->message, "\"%s\" is neither a path nor a list of texts",
             name);
    return SEG_BAD_FORMAT;
  }
  size_t lines = json_array_size(strings);
  seg_status status = make_room(d, lines, error);
  bool opens_paragraph = false;
  for (size_t i = 0; i < lines && status == SEG_OK; i++) {
    seg_bytes text = string_at(strings, i);
    if (!is_blank(text)) add_line(d, text, i + 1, opens_paragraph);
    opens_paragraph = is_blank(text);
  }
  return status;
}

void clear_document(document *d) {
  seg_free(d->text);
  free(d->sentences);
  free(d->line);
}

/* --- Draft translations */

static seg_status check_drafts(const char *name, size_t drafts, const document *source,
                               seg_error *error) {
  if (drafts == source->lines) return SEG_OK;
  return fail_file(error, SEG_BAD_MATCH, name, 0, "%zu lines for the %zu lines of the source",
                   drafts, source->lines);
}

seg_status read_draft(const settings *set, const char *path, pair *p, seg_error *error) {
  size_t length = 0;
  seg_status status = read_text(set, path, &p->draft, &length, error);
  if (status == SEG_OK)
    status = check_drafts(path, count_lines(p->draft, length), &p->source, error);
  if (status != SEG_OK) return status;
  for (size_t start = 0, number = 1, k = 0; k < p->source.count; number++) {
    seg_bytes draft = next_line(p->draft, length, &start);
    if (p->source.line[k] == number) p->source.sentences[k++].draft = draft;
  }
  return SEG_OK;
}

seg_status take_draft(const json_t *strings, pair *p, seg_error *error) {
  if (!is_string_array(strings)) {
    error->status = SEG_BAD_FORMAT;
    strcpy(error->message, "\"draft\" is neither a path nor a list of texts");
    return SEG_BAD_FORMAT;
  }
  seg_status status = check_drafts("draft", json_array_size(strings), &p->source, error);
  for (size_t k = 0; k < p->source.count && status == SEG_OK; k++)
    p->source.sentences[k].draft = string_at(strings, p->source.line[k] - 1);
  return status;
}

/* --- Anchors */

/* A number and the blanks behind it. */
static bool take_number(seg_bytes *text, size_t *number) {
  size_t i = 0;
  *number = 0;
  for (; i < text->length && text->data[i] >= '0' && text->data[i] <= '9'; i++) {
    if (*number > 1000000000) return false;
    *number = 10 * *number + (size_t)(text->data[i] - '0');
  }
  bool found = i > 0;
  while (i < text->length && (text->data[i] == ' ' || text->data[i] == '\t')) i++;
  text->data += i;
  text->length -= i;
  return found;
}

static bool is_run(const size_t *numbers, size_t count) {
  return count == 0 || numbers[count - 1] - numbers[0] == count - 1;
}

static bool read_bead(seg_bytes line, seg_align_anchor *anchor) {
  seg_links links = {0};
  bool fine = seg_links_parse(line, &links, NULL) == SEG_OK && links.count == 1;
  const seg_link *bead = links.items;
  fine =
    fine && is_run(bead->source, bead->source_count) && is_run(bead->target, bead->target_count);
  if (fine)
    *anchor =
      (seg_align_anchor){bead->source_count > 0 ? bead->source[0] : 0, bead->source_count,
                         bead->target_count > 0 ? bead->target[0] : 0, bead->target_count, true};
  seg_links_clear(&links);
  return fine;
}

static bool read_anchor(seg_bytes line, seg_align_anchor *anchor) {
  if (line.data[0] == '[') return read_bead(line, anchor);
  *anchor = (seg_align_anchor){.source_count = 1, .target_count = 1};
  return take_number(&line, &anchor->source_first) && take_number(&line, &anchor->target_first) &&
         line.length == 0;
}

seg_status read_anchors(const settings *set, const char *path, seg_align_anchor **anchors,
                        size_t **lines, size_t *count, seg_error *error) {
  char *text = NULL;
  size_t length = 0;
  seg_status status = read_text(set, path, &text, &length, error);
  size_t most = status == SEG_OK ? count_lines(text, length) + 1 : 1;
  *anchors = malloc(most * sizeof **anchors);
  *lines = malloc(most * sizeof **lines);
  *count = 0;
  if (status == SEG_OK && (*anchors == NULL || *lines == NULL)) status = fail_memory(error);
  for (size_t start = 0, number = 1; start < length && status == SEG_OK; number++) {
    seg_bytes line = next_line(text, length, &start);
    if (is_blank(line) || line.data[0] == '#') continue;
    (*lines)[*count] = number;
    if (!read_anchor(line, &(*anchors)[(*count)++]))
      status = fail_file(error, SEG_BAD_FORMAT, path, number,
                         "neither two sentence numbers nor a bead as \"[0]:[0, 1]\"");
  }
  seg_free(text);
  return status;
}
