/* Lines of tab-separated columns, one of which holds the text, as it is or in base64. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "io/base64.h"
#include "io/format.h"

typedef struct columns {
  size_t column; /* from 0 */
  seg_span cell; /* of the text, in the raw record */
  segi_buf text; /* of a cell in base64 */
} columns;

static seg_status open_columns(const seg_record_options *options, void **state,
                               seg_error *error) {
  columns *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  made->column = options->column - 1;
  *state = made;
  return SEG_OK;
}

static void close_columns(void *state) {
  columns *c = state;
  if (c == NULL) return;
  segi_buf_clear(&c->text);
  free(c);
}

/* False when the line has not so many columns. A carriage return at its end is no text. */
static bool find_cell(const columns *c, seg_bytes line, seg_span *cell) {
  if (line.length > 0 && line.data[line.length - 1] == '\r') line.length--;
  size_t start = 0;
  for (size_t column = 0;; column++) {
    const char *tab = line.length > start ? memchr(line.data + start, '\t', line.length - start)
                                          : NULL;
    size_t end = tab != NULL ? (size_t)(tab - line.data) : line.length;
    *cell = (seg_span){start, end};
    if (column == c->column) return true;
    if (tab == NULL) return false;
    start = end + 1;
  }
}

static seg_status read_cell(void *state, const segi_raw *raw, seg_record *record,
                            seg_error *error) {
  columns *c = state;
  if (!find_cell(c, raw->bytes, &c->cell))
    return segi_bad_record(error, raw, "the line has too few columns");
  record->text = (seg_bytes){raw->bytes.data + c->cell.start, c->cell.end - c->cell.start};
  return SEG_OK;
}

static seg_status read_base64(void *state, const segi_raw *raw, seg_record *record,
                              seg_error *error) {
  columns *c = state;
  seg_status status = read_cell(state, raw, record, error);
  if (status != SEG_OK) return status;
  c->text.length = 0;
  status = segi_base64_decode(record->text, &c->text);
  record->text = (seg_bytes){"", 0};
  if (status == SEG_NOMEM) return segi_nomem(error);
  if (status != SEG_OK) return segi_bad_record(error, raw, "the column does not hold base64");
  if (c->text.length > 0) record->text = (seg_bytes){c->text.data, c->text.length};
  return SEG_OK;
}

static bool put_before(const columns *c, const segi_raw *raw, segi_buf *out) {
  return segi_buf_append(out, raw->bytes.data, c->cell.start);
}

static bool put_behind(const columns *c, const segi_raw *raw, segi_buf *out) {
  return segi_buf_append(out, raw->bytes.data + c->cell.end, raw->bytes.length - c->cell.end);
}

/* A tab or a line break, which only a repair can have brought in, becomes a space. */
static bool put_text(seg_bytes text, segi_buf *out) {
  size_t start = out->length;
  if (!segi_buf_append(out, text.data, text.length)) return false;
  for (char *c = out->data + start; c < out->data + out->length; c++)
    if (*c == '\t' || *c == '\n') *c = ' ';
  return true;
}

/* One line with the whole text, or one for each segment; a text without any keeps its line. */
static seg_status write_cell(void *state, const segi_raw *raw, const seg_record *record,
                             const seg_result *result, segi_buf *out, seg_error *error) {
  const columns *c = state;
  bool split = result->split && result->count > 0;
  size_t lines = split ? result->count : 1;
  for (size_t i = 0; i < lines; i++) {
    seg_bytes text = result->text;
    if (split) {
      seg_span span = result->segments[i].span;
      text = (seg_bytes){record->text.data + span.start, span.end - span.start};
    }
    if ((i > 0 && !segi_buf_append(out, "\n", 1)) || !put_before(c, raw, out) ||
        !put_text(text, out) || !put_behind(c, raw, out))
      return segi_nomem(error);
  }
  return SEG_OK;
}

static seg_status write_base64(void *state, const segi_raw *raw, const seg_record *record,
                               const seg_result *result, segi_buf *out, seg_error *error) {
  const columns *c = state;
  (void)record;
  return put_before(c, raw, out) && segi_base64_encode(result->text, out) &&
                 put_behind(c, raw, out)
             ? SEG_OK
             : segi_nomem(error);
}

const segi_format segi_format_tsv = {
  .delimiter = '\n', .open = open_columns, .close = close_columns,
  .read = read_cell, .write = write_cell, .verbatim = true};
const segi_format segi_format_base64 = {
  .delimiter = '\n', .open = open_columns, .close = close_columns,
  .read = read_base64, .write = write_base64};
