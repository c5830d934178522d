/* Rules of SRX in the library: the same for every cut of a text and in every window of a long one,
 * and what happens when memory is short. tests/cli compares them with an oracle. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seg/split.h"
#include "seg/text.h"
#include "split/srx.h"
#include "suites.h"
#include "support/random_text.h"

typedef struct rule {
  bool breaks;
  const char *before, *after;
} rule;

static const rule marks[] = {
  {false, "\\b\\w+\\.\\w+\\.", "\\s"}, {false, "(.)\\1", NULL}, {false, "\\bDr\\.", "\\s"},
  {true, "[.?!]+[\"“]*", "\\s"},       {true, NULL, "•"},       {true, "[,;]\\s*", "\\b"},
};

static seg_srx *make_rules(const rule *rules, size_t count) {
  seg_srx *srx;
  ck_assert_int_eq(segi_srx_new("rules", &srx, NULL), SEG_OK);
  ck_assert_int_eq(segi_srx_add_set(srx, "all", 1, NULL), SEG_OK);
  for (size_t i = 0; i < count; i++)
    ck_assert_int_eq(
      segi_srx_add_rule(srx, rules[i].breaks, rules[i].before, rules[i].after, i + 2, NULL),
      SEG_OK);
  ck_assert_int_eq(segi_srx_add_map(srx, ".*", "all", count + 2, NULL), SEG_OK);
  return srx;
}

static seg_splitter *make_splitter(const seg_srx *srx, bool over, const char *language) {
  seg_split_options options = seg_split_defaults;
  options.srx = srx;
  options.srx_over = over;
  options.language = language;
  options.paragraphs = SEG_PARAGRAPHS_WRAPPED;
  seg_splitter *splitter;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_OK);
  return splitter;
}

/* The spans as text: one string for a whole text and for a text in pieces. */
static void note(segi_buf *out, const seg_segment *s) {
  char line[64];
  snprintf(line, sizeof line, "%zu-%zu %zu %g\n", s->span.start, s->span.end, s->paragraph,
           s->confidence);
  ck_assert(segi_buf_append_string(out, line));
}

static segi_buf split_in_pieces(const seg_splitter *splitter, const char *text, size_t length,
                                size_t longest, uint64_t *state) {
  segi_buf out = SEGI_BUF_EMPTY;
  seg_split_stream *stream;
  seg_segment segment;
  size_t fed = 0, piece;
  ck_assert(segi_buf_append_string(&out, ""));
  ck_assert_int_eq(seg_split_stream_new(splitter, &stream, NULL), SEG_OK);
  do {
    piece = 1 + random_below(state, longest);
    if (piece > length - fed) piece = length - fed;
    fed += piece;
    ck_assert_int_eq(seg_split_feed(stream, text + fed - piece, piece, fed == length, NULL),
                     SEG_OK);
    while (seg_split_next(stream, &segment, NULL) == SEG_OK) note(&out, &segment);
  } while (fed < length);
  seg_split_stream_free(stream);
  return out;
}

static void expect_same(const seg_splitter *splitter, const char *text, size_t length,
                        size_t longest, uint64_t *state) {
  segi_buf whole = split_in_pieces(splitter, text, length, 1, state);
  segi_buf pieces = split_in_pieces(splitter, text, length, longest, state);
  ck_assert_str_eq(whole.data, pieces.data);
  segi_buf_clear(&whole);
  segi_buf_clear(&pieces);
}

START_TEST(cuts_change_nothing) {
  uint64_t state = 1 + (uint64_t)_i;
  seg_srx *srx = make_rules(marks, sizeof marks / sizeof *marks);
  seg_splitter *splitter = make_splitter(srx, _i % 2 == 1, _i % 3 == 0 ? "en" : "de");
  size_t length;
  char *text = random_text(&state, 1 + random_below(&state, 3000), &length);
  expect_same(splitter, text, length, 1 + random_below(&state, 3000), &state);
  free(text);
  seg_splitter_free(splitter);
  seg_srx_free(srx);
}
END_TEST

/* A paragraph longer than a window breaks as the same sentences in paragraphs of their own do: the
 * abbreviation, which needs what stands before it, never falls behind the edge of a window. */
START_TEST(windows_of_a_long_paragraph_do_not_show) {
  static const char sentence[] = "Hier kommt Dr. Ada, die x.y. nicht so oft trifft. ";
  enum { SENTENCES = 6000, SIZE = sizeof sentence - 1 };
  seg_srx *srx = make_rules(marks, sizeof marks / sizeof *marks);
  seg_splitter *splitter = make_splitter(srx, false, "de");
  char *text = malloc((size_t)SENTENCES * SIZE);
  for (size_t i = 0; i < SENTENCES; i++) memcpy(text + i * SIZE, sentence, SIZE);
  seg_segment *segments;
  size_t count, bad = 0;
  ck_assert_int_eq(
    seg_split_text(splitter, text, (size_t)SENTENCES * SIZE, &segments, &count, NULL), SEG_OK);
  ck_assert_uint_eq(count, 2 * SENTENCES);
  for (size_t i = 0; i < count; i++) bad += segments[i].span.start != i / 2 * SIZE + (i % 2) * 20;
  ck_assert_uint_eq(bad, 0);
  uint64_t state = 5;
  expect_same(splitter, text, 200000, 70000, &state);
  seg_free(segments);
  free(text);
  seg_splitter_free(splitter);
  seg_srx_free(srx);
}
END_TEST

static const struct {
  rule rules[3];
  bool over;
  const char *text, *expected;
} cases[] = {
  {{{false, "z\\. B\\.", " "}, {true, "\\.", "\\s"}},
   false,
   "Ja z. B. Ada. Nein",
   "Ja z.|B. Ada.|Nein"},
  {{{true, "\\.", "\\s"}, {false, "B\\.", " "}}, false, "Ja B. Ada. Nein", "Ja B.|Ada.|Nein"},
  {{{true, NULL, NULL}}, false, "a b", "a|b"},
  {{{true, "(?:a|ab)(?=c)", NULL}}, false, "abc abd ac", "ab|c abd a|c"},
  {{{true, "(?<=x)a", "(?!b)"}}, false, "xab xac a", "xab xa|c a"},
  {{{true, "^a+", NULL}}, false, "aab aab", "a|a|b aab"},
  {{{true, "(.)\\1", "c"}}, false, "aac abc bbc", "aa|c abc bb|c"},
  {{{true, "(?x) a b # ab", NULL}}, false, "ab a b", "ab|a b"},
  {{{true, "\xF0\x9F\x98\x80", "."}},
   false,
   "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
   "\xF0\x9F\x98\x80|\xF0\x9F\x98\x80"},
  {{{false, "[.!]", "\\s+Er"}, {true, ",", "\\s"}},
   true,
   "Es regnet. Er liest, sie schläft. Gut.",
   "Es regnet. Er liest,|sie schläft.|Gut."},
  {{{false, "\\s\\s", "\\s"}}, true, "Es regnet.   Er liest.  Gut.", "Es regnet.   Er liest.|Gut."},
};

START_TEST(rules_decide_in_order) {
  size_t count = 0;
  while (count < 3 && (cases[_i].rules[count].breaks || cases[_i].rules[count].before != NULL))
    count++;
  seg_srx *srx = make_rules(cases[_i].rules, count);
  seg_splitter *splitter = make_splitter(srx, cases[_i].over, "de");
  const char *text = cases[_i].text;
  seg_segment *segments;
  ck_assert_int_eq(seg_split_text(splitter, text, strlen(text), &segments, &count, NULL), SEG_OK);
  segi_buf got = SEGI_BUF_EMPTY;
  for (size_t i = 0; i < count; i++)
    ck_assert((i == 0 || segi_buf_append_string(&got, "|")) &&
              segi_buf_append(&got, text + segments[i].span.start,
                              segments[i].span.end - segments[i].span.start));
  ck_assert_str_eq(got.data, cases[_i].expected);
  segi_buf_clear(&got);
  seg_free(segments);
  seg_splitter_free(splitter);
  seg_srx_free(srx);
}
END_TEST

static const char file[] =
  "<srx version='2.0'><header segmentsubflows='yes' cascade='yes'><formathandle type='end' "
  "include='yes'/></header><body><languagerules><languagerule languagerulename='a'><rule>"
  "<beforebreak>[.]+</beforebreak><afterbreak>\\s</afterbreak></rule><rule break='no'><beforebreak>"
  "x</beforebreak></rule></languagerule></languagerules><maprules><languagemap languagepattern='de'"
  " languagerulename='a'/></maprules></body></srx>";

START_TEST(memory_may_be_short) {
  char path[] = "/tmp/seg-srx-XXXXXX";
  int handle = mkstemp(path);
  ck_assert(handle >= 0 && write(handle, file, sizeof file - 1) == (ssize_t)sizeof file - 1);
  close(handle);
  seg_status status = SEG_NOMEM;
  size_t count = 0;
  for (long n = 1; status == SEG_NOMEM && n < 1000; n++) {
    seg_srx *srx = NULL;
    seg_splitter *splitter = NULL;
    seg_segment *found = NULL;
    seg_split_options options = seg_split_defaults;
    segi_fail_allocation(n);
    status = seg_srx_load(path, &srx, NULL);
    options.srx = srx;
    options.srx_over = true;
    if (status == SEG_OK) status = seg_splitter_new(&options, NULL, &splitter, NULL);
    if (status == SEG_OK)
      status = seg_split_text(splitter, "Ja.. So x. y", 12, &found, &count, NULL);
    segi_fail_allocation(0);
    seg_free(found);
    seg_splitter_free(splitter);
    seg_srx_free(srx);
  }
  unlink(path);
  ck_assert_int_eq(status, SEG_OK);
  ck_assert_uint_eq(count, 3);
}
END_TEST

Suite *srx_suite(void) {
  Suite *suite = suite_create("srx");
  TCase *tests = tcase_create("srx");
  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, cuts_change_nothing, 0, 60);
  tcase_add_test(tests, windows_of_a_long_paragraph_do_not_show);
  tcase_add_loop_test(tests, rules_decide_in_order, 0, sizeof cases / sizeof *cases);
  tcase_add_test(tests, memory_may_be_short);
  suite_add_tcase(suite, tests);
  return suite;
}
