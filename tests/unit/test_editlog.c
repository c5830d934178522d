#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seg/seg.h"
#include "suites.h"
#include "support/random_text.h"

#define BYTES(text) ((seg_bytes){text, sizeof text - 1})

static void append(seg_editlog *log, size_t offset, seg_bytes old, seg_bytes new) {
  seg_edit edit = {offset, old, new, "word-join", 0.9};
  ck_assert_int_eq(seg_editlog_append(log, &edit, NULL), SEG_OK);
}

static seg_editlog *new_log(void) {
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  return log;
}

START_TEST(edits_apply_and_undo) {
  seg_editlog *log = new_log();
  append(log, 0, BYTES("Ein"), BYTES("ein"));
  append(log, 3, BYTES(""), BYTES(" "));
  append(log, 7, BYTES("\xC2\xA0"), BYTES(""));
  static const char input[] = "EinHaus\xC2\xA0.", wanted[] = "ein Haus.";
  char *output, *back;
  size_t length, back_length;
  ck_assert_int_eq(seg_editlog_apply(log, input, strlen(input), &output, &length, NULL), SEG_OK);
  ck_assert_str_eq(output, wanted);
  ck_assert_uint_eq(length, strlen(wanted));
  ck_assert_int_eq(seg_editlog_undo(log, output, length, &back, &back_length, NULL), SEG_OK);
  ck_assert_uint_eq(back_length, strlen(input));
  ck_assert_str_eq(back, input);
  seg_free(output);
  seg_free(back);
  seg_editlog_free(log);
}
END_TEST

START_TEST(offsets_lead_back) {
  seg_editlog *log = new_log();
  append(log, 2, BYTES(""), BYTES(", "));
  append(log, 4, BYTES("xyz"), BYTES("ab"));
  static const size_t wanted[] = {0, 1, 2, 2, 2, 3, 4, 4, 7, 8};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
    ck_assert_uint_eq(seg_editlog_input_offset(log, i), wanted[i]);
  seg_editlog_free(log);
}
END_TEST

START_TEST(edits_out_of_order_are_refused) {
  seg_editlog *log = new_log();
  append(log, 5, BYTES("abc"), BYTES("x"));
  seg_edit overlapping = {7, BYTES(""), BYTES(" "), "word-join", 1};
  ck_assert_int_eq(seg_editlog_append(log, &overlapping, NULL), SEG_BAD_ARGUMENT);
  ck_assert_uint_eq(seg_editlog_count(log), 1);
  append(log, 8, BYTES(""), BYTES(" "));
  ck_assert_uint_eq(seg_editlog_count(log), 2);
  seg_editlog_clear(log);
  ck_assert_uint_eq(seg_editlog_count(log), 0);
  append(log, 0, BYTES(""), BYTES(" "));
  seg_editlog_free(log);
}
END_TEST

START_TEST(other_texts_are_refused) {
  seg_editlog *log = new_log();
  append(log, 3, BYTES("abc"), BYTES("x"));
  static const char *const wrong[] = {"", "123", "123ab", "123abd"};
  char *output = (char *)"";
  size_t length = 1;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    seg_error error = {0};
    ck_assert_int_eq(
        seg_editlog_apply(log, wrong[i], strlen(wrong[i]), &output, &length, &error),
        SEG_BAD_MATCH);
    ck_assert_ptr_null(output);
    ck_assert_uint_eq(length, 0);
    ck_assert_uint_eq(error.offset, 3);
  }
  seg_editlog_free(log);
}
END_TEST

/* --- Logs of files. */

typedef struct file_log {
  segi_buf json;
  segi_buf output;
} file_log;

static void clear(file_log *f) {
  segi_buf_clear(&f->json);
  segi_buf_clear(&f->output);
}

static bool put(segi_buf *buf, seg_bytes bytes) {
  return segi_buf_append(buf, bytes.data, bytes.length);
}

/* Edits of every kind at random places of a text, at character starts. */
static seg_status make_edits(uint64_t *seed, seg_bytes text, seg_editlog *log) {
  static const char *const new_texts[] = {"", " ", ". ", "\xC3\xA4", "\n", "\xE2\x82\xAC"};
  for (size_t at = 0; at < text.length;) {
    at += random_below(seed, 40);
    while (at < text.length && ((unsigned char)text.data[at] & 0xC0) == 0x80) at++;
    size_t end = at + random_below(seed, 6);
    while (end < text.length && ((unsigned char)text.data[end] & 0xC0) == 0x80) end++;
    if (end > text.length || at > text.length) break;
    const char *new = new_texts[random_below(seed, 6)];
    seg_edit edit = {at, {text.data + at, end - at}, {new, strlen(new)}, "word-join", 0.75};
    seg_status status = seg_editlog_append(log, &edit, NULL);
    if (status != SEG_OK) return status;
    at = end + 1;
  }
  return SEG_OK;
}

static seg_status edit_block(seg_editlog_writer *writer, const seg_decoder *decoder,
                             seg_editlog *log, seg_edited_block *block, file_log *f) {
  char *output;
  size_t length;
  seg_bytes json;
  seg_status status =
      seg_editlog_apply(log, block->text.data, block->text.length, &output, &length, NULL);
  if (status != SEG_OK) return status;
  block->output = (seg_bytes){output, length};
  block->log = log;
  status = seg_editlog_writer_block(writer, decoder, block, &json, NULL);
  if (status == SEG_OK && !(put(&f->json, json) && put(&f->output, block->output)))
    status = SEG_NOMEM;
  seg_free(output);
  return status;
}

/* Decodes bytes in chunks, edits every chunk as a block and adds the section to f. */
static seg_status edit_file(uint64_t seed, const char *encoding, seg_invalid invalid,
                            seg_bytes bytes, size_t chunk, file_log *f) {
  seg_decoder *decoder = NULL;
  seg_editlog *log = NULL;
  seg_editlog_writer *writer = NULL;
  seg_bytes json;
  size_t offset = 0;
  seg_status status = seg_decoder_new(encoding, invalid, &decoder, NULL);
  if (status == SEG_OK) status = seg_editlog_new(&log, NULL);
  if (status == SEG_OK) status = seg_editlog_writer_new(&writer, NULL);
  if (status == SEG_OK) status = seg_editlog_writer_begin(writer, "a\xFF.txt", &json, NULL);
  if (status == SEG_OK && !put(&f->json, json)) status = SEG_NOMEM;
  for (size_t at = 0; status == SEG_OK && at <= bytes.length; at += chunk) {
    size_t n = bytes.length - at < chunk ? bytes.length - at : chunk;
    seg_edited_block block = {.text_offset = offset};
    status = seg_decoder_feed(decoder, bytes.data + at, n, at + chunk > bytes.length, &block.text,
                              NULL);
    if (status != SEG_OK) break;
    offset += block.text.length;
    block.lossy = seg_decoder_lossy(decoder, &block.lossy_count);
    seg_editlog_clear(log);
    status = make_edits(&seed, block.text, log);
    if (status == SEG_OK) status = edit_block(writer, decoder, log, &block, f);
    seg_decoder_forget(decoder, offset);
  }
  if (status == SEG_OK) status = seg_editlog_writer_end(writer, decoder, &json, NULL);
  if (status == SEG_OK && !put(&f->json, json)) status = SEG_NOMEM;
  seg_editlog_writer_free(writer);
  seg_editlog_free(log);
  seg_decoder_free(decoder);
  return status;
}

static seg_status undo_file(const file_log *f, size_t chunk, segi_buf *back) {
  seg_undo *undo;
  seg_status status = seg_undo_new(f->json.data, f->json.length, &undo, NULL);
  for (size_t at = 0; status == SEG_OK && at <= f->output.length; at += chunk) {
    size_t n = f->output.length - at < chunk ? f->output.length - at : chunk;
    seg_bytes original;
    status = seg_undo_feed(undo, f->output.data + at, n, at + chunk > f->output.length, &original,
                           NULL);
    if (status == SEG_OK && !put(back, original)) status = SEG_NOMEM;
  }
  seg_undo_free(undo);
  return status;
}

static const struct file_case {
  const char *encoding;
  seg_invalid invalid;
} file_cases[] = {
  {"UTF-8", SEG_INVALID_KEEP},        {"UTF-8", SEG_INVALID_REPLACE},
  {"auto", SEG_INVALID_REPLACE},      {"windows-1252", SEG_INVALID_KEEP},
  {"ISO-8859-1", SEG_INVALID_REPLACE}, {"UTF-16", SEG_INVALID_REPLACE},
  {"UTF-16LE", SEG_INVALID_KEEP},     {"UTF-16BE", SEG_INVALID_REPLACE},
  {"UTF-32LE", SEG_INVALID_REPLACE},  {"windows-1250", SEG_INVALID_REPLACE},
};

static const seg_bytes byte_order_marks[] = {
  {"", 0}, {"\xEF\xBB\xBF", 3}, {"\xFF\xFE", 2}, {"\xFE\xFF", 2},
};

START_TEST(any_bytes_come_back) {
  const struct file_case *c = &file_cases[_i % (int)(sizeof file_cases / sizeof *file_cases)];
  uint64_t seed = (uint64_t)_i + 1;
  size_t length;
  char *random = random_text(&seed, 10 + random_below(&seed, 3000), &length);
  seg_bytes mark = byte_order_marks[random_below(&seed, 4)];
  segi_buf bytes = SEGI_BUF_EMPTY, back = SEGI_BUF_EMPTY;
  ck_assert(put(&bytes, mark) && segi_buf_append(&bytes, random, length));
  file_log f = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
  size_t sections = 1 + random_below(&seed, 2);
  for (size_t i = 0; i < sections; i++)
    ck_assert_int_eq(edit_file(seed, c->encoding, c->invalid,
                               (seg_bytes){bytes.data, bytes.length},
                               1 + random_below(&seed, 2000), &f), SEG_OK);
  ck_assert_int_eq(undo_file(&f, 1 + random_below(&seed, 500), &back), SEG_OK);
  ck_assert_uint_eq(back.length, sections * bytes.length);
  for (size_t i = 0; i < sections && bytes.length > 0; i++)
    ck_assert_mem_eq(back.data + i * bytes.length, bytes.data, bytes.length);
  free(random);
  segi_buf_clear(&bytes);
  segi_buf_clear(&back);
  clear(&f);
}
END_TEST

static file_log small_file(void) {
  file_log f = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
  static const char text[] = "nach Russland ist es weit, sagt er dann und geht bald wieder fort.";
  ck_assert_int_eq(edit_file(7, "UTF-8", SEG_INVALID_KEEP, BYTES(text), 1000, &f), SEG_OK);
  return f;
}

START_TEST(encodings_without_a_way_back_are_refused) {
  file_log f = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
  seg_bytes bytes = {"\x93\xFA\x96\x7B", 4}; /* two characters in Shift_JIS */
  ck_assert_int_eq(edit_file(1, "Shift_JIS", SEG_INVALID_KEEP, bytes, 100, &f), SEG_UNSUPPORTED);
  clear(&f);
}
END_TEST

START_TEST(a_wrong_output_is_refused) {
  file_log f = small_file();
  for (size_t i = 0; i < f.output.length; i++) {
    segi_buf back = SEGI_BUF_EMPTY;
    f.output.data[i] ^= 1;
    ck_assert_int_eq(undo_file(&f, 9, &back), SEG_BAD_MATCH);
    f.output.data[i] ^= 1;
    segi_buf_clear(&back);
  }
  segi_buf back = SEGI_BUF_EMPTY;
  ck_assert(segi_buf_append(&f.output, "x", 1));
  ck_assert_int_eq(undo_file(&f, 9, &back), SEG_BAD_MATCH);
  f.output.length -= 2;
  ck_assert_int_eq(undo_file(&f, 9, &back), SEG_BAD_MATCH);
  segi_buf_clear(&back);
  clear(&f);
}
END_TEST

#define HEAD "{\"format\":\"libseg-edits\",\"version\":1,\"source\":\"a\"}\n"
#define TAIL(edits) "{\"end\":\"a\",\"edits\":" edits ",\"encoding\":\"UTF-8\",\"bom\":0,"       \
  "\"input_bytes\":3,\"output_bytes\":3,\"input_fnv64\":\"0000000000000000\","                   \
  "\"output_fnv64\":\"0000000000000000\"}\n"

static const struct bad_log {
  const char *text;
  size_t line;
} bad_logs[] = {
  {"", 0},
  {"no json\n", 1},
  {"[]\n", 1},
  {"{\"format\":\"other\",\"version\":1}\n", 1},
  {"{\"format\":\"libseg-edits\",\"version\":2}\n", 1},
  {HEAD, 1},
  {HEAD "{}\n" TAIL("1"), 2},
  {HEAD "{\"output\":-1,\"old\":\"\",\"new\":\"\"}\n" TAIL("1"), 2},
  {HEAD "{\"output\":0,\"old_hex\":\"0g\",\"new\":\"\"}\n" TAIL("1"), 2},
  {HEAD "{\"output\":0,\"old_hex\":\"0\",\"new\":\"\"}\n" TAIL("1"), 2},
  {HEAD "{\"output\":0,\"old\":\"\",\"new\":1}\n" TAIL("1"), 2},
  {HEAD "{\"output\":2,\"old\":\"\",\"new\":\"ab\"}\n" TAIL("1"), 3},
  {HEAD "{\"output\":9,\"old\":\"\",\"new\":\"\"}\n" TAIL("1"), 3},
  {HEAD "{\"output\":1,\"old\":\"\",\"new\":\"ab\"}\n"
        "{\"output\":2,\"old\":\"\",\"new\":\"\"}\n" TAIL("2"), 3},
  {HEAD TAIL("1"), 2},
  {HEAD "{\"end\":\"a\"}\n", 2},
  {HEAD TAIL("0") "\n", 3},
};

START_TEST(damaged_logs_are_refused) {
  seg_undo *undo = (seg_undo *)"";
  seg_error error = {0};
  const struct bad_log *bad = &bad_logs[_i];
  ck_assert_int_eq(seg_undo_new(bad->text, strlen(bad->text), &undo, &error), SEG_BAD_FORMAT);
  ck_assert_uint_eq(error.line, bad->line);
  ck_assert_ptr_null(undo);
}
END_TEST

START_TEST(memory_may_end_anywhere) {
  static const char text[] = "Der Weg\xFF\xFE ist nach Russland weit,\xC3 sagt er dann.";
  for (long n = 1;; n++) {
    file_log f = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
    segi_buf back = SEGI_BUF_EMPTY;
    segi_fail_allocation(n);
    seg_status status = edit_file(3, "UTF-8", SEG_INVALID_REPLACE, BYTES(text), 20, &f);
    if (status == SEG_OK) status = undo_file(&f, 7, &back);
    segi_fail_allocation(0);
    if (status == SEG_OK) ck_assert_uint_eq(back.length, sizeof text - 1);
    segi_buf_clear(&back);
    clear(&f);
    if (status == SEG_OK) break;
    ck_assert_int_eq(status, SEG_NOMEM);
    ck_assert_int_lt(n, 100000);
  }
}
END_TEST

Suite *editlog_suite(void) {
  Suite *suite = suite_create("editlog");
  TCase *tests = tcase_create("editlog");
  tcase_add_test(tests, edits_apply_and_undo);
  tcase_add_test(tests, offsets_lead_back);
  tcase_add_test(tests, edits_out_of_order_are_refused);
  tcase_add_test(tests, other_texts_are_refused);
  tcase_add_loop_test(tests, any_bytes_come_back, 0, 200);
  tcase_add_test(tests, encodings_without_a_way_back_are_refused);
  tcase_add_test(tests, a_wrong_output_is_refused);
  tcase_add_loop_test(tests, damaged_logs_are_refused, 0, sizeof bad_logs / sizeof *bad_logs);
  tcase_add_test(tests, memory_may_end_anywhere);
  suite_add_tcase(suite, tests);
  return suite;
}
