#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/rule_features.h"
#include "junction/score.h"
#include "model/model.h"
#include "suites.h"
#include "support/random_text.h"

static segi_tokens tokens;

static void teardown(void) {
  segi_tokens_clear(&tokens);
}

static void tokenize(const char *text) {
  ck_assert(segi_tokenize(&seg_model_default()->words, text, strlen(text), &tokens));
}

static void expect_parts(const char *text, size_t i, const char *lead, const char *core,
                         const char *trail) {
  const segi_token *t = &tokens.items[i];
  ck_assert_uint_lt(i, tokens.count);
  ck_assert_uint_eq(t->core - t->start, strlen(lead));
  ck_assert_mem_eq(text + t->start, lead, strlen(lead));
  ck_assert_uint_eq(t->core_end - t->core, strlen(core));
  ck_assert_mem_eq(text + t->core, core, strlen(core));
  ck_assert_uint_eq(t->end - t->core_end, strlen(trail));
  ck_assert_mem_eq(text + t->core_end, trail, strlen(trail));
}

START_TEST(tokens_have_lead_core_and_trail) {
  const char *text = " „Damals“, (z.B.)\t– 19. DFB-Pokal!\n";
  tokenize(text);
  ck_assert_uint_eq(tokens.count, 5);
  expect_parts(text, 0, "„", "Damals", "“,");
  expect_parts(text, 1, "(", "z.B", ".)");
  expect_parts(text, 2, "", "", "–");
  expect_parts(text, 3, "", "19", ".");
  expect_parts(text, 4, "", "DFB-Pokal", "!");
}
END_TEST

START_TEST(tokens_know_their_marks) {
  tokenize("(z.B.) „so“, a...");
  ck_assert_uint_eq(tokens.items[0].lead, SEGI_SET(SEGI_OPEN));
  ck_assert_uint_eq(tokens.items[0].inner, SEGI_SET(SEGI_STOP));
  ck_assert_uint_eq(tokens.items[0].trail, SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_CLOSE));
  ck_assert_int_eq(tokens.items[0].first_mark, SEGI_STOP);
  ck_assert_int_eq(tokens.items[0].last_mark, SEGI_CLOSE);
  ck_assert_uint_eq(tokens.items[1].lead, SEGI_SET(SEGI_LOW_QUOTE));
  ck_assert_int_eq(tokens.items[1].first_mark, SEGI_QUOTE);
  ck_assert_int_eq(tokens.items[1].last_mark, SEGI_COMMA);
}
END_TEST

static const struct {
  const char *text;
  segi_shape shape;
} shapes[] = {
  {"haus", SEGI_SHAPE_LOWER},      {"Haus", SEGI_SHAPE_CAPITAL},   {"Ärger", SEGI_SHAPE_CAPITAL},
  {"NATO", SEGI_SHAPE_CAPITALS},   {"DFB-Pokal", SEGI_SHAPE_CAPITAL}, {"J.", SEGI_SHAPE_INITIAL},
  {"a)", SEGI_SHAPE_LETTER},       {"19.", SEGI_SHAPE_NUMBER},     {"1.000,50", SEGI_SHAPE_NUMBER},
  {"70er", SEGI_SHAPE_DIGIT_FIRST}, {"eBay", SEGI_SHAPE_MIXED},    {"–", SEGI_SHAPE_NONE},
  {"§§", SEGI_SHAPE_NONE},         {"ß", SEGI_SHAPE_LETTER},       {"\xFF", SEGI_SHAPE_NONE},
};

START_TEST(tokens_have_shapes) {
  tokenize(shapes[_i].text);
  ck_assert_uint_eq(tokens.count, 1);
  ck_assert_int_eq(tokens.items[0].shape, shapes[_i].shape);
}
END_TEST

START_TEST(spaced_abbreviations_are_one) {
  tokenize("Er kam z. B. heute.");
  ck_assert(tokens.items[2].word.classes & SEGI_ABBREVIATION);
  ck_assert(tokens.items[3].word.classes & SEGI_ABBREVIATION);
  tokenize("Er kam zu B. heute.");
  ck_assert(!(tokens.items[3].word.classes & SEGI_ABBREVIATION));
}
END_TEST

START_TEST(line_breaks_are_noted) {
  tokenize("eins zwei\ndrei");
  ck_assert(!tokens.items[0].line_break);
  ck_assert(tokens.items[1].line_break);
  ck_assert(!tokens.items[2].line_break);
}
END_TEST

START_TEST(tokens_cover_hostile_text) {
  uint64_t state = 4711 + (uint64_t)_i;
  size_t length, end = 0, n;
  char *text = random_text(&state, 500, &length);
  ck_assert(segi_tokenize(&seg_model_default()->words, text, length, &tokens));
  for (size_t i = 0; i < tokens.count; i++) {
    const segi_token *t = &tokens.items[i];
    bool broken = false;
    for (size_t k = end; k < t->start; k += n) {
      segi_class c = segi_class_at(text + k, length - k, &n);
      ck_assert(c == SEGI_SPACE || c == SEGI_NEWLINE);
      broken |= c == SEGI_NEWLINE;
    }
    if (i > 0) ck_assert_int_eq(t[-1].line_break, broken);
    ck_assert(t->start < t->end && t->start <= t->core && t->core <= t->core_end &&
              t->core_end <= t->end);
    end = t->end;
  }
  free(text);
}
END_TEST

static void expect_same(const segi_token *a, const segi_token *b) {
  ck_assert(a->start == b->start && a->core == b->core && a->core_end == b->core_end &&
            a->end == b->end);
  ck_assert(a->lead == b->lead && a->inner == b->inner && a->trail == b->trail);
  ck_assert(a->first_mark == b->first_mark && a->last_mark == b->last_mark);
  ck_assert_uint_eq(a->shape, b->shape);
  ck_assert_uint_eq(a->hash, b->hash);
  ck_assert_mem_eq(&a->word, &b->word, offsetof(segi_word, classes));
}

/* Words of all lengths around the 64 bytes that are looked at together, marks, and what is no
 * letter. */
static size_t wide_text(uint64_t *state, char *text, size_t room) {
  static const char *const pieces[] = {"a", "e",  "n",    "Z",    "ä",  "ß",       "ÿ", "÷",
                                       "Ä", "é",  "ł",    ".",    ",",  "!",       "-", "“",
                                       "7", "\n", "\xC3", "\xA4", "\t", "\xC2\xA0"};
  size_t length = 0;
  while (length + 80 < room) {
    size_t letters = random_below(state, 8) == 0 ? random_below(state, 70) : random_below(state, 9);
    for (size_t k = 0; k < letters && length + 4 < room; k++) {
      const char *piece = pieces[random_below(state, random_below(state, 4) > 0 ? 3 : 22)];
      memcpy(text + length, piece, strlen(piece));
      length += strlen(piece);
    }
    if (random_below(state, 3) == 0) text[length++] = '.';
    text[length++] = ' ';
  }
  return length;
}

/* Plain tokens are found many bytes at a time; the same comes out byte by byte. */
START_TEST(tokens_are_the_same_one_by_one) {
  uint64_t state = 99 + (uint64_t)_i;
  char text[1500];
  size_t length = wide_text(&state, text, sizeof text);
  if (_i % 2 == 1 && length > 0) length -= random_below(&state, length);
  ck_assert(segi_tokenize(&seg_model_default()->words, text, length, &tokens));
  for (size_t i = 0; i < tokens.count; i++) {
    const segi_token *t = &tokens.items[i];
    segi_token one = segi_token_at(&seg_model_default()->words, text, t->start, t->end);
    expect_same(t, &one);
  }
}
END_TEST

static const struct {
  const char *text; /* the junction behind its second token */
  double least, most;
} odds[] = {
  {"Er kam. Dann ging er.", 3, 20},   {"Er kam! Dann ging er.", 3, 20},
  {"Die Fa. Meier kam.", -20, -3},    {"Am 3. Mai kam er.", -20, -3},
  {"Er kam, dann ging er.", -30, -8}, {"Er kam. und ging", -20, 0},
};

START_TEST(rules_say_how_likely_an_end_is) {
  tokenize(odds[_i].text);
  segi_junction j = {.text = odds[_i].text, .left2 = &tokens.items[0], .left = &tokens.items[1],
                     .right = &tokens.items[2], .right2 = &tokens.items[3], .since_end = 2};
  double found = segi_sentence_odds(&j);
  ck_assert_msg(found >= odds[_i].least && found <= odds[_i].most, "%s: %g", odds[_i].text, found);
}
END_TEST

START_TEST(memory_may_be_short) {
  segi_fail_allocation(1);
  ck_assert(!segi_tokenize(&seg_model_default()->words, "ein Wort", 8, &tokens));
  segi_fail_allocation(0);
  ck_assert(segi_tokenize(&seg_model_default()->words, "ein Wort", 8, &tokens));
}
END_TEST

Suite *junction_suite(void) {
  Suite *suite = suite_create("junction");
  TCase *tests = tcase_create("junction");
  tcase_add_checked_fixture(tests, NULL, teardown);
  tcase_add_test(tests, tokens_have_lead_core_and_trail);
  tcase_add_test(tests, tokens_know_their_marks);
  tcase_add_loop_test(tests, tokens_have_shapes, 0, sizeof shapes / sizeof *shapes);
  tcase_add_test(tests, spaced_abbreviations_are_one);
  tcase_add_test(tests, line_breaks_are_noted);
  tcase_add_loop_test(tests, tokens_are_the_same_one_by_one, 0, 300);
  tcase_add_loop_test(tests, tokens_cover_hostile_text, 0, 100);
  tcase_add_loop_test(tests, rules_say_how_likely_an_end_is, 0, sizeof odds / sizeof *odds);
  tcase_add_test(tests, memory_may_be_short);
  suite_add_tcase(suite, tests);
  return suite;
}
