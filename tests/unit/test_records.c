/* for mkdtemp */
#define _XOPEN_SOURCE 700

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/base64.h"
#include "seg/record.h"
#include "suites.h"
#include "support/random_text.h"
#include "support/scratch.h"

static void write_input(const char *data, size_t length) {
  FILE *file = fopen("in", "wb");
  ck_assert_uint_eq(fwrite(data, 1, length, file), length);
  ck_assert_int_eq(fclose(file), 0);
}

/* --- Base64 */

static void assert_base64(const char *text, const char *code) {
  segi_buf out = SEGI_BUF_EMPTY;
  ck_assert(segi_base64_encode((seg_bytes){text, strlen(text)}, &out));
  ck_assert_str_eq(out.length > 0 ? out.data : "", code);
  out.length = 0;
  ck_assert_int_eq(segi_base64_decode((seg_bytes){code, strlen(code)}, &out), SEG_OK);
  ck_assert_uint_eq(out.length, strlen(text));
  ck_assert(out.length == 0 || memcmp(out.data, text, out.length) == 0);
  segi_buf_clear(&out);
}

/* The vectors of RFC 4648, and the two digits that are no letters. */
START_TEST(knows_base64) {
  assert_base64("", "");
  assert_base64("f", "Zg==");
  assert_base64("fo", "Zm8=");
  assert_base64("foo", "Zm9v");
  assert_base64("foob", "Zm9vYg==");
  assert_base64("fooba", "Zm9vYmE=");
  assert_base64("foobar", "Zm9vYmFy");
  assert_base64("\xFB\xEF\xBE\xFF", "++++/w==");
}
END_TEST

START_TEST(refuses_what_is_no_base64) {
  static const char *const codes[] = {"Z", "Zg", "Zg=", "====", "Zg==Zg==", "Z===", "Zh==", "Zm9=",
                                      "Zm 9", "Zm9\n", "Zm-_", "=Zm9"};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    segi_buf out = SEGI_BUF_EMPTY;
    seg_status status = segi_base64_decode((seg_bytes){codes[i], strlen(codes[i])}, &out);
    ck_assert_msg(status == SEG_BAD_RECORD, "%s", codes[i]);
    segi_buf_clear(&out);
  }
}
END_TEST

/* --- Records */

typedef enum what { AS_IT_WAS, SAME_TEXT, OTHER_TEXT, SPLIT } what;

static seg_status put(seg_records *records, const seg_record *record, what make,
                      seg_bytes *bytes) {
  seg_segment first = {.span = {0, record->text.length}};
  seg_result result = {.text = record->text};
  if (make == OTHER_TEXT) result.text = (seg_bytes){"\xC3\xA4\t\n", 4};
  result.split = make == SPLIT;
  result.segments = &first;
  result.count = record->text.length > 0;
  return seg_records_put(records, make == AS_IT_WAS ? NULL : &result, bytes, NULL);
}

enum { MOST_AHEAD = 7 };

/* Reads some records, all but a single one set aside. *read counts them. */
static seg_status read_some(seg_records *records, size_t most, seg_record *record, seg_status *was,
                            size_t *read) {
  seg_status status = SEG_OK;
  for (*read = 0; status == SEG_OK && *read < most; ++*read) {
    status = was[*read] = seg_records_next(records, &record[*read], NULL);
    if (status == SEG_BAD_RECORD) status = SEG_OK;
    if (status == SEG_OK && most > 1) status = seg_records_set_aside(records, NULL);
    if (status != SEG_OK) break;
  }
  return status;
}

static bool same_bytes(seg_bytes a, seg_bytes b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* Reads all records of the file, so many at a time, and writes them. *bad counts those that were passed
 * through. */
static seg_status copy(const seg_record_options *options, what make, size_t most, segi_buf *out,
                       size_t *bad) {
  seg_input *input = NULL;
  seg_records *records = NULL;
  seg_record record[MOST_AHEAD];
  seg_status was[MOST_AHEAD], put_status = SEG_OK;
  size_t read;
  *bad = 0;
  seg_status status = seg_input_open("in", "UTF-8", SEG_INVALID_KEEP, &input, NULL);
  if (status == SEG_OK) status = seg_records_new(options, input, &records, NULL);
  while (status == SEG_OK && put_status == SEG_OK) {
    status = read_some(records, most, record, was, &read);
    for (size_t i = 0; i < read && put_status == SEG_OK; i++) {
      seg_bytes bytes;
      seg_record back = record[i];
      if (most > 1) ck_assert(seg_records_bring_back(records, &back));
      ck_assert(same_bytes(back.text, record[i].text) && back.index == record[i].index);
      *bad += was[i] == SEG_BAD_RECORD;
      put_status = put(records, &back, was[i] == SEG_OK ? make : AS_IT_WAS, &bytes);
      if (put_status == SEG_BAD_RECORD) put_status = put(records, &back, AS_IT_WAS, &bytes);
      if (put_status == SEG_OK && !segi_buf_append(out, bytes.data, bytes.length))
        put_status = SEG_NOMEM;
    }
  }
  if (put_status != SEG_OK) status = put_status;
  seg_bytes rest;
  if (status == SEG_END && seg_records_finish(records, &rest, NULL) != SEG_OK) status = SEG_NOMEM;
  if (status == SEG_END && !segi_buf_append(out, rest.data, rest.length)) status = SEG_NOMEM;
  seg_records_free(records);
  seg_input_free(input);
  return status;
}

/* How many records of the format may be read at a time. */
static size_t most_ahead(seg_format format) {
  return format >= SEG_FORMAT_NUL && format <= SEG_FORMAT_JSONL ? MOST_AHEAD : 1;
}

/* What is not touched keeps its bytes, whatever it is and however long. */
START_TEST(passes_everything_through) {
  uint64_t random = (uint64_t)_i + 1;
  seg_record_options options = seg_record_defaults;
  options.column = 1 + random_below(&random, 3);
  size_t length;
  char *text = random_text(&random, _i % 10 == 0 ? 600000 : 2000, &length);
  for (size_t i = 0; i < length; i++) {
    size_t dice = random_below(&random, 60);
    if (dice < 12) text[i] = "\t\n\r\0{}\":,\\=A"[dice];
  }
  write_input(text, length);
  for (int format = 0; format < SEG_FORMAT_TMX; format++) {
    options.format = (seg_format)format;
    char end = format == SEG_FORMAT_NUL ? '\0' : '\n';
    for (int make = AS_IT_WAS; make <= SAME_TEXT; make++) {
      segi_buf out = SEGI_BUF_EMPTY;
      size_t bad;
      size_t most = 1 + random_below(&random, most_ahead(options.format));
      ck_assert_int_eq(copy(&options, (what)make, most, &out, &bad), SEG_END);
      bool ends = length == 0 || format == SEG_FORMAT_TEXT || text[length - 1] == end;
      ck_assert_uint_eq(out.length, length + !ends);
      ck_assert(length == 0 || memcmp(out.data, text, length) == 0);
      segi_buf_clear(&out);
    }
  }
  free(text);
}
END_TEST

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define TMX \
  "<tmx><!-- a --><body><tu tuid=\"1\"><tuv xml:lang=\"de\"><seg>J<hi>a &lt; b</hi>" \
  "<![CDATA[<]]></seg></tuv></tu>\n</body></tmx>\n"

static const struct golden {
  seg_format format;
  what make;
  const char *in, *out;
  size_t bad;
} golden[] = {
  {SEG_FORMAT_TEXT, SAME_TEXT, "", "", 0},
  {SEG_FORMAT_TEXT, OTHER_TEXT, "a\nb", "\xC3\xA4\t\n", 0},
  {SEG_FORMAT_TSV, OTHER_TEXT, "a\tb\tc\r\n", "a\t\xC3\xA4  \tc\r\n", 0},
  {SEG_FORMAT_TSV, OTHER_TEXT, "a\tb\r\na\n\tc", "a\t\xC3\xA4  \r\na\n\t\xC3\xA4  \n", 1},
  {SEG_FORMAT_TSV, SPLIT, "a\tb\n\t\n", "a\tb\n\t\n", 0},
  {SEG_FORMAT_BASE64, OTHER_TEXT, "a\tYg==\n", "a\tw6QJCg==\n", 0},
  {SEG_FORMAT_BASE64, OTHER_TEXT, "a\tYg=\n", "a\tYg=\n", 1},
  {SEG_FORMAT_JSONL, OTHER_TEXT, "{\"text\" : \"a\" }\n", "{\"text\" : \"\xC3\xA4\\t\\n\" }\n", 0},
  {SEG_FORMAT_JSONL, OTHER_TEXT, "{\"text\":\"\\u00fc\"}\n", "{\"text\":\"\\u00E4\\t\\n\"}\n", 0},
  {SEG_FORMAT_JSONL, SPLIT, "{\"text\":\"\\u00fc\",\"n\":1e5 }",
   "{\"text\":\"\\u00fc\",\"n\":1e5,\"segments\":[{\"offset\":0,\"length\":2,\"paragraph\":0,"
   "\"kind\":\"sentence\",\"confidence\":0.0,\"text\":\"\xC3\xBC\"}] }\n", 0},
  {SEG_FORMAT_JSONL, SPLIT, "{\"text\":\"\"}\n", "{\"text\":\"\",\"segments\":[]}\n", 0},
  {SEG_FORMAT_JSONL, SPLIT, "\n \n{}\n", "\n \n{}\n", 1},
  {SEG_FORMAT_HTML, SAME_TEXT, "<p>Ja<b>J</b>a &lt;<p> Nein<br>n", "JaJa <\n\nNein\nn\n", 0},
  {SEG_FORMAT_TMX, SAME_TEXT, TMX, DECLARATION TMX, 0},
  {SEG_FORMAT_XLIFF, SAME_TEXT,
   "<xliff xmlns='urn:x'><unit><segment><source>Ja</source></segment></unit></xliff>",
   DECLARATION
   "<xliff xmlns=\"urn:x\"><unit><segment><source>Ja</source></segment></unit></xliff>\n", 0},
  {SEG_FORMAT_XLIFF, SPLIT,
   "<xliff><trans-unit><source>Ja<x/></source><target/></trans-unit></xliff>",
   DECLARATION "<xliff><trans-unit><source>Ja<x/></source><seg-source><mrk mtype=\"seg\" mid=\"0\">"
               "Ja<x/></mrk></seg-source><target/></trans-unit></xliff>\n", 0},
};

START_TEST(puts_the_result_where_the_text_was) {
  const struct golden *g = &golden[_i];
  seg_record_options options = seg_record_defaults;
  options.format = g->format;
  options.column = 2;
  write_input(g->in, strlen(g->in));
  for (size_t most = 1; most <= most_ahead(g->format); most++) {
    segi_buf out = SEGI_BUF_EMPTY;
    size_t bad;
    ck_assert_int_eq(copy(&options, g->make, most, &out, &bad), SEG_END);
    ck_assert_str_eq(out.length > 0 ? out.data : "", g->out);
    ck_assert_uint_eq(bad, g->bad);
    segi_buf_clear(&out);
  }
}
END_TEST

START_TEST(survives_every_allocation_failure) {
  const struct golden *g = &golden[_i];
  seg_record_options options = seg_record_defaults;
  options.format = g->format;
  options.column = 2;
  write_input(g->in, strlen(g->in));
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 200);
    segi_buf out = SEGI_BUF_EMPTY;
    size_t bad;
    segi_fail_allocation(n);
    status = copy(&options, g->make, most_ahead(g->format), &out, &bad);
    segi_fail_allocation(0);
    segi_buf_clear(&out);
  }
  ck_assert_int_eq(status, SEG_END);
}
END_TEST

/* XML with bytes changed, left out and put in: an answer, and never harm. */
START_TEST(stays_calm_at_damaged_xml) {
  static const char whole[] =
    DECLARATION "<!DOCTYPE x [<!-- x -->]><xliff xmlns:a='u'><a:f><unit id='1'><segment a:b='c'><source>"
    "Ja. <pc id='1'>Nein. <ph/></pc> &amp;<![CDATA[Gut.]]>&#228;</source></segment></unit></a:f>"
    "<trans-unit><source>A<g>B</g></source></trans-unit></xliff>";
  uint64_t random = (uint64_t)_i + 1;
  char text[sizeof whole];
  size_t length = sizeof whole - 1, bad;
  memcpy(text, whole, sizeof whole);
  for (size_t n = random_below(&random, 4); n > 0; n--) {
    size_t at = random_below(&random, length - 8), gap = random_below(&random, 8);
    if (random_below(&random, 2) == 0)
      text[at] = "<>&/'\0x\xFF"[random_below(&random, 8)];
    else
      memmove(text + at, text + at + gap, length - at - gap), length -= gap;
  }
  write_input(text, length);
  seg_record_options options = seg_record_defaults;
  options.format = SEG_FORMAT_XLIFF;
  segi_buf out = SEGI_BUF_EMPTY;
  seg_status status = copy(&options, SPLIT, 1, &out, &bad);
  ck_assert(status == SEG_END || status == SEG_BAD_FORMAT);
  segi_buf_clear(&out);
}
END_TEST

/* Whatever the page: letters that stand in the text stand in the page at the place told, and places
 * ascend. */
START_TEST(finds_text_in_html) {
  static const char *const parts[] = {"<p>", "</p>", "<b>", "</b>", "<br>", "&amp;", "&auml;", "&#x41;",
                                      "&", "<", ">", "<script>", "</script>", "<pre>", "</pre>",
                                      "<!--", "-->", " ", "\n", "Wort", "\xC3\xA4", "\xFF", "\"", "<a x='"};
  uint64_t random = (uint64_t)_i + 1;
  char page[4000];
  size_t length = 0, parts_count = sizeof parts / sizeof *parts;
  for (size_t n = random_below(&random, 300); n > 0; n--) {
    const char *part = parts[random_below(&random, parts_count)];
    memcpy(page + length, part, strlen(part));
    length += strlen(part);
  }
  write_input(page, length);
  seg_record_options options = seg_record_defaults;
  options.format = SEG_FORMAT_HTML;
  seg_input *input;
  seg_records *records;
  seg_record record;
  ck_assert_int_eq(seg_input_open("in", "UTF-8", SEG_INVALID_KEEP, &input, NULL), SEG_OK);
  ck_assert_int_eq(seg_records_new(&options, input, &records, NULL), SEG_OK);
  ck_assert_int_eq(seg_records_next(records, &record, NULL), SEG_OK);
  size_t last = 0;
  for (size_t i = 0; i < record.text.length; i++) {
    char c = record.text.data[i];
    seg_span place = seg_records_source_span(records, (seg_span){i, i + 1});
    ck_assert(place.start <= place.end && place.end <= length && last <= place.start);
    last = place.start;
    if ((c >= 'a' && c <= 'z') || (unsigned char)c == 0xFF) ck_assert(page[place.start] == c);
  }
  ck_assert_int_eq(seg_records_next(records, &record, NULL), SEG_END);
  seg_records_free(records);
  seg_input_free(input);
}
END_TEST

START_TEST(refuses_what_it_cannot_do) {
  seg_record_options options = seg_record_defaults;
  seg_records *records;
  options.column = 0;
  ck_assert_int_eq(seg_records_new(&options, NULL, &records, NULL), SEG_BAD_ARGUMENT);
  options.column = 1;
  options.format = (seg_format)99;
  ck_assert_int_eq(seg_records_new(&options, NULL, &records, NULL), SEG_BAD_ARGUMENT);
  ck_assert_ptr_null(records);
  options.format = SEG_FORMAT_HTML;
  seg_record record;
  ck_assert_int_eq(seg_records_new(&options, NULL, &records, NULL), SEG_OK);
  ck_assert_int_eq(seg_records_set_aside(records, NULL), SEG_UNSUPPORTED);
  ck_assert(!seg_records_bring_back(records, &record));
  seg_records_free(records);
  seg_records_free(NULL);
}
END_TEST

Suite *records_suite(void) {
  int cases = sizeof golden / sizeof *golden;
  Suite *suite = suite_create("records");
  TCase *all = tcase_create("records");
  tcase_add_checked_fixture(all, enter_scratch, leave_scratch);
  tcase_add_test(all, knows_base64);
  tcase_add_test(all, refuses_what_is_no_base64);
  tcase_add_loop_test(all, passes_everything_through, 0, 30);
  tcase_add_loop_test(all, puts_the_result_where_the_text_was, 0, cases);
  tcase_add_loop_test(all, survives_every_allocation_failure, 0, cases);
  tcase_add_loop_test(all, stays_calm_at_damaged_xml, 0, 60);
  tcase_add_loop_test(all, finds_text_in_html, 0, 60);
  tcase_add_test(all, refuses_what_it_cannot_do);
  suite_add_tcase(suite, all);
  return suite;
}
