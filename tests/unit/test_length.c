/* The longest and the shortest segment. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seg/split.h"
#include "seg/text.h"
#include "split/length.h"
#include "suites.h"
#include "support/random_text.h"
#include "text/chars.h"

static seg_splitter *make_splitter(size_t most, size_t least, bool tokens, const char *language) {
  seg_split_options options = seg_split_defaults;
  options.max_length = most;
  options.min_length = least;
  options.count_tokens = tokens;
  options.language = language;
  seg_splitter *splitter;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_OK);
  return splitter;
}

/* --- Cases for reading: limits, text, segments between bars, those that are cut or joined with the
 * first letter of their kind. */

static const struct {
  size_t most, least;
  bool tokens;
  const char *text, *expected;
} cases[] = {
  {60, 0, false, "Die Bahn fährt heute nicht; wer nach Altenrode will, nimmt den Bus.",
   "p Die Bahn fährt heute nicht;|p wer nach Altenrode will, nimmt den Bus."},
  {60, 0, false, "Wir haben nur einen Wunsch an die Stadt: Der alte Markt soll bleiben.",
   "p Wir haben nur einen Wunsch an die Stadt:|p Der alte Markt soll bleiben."},
  {60, 0, false, "Der Markt, den alle mögen, öffnet um acht, weil die Händler es so wollen.",
   "p Der Markt, den alle mögen, öffnet um acht,|p weil die Händler es so wollen."},
  {50, 0, false, "Er sagte „Der Markt, der bleibt, ist alt“ und ging dann heim.",
   "p Er sagte „Der Markt, der bleibt, ist alt“|p und ging dann heim."},
  {60, 0, false, "Die Brücke (gebaut 1962, erneuert 1998) ist gesperrt, sagte der Stadtrat.",
   "p Die Brücke (gebaut 1962, erneuert 1998) ist gesperrt,|p sagte der Stadtrat."},
  {60, 0, false, "Die Bahn nach Altenrode fährt wieder – das freut auch den Verein.",
   "p Die Bahn nach Altenrode fährt wieder –|p das freut auch den Verein."},
  {5, 0, true, "Auf dem Platz vor dem Rathaus stehen sieben alte Linden.",
   "p Auf dem Platz vor dem|p Rathaus stehen sieben alte Linden."},
  {10, 0, false, "Bundesverfassungsgericht", "p Bundesve|p rfassung|p sgericht"},
  {10, 0, false,
   "a\xCC\x81"
   "a\xCC\x81"
   "a\xCC\x81"
   "a\xCC\x81"
   "a\xCC\x81"
   "a\xCC\x81",
   "p a\xCC\x81"
   "a\xCC\x81"
   "a\xCC\x81|p a\xCC\x81"
   "a\xCC\x81"
   "a\xCC\x81"},
  {0, 10, false, "Ja. Nein. Es regnet heute sehr. So.", "j Ja. Nein. Es regnet heute sehr. So."},
  {0, 5, false, "Ja. Es regnet heute.\n\nSo.\n\nNein. Ja.",
   "j Ja. Es regnet heute.|s So.|j Nein. Ja."},
  {0, 3, true, "Es regnet heute. Ja. Wir bleiben hier.",
   "s Es regnet heute.|j Ja. Wir bleiben hier."},
  {25, 10, false, "Es regnet heute sehr. Ja. Wir bleiben alle zu Hause.",
   "j Es regnet heute sehr. Ja.|p Wir bleiben|p alle zu Hause."},
  {0, 0, false, "Ja. Nein.", "s Ja.|s Nein."},
};

START_TEST(cut_and_joined) {
  const char *text = cases[_i].text;
  seg_splitter *splitter = make_splitter(cases[_i].most, cases[_i].least, cases[_i].tokens, "de");
  seg_segment *s;
  size_t count;
  ck_assert_int_eq(seg_split_text(splitter, text, strlen(text), &s, &count, NULL), SEG_OK);
  segi_buf got = SEGI_BUF_EMPTY;
  for (size_t i = 0; i < count; i++) {
    char head[] = "|x ";
    head[1] = *seg_segment_kind_name(s[i].kind);
    ck_assert(segi_buf_append_string(&got, head + (i == 0)) &&
              segi_buf_append(&got, text + s[i].span.start, s[i].span.end - s[i].span.start));
  }
  ck_assert_str_eq(got.data, cases[_i].expected);
  segi_buf_clear(&got);
  seg_free(s);
  seg_splitter_free(splitter);
}
END_TEST

/* --- Properties */

static bool is_white(const char *text, size_t start, size_t end) {
  size_t n;
  for (; start < end; start += n)
    if (!segi_is_white(segi_class_at(text + start, end - start, &n))) return false;
  return true;
}

/* The segments hold all text in order, none is too long; a cut lies between characters, and between
 * words unless a word is too long. */
static void expect_limits(const char *text, size_t length, const seg_segment *s, size_t count,
                          size_t most, bool tokens) {
  size_t end = 0, bad = 0;
  for (size_t i = 0; i < count; i++) {
    bad += s[i].span.start < end || s[i].span.end <= s[i].span.start;
    bad += !is_white(text, end, s[i].span.start);
    bad += most > 0 && segi_measure(tokens, text, s[i].span.start, s[i].span.end) > most;
    bad += s[i].kind == SEG_PART && most == 0;
    bool cut = i > 0 && s[i - 1].kind == SEG_PART && s[i - 1].confidence == 0;
    bad += tokens && cut && s[i].span.start == end;
    end = s[i].span.end;
  }
  bad += !is_white(text, end, length);
  ck_assert_uint_eq(bad, 0);
}

/* What is shorter than the least could join neither neighbour. */
static void expect_joined(const char *text, const seg_segment *s, size_t count, size_t most,
                          size_t least, bool tokens) {
  size_t bad = 0;
  for (size_t i = 0; i + 1 < count; i++) {
    bool sentences = (s[i].kind == SEG_SENTENCE || s[i].kind == SEG_JOINED) &&
                     (s[i + 1].kind == SEG_SENTENCE || s[i + 1].kind == SEG_JOINED);
    size_t both = segi_measure(tokens, text, s[i].span.start, s[i + 1].span.end);
    if (!sentences || s[i].paragraph != s[i + 1].paragraph || (most > 0 && both > most)) continue;
    bad += segi_measure(tokens, text, s[i].span.start, s[i].span.end) < least;
  }
  ck_assert_uint_eq(bad, 0);
}

static void expect_same_for_cuts(const seg_splitter *splitter, const char *text, size_t length,
                                 const seg_segment *whole, size_t count, uint64_t *state) {
  seg_split_stream *stream;
  seg_segment segment;
  seg_bytes bytes;
  size_t fed = 0, found = 0, bad = 0, piece;
  ck_assert_int_eq(seg_split_stream_new(splitter, &stream, NULL), SEG_OK);
  do {
    piece = random_below(state, 50) + (length > 10000 ? 5000 : 1);
    if (piece > length - fed) piece = length - fed;
    fed += piece;
    ck_assert_int_eq(seg_split_feed(stream, text + fed - piece, piece, fed == length, NULL),
                     SEG_OK);
    for (; seg_split_next(stream, &segment, &bytes) == SEG_OK; found++)
      bad += found >= count || segment.span.start != whole[found].span.start ||
             segment.span.end != whole[found].span.end || segment.kind != whole[found].kind ||
             segment.paragraph != whole[found].paragraph ||
             memcmp(bytes.data, text + segment.span.start, bytes.length) != 0;
  } while (fed < length);
  ck_assert_uint_eq(bad, 0);
  ck_assert_uint_eq(found, count);
  seg_split_stream_free(stream);
}

START_TEST(limits_hold_for_hostile_text) {
  uint64_t state = 1 + (uint64_t)_i;
  size_t most = _i % 3 == 0 ? 0 : 1 + random_below(&state, _i % 2 ? 30 : 200);
  size_t least = _i % 4 == 0 ? 0 : 1 + random_below(&state, most > 0 ? most : 40), length, count;
  bool tokens = _i % 5 >= 3;
  seg_splitter *splitter = make_splitter(most, least, tokens, _i % 7 == 0 ? "en" : "de");
  char *text = random_text(&state, 1 + random_below(&state, 3000), &length);
  seg_segment *s;
  ck_assert_int_eq(seg_split_text(splitter, text, length, &s, &count, NULL), SEG_OK);
  expect_limits(text, length, s, count, most, tokens);
  expect_joined(text, s, count, most, least, tokens);
  expect_same_for_cuts(splitter, text, length, s, count, &state);
  seg_free(s);
  free(text);
  seg_splitter_free(splitter);
}
END_TEST

/* Long texts without an end: words, one word, quotations, crumbs. */
static const char *const units[] = {"wort ", "a", "„ja, ja“ ", "Ja. ", "Ja! So; ", "(a, b "};

START_TEST(long_texts_take_no_longer) {
  uint64_t state = 9;
  size_t size = strlen(units[_i]), length = 100000 / size * size, count;
  char *text = malloc(length);
  for (size_t i = 0; i < length; i += size) memcpy(text + i, units[_i], size);
  seg_splitter *splitter = make_splitter(100, 30, false, "de");
  seg_segment *s;
  ck_assert_int_eq(seg_split_text(splitter, text, length, &s, &count, NULL), SEG_OK);
  expect_limits(text, length, s, count, 100, false);
  expect_joined(text, s, count, 100, 30, false);
  expect_same_for_cuts(splitter, text, length, s, count, &state);
  seg_free(s);
  free(text);
  seg_splitter_free(splitter);
}
END_TEST

START_TEST(memory_may_be_short) {
  const char *text = "Es regnet, und wir bleiben heute alle hier. Ja. So. Morgen nicht.";
  seg_splitter *splitter = make_splitter(30, 10, false, "de");
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
  ck_assert_uint_eq(count, 4);
  seg_free(found);
  seg_splitter_free(splitter);
}
END_TEST

Suite *length_suite(void) {
  Suite *suite = suite_create("length");
  TCase *tests = tcase_create("length");
  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, cut_and_joined, 0, sizeof cases / sizeof *cases);
  tcase_add_loop_test(tests, limits_hold_for_hostile_text, 0, 200);
  tcase_add_loop_test(tests, long_texts_take_no_longer, 0, sizeof units / sizeof *units);
  tcase_add_test(tests, memory_may_be_short);
  suite_add_tcase(suite, tests);
  return suite;
}
