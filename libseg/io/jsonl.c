/* A JSON object a line. jansson reads its members one by one and tells where each ends, so that
 * all bytes which are not the text can be passed through: jansson itself would lose the
 * spelling of numbers and escapes. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "io/format.h"

typedef struct jsonl {
  const char *text_field, *id_field, *segments_field, *edits_field; /* borrowed */
  seg_bytes raw;
  size_t at; /* up to where raw was read */
  bool blank;
  json_t *text, *id;
  seg_span text_value;
  size_t last_end; /* of the last member */
  bool has_segments, has_edits;
} jsonl;

static seg_status open_jsonl(const seg_record_options *options, void **state, seg_error *error) {
  jsonl *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  made->text_field = options->text_field;
  made->id_field = options->id_field;
  made->segments_field = options->segments_field;
  made->edits_field = options->edits_field;
  *state = made;
  return SEG_OK;
}

static void clear_values(jsonl *j) {
  json_decref(j->text);
  json_decref(j->id);
  j->text = j->id = NULL;
}

static void close_jsonl(void *state) {
  jsonl *j = state;
  if (j == NULL) return;
  clear_values(j);
  free(j);
}

/* --- Reading */

static void skip_space(jsonl *j) {
  while (j->at < j->raw.length && strchr(" \t\r\n", j->raw.data[j->at]) != NULL &&
         j->raw.data[j->at] != '\0')
    j->at++;
}

/* Whether the sign comes next, which is passed then. */
static bool pass(jsonl *j, char sign) {
  skip_space(j);
  bool found = j->at < j->raw.length && j->raw.data[j->at] == sign;
  j->at += found;
  return found;
}

static seg_status not_json(const jsonl *j, const segi_raw *raw, const char *why,
                           seg_error *error) {
  return segi_fail_at(error, SEG_BAD_RECORD, raw->offset + j->at, raw->line, "not a JSON object: %s",
                      why);
}

/* The next value. Numbers are read as doubles, which have room for more of them; only their
 * place is used. */
static seg_status read_value(jsonl *j, const segi_raw *raw, json_t **value, seg_span *place,
                             seg_error *error) {
  json_error_t trouble;
  skip_space(j);
  *value = json_loadb(j->raw.data + j->at, j->raw.length - j->at,
                      JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL |
                          JSON_DECODE_INT_AS_REAL,
                      &trouble);
  if (*value == NULL && json_error_code(&trouble) == json_error_out_of_memory)
    return segi_nomem(error);
  if (*value == NULL) return not_json(j, raw, trouble.text, error);
  *place = (seg_span){j->at, j->at + (size_t)trouble.position};
  j->at = place->end;
  return SEG_OK;
}

/* Takes over the value where the field is the one that is looked for. */
static seg_status keep(jsonl *j, const segi_raw *raw, const char *name, json_t *value,
                       seg_span place, seg_record *record, seg_error *error) {
  if (strcmp(name, j->text_field) == 0) {
    if (j->text != NULL || !json_is_string(value))
      return segi_fail_at(error, SEG_BAD_RECORD, raw->offset, raw->line, "field '%s' %s", name,
                          j->text != NULL ? "stands there twice" : "is no string");
    j->text = json_incref(value);
    j->text_value = place;
    record->text = (seg_bytes){json_string_value(value), json_string_length(value)};
  } else if (strcmp(name, j->id_field) == 0) {
    json_decref(j->id);
    j->id = json_incref(value);
    record->id = json_is_string(value)
                     ? (seg_bytes){json_string_value(value), json_string_length(value)}
                     : (seg_bytes){j->raw.data + place.start, place.end - place.start};
  }
  if (strcmp(name, j->segments_field) == 0) j->has_segments = true;
  if (j->edits_field != NULL && strcmp(name, j->edits_field) == 0) j->has_edits = true;
  return SEG_OK;
}

static seg_status read_member(jsonl *j, const segi_raw *raw, seg_record *record,
                              seg_error *error) {
  json_t *name = NULL, *value = NULL;
  seg_span place;
  seg_status status = read_value(j, raw, &name, &place, error);
  if (status == SEG_OK && !json_is_string(name))
    status = not_json(j, raw, "a name is missing", error);
  if (status == SEG_OK && !pass(j, ':')) status = not_json(j, raw, "':' is missing", error);
  if (status == SEG_OK) status = read_value(j, raw, &value, &place, error);
  if (status == SEG_OK)
    status = keep(j, raw, json_string_value(name), value, place, record, error);
  j->last_end = j->at;
  json_decref(name);
  json_decref(value);
  return status;
}

static seg_status read_object(jsonl *j, const segi_raw *raw, seg_record *record,
                              seg_error *error) {
  if (!pass(j, '{')) return not_json(j, raw, "'{' is missing", error);
  if (!pass(j, '}')) {
    do {
      seg_status status = read_member(j, raw, record, error);
      if (status != SEG_OK) return status;
    } while (pass(j, ','));
    if (!pass(j, '}')) return not_json(j, raw, "'}' is missing", error);
  }
  skip_space(j);
  if (j->at < j->raw.length) return not_json(j, raw, "something follows it", error);
  if (j->text == NULL)
    return segi_fail_at(error, SEG_BAD_RECORD, raw->offset, raw->line, "field '%s' is missing",
                        j->text_field);
  return SEG_OK;
}

/* A blank line is a record without text. */
static seg_status read_jsonl(void *state, const segi_raw *raw, seg_record *record,
                             seg_error *error) {
  jsonl *j = state;
  clear_values(j);
  j->raw = raw->bytes;
  j->at = 0;
  j->has_segments = j->has_edits = false;
  skip_space(j);
  j->blank = j->at == j->raw.length;
  if (j->blank) return SEG_OK;
  seg_status status = read_object(j, raw, record, error);
  if (status != SEG_OK) record->text = record->id = (seg_bytes){"", 0};
  return status;
}

/* --- Writing */

static int append(const char *bytes, size_t length, void *out) {
  return segi_buf_append(out, bytes, length) ? 0 : -1;
}

/* Takes over the value. */
static bool put_json(json_t *value, size_t flags, segi_buf *out) {
  bool done = value != NULL && json_dump_callback(value, append, out,
                                                  JSON_ENCODE_ANY | JSON_COMPACT |
                                                      JSON_REAL_PRECISION(4) | flags) == 0;
  json_decref(value);
  return done;
}

static bool is_ascii(seg_bytes bytes) {
  for (size_t i = 0; i < bytes.length; i++)
    if ((unsigned char)bytes.data[i] > 0x7F) return false;
  return true;
}

/* A text that did not change keeps its spelling; one that was written in ASCII stays so. */
static bool put_text(const jsonl *j, const seg_result *result, segi_buf *out) {
  seg_bytes value = {j->raw.data + j->text_value.start, j->text_value.end - j->text_value.start};
  seg_bytes old = {json_string_value(j->text), json_string_length(j->text)};
  bool same = result->split ||
              (old.length == result->text.length &&
               memcmp(old.data, result->text.data, old.length) == 0);
  if (same) return segi_buf_append(out, value.data, value.length);
  size_t flags = is_ascii(value) && !is_ascii(old) ? JSON_ENSURE_ASCII : 0;
  return put_json(json_stringn(result->text.data, result->text.length), flags, out);
}

static json_t *segment_object(seg_bytes text, const seg_segment *s) {
  seg_bytes own = {text.data + s->span.start, s->span.end - s->span.start};
  return json_pack("{s:I,s:I,s:I,s:s,s:f,s:s%}", "offset", (json_int_t)s->span.start, "length",
                   (json_int_t)own.length, "paragraph", (json_int_t)s->paragraph, "kind",
                   seg_segment_kind_name(s->kind), "confidence", s->confidence, "text", own.data,
                   own.length);
}

static json_t *edit_object(const seg_edit *e) {
  return json_pack("{s:I,s:s%,s:s%,s:s,s:f}", "offset", (json_int_t)e->offset, "old",
                   e->old_bytes.data != NULL ? e->old_bytes.data : "", e->old_bytes.length, "new",
                   e->new_bytes.data != NULL ? e->new_bytes.data : "", e->new_bytes.length, "kind",
                   e->kind, "confidence", e->confidence);
}

static bool put_list(const char *name, json_t *list, segi_buf *out) {
  if (segi_buf_append(out, ",", 1) && put_json(json_string(name), 0, out) &&
      segi_buf_append(out, ":", 1))
    return put_json(list, 0, out);
  json_decref(list);
  return false;
}

static bool put_segments(const jsonl *j, seg_bytes text, const seg_result *result,
                         segi_buf *out) {
  if (!result->split) return true;
  json_t *list = json_array();
  for (size_t i = 0; i < result->count && list != NULL; i++)
    if (json_array_append_new(list, segment_object(text, &result->segments[i])) != 0) {
      json_decref(list);
      return false;
    }
  return put_list(j->segments_field, list, out);
}

static bool put_edits(const jsonl *j, const seg_result *result, segi_buf *out) {
  if (result->edits == NULL || j->edits_field == NULL) return true;
  json_t *list = json_array();
  for (size_t i = 0; i < seg_editlog_count(result->edits) && list != NULL; i++) {
    seg_edit edit = seg_editlog_get(result->edits, i);
    if (json_array_append_new(list, edit_object(&edit)) != 0) {
      json_decref(list);
      return false;
    }
  }
  return put_list(j->edits_field, list, out);
}

static seg_status write_jsonl(void *state, const segi_raw *raw, const seg_record *record,
                              const seg_result *result, segi_buf *out, seg_error *error) {
  const jsonl *j = state;
  if (j->blank)
    return segi_buf_append(out, j->raw.data, j->raw.length) ? SEG_OK : segi_nomem(error);
  bool twice = result->split && j->has_segments;
  if (twice || (result->edits != NULL && j->has_edits))
    return segi_fail_at(error, SEG_BAD_RECORD, raw->offset, raw->line,
                        "there is a field '%s' already",
                        twice ? j->segments_field : j->edits_field);
  bool done = segi_buf_append(out, j->raw.data, j->text_value.start) &&
              put_text(j, result, out) &&
              segi_buf_append(out, j->raw.data + j->text_value.end,
                              j->last_end - j->text_value.end) &&
              put_segments(j, record->text, result, out) && put_edits(j, result, out) &&
              segi_buf_append(out, j->raw.data + j->last_end, j->raw.length - j->last_end);
  return done ? SEG_OK : segi_nomem(error);
}

const segi_format segi_format_jsonl = {
  .delimiter = '\n', .open = open_jsonl, .close = close_jsonl,
  .read = read_jsonl, .write = write_jsonl};
