/* Traits, templates and the network. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/score.h"
#include "suites.h"
#include "support/model_file.h"
#include "support/random_text.h"

static segi_tokens tokens;
static segi_network network;

static void teardown(void) {
  segi_tokens_clear(&tokens);
  segi_network_clear(&network);
}

static void prepare(const seg_model *model, const char *text, size_t length) {
  ck_assert(segi_tokenize(&model->words, text, length, &tokens));
  ck_assert(segi_network_begin(&network, &model->weights, &tokens));
}

static segi_traits traits(const char *text) {
  prepare(seg_model_default(), text, strlen(text));
  ck_assert_uint_eq(tokens.count, 1);
  return *segi_context_known(&network.context, 0);
}

static const struct {
  const char *token;
  int shape;
  unsigned lead_marks, trail_marks;
} cases[] = {
  {"Haus", SEGI_SHAPE_CAPITAL, 0, 0},
  {"„Haus“,", SEGI_SHAPE_CAPITAL, SEGI_MARK_QUOTE, SEGI_MARK_QUOTE | SEGI_MARK_COMMA},
  {"(1.8.)", SEGI_SHAPE_NUMBER, SEGI_MARK_BRACKET, SEGI_MARK_STOP | SEGI_MARK_BRACKET},
  {"so...", SEGI_SHAPE_LOWER, 0, SEGI_MARK_ELLIPSIS | SEGI_MARK_STOP},
  {"so…?", SEGI_SHAPE_LOWER, 0, SEGI_MARK_ELLIPSIS | SEGI_MARK_END},
  {"–", SEGI_SHAPE_NONE, 0, SEGI_MARK_DASH},
  {":-)", SEGI_SHAPE_EMOTICON, 0, 0},
  {"xD", SEGI_SHAPE_EMOTICON, 0, 0},
  {";P", SEGI_SHAPE_EMOTICON, 0, 0},
  {"^^", SEGI_SHAPE_EMOTICON, 0, 0},
  {"😊😊", SEGI_SHAPE_EMOTICON, 0, 0},
  {"xx", SEGI_SHAPE_LOWER, 0, 0},
  {"X", SEGI_SHAPE_INITIAL, 0, 0},
  {":", SEGI_SHAPE_NONE, 0, SEGI_MARK_COLON},
};

START_TEST(traits_tell_shape_and_marks) {
  segi_traits t = traits(cases[_i].token);
  ck_assert_int_eq(t.shape, cases[_i].shape);
  ck_assert_uint_eq(t.lead_marks, cases[_i].lead_marks);
  ck_assert_uint_eq(t.trail_marks, cases[_i].trail_marks);
}
END_TEST

static const struct {
  const char *a, *b;
} alike[] = {
  {"„Haus“", "»Haus«"}, {"\"Haus\"", "“Haus”"}, {"Haus!!!", "Haus!"}, {"so –", "so —"}, {"so…", "so."},
};

START_TEST(kinds_of_marks_are_alike) {
  segi_traits a, b;
  prepare(seg_model_default(), alike[_i].a, strlen(alike[_i].a));
  a = *segi_context_seen(&network.context, tokens.count - 1);
  prepare(seg_model_default(), alike[_i].b, strlen(alike[_i].b));
  b = *segi_context_seen(&network.context, tokens.count - 1);
  ck_assert_uint_eq(a.trail_kind, b.trail_kind);
  ck_assert_uint_ne(a.trail, b.trail);
}
END_TEST

START_TEST(words_are_the_same_in_any_case) {
  segi_traits lower = traits("häuser"), upper = traits("HÄUSER"), number = traits("1998");
  ck_assert_uint_eq(lower.word, upper.word);
  ck_assert_uint_eq(lower.ending, upper.ending);
  ck_assert_uint_eq(lower.beginning, upper.beginning);
  ck_assert_uint_eq(number.word, traits("2024").word);
  ck_assert_uint_ne(number.word, traits("24").word);
}
END_TEST

static const struct {
  const char *pair;
  bool settled;
} pairs[] = {
  {"das Haus", false}, {"das alte", true},  {"das, alte", true}, {"das. alte", false},
  {"Satz b) und", false}, {":) und", false}, {"Haus „alt", false}, {"– und", false},
};

START_TEST(settled_junctions_are_not_looked_at) {
  prepare(seg_model_default(), pairs[_i].pair, strlen(pairs[_i].pair));
  const segi_traits *left = segi_context_seen(&network.context, 0);
  ck_assert_int_eq(segi_is_settled(left, segi_context_seen(&network.context, 1)),
                   pairs[_i].settled);
  if (pairs[_i].settled)
    ck_assert_int_eq(segi_context_gap(&network.context, 0)->score, SEGI_SETTLED);
}
END_TEST

/* What stands between a junction and its network, with tables of our own: each look alone, then
 * those before it silent. */
static int score_with(const char *text, int glance, int first, int second) {
  static int8_t tables[3][SEGI_FIRST_LOOK];
  const segi_looks looks = {tables[0], tables[1], tables[2]};
  const int values[] = {glance, first, second};
  for (size_t k = 0; k < 3; k++) memset(tables[k], values[k], sizeof tables[k]);
  prepare(seg_model_default(), text, strlen(text));
  ck_assert(segi_context_begin(&network.context, &tokens));
  segi_context_look(&network.context, &looks);
  return segi_context_gap(&network.context, 0)->score;
}

START_TEST(looks_are_taken_until_one_is_sure) {
  const char *bare = "das Haus", *marked = "weit. Haus";
  ck_assert_int_eq(score_with(bare, -38, 1, 1), SEGI_GLANCED_SPACE);
  ck_assert_int_eq(score_with(marked, 22, 1, 1), SEGI_GLANCED_END);
  ck_assert_int_eq(score_with(bare, 127, -100, 1), -100 * SEGI_FIRST_LOOK_TEMPLATES);
  ck_assert_int_eq(score_with(marked, -127, 100, 1), 100 * SEGI_FIRST_LOOK_TEMPLATES);
  ck_assert_int_eq(score_with(bare, 0, -100, 100), -100 * SEGI_FIRST_LOOK_TEMPLATES);
  ck_assert_int_eq(score_with(bare, 0, 100, -100), 100 * SEGI_FIRST_LOOK_TEMPLATES);
  ck_assert_int_eq(score_with(bare, 0, 2, 1),
                   2 * SEGI_FIRST_LOOK_TEMPLATES + SEGI_SECOND_LOOK_TEMPLATES);
  ck_assert_int_eq(score_with(bare, 0, -11, 0), SEGI_HOPELESS - 1);
  ck_assert_int_eq(score_with(bare, 0, 0, -6), SEGI_HOPELESS - 1); /* less is enough after two looks */
  ck_assert_int_eq(score_with(bare, 0, 0, 6), SEGI_CERTAIN);
}
END_TEST

/* The bytes before and behind two tokens do not count, nor where they stand. */
START_TEST(glances_see_two_tokens_alone) {
  static const char *const texts[] = {"er da. Das Boot", "er da. Das", "da. Das",
                                      "da. Das Boot, das", "da.\n Das"};
  uint32_t expected[SEGI_GLANCE_TEMPLATES], cell[SEGI_GLANCE_TEMPLATES];
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    prepare(seg_model_default(), texts[k], strlen(texts[k]));
    segi_glance_cells(&tokens, texts[k][0] == 'e', cell);
    if (k == 0) memcpy(expected, cell, sizeof cell);
    ck_assert_mem_eq(cell, expected, sizeof cell);
  }
}
END_TEST

/* Roles are told of plain tokens before their traits are made, and must be what these say: all marks
 * of ASCII behind a word. */
START_TEST(roles_are_those_of_the_traits) {
  static const char *const words[] = {"wort", "Wort", "z", "X", "ja", "Abb"};
  char text[6 * 33], *end = text;
  for (char mark = '!'; mark < '@'; mark++)
    if (mark < '0' || mark > '9') end += sprintf(end, "%s%c ", words[_i], mark);
  for (const char *mark = "[\\]^_`{|}~"; *mark != '\0'; mark++)
    end += sprintf(end, "%s%c ", words[_i], *mark);
  prepare(seg_model_default(), text, (size_t)(end - text));
  const segi_context *c = &network.context;
  for (size_t i = 0; i < tokens.count; i++) {
    const segi_traits *t = segi_context_seen(c, i);
    bool final = t->trail_marks & SEGI_MARKS_FINAL;
    bool quotes = (t->lead_marks | t->trail_marks) & SEGI_MARK_QUOTE;
    ck_assert_int_eq(!!(c->kinds[i] & SEGI_IS_END), final && t->length > 3);
    ck_assert_int_eq(!!(c->kinds[i] & SEGI_CARRIES_END), final && t->length > 2);
    ck_assert_int_eq(!!(c->kinds[i] & SEGI_IS_STOP),
                     (t->trail_marks & SEGI_MARK_STOP) && t->length <= 3);
    ck_assert_int_eq(!!(c->kinds[i] & SEGI_IS_LOWER), t->shape == SEGI_SHAPE_LOWER);
    ck_assert_int_eq(!!(c->kinds[i] & SEGI_IS_CAPITAL), t->shape == SEGI_SHAPE_CAPITAL);
    ck_assert_int_eq(!!(c->sides[i] & SEGI_SETTLES_LEFT), segi_settles_left(t));
    ck_assert_int_eq(!!(c->sides[i] & SEGI_SETTLES_RIGHT), segi_settles_right(t));
    ck_assert_int_eq(!!(c->sides[i] & SEGI_NESTS), quotes || t->brackets != 0);
  }
}
END_TEST

static void expect_rows_below(const uint16_t *rows, size_t count, size_t limit) {
  for (size_t k = 0; k < count; k++)
    if (rows[k] >= limit) ck_abort_msg("row %u of template %zu", rows[k], k);
}

START_TEST(templates_stay_within_their_tables) {
  uint64_t state = 31 + (uint64_t)_i;
  size_t length;
  char *text = random_text(&state, 3000, &length);
  prepare(seg_model_default(), text, length);
  for (size_t i = 0; i < tokens.count; i++) {
    uint16_t token_row[SEGI_TOKEN_TEMPLATES], context_row[SEGI_CONTEXT_TEMPLATES];
    uint32_t cell[SEGI_FIRST_LOOK_TEMPLATES];
    segi_token_rows(segi_context_known(&network.context, i), token_row);
    expect_rows_below(token_row, SEGI_TOKEN_TEMPLATES, SEGI_PADDING_ROW);
    segi_context_rows(&network.context, i, context_row);
    expect_rows_below(context_row, SEGI_CONTEXT_TEMPLATES, SEGI_CONTEXT_ROWS);
    segi_first_look_cells(&network.context, i, cell);
    for (size_t k = 0; k < SEGI_FIRST_LOOK_TEMPLATES; k++) ck_assert_uint_lt(cell[k], SEGI_FIRST_LOOK);
    if (i + 1 == tokens.count) continue;
    uint32_t second[SEGI_SECOND_LOOK_TEMPLATES], glance[SEGI_GLANCE_TEMPLATES];
    segi_second_look_cells(&network.context, i, second);
    for (size_t k = 0; k < SEGI_SECOND_LOOK_TEMPLATES; k++)
      ck_assert_uint_lt(second[k], SEGI_SECOND_LOOK);
    segi_glance_cells(&tokens, i, glance);
    for (size_t k = 0; k < SEGI_GLANCE_TEMPLATES; k++) ck_assert_uint_lt(glance[k], SEGI_GLANCE);
  }
  free(text);
}
END_TEST

/* --- The formula of model/weights.h once more, in wide integers and without any haste. */

static int64_t token_number(const segi_weights *w, long i, size_t d) {
  if (i < 0 || i >= (long)tokens.count)
    return w->trait_rows[(size_t)SEGI_PADDING_ROW * SEGI_D + d];
  const segi_traits *t = segi_context_known(&network.context, (size_t)i);
  uint16_t row[SEGI_TOKEN_TEMPLATES];
  segi_token_rows(t, row);
  int64_t sum = w->word_rows[(size_t)t->word_row * SEGI_D + d];
  for (size_t k = 0; k < SEGI_TOKEN_TEMPLATES; k++)
    sum += w->trait_rows[(size_t)row[k] * SEGI_D + d];
  return sum;
}

static int64_t hidden_unit(const segi_weights *w, size_t i, size_t u) {
  uint16_t row[SEGI_CONTEXT_TEMPLATES];
  segi_context_rows(&network.context, i, row);
  int64_t h = 0;
  for (size_t k = 0; k < SEGI_CONTEXT_TEMPLATES; k++)
    h += 128 * w->context_rows[(size_t)row[k] * SEGI_H + u];
  for (size_t place = 0; place < 2 * SEGI_K; place++)
    for (size_t d = 0; d < SEGI_D; d++)
      h += w->window[u][place * SEGI_D + d] *
           token_number(w, (long)(i + place) + 1 - SEGI_K, d);
  h = h > 0 ? h / 16 : 0;
  return h < 32767 ? h : 32767;
}

static int64_t score(const segi_weights *w, size_t i) {
  int64_t h[SEGI_H], z = w->numbers.output_bias;
  for (size_t u = 0; u < SEGI_H; u++) h[u] = hidden_unit(w, i, u);
  for (size_t v = 0; v < SEGI_G; v++) {
    int64_t g = w->numbers.hidden_bias[v];
    for (size_t u = 0; u < SEGI_H; u++) g += w->hidden[v][u] * h[u];
    if (g > 0) z += g / 64 * w->output[v];
  }
  return z < INT32_MIN ? INT32_MIN : z > INT32_MAX ? INT32_MAX : z;
}

/* With half the log odds of the rules, where they are sure. */
static int64_t score_with_rules(const segi_weights *w, size_t i) {
  int rules = segi_context_gap(&network.context, i)->rules;
  int64_t z = score(w, i);
  if (rules == 1 || rules >= 14) z += (rules - 8) * SEGI_SCORE_STEP / 2;
  return z < INT32_MIN ? INT32_MIN : z > INT32_MAX ? INT32_MAX : z;
}

static void expect_formula(const seg_model *model, const char *text, size_t length) {
  prepare(model, text, length);
  for (size_t i = 0; i + 1 < tokens.count; i++) {
    int first_look = segi_context_gap(&network.context, i)->score;
    if (first_look < SEGI_HOPELESS || first_look >= SEGI_CERTAIN) continue;
    ck_assert_int_eq(segi_network_score(&network, &model->weights, i),
                     score_with_rules(&model->weights, i));
  }
}

/* Words that are looked up only when they are needed change no score. */
START_TEST(words_may_be_known_late) {
  const seg_model *model = seg_model_default();
  segi_tokens late = {0};
  segi_network other = {0};
  uint64_t state = 77 + (uint64_t)_i;
  size_t length;
  char *text = random_text(&state, 3000, &length);
  prepare(model, text, length);
  ck_assert(segi_scan_tokens(&model->words, text, length, &late));
  ck_assert(segi_network_begin(&other, &model->weights, &late));
  ck_assert_uint_eq(late.count, tokens.count);
  for (size_t i = 0; i + 1 < tokens.count; i++)
    ck_assert_int_eq(segi_network_score(&other, &model->weights, i),
                     segi_network_score(&network, &model->weights, i));
  segi_network_clear(&other);
  segi_tokens_clear(&late);
  free(text);
}
END_TEST

START_TEST(nearest_and_number_of_kinds_as_counted_one_by_one) {
  uint64_t state = 5 + (uint64_t)_i;
  size_t length;
  char *text = random_text(&state, 4000, &length);
  prepare(seg_model_default(), text, length);
  const segi_context *c = &network.context;
  for (size_t i = 0; i < tokens.count; i++) {
    int32_t last = (int32_t)tokens.count - 1, before = (int32_t)i - 1, behind = (int32_t)i + 1;
    while (before >= 0 && !(c->kinds[before] & SEGI_CARRIES_END)) before--;
    while (behind < last && !(c->kinds[behind] & SEGI_CARRIES_END)) behind++;
    if (behind > last) behind = last;
    if ((int32_t)i - before < SEGI_REACH)
      ck_assert_int_eq(segi_context_before(c, i, SEGI_CARRIES_END), before);
    if (behind - (int32_t)i < SEGI_REACH)
      ck_assert_int_eq(segi_context_behind(c, i, SEGI_CARRIES_END), behind);
    size_t end = i + 400 < tokens.count ? i + 400 : tokens.count;
    uint32_t count = 0;
    for (size_t k = i; k < end; k++) count += (c->kinds[k] & SEGI_IS_LOWER) != 0;
    ck_assert_uint_eq(segi_context_count(c, i, end, SEGI_IS_LOWER), count);
  }
  free(text);
}
END_TEST

START_TEST(network_follows_its_formula) {
  uint64_t state = 3 + (uint64_t)_i;
  size_t length;
  char *text = random_text(&state, 300, &length);
  expect_formula(seg_model_default(), text, length);
  free(text);
}
END_TEST

START_TEST(wild_weights_do_not_overflow) {
  static seg_model model;
  segi_buf file = SEGI_BUF_EMPTY;
  uint64_t state = 17;
  size_t length;
  random_model(4711, &file);
  ck_assert_int_eq(segi_model_open(file.data, file.length, false, &model, NULL), SEG_OK);
  char *text = random_text(&state, 300, &length);
  expect_formula(&model, text, length);
  free(text);
  segi_buf_clear(&file);
}
END_TEST

START_TEST(probabilities_rise_with_the_score) {
  const segi_weights *w = &seg_model_default()->weights;
  double last = 0;
  for (int32_t z = -20 * SEGI_SCORE_STEP; z <= 20 * SEGI_SCORE_STEP; z += SEGI_SCORE_STEP / 2) {
    double p = segi_network_probability(w, z);
    ck_assert(p > last && p <= 1);
    last = p;
  }
  ck_assert(segi_network_probability(w, INT32_MIN) >= 0);
  ck_assert(segi_network_probability(w, INT32_MAX) <= 1);
}
END_TEST

START_TEST(memory_may_be_short) {
  const seg_model *model = seg_model_default();
  static const char text[] = "Er kam. Sie ging. Es war. Man sah nichts. Und so weiter.";
  segi_boundaries boundaries = {0};
  bool done = false;
  for (long n = 1; !done; n++) {
    ck_assert(segi_tokenize(&model->words, text, strlen(text), &tokens));
    segi_fail_allocation(n);
    done = segi_find_boundaries(model, &tokens, 0.01, &boundaries);
    segi_fail_allocation(0);
    if (!done) segi_boundaries_clear(&boundaries);
  }
  ck_assert_uint_eq(boundaries.count, 4);
  segi_boundaries_clear(&boundaries);
}
END_TEST

Suite *network_suite(void) {
  Suite *suite = suite_create("network");
  TCase *tests = tcase_create("network");
  tcase_add_checked_fixture(tests, NULL, teardown);
  tcase_add_loop_test(tests, traits_tell_shape_and_marks, 0, sizeof cases / sizeof *cases);
  tcase_add_loop_test(tests, kinds_of_marks_are_alike, 0, sizeof alike / sizeof *alike);
  tcase_add_test(tests, words_are_the_same_in_any_case);
  tcase_add_test(tests, looks_are_taken_until_one_is_sure);
  tcase_add_test(tests, glances_see_two_tokens_alone);
  tcase_add_loop_test(tests, roles_are_those_of_the_traits, 0, 6);
  tcase_add_loop_test(tests, settled_junctions_are_not_looked_at, 0, sizeof pairs / sizeof *pairs);
  tcase_add_loop_test(tests, templates_stay_within_their_tables, 0, 10);
  tcase_add_loop_test(tests, words_may_be_known_late, 0, 10);
  tcase_add_loop_test(tests, nearest_and_number_of_kinds_as_counted_one_by_one, 0, 5);
  tcase_add_loop_test(tests, network_follows_its_formula, 0, 5);
  tcase_add_test(tests, wild_weights_do_not_overflow);
  tcase_add_test(tests, probabilities_rise_with_the_score);
  tcase_add_test(tests, memory_may_be_short);
  suite_add_tcase(suite, tests);
  return suite;
}
