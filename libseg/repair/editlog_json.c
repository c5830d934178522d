/* The edits of files as JSON Lines: writing them, and undoing them. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "seg/editlog.h"
#include "seg/repair.h"
#include "text/chars.h"

#define FORMAT_NAME "libseg-edits"
enum { FORMAT_VERSION = 1 };

/* --- Bytes: checksum, hexadecimal, encoding. */

/* FNV-1a with 64 bits (Fowler, Noll, Vo): sees a wrong file, not an attacker. */
#define FNV_START UINT64_C(0xcbf29ce484222325)

static uint64_t fnv(uint64_t hash, const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
  return hash;
}

static bool is_utf8(seg_bytes bytes) {
  int32_t c;
  for (size_t i = 0; i < bytes.length; i += segi_decode(bytes.data + i, bytes.length - i, &c)) {
    segi_decode(bytes.data + i, bytes.length - i, &c);
    if (c < 0) return false;
  }
  return true;
}

static bool append_hex(segi_buf *hex, seg_bytes bytes) {
  static const char digits[] = "0123456789abcdef";
  if (!segi_buf_reserve(hex, 2 * bytes.length)) return false;
  for (size_t i = 0; i < bytes.length; i++) {
    unsigned char byte = (unsigned char)bytes.data[i];
    segi_buf_append(hex, (const char[]){digits[byte >> 4], digits[byte & 15]}, 2);
  }
  return true;
}

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* False when hex is not hexadecimal or memory is short: *bad tells which. */
static bool append_unhexed(segi_buf *bytes, const char *hex, size_t length, bool *bad) {
  *bad = length % 2 != 0;
  if (*bad || !segi_buf_reserve(bytes, length / 2)) return false;
  for (size_t i = 0; i < length; i += 2) {
    int high = hex_value(hex[i]), low = hex_value(hex[i + 1]);
    *bad = high < 0 || low < 0;
    if (*bad) return false;
    segi_buf_append(bytes, (const char[]){(char)(high * 16 + low)}, 1);
  }
  return true;
}

/* Appends text as it stands in a file of that encoding. */
static seg_status append_encoded(segi_buf *bytes, const char *encoding, seg_bytes text,
                                 seg_error *error) {
  if (text.length == 0) return SEG_OK;
  if (strcmp(encoding, "UTF-8") == 0)
    return segi_buf_append(bytes, text.data, text.length) ? SEG_OK : segi_nomem(error);
  char *encoded = NULL;
  size_t length = 0;
  seg_status status = seg_encode(encoding, text, &encoded, &length, error);
  if (status == SEG_OK && !segi_buf_append(bytes, encoded, length)) status = segi_nomem(error);
  seg_free(encoded);
  return status;
}

static seg_status append_byte_order_mark(segi_buf *bytes, const char *encoding, size_t length,
                                         seg_error *error) {
  if (length == 0) return SEG_OK;
  size_t before = bytes->length;
  seg_status status = append_encoded(bytes, encoding, (seg_bytes){"\xEF\xBB\xBF", 3}, error);
  if (status == SEG_OK && bytes->length - before != length)
    status = segi_fail(error, SEG_UNSUPPORTED, "byte order mark of %zu bytes in %s", length,
                       encoding);
  return status;
}

/* --- Writing. */

/* Without a decoder the text is the file. */
static const char *encoding_of(const seg_decoder *decoder) {
  return decoder != NULL ? seg_decoder_encoding(decoder) : "UTF-8";
}
static size_t source_offset(const seg_decoder *decoder, size_t text_offset) {
  return decoder != NULL ? seg_decoder_source_offset(decoder, text_offset) : text_offset;
}
static size_t bom_length(const seg_decoder *decoder) {
  return decoder != NULL ? seg_decoder_bom_length(decoder) : 0;
}

struct seg_editlog_writer {
  segi_buf json;
  segi_buf source; /* name of the file */
  segi_buf scratch;
  size_t edits, input_bytes, output_bytes;
  uint64_t input_hash, output_hash;
  bool began; /* the first block of the section was seen */
};

seg_status seg_editlog_writer_new(seg_editlog_writer **writer, seg_error *error) {
  *writer = segi_calloc(1, sizeof **writer);
  return *writer != NULL ? SEG_OK : segi_nomem(error);
}

void seg_editlog_writer_free(seg_editlog_writer *writer) {
  if (writer == NULL) return;
  segi_buf_clear(&writer->json);
  segi_buf_clear(&writer->source);
  segi_buf_clear(&writer->scratch);
  free(writer);
}

/* Takes the reference to object, which is NULL when memory was short. */
static bool append_line(segi_buf *json, json_t *object) {
  char *line = object != NULL
                   ? json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(6))
                   : NULL;
  bool done = line != NULL && segi_buf_append_string(json, line) && segi_buf_append(json, "\n", 1);
  free(line);
  json_decref(object);
  return done;
}

static bool copy_name(segi_buf *name, const char *source) {
  name->length = 0;
  size_t length = strlen(source), step;
  for (size_t i = 0; i < length; i += step) {
    int32_t c;
    step = segi_decode(source + i, length - i, &c);
    if (!(c < 0 ? segi_buf_append_string(name, "\xEF\xBF\xBD")
                : segi_buf_append(name, source + i, step)))
      return false;
  }
  return segi_buf_append(name, "", 0);
}

static seg_bytes lend(const segi_buf *buf) {
  return (seg_bytes){buf->data, buf->length};
}

seg_status seg_editlog_writer_begin(seg_editlog_writer *w, const char *source, seg_bytes *json,
                                    seg_error *error) {
  *json = (seg_bytes){NULL, 0};
  w->json.length = 0;
  w->edits = w->input_bytes = w->output_bytes = 0;
  w->input_hash = w->output_hash = FNV_START;
  w->began = false;
  if (!copy_name(&w->source, source) ||
      !append_line(&w->json, json_pack("{s:s, s:i, s:s%}", "format", FORMAT_NAME, "version",
                                       FORMAT_VERSION, "source", w->source.data,
                                       w->source.length)))
    return segi_nomem(error);
  *json = lend(&w->json);
  return SEG_OK;
}

/* Sets key to the bytes as text, or key_hex to their hexadecimal form. */
static bool set_bytes(json_t *object, const char *key, const char *key_hex, seg_bytes bytes,
                      bool raw) {
  if (!raw && is_utf8(bytes))
    return json_object_set_new(object, key, json_stringn(bytes.length ? bytes.data : "",
                                                         bytes.length)) == 0;
  segi_buf hex = SEGI_BUF_EMPTY;
  bool done = append_hex(&hex, bytes) && segi_buf_append(&hex, "", 0) &&
              json_object_set_new(object, key_hex, json_stringn(hex.data, hex.length)) == 0;
  segi_buf_clear(&hex);
  return done;
}

/* A stretch of a block in which something changed: one edit, or edits and lossy places that
 * overlap. */
typedef struct change {
  seg_span text;   /* in the block */
  seg_span output; /* in the block's output */
  size_t edit, edit_end;   /* of the log */
  size_t lossy, lossy_end; /* of the block */
} change;

/* Widens c by the next edit when that begins inside it (or opens it); so for lossy places. */
static bool take_edit(const seg_edited_block *b, change *c, bool open) {
  if (c->edit_end == seg_editlog_count(b->log)) return false;
  seg_edit e = seg_editlog_get(b->log, c->edit_end);
  if (!open && e.offset >= c->text.end) return false;
  c->edit_end++;
  if (e.offset + e.old_bytes.length > c->text.end) c->text.end = e.offset + e.old_bytes.length;
  return true;
}
static seg_span lossy_span(const seg_edited_block *b, size_t index) {
  seg_span s = b->lossy[index].text;
  return (seg_span){s.start - b->text_offset, s.end - b->text_offset};
}
static bool take_lossy(const seg_edited_block *b, change *c, bool open) {
  if (c->lossy_end == b->lossy_count) return false;
  seg_span s = lossy_span(b, c->lossy_end);
  if (!open && s.start >= c->text.end) return false;
  c->lossy_end++;
  if (s.end > c->text.end) c->text.end = s.end;
  return true;
}

/* Length in the output: that of the text plus what the edits added. */
static size_t output_length(const seg_edited_block *b, const change *c) {
  size_t length = c->text.end - c->text.start;
  for (size_t i = c->edit; i < c->edit_end; i++) {
    seg_edit e = seg_editlog_get(b->log, i);
    length = length + e.new_bytes.length - e.old_bytes.length;
  }
  return length;
}

/* The next change behind *c; false when there is none. */
static bool next_change(const seg_edited_block *b, change *c) {
  size_t edit_at = SIZE_MAX, lossy_at = SIZE_MAX;
  c->edit = c->edit_end;
  c->lossy = c->lossy_end;
  if (c->edit < seg_editlog_count(b->log)) edit_at = seg_editlog_get(b->log, c->edit).offset;
  if (c->lossy < b->lossy_count) lossy_at = lossy_span(b, c->lossy).start;
  if (edit_at == SIZE_MAX && lossy_at == SIZE_MAX) return false;
  size_t start = edit_at <= lossy_at ? edit_at : lossy_at;
  c->output.start = c->output.end + (start - c->text.end);
  c->text = (seg_span){start, start};
  if (edit_at <= lossy_at)
    take_edit(b, c, true);
  else
    take_lossy(b, c, true);
  while (take_edit(b, c, false) || take_lossy(b, c, false)) {}
  c->output.end = c->output.start + output_length(b, c);
  return true;
}

/* Appends the source bytes of the block's text in span, except for the lossy places
 * [lossy, lossy_end), which bring their own. */
static seg_status append_source(segi_buf *bytes, const seg_decoder *decoder,
                                const seg_edited_block *b, seg_span span, size_t lossy,
                                size_t lossy_end, seg_error *error) {
  const char *encoding = encoding_of(decoder);
  size_t before = bytes->length, at = span.start;
  seg_status status = SEG_OK;
  for (size_t i = lossy; i < lossy_end && status == SEG_OK; i++) {
    seg_span s = lossy_span(b, i);
    status = append_encoded(bytes, encoding, (seg_bytes){b->text.data + at, s.start - at}, error);
    if (status == SEG_OK &&
        !segi_buf_append(bytes, b->lossy[i].source.data, b->lossy[i].source.length))
      status = segi_nomem(error);
    at = s.end;
  }
  if (status == SEG_OK)
    status =
        append_encoded(bytes, encoding, (seg_bytes){b->text.data + at, span.end - at}, error);
  if (status != SEG_OK) return status;
  size_t start = source_offset(decoder, b->text_offset + span.start);
  size_t end = source_offset(decoder, b->text_offset + span.end);
  if (bytes->length - before != end - start)
    return segi_fail_at(error, SEG_UNSUPPORTED, start, 0,
                        "%s does not lead back to the same bytes; convert the file to UTF-8 "
                        "first, or leave out the edit log",
                        encoding);
  return SEG_OK;
}

/* Leaves the change's source bytes in scratch, which is empty before. */
/* What edits of a kind rest on; NULL for a kind that is no repair. */
static const char *evidence_of(const char *kind) {
  size_t count;
  const seg_repair_kind *kinds = seg_repair_kinds(&count);
  for (size_t i = 0; i < count; i++)
    if (strcmp(kinds[i].id, kind) == 0) return kinds[i].evidence;
  return NULL;
}

static seg_status write_change(seg_editlog_writer *w, const seg_decoder *decoder,
                               const seg_edited_block *b, const change *c, seg_error *error) {
  seg_status status =
      append_source(&w->scratch, decoder, b, c->text, c->lossy, c->lossy_end, error);
  if (status != SEG_OK) return status;
  bool raw = c->lossy < c->lossy_end;
  seg_bytes old = {b->text.data + c->text.start, c->text.end - c->text.start};
  seg_bytes new = {b->output.data + c->output.start, c->output.end - c->output.start};
  const char *kind = "invalid-bytes";
  double confidence = 1;
  for (size_t i = c->edit; i < c->edit_end; i++) {
    seg_edit e = seg_editlog_get(b->log, i);
    kind = e.kind;
    if (e.confidence < confidence) confidence = e.confidence;
  }
  if (raw || !is_utf8(old)) {
    raw = true;
    old = lend(&w->scratch);
  }
  const char *evidence = b->by_repair ? evidence_of(kind) : NULL;
  json_t *line = json_pack("{s:I, s:I}", "offset", (json_int_t)w->input_bytes, "output",
                           (json_int_t)(w->output_bytes + c->output.start));
  if (line == NULL || !set_bytes(line, "old", "old_hex", old, raw) ||
      !set_bytes(line, "new", "new_hex", new, false) ||
      json_object_set_new(line, "kind", json_string(kind)) != 0 ||
      (evidence != NULL &&
       json_object_set_new(line, "evidence", json_string(evidence)) != 0) ||
      json_object_set_new(line, "confidence", json_real(confidence)) != 0) {
    json_decref(line);
    return segi_nomem(error);
  }
  w->edits++;
  return append_line(&w->json, line) ? SEG_OK : segi_nomem(error);
}

static json_int_t integer(size_t n) {
  return (json_int_t)n;
}

static bool write_found(seg_editlog_writer *w, const seg_decoder *decoder,
                        const seg_edited_block *b, const seg_found *f) {
  size_t start = source_offset(decoder, b->text_offset + f->text.start);
  size_t end = source_offset(decoder, b->text_offset + f->text.end);
  seg_bytes text = {b->output.data + f->output.start, f->output.end - f->output.start};
  json_t *line = json_pack("{s:s, s:I, s:I, s:I, s:I}", "found", f->kind, "offset", integer(start),
                           "length", integer(end - start), "output",
                           integer(w->output_bytes + f->output.start), "output_length",
                           integer(text.length));
  if (line == NULL || !set_bytes(line, "text", "text_hex", text, false)) {
    json_decref(line);
    return false;
  }
  return append_line(&w->json, line);
}

/* Counts the source bytes in scratch as written. */
static void pass_source(seg_editlog_writer *w) {
  w->input_hash = fnv(w->input_hash, w->scratch.data, w->scratch.length);
  w->input_bytes += w->scratch.length;
  w->scratch.length = 0;
}

static seg_status write_byte_order_mark(seg_editlog_writer *w, const seg_decoder *decoder,
                                        seg_error *error) {
  w->scratch.length = 0;
  if (w->began) return SEG_OK;
  w->began = true;
  seg_status status =
      append_byte_order_mark(&w->scratch, encoding_of(decoder),
                             bom_length(decoder), error);
  if (status == SEG_OK) pass_source(w);
  return status;
}

seg_status seg_editlog_writer_block(seg_editlog_writer *w, const seg_decoder *decoder,
                                    const seg_edited_block *b, seg_bytes *json,
                                    seg_error *error) {
  change c = {{0, 0}, {0, 0}, 0, 0, 0, 0};
  *json = (seg_bytes){NULL, 0};
  w->json.length = 0;
  if (b->text.length == 0) return SEG_OK; /* the decoder may not know its encoding yet */
  if (decoder != NULL && !seg_decoder_reversible(decoder))
    return segi_fail(error, SEG_UNSUPPORTED, "no way back to %s, which can write a character in "
                     "several ways; convert the file to UTF-8 first",
                     encoding_of(decoder));
  seg_status status = write_byte_order_mark(w, decoder, error);
  size_t at = 0;
  while (status == SEG_OK && next_change(b, &c)) {
    status = append_source(&w->scratch, decoder, b, (seg_span){at, c.text.start}, 0, 0, error);
    if (status != SEG_OK) break;
    pass_source(w);
    status = write_change(w, decoder, b, &c, error);
    pass_source(w);
    at = c.text.end;
  }
  if (status == SEG_OK)
    status = append_source(&w->scratch, decoder, b, (seg_span){at, b->text.length}, 0, 0, error);
  if (status != SEG_OK) return status;
  pass_source(w);
  for (size_t i = 0; i < b->found_count; i++)
    if (!write_found(w, decoder, b, &b->found[i])) return segi_nomem(error);
  w->output_hash = fnv(w->output_hash, b->output.data, b->output.length);
  w->output_bytes += b->output.length;
  *json = lend(&w->json);
  return SEG_OK;
}

seg_status seg_editlog_writer_end(seg_editlog_writer *w, const seg_decoder *decoder,
                                  seg_bytes *json, seg_error *error) {
  *json = (seg_bytes){NULL, 0};
  w->json.length = 0;
  seg_status status = write_byte_order_mark(w, decoder, error);
  if (status != SEG_OK) return status;
  char input_hash[17], output_hash[17];
  snprintf(input_hash, sizeof input_hash, "%016" PRIx64, w->input_hash);
  snprintf(output_hash, sizeof output_hash, "%016" PRIx64, w->output_hash);
  json_t *line = json_pack(
      "{s:s%, s:I, s:s, s:I, s:I, s:I, s:s, s:s}", "end", w->source.data, w->source.length,
      "edits", (json_int_t)w->edits, "encoding", encoding_of(decoder), "bom",
      (json_int_t)bom_length(decoder), "input_bytes", (json_int_t)w->input_bytes,
      "output_bytes", (json_int_t)w->output_bytes, "input_fnv64", input_hash, "output_fnv64",
      output_hash);
  if (!append_line(&w->json, line)) return segi_nomem(error);
  *json = lend(&w->json);
  return SEG_OK;
}

/* --- Undoing. */

/* Old and new bytes follow each other in the log's bytes. */
typedef struct record {
  size_t output; /* bytes of the section's output before the edit */
  size_t bytes;
  size_t old_length, new_length;
  bool old_is_text; /* to be encoded */
} record;

typedef struct section {
  size_t record, record_end;
  char *encoding;
  size_t byte_order_mark;
  size_t input_bytes, output_bytes;
  uint64_t input_hash, output_hash;
} section;

struct seg_undo {
  segi_buf bytes; /* old and new bytes of all records */
  record *records;
  size_t record_count, record_capacity;
  section *sections;
  size_t section_count, section_capacity;

  segi_buf pending;  /* output not undone yet */
  segi_buf original; /* what the last feed lends */
  size_t section;    /* being undone */
  size_t record;     /* next in it */
  size_t at;         /* bytes of its output undone */
  size_t before;     /* bytes of all outputs before it */
  bool began;
  uint64_t input_hash, output_hash;
  size_t input_bytes;
};

void seg_undo_free(seg_undo *undo) {
  if (undo == NULL) return;
  for (size_t i = 0; i < undo->section_count; i++) free(undo->sections[i].encoding);
  free(undo->sections);
  free(undo->records);
  segi_buf_clear(&undo->bytes);
  segi_buf_clear(&undo->pending);
  segi_buf_clear(&undo->original);
  free(undo);
}

static seg_status bad_line(size_t line, const char *what, seg_error *error) {
  return segi_fail_at(error, SEG_BAD_FORMAT, 0, line, "edit log: %s", what);
}

static bool get_size(const json_t *object, const char *key, size_t *value) {
  const json_t *number = json_object_get(object, key);
  if (!json_is_integer(number) || json_integer_value(number) < 0) return false;
  *value = (size_t)json_integer_value(number);
  return true;
}

static bool get_hash(const json_t *object, const char *key, uint64_t *hash) {
  const char *text = json_string_value(json_object_get(object, key));
  if (text == NULL || strlen(text) != 16) return false;
  *hash = 0;
  for (size_t i = 0; i < 16; i++) {
    if (hex_value(text[i]) < 0) return false;
    *hash = *hash << 4 | (uint64_t)hex_value(text[i]);
  }
  return true;
}

/* Appends the bytes under key or key_hex to undo->bytes. */
static seg_status get_bytes(seg_undo *undo, const json_t *object, const char *key,
                            const char *key_hex, size_t *length, bool *is_text, size_t line,
                            seg_error *error) {
  const json_t *text = json_object_get(object, key), *hex = json_object_get(object, key_hex);
  size_t before = undo->bytes.length;
  bool bad = false, done;
  *is_text = json_is_string(text);
  if (!*is_text && !json_is_string(hex)) return bad_line(line, "an edit without its bytes", error);
  if (*is_text)
    done = segi_buf_append(&undo->bytes, json_string_value(text), json_string_length(text));
  else
    done = append_unhexed(&undo->bytes, json_string_value(hex), json_string_length(hex), &bad);
  if (bad) return bad_line(line, "bytes that are not hexadecimal", error);
  *length = undo->bytes.length - before;
  return done ? SEG_OK : segi_nomem(error);
}

static seg_status read_edit(seg_undo *undo, const json_t *object, size_t line, seg_error *error) {
  const section *s = &undo->sections[undo->section_count - 1];
  record r = {.bytes = undo->bytes.length};
  bool new_is_text;
  if (!get_size(object, "output", &r.output)) return bad_line(line, "an edit without place", error);
  seg_status status = get_bytes(undo, object, "old", "old_hex", &r.old_length, &r.old_is_text,
                                line, error);
  if (status == SEG_OK)
    status = get_bytes(undo, object, "new", "new_hex", &r.new_length, &new_is_text, line, error);
  if (status != SEG_OK) return status;
  if (undo->record_count > s->record) {
    const record *last = &undo->records[undo->record_count - 1];
    if (r.output < last->output + last->new_length)
      return bad_line(line, "an edit out of order", error);
  }
  if (!segi_grow(&undo->records, &undo->record_capacity, undo->record_count + 1,
                 sizeof *undo->records))
    return segi_nomem(error);
  undo->records[undo->record_count++] = r;
  return SEG_OK;
}

static seg_status begin_section(seg_undo *undo, const json_t *object, size_t line,
                                seg_error *error) {
  const char *format = json_string_value(json_object_get(object, "format"));
  size_t version;
  if (format == NULL || strcmp(format, FORMAT_NAME) != 0 || !get_size(object, "version", &version))
    return bad_line(line, "does not begin as one", error);
  if (version != FORMAT_VERSION) return bad_line(line, "made by a newer version", error);
  if (!segi_grow(&undo->sections, &undo->section_capacity, undo->section_count + 1,
                 sizeof *undo->sections))
    return segi_nomem(error);
  undo->sections[undo->section_count++] = (section){.record = undo->record_count};
  return SEG_OK;
}

static seg_status end_section(seg_undo *undo, const json_t *object, size_t line,
                              seg_error *error) {
  section *s = &undo->sections[undo->section_count - 1];
  const char *encoding = json_string_value(json_object_get(object, "encoding"));
  size_t edits;
  s->record_end = undo->record_count;
  if (encoding == NULL || !get_size(object, "edits", &edits) ||
      !get_size(object, "bom", &s->byte_order_mark) ||
      !get_size(object, "input_bytes", &s->input_bytes) ||
      !get_size(object, "output_bytes", &s->output_bytes) ||
      !get_hash(object, "input_fnv64", &s->input_hash) ||
      !get_hash(object, "output_fnv64", &s->output_hash) ||
      edits != s->record_end - s->record)
    return bad_line(line, "its last line is damaged", error);
  if (edits > 0) {
    const record *last = &undo->records[undo->record_count - 1];
    if (last->output > s->output_bytes || last->new_length > s->output_bytes - last->output)
      return bad_line(line, "an edit beyond the end", error);
  }
  s->encoding = segi_strndup(encoding, strlen(encoding));
  return s->encoding != NULL ? SEG_OK : segi_nomem(error);
}

static seg_status read_line(seg_undo *undo, const char *text, size_t length, size_t line,
                            bool *in_section, seg_error *error) {
  json_error_t problem;
  json_t *object = json_loadb(text, length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &problem);
  if (object == NULL)
    return json_error_code(&problem) == json_error_out_of_memory
               ? segi_nomem(error)
               : bad_line(line, problem.text, error);
  bool ends = json_object_get(object, "end") != NULL;
  seg_status status;
  if (!*in_section) {
    status = begin_section(undo, object, line, error);
    *in_section = true;
  } else if (ends) {
    status = end_section(undo, object, line, error);
    *in_section = false;
  } else if (json_object_get(object, "found") != NULL) {
    status = SEG_OK;
  } else {
    status = read_edit(undo, object, line, error);
  }
  json_decref(object);
  return status;
}

static seg_status read_log(seg_undo *undo, const char *log, size_t length, seg_error *error) {
  bool in_section = false;
  size_t line = 0;
  while (length > 0) {
    const char *feed = memchr(log, '\n', length);
    size_t n = feed != NULL ? (size_t)(feed - log) : length;
    line++;
    seg_status status = read_line(undo, log, n, line, &in_section, error);
    if (status != SEG_OK) return status;
    n += feed != NULL;
    log += n;
    length -= n;
  }
  if (line == 0 || in_section) return bad_line(line, "ends too early", error);
  return SEG_OK;
}

seg_status seg_undo_new(const char *log, size_t length, seg_undo **undo, seg_error *error) {
  *undo = NULL;
  seg_undo *u = segi_calloc(1, sizeof *u);
  if (u == NULL) return segi_nomem(error);
  seg_status status = read_log(u, log, length, error);
  if (status != SEG_OK) {
    seg_undo_free(u);
    return status;
  }
  *undo = u;
  return SEG_OK;
}

static seg_status wrong_output(const seg_undo *undo, size_t at, seg_error *error) {
  return segi_fail_at(error, SEG_BAD_MATCH, undo->before + at, 0,
                      "not the text that the edit log was made for");
}

/* Counts what was appended to the original behind `from`, and length bytes of the output. */
static void pass(seg_undo *undo, size_t from, const char *output, size_t length) {
  size_t restored = undo->original.length - from;
  if (restored > 0) undo->input_hash = fnv(undo->input_hash, undo->original.data + from, restored);
  undo->input_bytes += restored;
  undo->output_hash = fnv(undo->output_hash, output, length);
  undo->at += length;
}

static seg_status undo_begin(seg_undo *undo, const section *s, seg_error *error) {
  undo->began = true;
  undo->input_hash = undo->output_hash = FNV_START;
  undo->input_bytes = undo->at = 0;
  undo->record = s->record;
  size_t from = undo->original.length;
  seg_status status =
      append_byte_order_mark(&undo->original, s->encoding, s->byte_order_mark, error);
  if (status == SEG_OK) pass(undo, from, NULL, 0);
  return status;
}

/* Cuts length so that no character is torn: the encoder sees whole ones. */
static size_t whole_characters(const char *text, size_t length) {
  size_t back = 0;
  while (back < length && back < 3 && ((unsigned char)text[length - 1 - back] & 0xC0) == 0x80)
    back++;
  if (back == length) return length;
  unsigned char lead = (unsigned char)text[length - 1 - back];
  size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  return size > back + 1 ? length - back - 1 : length;
}

/* Undoes the text up to the next edit as far as it is there. *used counts its bytes. */
static seg_status undo_gap(seg_undo *undo, const section *s, seg_bytes output, size_t *used,
                           seg_error *error) {
  size_t end = undo->record < s->record_end ? undo->records[undo->record].output : s->output_bytes;
  size_t gap = end - undo->at, from = undo->original.length;
  *used = gap <= output.length ? gap : whole_characters(output.data, output.length);
  seg_status status = append_encoded(&undo->original, s->encoding,
                                     (seg_bytes){output.data, *used}, error);
  if (status == SEG_OK) pass(undo, from, output.data, *used);
  return status;
}

/* Undoes one edit; all its new bytes are there. */
static seg_status undo_edit(seg_undo *undo, const section *s, const char *output,
                            seg_error *error) {
  const record *r = &undo->records[undo->record++];
  seg_bytes old = {undo->bytes.data + r->bytes, r->old_length};
  const char *new = undo->bytes.data + r->bytes + r->old_length;
  if (r->new_length > 0 && memcmp(output, new, r->new_length) != 0)
    return wrong_output(undo, undo->at, error);
  size_t from = undo->original.length;
  seg_status status =
      append_encoded(&undo->original, r->old_is_text ? s->encoding : "UTF-8", old, error);
  if (status == SEG_OK) pass(undo, from, output, r->new_length);
  return status;
}

static seg_status undo_end(seg_undo *undo, const section *s, seg_error *error) {
  if (undo->input_hash != s->input_hash || undo->output_hash != s->output_hash ||
      undo->input_bytes != s->input_bytes)
    return wrong_output(undo, undo->at, error);
  undo->before += undo->at;
  undo->section++;
  undo->began = false;
  return SEG_OK;
}

/* Undoes as much of output as can be; *used counts its bytes. */
static seg_status undo_some(seg_undo *undo, seg_bytes output, size_t *used, seg_error *error) {
  seg_status status = SEG_OK;
  *used = 0;
  while (undo->section < undo->section_count) {
    const section *s = &undo->sections[undo->section];
    if (!undo->began && (status = undo_begin(undo, s, error)) != SEG_OK) return status;
    size_t n;
    status = undo_gap(undo, s, (seg_bytes){output.data + *used, output.length - *used}, &n, error);
    if (status != SEG_OK) return status;
    *used += n;
    bool edits_left = undo->record < s->record_end;
    if (undo->at < (edits_left ? undo->records[undo->record].output : s->output_bytes))
      return SEG_OK;
    if (edits_left && undo->records[undo->record].new_length > output.length - *used)
      return SEG_OK;
    size_t before = undo->at;
    status = edits_left ? undo_edit(undo, s, output.data + *used, error) : undo_end(undo, s, error);
    if (status != SEG_OK) return status;
    if (edits_left) *used += undo->at - before;
  }
  return *used == output.length ? SEG_OK : wrong_output(undo, 0, error);
}

seg_status seg_undo_feed(seg_undo *undo, const char *output, size_t length, bool final,
                         seg_bytes *original, seg_error *error) {
  *original = (seg_bytes){NULL, 0};
  undo->original.length = 0;
  if (!segi_buf_append(&undo->pending, output, length)) return segi_nomem(error);
  size_t used;
  seg_status status = undo_some(undo, lend(&undo->pending), &used, error);
  if (status != SEG_OK) return status;
  segi_buf_drop(&undo->pending, used);
  if (final && undo->section < undo->section_count) return wrong_output(undo, undo->at, error);
  *original = lend(&undo->original);
  return SEG_OK;
}
