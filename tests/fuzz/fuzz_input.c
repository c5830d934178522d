/* Files of any encoding, packed or not: the text is the same for every cut, the way back leads to
 * the same bytes, also after edits. Input: encoding and manner, then the file. */
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "support/random_text.h"

static const char *const encodings[] = {"auto",     "UTF-8",  "windows-1252", "UTF-16",
                                        "UTF-16LE", "UTF-32", "ISO-8859-2",   "Shift_JIS",
                                        "GB18030",  "UTF-7"};
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

typedef struct file_log {
  segi_buf json, output, text;
} file_log;

static void put(segi_buf *buf, seg_bytes bytes) {
  REQUIRE(segi_buf_append(buf, bytes.data, bytes.length));
}

static void make_edits(uint64_t *seed, seg_bytes text, seg_editlog *log) {
  static const char *const new_texts[] = {"", " ", ". ", "\xC3\xA4", "\xE2\x82\xAC"};
  size_t at = 0, last = 0;
  while (at < text.length) {
    size_t start = at + random_below(seed, 20), end = start + random_below(seed, 4);
    while (!fuzz_is_boundary(text, &last, start)) start = last;
    while (!fuzz_is_boundary(text, &last, end)) end = last;
    if (end > text.length || start > end) break;
    const char *new = new_texts[random_below(seed, 5)];
    seg_edit edit = {
      start, {text.data + start, end - start}, {new, strlen(new)}, "word-join", 0.75};
    REQUIRE(seg_editlog_append(log, &edit, NULL) == SEG_OK);
    at = end + 1;
  }
}

/* Decodes in random pieces, edits each and writes the log; false where the encoding has no way
 * back, or the bytes are none of its. */
static bool edit_file(const char *encoding, seg_invalid invalid, seg_bytes bytes, file_log *f) {
  uint64_t seed = fuzz_seed(bytes);
  seg_decoder *decoder;
  seg_editlog *log;
  seg_editlog_writer *writer;
  seg_bytes json;
  size_t at = 0, offset = 0, source = 0;
  REQUIRE(seg_decoder_new(encoding, invalid, &decoder, NULL) == SEG_OK);
  REQUIRE(seg_editlog_new(&log, NULL) == SEG_OK);
  REQUIRE(seg_editlog_writer_new(&writer, NULL) == SEG_OK);
  REQUIRE(seg_editlog_writer_begin(writer, "file", &json, NULL) == SEG_OK);
  put(&f->json, json);
  seg_status status;
  do {
    size_t piece = random_below(&seed, bytes.length + 1);
    if (piece > bytes.length - at) piece = bytes.length - at;
    at += piece;
    seg_edited_block block = {.text_offset = offset, .log = log};
    status = seg_decoder_feed(decoder, bytes.data + at - piece, piece, at == bytes.length,
                              &block.text, NULL);
    if (status != SEG_OK) break;
    put(&f->text, block.text);
    for (size_t i = 0; i <= block.text.length; i++) {
      size_t place = seg_decoder_source_offset(decoder, offset + i);
      REQUIRE(place >= source && place <= bytes.length);
      source = place;
    }
    offset += block.text.length;
    block.lossy = seg_decoder_lossy(decoder, &block.lossy_count);
    seg_editlog_clear(log);
    make_edits(&seed, block.text, log);
    char *output;
    size_t length;
    REQUIRE(seg_editlog_apply(log, block.text.data, block.text.length, &output, &length, NULL) ==
            SEG_OK);
    block.output = (seg_bytes){output, length};
    status = seg_editlog_writer_block(writer, decoder, &block, &json, NULL);
    if (status == SEG_OK) put(&f->json, json), put(&f->output, block.output);
    seg_free(output);
    seg_decoder_forget(decoder, offset);
  } while (status == SEG_OK && at < bytes.length);
  if (status == SEG_OK) status = seg_editlog_writer_end(writer, decoder, &json, NULL);
  if (status == SEG_OK) put(&f->json, json);
  REQUIRE(status == SEG_OK || status == SEG_UNSUPPORTED ||
          (status == SEG_BAD_TEXT && invalid == SEG_INVALID_FAIL));
  seg_editlog_writer_free(writer);
  seg_editlog_free(log);
  seg_decoder_free(decoder);
  return status == SEG_OK;
}

static void undo_file(const file_log *f, seg_bytes bytes) {
  uint64_t seed = fuzz_seed(bytes);
  seg_undo *undo;
  segi_buf back = SEGI_BUF_EMPTY;
  REQUIRE(seg_undo_new(f->json.data, f->json.length, &undo, NULL) == SEG_OK);
  size_t at = 0;
  do {
    size_t piece = random_below(&seed, f->output.length + 1);
    if (piece > f->output.length - at) piece = f->output.length - at;
    seg_bytes original;
    const char *from = f->output.length > 0 ? f->output.data + at : "";
    at += piece;
    REQUIRE(seg_undo_feed(undo, from, piece, at == f->output.length, &original, NULL) == SEG_OK);
    put(&back, original);
  } while (at < f->output.length);
  REQUIRE(back.length == bytes.length &&
          (back.length == 0 || memcmp(back.data, bytes.data, back.length) == 0));
  segi_buf_clear(&back);
  seg_undo_free(undo);
}

static bool is_packed(seg_bytes bytes) {
  static const struct {
    const char *magic;
    size_t length;
  } kinds[] = {{"\x1F\x8B", 2},
               {"\x28\xB5\x2F\xFD", 4},
               {"\xFD"
                "7zXZ",
                5}};
  for (size_t k = 0; k < 3; k++)
    if (bytes.length >= kinds[k].length && memcmp(bytes.data, kinds[k].magic, kinds[k].length) == 0)
      return true;
  return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  const char *encoding = encodings[fuzz_choose(&in, ENCODINGS)];
  seg_invalid invalid = (seg_invalid)fuzz_choose(&in, 3);
  seg_bytes bytes = fuzz_rest(&in);
  file_log f = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
  seg_input *input;
  char *text;
  size_t length;
  REQUIRE(seg_input_open(fuzz_file(bytes), encoding, invalid, &input, NULL) == SEG_OK);
  seg_status status = seg_input_read_all(input, &text, &length, NULL);
  if (!is_packed(bytes) && edit_file(encoding, invalid, bytes, &f)) {
    undo_file(&f, bytes);
    REQUIRE(status == SEG_OK && length == f.text.length &&
            (length == 0 || memcmp(text, f.text.data, length) == 0));
  }
  REQUIRE(status == SEG_OK || status == SEG_BAD_TEXT || status == SEG_BAD_FORMAT);
  seg_free(text);
  seg_input_free(input);
  segi_buf_clear(&f.json);
  segi_buf_clear(&f.output);
  segi_buf_clear(&f.text);
  return 0;
}
