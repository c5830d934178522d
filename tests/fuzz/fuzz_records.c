/* Records of every format: what is put back as it was has its bytes, or in XML the same texts; what
 * is repaired and split stays a file of that format. Input: format and what to put, then the file. */
#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "text/chars.h"

typedef enum what { AS_IT_WAS, SAME_TEXT, OTHER_TEXT, SPLIT, WHATS } what;

enum { FORMATS = SEG_FORMAT_HTML + 1 };

typedef struct file {
  segi_buf bytes; /* of all records, as they were put */
  segi_buf texts; /* of all records that could be read, each with a NUL behind */
} file;

static void add(segi_buf *buf, seg_bytes bytes) {
  REQUIRE(segi_buf_append(buf, bytes.data, bytes.length));
}

static bool is_utf8(seg_bytes text) {
  int32_t c;
  for (size_t i = 0; i < text.length; i += segi_decode(text.data + i, text.length - i, &c))
    if (segi_decode(text.data + i, text.length - i, &c), c < 0) return false;
  return true;
}

static void check_places(const seg_records *records, const seg_record *record) {
  size_t last = 0;
  for (size_t i = 0; i < record->text.length; i++) {
    seg_span place = seg_records_source_span(records, (seg_span){i, i + 1});
    REQUIRE(last <= place.start && place.start <= place.end);
    last = place.start;
  }
}

static seg_status put(seg_records *records, const seg_record *record, what make, seg_bytes *bytes) {
  static const seg_splitter *splitter;
  if (splitter == NULL)
    REQUIRE(seg_splitter_new(NULL, NULL, (seg_splitter **)&splitter, NULL) == SEG_OK);
  if (make == AS_IT_WAS) return seg_records_put(records, NULL, bytes, NULL);
  seg_result result = {.text = record->text};
  seg_editlog *log = NULL;
  seg_segment *segments = NULL;
  char *text = NULL;
  if (make == OTHER_TEXT) {
    size_t middle = record->text.length / 2;
    while (middle > 0 && ((unsigned char)record->text.data[middle] & 0xC0) == 0x80) middle--;
    seg_edit edit = {middle, {"", 0}, {". \xC3\xA4<&", 6}, "sentence-join", 0.5};
    REQUIRE(seg_editlog_new(&log, NULL) == SEG_OK);
    REQUIRE(seg_editlog_append(log, &edit, NULL) == SEG_OK);
    REQUIRE(seg_editlog_apply(log, record->text.data, record->text.length, &text,
                              &result.text.length, NULL) == SEG_OK);
    result.text.data = text;
    result.edits = log;
  } else if (make == SPLIT) {
    result.split = true;
    REQUIRE(seg_split_text(splitter, record->text.data, record->text.length, &segments,
                           &result.count, NULL) == SEG_OK);
    result.segments = segments;
  }
  seg_status status = seg_records_put(records, &result, bytes, NULL);
  seg_editlog_free(log);
  seg_free(segments);
  seg_free(text);
  return status;
}

/* A line that was an object is one still. */
static void check_json(seg_bytes line) {
  json_t *object = json_loadb(line.data, line.length, 0, NULL);
  REQUIRE(json_is_object(object));
  json_decref(object);
}

static seg_status copy(seg_format format, what make, seg_bytes bytes, file *out) {
  seg_record_options options = seg_record_defaults;
  options.format = format;
  options.edits_field = "edits";
  seg_input *input;
  seg_records *records;
  seg_record record;
  seg_bytes put_bytes;
  REQUIRE(seg_input_open(fuzz_file(bytes), "UTF-8", SEG_INVALID_KEEP, &input, NULL) == SEG_OK);
  REQUIRE(seg_records_new(&options, input, &records, NULL) == SEG_OK);
  seg_status status;
  while ((status = seg_records_next(records, &record, NULL)) == SEG_OK ||
         status == SEG_BAD_RECORD) {
    bool bad = status == SEG_BAD_RECORD;
    if (!bad) {
      check_places(records, &record);
      if (format == SEG_FORMAT_JSONL || format == SEG_FORMAT_TMX || format == SEG_FORMAT_XLIFF)
        REQUIRE(is_utf8(record.text));
      add(&out->texts, record.text);
      add(&out->texts, (seg_bytes){"", 1});
    }
    status = put(records, &record, bad ? AS_IT_WAS : make, &put_bytes);
    if (status == SEG_OK && !bad && format == SEG_FORMAT_JSONL && put_bytes.length > 1 &&
        record.text.length > 0)
      check_json(put_bytes);
    if (status == SEG_BAD_RECORD || (status == SEG_BAD_ARGUMENT && format == SEG_FORMAT_TMX))
      status = put(records, &record, AS_IT_WAS, &put_bytes);
    REQUIRE(status == SEG_OK);
    add(&out->bytes, put_bytes);
  }
  if (status == SEG_END) {
    REQUIRE(seg_records_finish(records, &put_bytes, NULL) == SEG_OK);
    add(&out->bytes, put_bytes);
  }
  seg_records_free(records);
  seg_input_free(input);
  return status;
}

static bool same(const segi_buf *a, const segi_buf *b) {
  return a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

static void clear(file *f) {
  segi_buf_clear(&f->bytes);
  segi_buf_clear(&f->texts);
}

/* Lines and the like keep their bytes, but for the end of the last. */
static void check_bytes(seg_format format, seg_bytes bytes, const segi_buf *out) {
  if (format >= SEG_FORMAT_TMX || (bytes.length > 2 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0))
    return;
  REQUIRE(out->length == bytes.length || out->length == bytes.length + 1);
  REQUIRE(bytes.length == 0 || memcmp(out->data, bytes.data, bytes.length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  seg_format format = (seg_format)fuzz_choose(&in, FORMATS);
  what make = (what)fuzz_choose(&in, WHATS);
  seg_bytes bytes = fuzz_rest(&in);
  file once = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY}, twice = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
  seg_status status = copy(format, make, bytes, &once);
  REQUIRE(status == SEG_END || status == SEG_BAD_FORMAT);
  if (status == SEG_END && make == AS_IT_WAS) check_bytes(format, bytes, &once.bytes);
  if (status == SEG_END && (format == SEG_FORMAT_TMX || format == SEG_FORMAT_XLIFF)) {
    REQUIRE(copy(format, AS_IT_WAS, (seg_bytes){once.bytes.data, once.bytes.length}, &twice) ==
            SEG_END);
    if (make <= SAME_TEXT) REQUIRE(same(&once.texts, &twice.texts));
  }
  clear(&once);
  clear(&twice);
  return 0;
}
