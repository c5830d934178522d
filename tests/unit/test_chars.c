#include <stdlib.h>
#include <string.h>

#include "suites.h"
#include "support/random_text.h"
#include "text/chars.h"
#include "text/lines.h"
#include "text/masks.h"

static const struct {
  const char *text;
  segi_class expected;
} classes[] = {
  {"a", SEGI_LOWER},      {"ß", SEGI_LOWER},       {"Ä", SEGI_UPPER},      {"ẞ", SEGI_UPPER},
  {"7", SEGI_DIGIT},      {"٣", SEGI_DIGIT},       {"漢", SEGI_LETTER},    {"\xCC\x81", SEGI_MARK},
  {" ", SEGI_SPACE},      {"\t", SEGI_SPACE},      {"\xC2\xA0", SEGI_SPACE}, {"\n", SEGI_NEWLINE},
  {"\xE2\x80\xA8", SEGI_NEWLINE}, {"\xC2\x85", SEGI_NEWLINE}, {".", SEGI_STOP}, {"?", SEGI_END},
  {"‼", SEGI_END},        {"…", SEGI_ELLIPSIS},    {"„", SEGI_LOW_QUOTE},  {"“", SEGI_QUOTE},
  {"«", SEGI_QUOTE},      {"(", SEGI_OPEN},        {"⟧", SEGI_CLOSE},      {"–", SEGI_DASH},
  {"-", SEGI_HYPHEN},     {"•", SEGI_BULLET},      {"§", SEGI_OTHER},      {"\x01", SEGI_OTHER},
  {"\xFF", SEGI_OTHER},   {"\xC3", SEGI_OTHER},    {"😀", SEGI_OTHER},
};

START_TEST(characters_have_classes) {
  size_t length, n = strlen(classes[_i].text);
  ck_assert_int_eq(segi_class_at(classes[_i].text, n, &length), classes[_i].expected);
  ck_assert_uint_eq(length, n);
}
END_TEST

START_TEST(nul_is_a_character) {
  size_t length;
  ck_assert_int_eq(segi_class_at("\0", 1, &length), SEGI_OTHER);
  ck_assert_uint_eq(length, 1);
}
END_TEST

/* Going back from the end visits the same places as going forward, in broken text too. */
START_TEST(previous_undoes_decode) {
  uint64_t state = 5 + (uint64_t)_i;
  size_t length, count = 0, n;
  char *text = random_text(&state, 200, &length);
  const char *starts[200];
  for (const char *p = text; p < text + length; p += n) {
    int32_t code_point;
    starts[count++] = p;
    n = segi_decode(p, (size_t)(text + length - p), &code_point);
    ck_assert_uint_ge(n, 1);
  }
  for (const char *p = text + length; p > text;) {
    p = segi_previous(text, p);
    ck_assert_ptr_eq(p, starts[--count]);
  }
  free(text);
}
END_TEST

START_TEST(folding_lowers_every_letter) {
  char folded[32];
  const char *text = "GRÖẞE İ ΣΑΣ\xFF";
  size_t n = segi_fold(text, strlen(text), folded, sizeof folded);
  const char *expected = "größe i σασ\xFF";
  ck_assert_uint_eq(n, strlen(expected));
  ck_assert_mem_eq(folded, expected, n);
  ck_assert_uint_eq(segi_fold("abc", 3, folded, 2), 0);
}
END_TEST

/* Eight at a time or one by one. */
START_TEST(folding_is_the_same_in_pieces) {
  uint64_t state = 7 + (uint64_t)_i;
  char text[40], whole[160], piece[8];
  size_t length = random_below(&state, sizeof text), at = 0, n;
  for (size_t i = 0; i < length; i++) text[i] = (char)random_below(&state, _i % 2 ? 128 : 256);
  size_t folded = segi_fold(text, length, whole, sizeof whole);
  for (size_t i = 0; i < length; i += n) {
    int32_t code_point;
    n = segi_decode(text + i, length - i, &code_point);
    size_t m = segi_fold(text + i, n, piece, sizeof piece);
    ck_assert_uint_le(at + m, folded);
    ck_assert_mem_eq(whole + at, piece, m);
    at += m;
  }
  ck_assert_uint_eq(at, folded);
}
END_TEST

static bool is_lower(const char *text, size_t i, size_t n) {
  unsigned char b = (unsigned char)text[i];
  size_t first = b == 0xC3 ? i : i - 1;
  if (b >= 'a' && b <= 'z') return true;
  if ((b != 0xC3 && i == 0) || first + 1 >= n) return false;
  unsigned char second = (unsigned char)text[first + 1];
  return (unsigned char)text[first] == 0xC3 && second >= 0x9F && second <= 0xBF && second != 0xB7;
}

START_TEST(masks_tell_of_every_byte) {
  static const char often[] = " aZz{`@[A\xC3\xA4\xB7\xC2\xE2\x9F\xBF\x80\xFF\n\t";
  uint64_t state = 3 + (uint64_t)_i;
  char text[SEGI_MASKED];
  for (size_t i = 0; i < SEGI_MASKED; i++)
    text[i] = random_below(&state, 4) == 0 ? (char)random_below(&state, 256)
                                           : often[random_below(&state, sizeof often - 1)];
  segi_masks m = segi_masks_of(text);
  for (size_t i = 0; i < SEGI_MASKED; i++) {
    bool upper = text[i] >= 'A' && text[i] <= 'Z', lower = text[i] >= 'a' && text[i] <= 'z';
    bool newline = text[i] >= '\n' && text[i] <= '\r';
    ck_assert_int_eq(m.white >> i & 1, text[i] == ' ' || text[i] == '\t' || newline);
    ck_assert_int_eq(m.newline >> i & 1, newline);
    ck_assert_int_eq(m.letter >> i & 1, upper || lower);
    ck_assert_int_eq(m.lower >> i & 1, is_lower(text, i, SEGI_MASKED));
  }
  for (size_t i = 0; i < SEGI_MASKED; i++) {
    size_t next = segi_skip_within_line(text, SEGI_MASKED, i);
    for (size_t k = i; k < next; k++) ck_assert_uint_eq(segi_line_break(text, SEGI_MASKED, k), 0);
    ck_assert(next == SEGI_MASKED || (text[next] >= '\n' && text[next] <= '\r') ||
              text[next] == '\xC2' || text[next] == '\xE2');
  }
}
END_TEST

START_TEST(line_breaks) {
  ck_assert_uint_eq(segi_line_break("\r\n", 2, 0), 2);
  ck_assert_uint_eq(segi_line_break("\r", 1, 0), 1);
  ck_assert_uint_eq(segi_line_break("a", 1, 0), 0);
  ck_assert_uint_eq(segi_line_break("\xC2\x85", 2, 0), 2);
  ck_assert_uint_eq(segi_line_break("\xC2\xA0", 2, 0), 0);
  ck_assert_uint_eq(segi_line_break("\xE2\x80\xA9", 3, 0), 3);
  ck_assert_uint_eq(segi_skip_blanks(" \t\xC2\xA0\n x", 7, 0), 4);
  ck_assert_uint_eq(segi_trim_end("a b \xE2\x80\xA8\r\n", 0, 9), 3);
}
END_TEST

START_TEST(what_is_cut_waits) {
  ck_assert_uint_eq(segi_complete_length("ab\r", 3), 2);
  ck_assert_uint_eq(segi_complete_length("ab\xC3", 3), 2);
  ck_assert_uint_eq(segi_complete_length("ab\xC3\xA4", 4), 4);
  ck_assert_uint_eq(segi_complete_length("ab\xF0\x9F\x98", 5), 2);
  ck_assert_uint_eq(segi_complete_length("\x80\x80\x80\x80", 4), 4);
  ck_assert_uint_eq(segi_complete_length("", 0), 0);
}
END_TEST

Suite *chars_suite(void) {
  Suite *suite = suite_create("chars");
  TCase *tests = tcase_create("chars");
  tcase_add_loop_test(tests, characters_have_classes, 0, sizeof classes / sizeof *classes);
  tcase_add_test(tests, nul_is_a_character);
  tcase_add_loop_test(tests, previous_undoes_decode, 0, 200);
  tcase_add_test(tests, folding_lowers_every_letter);
  tcase_add_loop_test(tests, folding_is_the_same_in_pieces, 0, 200);
  tcase_add_loop_test(tests, masks_tell_of_every_byte, 0, 200);
  tcase_add_test(tests, line_breaks);
  tcase_add_test(tests, what_is_cut_waits);
  suite_add_tcase(suite, tests);
  return suite;
}
