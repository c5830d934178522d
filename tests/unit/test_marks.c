/* Which mark a junction has lost. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "junction/features.h"
#include "junction/marks.h"
#include "model/model.h"
#include "suites.h"
#include "support/model_file.h"
#include "support/random_text.h"

enum { PLACES = 2 * SEGI_K };

static segi_tokens tokens;
static segi_traits *traits; /* [tokens.count] */

static void teardown(void) {
  segi_tokens_clear(&tokens);
  free(traits);
  traits = NULL;
}

static void prepare(const seg_model *model, const char *text, size_t length) {
  ck_assert(segi_tokenize(&model->words, text, length, &tokens));
  free(traits);
  traits = calloc(tokens.count + 1, sizeof *traits);
  ck_assert_ptr_nonnull(traits);
  for (size_t i = 0; i < tokens.count; i++) traits[i] = segi_traits_of(text, &tokens.items[i]);
}

/* The window around the junction behind token i. */
static void fill_window(size_t i, const segi_traits *beyond, const segi_traits *window[PLACES]) {
  for (size_t k = 0; k < PLACES; k++) {
    size_t place = i + 1 + k; /* SEGI_K too high */
    bool inside = place >= SEGI_K && place - SEGI_K < tokens.count;
    window[k] = inside ? &traits[place - SEGI_K] : beyond;
  }
}

static segi_lost_label best(const int32_t score[SEGI_LOST_LABELS]) {
  int label = 0;
  for (int k = 1; k < SEGI_LOST_LABELS; k++)
    if (score[k] > score[label]) label = k;
  return (segi_lost_label)label;
}

static const struct {
  const char *left, *right; /* of the junction, which lost its mark if it had one */
  segi_lost_label lost;
} cases[] = {
  {"Die Feier fand schon gestern statt", "als er noch auf Reisen war.", SEGI_LOST_COMMA},
  {"Niemand im Dorf wusste genau", "was die Leute damit meinten.", SEGI_LOST_COMMA},
  {"Wir glauben nicht", "dass es morgen regnen wird.", SEGI_LOST_COMMA},
  {"Sie versuchte vergeblich", "die Tür zu öffnen.", SEGI_LOST_COMMA},
  {"Das alte Haus am", "See gehört meiner Tante.", SEGI_LOST_NOTHING},
  {"Der Bürgermeister hat gestern", "eine neue Schule eröffnet.", SEGI_LOST_NOTHING},
  {"Er ist größer", "als sein Bruder.", SEGI_LOST_NOTHING},
  {"Viele Menschen verließen damals das Land", "Damit hatte niemand gerechnet.",
   SEGI_LOST_SENTENCE},
  {"Der Zug kam wieder einmal zu spät", "Wir mussten lange warten.", SEGI_LOST_SENTENCE},
  {"Das Spiel endete unentschieden", "Trotzdem waren alle zufrieden.", SEGI_LOST_SENTENCE},
};

START_TEST(lost_marks_are_told_from_the_words) {
  const seg_model *model = seg_model_default();
  const segi_traits *window[PLACES];
  int32_t score[SEGI_LOST_LABELS];
  char text[256];
  int length = snprintf(text, sizeof text, "%s %s", cases[_i].left, cases[_i].right);
  prepare(model, text, (size_t)length);
  size_t junction = 0;
  while (tokens.items[junction].end < strlen(cases[_i].left)) junction++;
  fill_window(junction, NULL, window);
  segi_score_lost_marks(&model->weights, window, score);
  ck_assert_msg(best(score) == cases[_i].lost, "%s | %s: %d, not %d", cases[_i].left,
                cases[_i].right, best(score), cases[_i].lost);
}
END_TEST

/* --- The formula of model/weights.h once more, in wide integers and without any haste. */

static int64_t token_number(const segi_weights *w, const segi_traits *t, size_t d) {
  if (t == &segi_no_traits) return w->trait_rows[(size_t)SEGI_PADDING_ROW * SEGI_D + d];
  uint16_t row[SEGI_TOKEN_TEMPLATES];
  segi_token_rows(t, row);
  int64_t sum = w->word_rows[(size_t)t->word_row * SEGI_D + d];
  for (size_t k = 0; k < SEGI_TOKEN_TEMPLATES; k++)
    sum += w->trait_rows[(size_t)row[k] * SEGI_D + d];
  return sum;
}

static int64_t hidden_unit(const segi_weights *w, const segi_traits *const window[PLACES], size_t u) {
  int64_t h = w->mark_numbers.hidden_bias[u];
  for (size_t place = 0; place < PLACES; place++)
    for (size_t d = 0; d < SEGI_D; d++)
      h += w->mark_window[u][place * SEGI_D + d] * token_number(w, window[place], d);
  h = h > 0 ? h / 16 : 0;
  return h < 32767 ? h : 32767;
}

static int64_t formula(const segi_weights *w, const segi_traits *const window[PLACES], size_t label) {
  uint32_t row[SEGI_MARK_TEMPLATES];
  int64_t z = w->mark_numbers.output_bias[label];
  for (size_t u = 0; u < SEGI_M; u++) z += w->mark_output[label][u] * hidden_unit(w, window, u);
  segi_mark_rows(window, row);
  for (size_t k = 0; k < SEGI_MARK_TEMPLATES; k++) {
    ck_assert_uint_lt(row[k], SEGI_MARK_ROWS);
    z += 256 * w->mark_rows[(size_t)row[k] * SEGI_LOST_LABELS + label];
  }
  return z;
}

static void expect_formula(const seg_model *model, uint64_t seed) {
  size_t length;
  char *text = random_text(&seed, 400, &length);
  prepare(model, text, length);
  for (size_t i = 0; i + 1 < tokens.count; i++) {
    const segi_traits *window[PLACES];
    int32_t score[SEGI_LOST_LABELS];
    fill_window(i, &segi_no_traits, window);
    segi_score_lost_marks(&model->weights, window, score);
    const segi_traits bare = segi_traits_without_trail(window[SEGI_K - 1]);
    window[SEGI_K - 1] = &bare;
    for (size_t k = 0; k < SEGI_LOST_LABELS; k++)
      ck_assert_int_eq(score[k], formula(&model->weights, window, k));
  }
  free(text);
}

START_TEST(scores_follow_their_formula) {
  expect_formula(seg_model_default(), 5 + (uint64_t)_i);
}
END_TEST

START_TEST(wild_weights_do_not_overflow) {
  static seg_model model;
  segi_buf file = SEGI_BUF_EMPTY;
  random_model(23, &file);
  ck_assert_int_eq(segi_model_open(file.data, file.length, false, &model, NULL), SEG_OK);
  expect_formula(&model, 29);
  segi_buf_clear(&file);
}
END_TEST

static const char *const marked[] = {"statt,", "statt:", "statt...", "statt?!", "statt“;"};

static void score_of(const char *text, int32_t score[SEGI_LOST_LABELS]) {
  const segi_traits *window[PLACES];
  prepare(seg_model_default(), text, strlen(text));
  fill_window(3, NULL, window);
  segi_score_lost_marks(&seg_model_default()->weights, window, score);
}

START_TEST(marks_that_may_be_lost_are_not_seen) {
  char text[64];
  int32_t bare[SEGI_LOST_LABELS], score[SEGI_LOST_LABELS];
  score_of("Es fand gestern statt als er kam.", bare);
  snprintf(text, sizeof text, "Es fand gestern %s als er kam.", marked[_i]);
  score_of(text, score);
  ck_assert_mem_eq(score, bare, sizeof bare);
}
END_TEST

/* "Pck." is no abbreviation by its letters any more when its full stop is hidden. */
START_TEST(hidden_full_stop_leaves_no_trace) {
  prepare(seg_model_default(), "Pck. Pck", 8);
  const segi_traits bare = segi_traits_without_trail(&traits[0]);
  ck_assert_mem_eq(&bare, &traits[1], offsetof(segi_traits, stage));
}
END_TEST

START_TEST(beyond_the_text_both_ways_to_say_it_are_the_same) {
  const segi_traits *window[PLACES];
  int32_t one[SEGI_LOST_LABELS], other[SEGI_LOST_LABELS];
  prepare(seg_model_default(), "Haus Katze", 10);
  fill_window(0, NULL, window);
  segi_score_lost_marks(&seg_model_default()->weights, window, one);
  fill_window(0, &segi_no_traits, window);
  segi_score_lost_marks(&seg_model_default()->weights, window, other);
  ck_assert_mem_eq(one, other, sizeof one);
}
END_TEST

Suite *marks_suite(void) {
  Suite *suite = suite_create("marks");
  TCase *tests = tcase_create("marks");
  tcase_add_checked_fixture(tests, NULL, teardown);
  tcase_add_loop_test(tests, lost_marks_are_told_from_the_words, 0, sizeof cases / sizeof *cases);
  tcase_add_loop_test(tests, scores_follow_their_formula, 0, 3);
  tcase_add_test(tests, wild_weights_do_not_overflow);
  tcase_add_loop_test(tests, marks_that_may_be_lost_are_not_seen, 0, sizeof marked / sizeof *marked);
  tcase_add_test(tests, hidden_full_stop_leaves_no_trace);
  tcase_add_test(tests, beyond_the_text_both_ways_to_say_it_are_the_same);
  suite_add_tcase(suite, tests);
  return suite;
}
