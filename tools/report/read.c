/* segreport: memory of a report; texts, segments and alignments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* --- Memory */

bool report_grow(void **array, size_t count, size_t *capacity, size_t size) {
  if (count < *capacity) return true;
  size_t wanted = 2 * count + 16;
  void *grown = realloc(*array, wanted * size);
  if (grown == NULL) return false;
  *array = grown;
  *capacity = wanted;
  return true;
}

/* A row more, cleared; NULL when memory is short. */
#define ADD_ROW(rows, count, capacity)                                                             \
  add_row((void **)&(rows), &(count), &(capacity), sizeof *(rows))

static void *add_row(void **array, size_t *count, size_t *capacity, size_t size) {
  if (!report_grow(array, *count, capacity, size)) return NULL;
  return memset((char *)*array + size * (*count)++, 0, size);
}

void report_name_source(seg_error *error, const char *path) {
  bool standard = strcmp(path, "-") == 0;
  snprintf(error->source, sizeof error->source, "%s", standard ? "<stdin>" : path);
}

seg_status report_fail(seg_error *error, seg_status status, const char *path, size_t line,
                       const char *message) {
  *error = (seg_error){.status = status, .line = line};
  if (path != NULL) report_name_source(error, path);
  snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

static seg_status no_memory(seg_error *error) {
  return report_fail(error, SEG_NOMEM, NULL, 0, "out of memory");
}

bool report_own(report *r, void *memory) {
  void **row = memory != NULL ? ADD_ROW(r->owned, r->owned_count, r->owned_capacity) : NULL;
  if (row == NULL) seg_free(memory);
  if (row != NULL) *row = memory;
  return row != NULL;
}

void report_clear(report *r) {
  for (size_t i = 0; i < r->page_count; i++) {
    free(r->pages[i].edits);
    free(r->pages[i].found);
  }
  for (size_t i = 0; i < r->owned_count; i++) seg_free(r->owned[i]);
  free(r->owned);
  free(r->pages);
  free(r->segments);
  free(r->beads);
  json_decref(r->strings);
}

/* --- Texts */

seg_status report_file(report *r, const char *path, const char *encoding, seg_bytes *text,
                       seg_error *error) {
  seg_input *input;
  char *data = NULL;
  size_t length = 0;
  seg_status status = seg_input_open(path, encoding, SEG_INVALID_KEEP, &input, error);
  if (status == SEG_OK) status = seg_input_read_all(input, &data, &length, error);
  seg_input_free(input);
  if (status == SEG_OK && !report_own(r, data)) status = no_memory(error);
  if (status != SEG_OK && error->source[0] == '\0') report_name_source(error, path);
  if (status == SEG_OK) *text = (seg_bytes){data, length};
  return status;
}

bool report_line(seg_bytes text, size_t *start, seg_bytes *line) {
  if (*start >= text.length) return false;
  const char *from = text.data + *start, *feed = memchr(from, '\n', text.length - *start);
  size_t length = feed != NULL ? (size_t)(feed - from) : text.length - *start;
  *start += length + 1;
  if (length > 0 && from[length - 1] == '\r') length--;
  *line = (seg_bytes){from, length};
  return true;
}

static bool is_blank(seg_bytes line) {
  for (size_t i = 0; i < line.length; i++)
    if (line.data[i] != ' ' && (line.data[i] < '\t' || line.data[i] > '\r')) return false;
  return true;
}

/* The first byte that is no white space, 0 in a blank text. */
static char first_sign(seg_bytes text) {
  size_t i = 0;
  while (i < text.length && is_blank((seg_bytes){text.data + i, 1})) i++;
  return i < text.length ? text.data[i] : '\0';
}

static seg_bytes keep_string(report *r, json_t *string) {
  if (!json_is_string(string) || json_array_append(r->strings, string) != 0)
    return (seg_bytes){"", 0};
  return (seg_bytes){json_string_value(string), json_string_length(string)};
}

seg_bytes report_string(report *r, const json_t *object, const char *key) {
  return keep_string(r, json_object_get(object, key));
}

/* A number, as the id of a record may be one, becomes its digits. */
const char *report_name(report *r, const json_t *object, const char *key) {
  json_t *value = json_object_get(object, key);
  if (!json_is_integer(value)) return keep_string(r, value).data;
  char digits[32];
  snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
  json_t *string = json_string(digits);
  seg_bytes name = keep_string(r, string);
  json_decref(string);
  return name.data;
}

seg_status report_add_page(report *r, const char *name, report_page **page, seg_error *error) {
  *page = ADD_ROW(r->pages, r->page_count, r->page_capacity);
  if (*page == NULL) return no_memory(error);
  (*page)->name = name;
  return SEG_OK;
}

seg_status report_read_text(report *r, const char *path, seg_error *error) {
  report_page *page;
  seg_bytes text;
  seg_status status = report_file(r, path, "UTF-8", &text, error);
  if (status == SEG_OK) status = report_add_page(r, path, &page, error);
  if (status == SEG_OK) page->text = text;
  return status;
}

/* Calls `take` for the objects on the lines of a text. */
typedef seg_status take_object(report *r, const json_t *object, seg_error *error);

static seg_status each_object(report *r, const char *path, seg_bytes text, take_object *take,
                              seg_error *error) {
  seg_bytes line;
  seg_status status = SEG_OK;
  for (size_t start = 0, n = 1; status == SEG_OK && report_line(text, &start, &line); n++) {
    if (is_blank(line)) continue;
    json_t *object = json_loadb(line.data, line.length, JSON_ALLOW_NUL, NULL);
    if (json_is_object(object))
      status = take(r, object, error);
    else
      status = report_fail(error, SEG_BAD_FORMAT, path, n, "no JSON object");
    json_decref(object);
    if (status != SEG_OK && error->line == 0) {
      error->line = n;
      report_name_source(error, path);
    }
  }
  return status;
}

/* --- Segments */

static size_t count_characters(seg_bytes text) {
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++) count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
  return count;
}

static seg_status add_segment(report *r, const report_segment *segment, seg_error *error) {
  report_segment *row = ADD_ROW(r->segments, r->segment_count, r->segment_capacity);
  if (row == NULL) return no_memory(error);
  *row = *segment;
  row->characters = count_characters(segment->text);
  return SEG_OK;
}

static seg_status take_segment(report *r, const json_t *object, const char *document,
                               seg_error *error) {
  const json_t *confidence = json_object_get(object, "confidence");
  if (!json_is_string(json_object_get(object, "text")))
    return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "a segment without \"text\"");
  json_int_t paragraph = json_integer_value(json_object_get(object, "paragraph"));
  bool first =
    r->segment_count == 0 || strcmp(r->segments[r->segment_count - 1].document, document) != 0;
  report_segment s = {.text = report_string(r, object, "text"),
                      .document = document,
                      .kind = report_name(r, object, "kind"),
                      .confidence = json_is_number(confidence) ? json_number_value(confidence) : -1,
                      .opens_paragraph = first || paragraph != r->last_paragraph};
  r->last_paragraph = paragraph;
  return add_segment(r, &s, error);
}

/* Edits of a document: their offsets are those of its old text. */
static seg_status take_edits(report *r, report_page *page, const json_t *edits, seg_error *error) {
  size_t i, out = 0, in = 0;
  json_t *object;
  json_array_foreach(edits, i, object) {
    report_edit *e;
    seg_status status = report_take_edit(r, page, object, &e, error);
    if (status != SEG_OK) return status;
    if (e->offset < in) return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "edits out of order");
    e->at = out + (e->offset - in);
    in = e->offset + e->old_bytes.length;
    out = e->at + e->new_bytes.length;
  }
  if (report_edits_match(page)) return SEG_OK;
  return report_fail(error, SEG_BAD_MATCH, NULL, 0, "the edits are not those of the text");
}

static seg_status take_document(report *r, const json_t *object, seg_error *error) {
  report_page *page;
  const json_t *segments = json_object_get(object, "segments");
  const char *id = report_name(r, object, r->id_field);
  size_t i;
  json_t *segment;
  seg_status status = report_add_page(r, id, &page, error);
  if (status != SEG_OK) return status;
  page->text = report_string(r, object, r->text_field);
  status = take_edits(r, page, json_object_get(object, r->edits_field), error);
  json_array_foreach(segments, i, segment) {
    if (status == SEG_OK) status = take_segment(r, segment, id, error);
  }
  return status;
}

static seg_status take_segment_or_document(report *r, const json_t *object, seg_error *error) {
  if (json_is_array(json_object_get(object, "segments")) ||
      json_is_array(json_object_get(object, r->edits_field)))
    return take_document(r, object, error);
  bool named = json_is_string(json_object_get(object, "file"));
  return take_segment(r, object, report_name(r, object, named ? "file" : "id"), error);
}

static seg_status take_lines(report *r, seg_bytes text, seg_error *error) {
  seg_bytes line;
  seg_status status = SEG_OK;
  bool opens = true;
  for (size_t start = 0; status == SEG_OK && report_line(text, &start, &line);) {
    report_segment s = {
      .text = line, .document = "", .kind = "", .confidence = -1, .opens_paragraph = opens};
    opens = is_blank(line);
    if (!opens) status = add_segment(r, &s, error);
  }
  return status;
}

seg_status report_read_segments(report *r, const char *path, seg_error *error) {
  seg_bytes text;
  seg_status status = report_file(r, path, "UTF-8", &text, error);
  if (status != SEG_OK) return status;
  if (first_sign(text) == '{') return each_object(r, path, text, take_segment_or_document, error);
  return take_lines(r, text, error);
}

/* --- Alignments */

static seg_status make_side(report *r, report_side *side, size_t first, size_t count,
                            seg_error *error) {
  *side = (report_side){.first = first, .count = count};
  if (count == 0) return SEG_OK;
  side->texts = calloc(count, sizeof *side->texts);
  return report_own(r, side->texts) ? SEG_OK : no_memory(error);
}

static unsigned at_most_99(size_t n) {
  return n < 99 ? (unsigned)n : 99;
}

static seg_status add_bead(report *r, const report_bead *bead, seg_error *error) {
  report_bead *row = ADD_ROW(r->beads, r->bead_count, r->bead_capacity);
  if (row == NULL) return no_memory(error);
  *row = *bead;
  snprintf(row->shape, sizeof row->shape, "%u-%u", at_most_99(bead->source.count),
           at_most_99(bead->target.count));
  size_t source_end = bead->source.first + bead->source.count;
  size_t target_end = bead->target.first + bead->target.count;
  if (source_end > r->source_count) r->source_count = source_end;
  if (target_end > r->target_count) r->target_count = target_end;
  return SEG_OK;
}

/* A side of a bead in JSON: its numbers are counted from the start of its document. */
static seg_status take_side(report *r, const json_t *object, const char *numbers_key,
                            const char *texts_key, size_t base, size_t next, report_side *side,
                            seg_error *error) {
  const json_t *texts = json_object_get(object, texts_key);
  const json_t *number = json_array_get(json_object_get(object, numbers_key), 0);
  json_int_t first = json_integer_value(number);
  if (!json_is_array(texts) || first < 0 || first > 1000000000)
    return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "no bead of segalign --format=jsonl");
  seg_status status =
    make_side(r, side, number != NULL ? base + (size_t)first : next, json_array_size(texts), error);
  for (size_t i = 0; i < side->count && status == SEG_OK; i++)
    side->texts[i] = keep_string(r, json_array_get(texts, i));
  return status;
}

static seg_status take_bead(report *r, const json_t *object, size_t source_base, size_t target_base,
                            seg_error *error) {
  report_bead bead = {.score = json_number_value(json_object_get(object, "score"))};
  seg_status status = take_side(r, object, "source", "source_text", source_base, r->source_count,
                                &bead.source, error);
  if (status == SEG_OK)
    status = take_side(r, object, "target", "target_text", target_base, r->target_count,
                       &bead.target, error);
  return status == SEG_OK ? add_bead(r, &bead, error) : status;
}

/* A bead, or all beads of a document pair. */
static seg_status take_beads(report *r, const json_t *object, seg_error *error) {
  const json_t *beads = json_object_get(object, "beads");
  size_t source_base = r->source_count, target_base = r->target_count, i;
  json_t *bead;
  seg_status status = SEG_OK;
  if (beads == NULL) return take_bead(r, object, 0, 0, error);
  json_array_foreach(beads, i, bead) {
    if (status == SEG_OK) status = take_bead(r, bead, source_base, target_base, error);
  }
  return status;
}

static seg_status take_column(report *r, seg_bytes text, size_t first, report_side *side,
                              seg_error *error) {
  seg_status status = make_side(r, side, first, text.length > 0, error);
  if (status == SEG_OK && text.length > 0) side->texts[0] = text;
  return status;
}

static bool read_score(const char *from, const char *end, double *score) {
  char digits[32] = "", *stop;
  size_t length = (size_t)(end - from);
  if (length == 0 || length >= sizeof digits) return false;
  memcpy(digits, from, length);
  *score = strtod(digits, &stop);
  return *stop == '\0' && *score >= 0 && *score <= 1;
}

static seg_status take_row(report *r, seg_bytes line, seg_error *error) {
  const char *end = line.data + line.length;
  const char *tab = memchr(line.data, '\t', line.length);
  const char *second = tab != NULL ? memchr(tab + 1, '\t', (size_t)(end - tab - 1)) : NULL;
  report_bead bead = {0};
  if (second == NULL || !read_score(line.data, tab, &bead.score))
    return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "no score, source and target between tabs");
  seg_bytes source = {tab + 1, (size_t)(second - tab - 1)};
  seg_bytes target = {second + 1, (size_t)(end - second - 1)};
  seg_status status = take_column(r, source, r->source_count, &bead.source, error);
  if (status == SEG_OK) status = take_column(r, target, r->target_count, &bead.target, error);
  return status == SEG_OK ? add_bead(r, &bead, error) : status;
}

/* Lines that are not blank, as the numbers of beads count them. */
typedef struct lines {
  seg_bytes *items;
  size_t count, capacity;
} lines;

static seg_status read_lines(report *r, const char *path, lines *l, seg_error *error) {
  seg_bytes text, line;
  seg_status status = report_file(r, path, "auto", &text, error);
  for (size_t start = 0; status == SEG_OK && report_line(text, &start, &line);) {
    if (is_blank(line)) continue;
    seg_bytes *row = ADD_ROW(l->items, l->count, l->capacity);
    if (row == NULL) return no_memory(error);
    *row = line;
  }
  return status;
}

static seg_status take_numbers(report *r, const lines *l, const size_t *numbers, size_t count,
                               size_t next, report_side *side, seg_error *error) {
  seg_status status = make_side(r, side, count > 0 ? numbers[0] : next, count, error);
  for (size_t i = 0; i < count && status == SEG_OK; i++) {
    if (numbers[i] < l->count)
      side->texts[i] = l->items[numbers[i]];
    else
      status = report_fail(error, SEG_BAD_MATCH, NULL, 0, "a sentence that the text does not have");
  }
  return status;
}

static seg_status take_numbered(report *r, const lines *source, const lines *target, seg_bytes line,
                                seg_error *error) {
  seg_links links = {0};
  report_bead bead = {0};
  const char *end = line.data + line.length, *colon = end;
  while (colon > line.data && colon[-1] != ':') colon--;
  read_score(colon, end, &bead.score);
  seg_status status = seg_links_parse(line, &links, error);
  if (status == SEG_OK && links.count != 1)
    status = report_fail(error, SEG_BAD_FORMAT, NULL, 0, "no bead as \"[0]:[0, 1]:0.9\"");
  const seg_link *l = links.items;
  if (status == SEG_OK)
    status =
      take_numbers(r, source, l->source, l->source_count, r->source_count, &bead.source, error);
  if (status == SEG_OK)
    status =
      take_numbers(r, target, l->target, l->target_count, r->target_count, &bead.target, error);
  if (status == SEG_OK) status = add_bead(r, &bead, error);
  seg_links_clear(&links);
  return status;
}

static seg_status take_rows(report *r, const char *path, seg_bytes text, const lines *source,
                            const lines *target, seg_error *error) {
  seg_bytes line;
  seg_status status = SEG_OK;
  for (size_t start = 0, n = 1; status == SEG_OK && report_line(text, &start, &line); n++) {
    if (is_blank(line)) continue;
    status =
      source != NULL ? take_numbered(r, source, target, line, error) : take_row(r, line, error);
    if (status == SEG_OK) continue;
    error->line = n;
    report_name_source(error, path);
  }
  return status;
}

seg_status report_read_alignment(report *r, const char *path, const char *source,
                                 const char *target, seg_error *error) {
  seg_bytes text;
  lines sources = {0}, targets = {0};
  seg_status status = report_file(r, path, "UTF-8", &text, error);
  if (status != SEG_OK) return status;
  if (first_sign(text) == '{') return each_object(r, path, text, take_beads, error);
  if (first_sign(text) != '[') return take_rows(r, path, text, NULL, NULL, error);
  if (source == NULL)
    return report_fail(error, SEG_BAD_ARGUMENT, path, 0, "beads need --source and --target");
  status = read_lines(r, source, &sources, error);
  if (status == SEG_OK) status = read_lines(r, target, &targets, error);
  if (status == SEG_OK) status = take_rows(r, path, text, &sources, &targets, error);
  free(sources.items);
  free(targets.items);
  return status;
}
