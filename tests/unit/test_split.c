#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seg/split.h"
#include "seg/text.h"
#include "suites.h"
#include "support/random_text.h"
#include "text/chars.h"

typedef struct segments {
  seg_segment *items;
  size_t count;
} segments;

static seg_splitter *make_splitter(seg_paragraphs paragraphs, const char *language) {
  seg_split_options options = seg_split_defaults;
  options.paragraphs = paragraphs;
  options.language = language;
  seg_splitter *splitter;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_OK);
  return splitter;
}

static segments split(const seg_splitter *splitter, const char *text, size_t length) {
  segments s;
  ck_assert_int_eq(seg_split_text(splitter, text, length, &s.items, &s.count, NULL), SEG_OK);
  return s;
}

/* One assertion a segment: Check notes each of them in a file. */
static bool same_segment(const seg_segment *a, const seg_segment *b) {
  return a->span.start == b->span.start && a->span.end == b->span.end &&
         a->paragraph == b->paragraph && a->kind == b->kind && a->confidence == b->confidence;
}

/* Feeds the text in pieces of random length up to `longest` and compares with `whole`. */
static void expect_same_for_cuts(const seg_splitter *splitter, const char *text, size_t length,
                                 segments whole, size_t longest, uint64_t *state) {
  seg_split_stream *stream;
  ck_assert_int_eq(seg_split_stream_new(splitter, &stream, NULL), SEG_OK);
  size_t fed = 0, found = 0;
  seg_segment segment;
  seg_bytes bytes;
  bool final = false;
  while (!final) {
    size_t piece = 1 + random_below(state, longest);
    if (piece > length - fed) piece = length - fed;
    final = fed + piece == length;
    ck_assert_int_eq(seg_split_feed(stream, text + fed, piece, final, NULL), SEG_OK);
    fed += piece;
    while (seg_split_next(stream, &segment, &bytes) == SEG_OK) {
      if (found >= whole.count) ck_abort_msg("more segments than in one piece");
      ck_assert(same_segment(&segment, &whole.items[found]) &&
                bytes.length == segment.span.end - segment.span.start &&
                memcmp(bytes.data, text + segment.span.start, bytes.length) == 0);
      found++;
    }
  }
  ck_assert_uint_eq(found, whole.count);
  seg_split_stream_free(stream);
}

/* Splits the text in parts that end within random lengths up to `longest` where one can end there, and
 * compares with `whole`. */
static void expect_same_for_parts(const seg_splitter *splitter, seg_paragraphs paragraphs,
                                  const char *text, size_t length, segments whole, size_t longest,
                                  uint64_t *state) {
  seg_split_stream *stream;
  seg_segment segment;
  size_t found = 0, paragraph = 0;
  bool inside = false;
  ck_assert_int_eq(seg_split_stream_new(splitter, &stream, NULL), SEG_OK);
  if (paragraphs == SEG_PARAGRAPHS_AUTO) paragraphs = seg_guess_paragraphs(text, length);
  for (size_t at = 0, end; at < length; at = end) {
    size_t part = 0, before = paragraph - inside;
    seg_split_reset_part(stream, paragraphs, inside);
    for (size_t n = 0; part == 0 && n < length - at;
         part = seg_split_cut(splitter, paragraphs, text + at, n, &inside)) {
      n += 1 + random_below(state, longest);
      if (n > length - at) n = length - at;
    }
    end = part > 0 ? at + part : length;
    ck_assert_int_eq(seg_split_feed(stream, text + at, end - at, true, NULL), SEG_OK);
    while (seg_split_next(stream, &segment, NULL) == SEG_OK) {
      segment.span.start += at;
      segment.span.end += at;
      segment.paragraph += before;
      if (found >= whole.count) ck_abort_msg("more segments than in one part");
      ck_assert(same_segment(&segment, &whole.items[found++]));
      paragraph = segment.paragraph + 1;
    }
  }
  ck_assert_uint_eq(found, whole.count);
  seg_split_stream_free(stream);
}

static bool is_white_space(const char *text, size_t start, size_t end) {
  size_t n;
  for (; start < end; start += n) {
    segi_class c = segi_class_at(text + start, end - start, &n);
    if (c != SEGI_SPACE && c != SEGI_NEWLINE) return false;
  }
  return true;
}

static void expect_cover(const char *text, size_t length, segments s) {
  size_t end = 0, paragraph = 0;
  for (size_t i = 0; i < s.count; i++) {
    seg_segment segment = s.items[i];
    if (segment.span.start < end || segment.span.end <= segment.span.start ||
        !is_white_space(text, end, segment.span.start) || segment.paragraph < paragraph ||
        segment.paragraph > paragraph + 1)
      ck_abort_msg("segment %zu does not follow the one before", i);
    end = segment.span.end;
    paragraph = segment.paragraph;
  }
  ck_assert(end <= length && is_white_space(text, end, length));
}

START_TEST(segments_cover_hostile_text) {
  uint64_t state = 1 + (uint64_t)_i;
  seg_splitter *splitter = make_splitter((seg_paragraphs)(_i % 4), _i % 5 == 4 ? "en" : "de");
  size_t length;
  char *text = random_text(&state, 1 + random_below(&state, 3000), &length);
  segments whole = split(splitter, text, length);
  expect_cover(text, length, whole);
  expect_same_for_cuts(splitter, text, length, whole, 1, &state);
  expect_same_for_cuts(splitter, text, length, whole, 50, &state);
  expect_same_for_parts(splitter, (seg_paragraphs)(_i % 4), text, length, whole, 50, &state);
  seg_free(whole.items);
  free(text);
  seg_splitter_free(splitter);
}
END_TEST

/* Texts of one long stretch: sentences, words without an end, one word, spaces, line breaks. */
static const char *const units[] = {
  "Das ist ein Satz, und er geht noch weiter. ", "wort ", "a", " ", "\n", "Ende\r\n", "wort\tmehr  ",
  "Straße \xC2\xA0über ", "Dies ist eine lange Zeile ohne ein Zeichen am Ende der Zeile\nund sie geht weiter. ",
};

START_TEST(long_stretches_are_cut_the_same_way) {
  uint64_t state = 77;
  const char *unit = units[_i / 4];
  size_t length = 0, size = strlen(unit);
  char *text = malloc(150000 + size);
  while (length < 150000) {
    memcpy(text + length, unit, size);
    length += size;
  }
  seg_splitter *splitter = make_splitter((seg_paragraphs)(_i % 4), "de");
  segments whole = split(splitter, text, length);
  expect_cover(text, length, whole);
  expect_same_for_cuts(splitter, text, length, whole, 40000, &state);
  expect_same_for_cuts(splitter, text, length, whole, 700, &state);
  expect_same_for_parts(splitter, (seg_paragraphs)(_i % 4), text, length, whole, 40000, &state);
  seg_free(whole.items);
  free(text);
  seg_splitter_free(splitter);
}
END_TEST

/* One case: what the segments of a text are, with kind letter, paragraph and text. */
static const struct {
  seg_paragraphs paragraphs;
  const char *language;
  const char *text;
  const char *expected;
} cases[] = {
  {SEG_PARAGRAPHS_AUTO, "de", "", ""},
  {SEG_PARAGRAPHS_AUTO, "de", "\n", ""},
  {SEG_PARAGRAPHS_AUTO, "de", " \r\n\t ", ""},
  {SEG_PARAGRAPHS_AUTO, "de", "Ohne Zeilenende.", "s0 Ohne Zeilenende.|"},
  {SEG_PARAGRAPHS_AUTO, "de", "Es regnet. Wir bleiben hier.\n",
   "s0 Es regnet.|s0 Wir bleiben hier.|"},
  {SEG_PARAGRAPHS_LINE, "de", "Es regnet.\nWir bleiben hier.\n",
   "s0 Es regnet.|s1 Wir bleiben hier.|"},
  {SEG_PARAGRAPHS_LINE, "de", "Das Wetter\n\n\nEs regnet.\n", "h0 Das Wetter|s1 Es regnet.|"},
  {SEG_PARAGRAPHS_BLANK, "de", "Das Wetter\n\nEs regnet.\nWir bleiben\n\nhier.",
   "h0 Das Wetter|s1 Es regnet.|s1 Wir bleiben|s2 hier.|"},
  {SEG_PARAGRAPHS_BLANK, "de", "Eins.\r\n\r\nZwei.\r\nDrei.\r\n", "s0 Eins.|s1 Zwei.|s1 Drei.|"},
  {SEG_PARAGRAPHS_BLANK, "de", "Eins.\r\rZwei.\rDrei.\r", "s0 Eins.|s1 Zwei.|s1 Drei.|"},
  {SEG_PARAGRAPHS_WRAPPED, "de", "Es regnet heute\nden ganzen Tag. Wir\nbleiben hier.\n\nMorgen nicht.",
   "s0 Es regnet heute\nden ganzen Tag.|s0 Wir\nbleiben hier.|s1 Morgen nicht.|"},
  {SEG_PARAGRAPHS_AUTO, "de",
   "Dieser Absatz wurde von Hand umbrochen, und deshalb steht\nhier ein Zeilenende mitten im Satz. "
   "Der zweite Satz ist\nkurz.\n",
   "s0 Dieser Absatz wurde von Hand umbrochen, und deshalb steht\nhier ein Zeilenende mitten im "
   "Satz.|s0 Der zweite Satz ist\nkurz.|"},
  {SEG_PARAGRAPHS_BLANK, "de", "Das war alles.\n\n© 2024 Beispielverlag\n",
   "s0 Das war alles.|f1 © 2024 Beispielverlag|"},
  {SEG_PARAGRAPHS_AUTO, "en", "It rains. We stay in.\n\nDone", "s0 It rains.|s0 We stay in.|h1 Done|"},
  {SEG_PARAGRAPHS_WRAPPED, "en", "It rains\ntoday. We stay.", "s0 It rains\ntoday.|s0 We stay.|"},
  {SEG_PARAGRAPHS_AUTO, "de-CH", "Die Strasse ist nass. Wir gehen.",
   "s0 Die Strasse ist nass.|s0 Wir gehen.|"},
};

/* A paragraph has ended for certain behind a line break or a blank line, of LF or CR LF. Where a line
 * break ends a segment, a line that is not the first of its paragraph is enough. */
START_TEST(parts_end_behind_paragraphs_or_lines) {
  static const struct {
    const char *text;
    size_t line, blank, wrapped; /* where a part ends */
  } rows[] = {{"", 0, 0, 0}, {"Satz.", 0, 0, 0}, {"\n", 1, 0, 0}, {"A\nB", 2, 0, 0},
              {"A\n\nB", 3, 3, 3}, {"A\n\nB\nC", 5, 3, 3}, {"A\r\n\r\nB\r\nC", 8, 5, 5},
              {"A\n\r\nB", 4, 4, 4}, {"A\n \nB", 4, 0, 0}, {"A\r\rB", 0, 0, 0},
              {"A\n\n", 3, 3, 3}, {"\r\n", 2, 0, 0}, {"Eins\nZwei", 5, 0, 0},
              {"A\nB\nDrei", 4, 4, 0}, {"A\r\nB\r\nDrei", 6, 6, 0}, {"A\n\nB\nDrei", 5, 3, 3},
              {"A\nB\nDrei\n\nE", 10, 10, 10}, {"A\nB\n \u2028Drei", 4, 0, 0},
              {"A\nB\n\u2028Drei", 4, 0, 0}, {"A\nB\n\xE2\x80", 4, 0, 0},
              {"A\nB\v\nDrei", 5, 0, 0}, {"A\v\nB\nDrei", 5, 0, 0}};
  seg_split_options options = seg_split_defaults;
  seg_splitter *splitter = make_splitter(SEG_PARAGRAPHS_AUTO, "de"), *joins;
  bool inside;
  options.min_length = 2;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &joins, NULL), SEG_OK);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *text = rows[i].text;
    size_t length = strlen(text);
    ck_assert_uint_eq(seg_split_cut(splitter, SEG_PARAGRAPHS_LINE, text, length, &inside),
                      rows[i].line);
    ck_assert(!inside);
    ck_assert_uint_eq(seg_split_cut(splitter, SEG_PARAGRAPHS_BLANK, text, length, &inside),
                      rows[i].blank);
    ck_assert(inside == (rows[i].blank != rows[i].wrapped));
    ck_assert_uint_eq(seg_split_cut(splitter, SEG_PARAGRAPHS_WRAPPED, text, length, &inside),
                      rows[i].wrapped);
    ck_assert(!inside);
    ck_assert_uint_eq(seg_split_cut(joins, SEG_PARAGRAPHS_BLANK, text, length, &inside),
                      rows[i].wrapped);
    ck_assert(!inside);
  }
  seg_splitter_free(splitter);
  seg_splitter_free(joins);
}
END_TEST

START_TEST(paragraphs_and_kinds) {
  const char *text = cases[_i].text;
  seg_splitter *splitter = make_splitter(cases[_i].paragraphs, cases[_i].language);
  segments s = split(splitter, text, strlen(text));
  segi_buf got = SEGI_BUF_EMPTY;
  segi_buf_append_string(&got, "");
  for (size_t i = 0; i < s.count; i++) {
    char head[32];
    snprintf(head, sizeof head, "%c%zu ", *seg_segment_kind_name(s.items[i].kind),
             s.items[i].paragraph);
    segi_buf_append_string(&got, head);
    segi_buf_append(&got, text + s.items[i].span.start, s.items[i].span.end - s.items[i].span.start);
    segi_buf_append_string(&got, "|");
  }
  ck_assert_str_eq(got.data, cases[_i].expected);
  segi_buf_clear(&got);
  seg_free(s.items);
  seg_splitter_free(splitter);
}
END_TEST

START_TEST(threshold_moves_the_balance) {
  const char *text = "Er wohnt in der Lange Str. Neben ihm wohnt Ida.";
  size_t low, high;
  seg_segment *found;
  seg_split_options options = seg_split_defaults;
  seg_splitter *splitter;
  options.threshold = 0.0001;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_OK);
  ck_assert_int_eq(seg_split_text(splitter, text, strlen(text), &found, &low, NULL), SEG_OK);
  seg_free(found);
  seg_splitter_free(splitter);
  options.threshold = 0.9999;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_OK);
  ck_assert_int_eq(seg_split_text(splitter, text, strlen(text), &found, &high, NULL), SEG_OK);
  seg_free(found);
  seg_splitter_free(splitter);
  ck_assert_uint_gt(low, high);
}
END_TEST

START_TEST(wrong_options_are_refused) {
  seg_splitter *splitter;
  seg_error error = {0};
  seg_split_options options = seg_split_defaults;
  options.threshold = 1;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, &error), SEG_BAD_ARGUMENT);
  ck_assert_ptr_null(splitter);
  options = seg_split_defaults;
  options.language = "xqz";
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_UNSUPPORTED);
  options = seg_split_defaults;
  options.size = 1;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_BAD_ARGUMENT);
}
END_TEST

START_TEST(memory_may_be_short) {
  const char *text = "Es regnet. Wir bleiben hier.\n\nMorgen nicht.";
  seg_splitter *splitter = make_splitter(SEG_PARAGRAPHS_AUTO, _i == 0 ? "de" : "en");
  seg_segment *found;
  size_t count;
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM && n < 1000; n++) {
    segi_fail_allocation(n);
    status = seg_split_text(splitter, text, strlen(text), &found, &count, NULL);
    segi_fail_allocation(0);
    if (status == SEG_NOMEM) ck_assert(found == NULL && count == 0);
  }
  ck_assert_int_eq(status, SEG_OK);
  ck_assert_uint_eq(count, 3);
  seg_free(found);
  seg_splitter_free(splitter);
}
END_TEST

/* What was said of the junctions, and whether the scores lead to the probabilities. */
typedef struct said {
  segi_buf rows;
  size_t ends;
  bool wrong;
} said;

static void note_reason(void *context, const seg_explanation *e) {
  said *s = context;
  char row[128];
  double odds = 0;
  for (size_t i = 0; i < e->weight_count; i++) odds += e->weights[i].weight;
  s->wrong |= !(e->probability >= 0 && e->probability <= 1) || odds != odds ||
              (e->score + e->rules > 2 && e->probability < 0.5) ||
              (strcmp(e->decided_by, "first-look") == 0 && e->score != e->first_look);
  s->ends += e->ends;
  snprintf(row, sizeof row, "%zu %d %.6f %s %.4f %.4f\n", e->offset, e->ends, e->probability,
           e->decided_by, e->score, e->rules);
  segi_buf_append_string(&s->rows, row);
}

static said explain_in_pieces(const seg_splitter *splitter, const char *text, size_t length,
                              size_t piece) {
  said s = {.ends = 0};
  seg_split_stream *stream;
  ck_assert_int_eq(seg_split_stream_new(splitter, &stream, NULL), SEG_OK);
  ck_assert_int_eq(seg_split_explain(stream, note_reason, &s, NULL), SEG_OK);
  segi_buf_append_string(&s.rows, "");
  for (size_t fed = 0; fed < length; fed += piece) {
    if (piece > length - fed) piece = length - fed;
    ck_assert_int_eq(
        seg_split_feed(stream, text + fed, piece, fed + piece == length, NULL), SEG_OK);
    while (seg_split_next(stream, &(seg_segment){0}, NULL) == SEG_OK) {}
  }
  seg_split_stream_free(stream);
  return s;
}

/* Each junction of a text longer than a window is explained once, whatever the pieces. */
START_TEST(reasons_are_those_of_the_split) {
  static const char sentence[] = "Er kam am 3. Mai mit Dr. Weber, und Ida blieb. ";
  enum { SIZE = sizeof sentence - 1, SENTENCES = 3000 };
  char *text = malloc((size_t)SENTENCES * SIZE);
  for (size_t i = 0; i < SENTENCES; i++) memcpy(text + i * SIZE, sentence, SIZE);
  seg_splitter *splitter = make_splitter(SEG_PARAGRAPHS_WRAPPED, "de");
  said whole = explain_in_pieces(splitter, text, (size_t)SENTENCES * SIZE, (size_t)SENTENCES * SIZE);
  said pieces = explain_in_pieces(splitter, text, (size_t)SENTENCES * SIZE, 777);
  size_t rows = 0;
  for (const char *c = whole.rows.data; *c != '\0'; c++) rows += *c == '\n';
  ck_assert_uint_eq(rows, SENTENCES * 11 - 1);
  ck_assert_uint_eq(whole.ends, SENTENCES - 1);
  ck_assert(!whole.wrong && !pieces.wrong);
  ck_assert(strcmp(whole.rows.data, pieces.rows.data) == 0);
  segi_buf_clear(&whole.rows);
  segi_buf_clear(&pieces.rows);
  free(text);
  seg_splitter_free(splitter);
}
END_TEST

START_TEST(only_the_model_is_explained) {
  seg_splitter *splitter = make_splitter(SEG_PARAGRAPHS_AUTO, "en");
  seg_split_stream *stream;
  said s = {.ends = 0};
  ck_assert_int_eq(seg_split_stream_new(splitter, &stream, NULL), SEG_OK);
  ck_assert_int_eq(seg_split_explain(stream, note_reason, &s, NULL), SEG_UNSUPPORTED);
  seg_split_stream_free(stream);
  seg_splitter_free(splitter);
}
END_TEST

Suite *split_suite(void) {
  Suite *suite = suite_create("split");
  TCase *tests = tcase_create("split");
  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, segments_cover_hostile_text, 0, 200);
  tcase_add_loop_test(tests, long_stretches_are_cut_the_same_way, 0,
                      4 * (int)(sizeof units / sizeof *units));
  tcase_add_test(tests, parts_end_behind_paragraphs_or_lines);
  tcase_add_loop_test(tests, paragraphs_and_kinds, 0, sizeof cases / sizeof *cases);
  tcase_add_test(tests, threshold_moves_the_balance);
  tcase_add_test(tests, wrong_options_are_refused);
  tcase_add_test(tests, reasons_are_those_of_the_split);
  tcase_add_test(tests, only_the_model_is_explained);
  tcase_add_loop_test(tests, memory_may_be_short, 0, 2);
  suite_add_tcase(suite, tests);
  return suite;
}
