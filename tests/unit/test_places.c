/* Places inside tokens where something may be missing: what is a candidate, what never comes
 * apart, and the trees that decide. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/inner.h"
#include "model/model.h"
#include "suites.h"
#include "support/random_text.h"
#include "train/fit_trees.h"

static segi_tokens tokens;
static segi_candidates candidates;
static segi_places places;

static void teardown(void) {
  segi_fail_allocation(0);
  segi_tokens_clear(&tokens);
  segi_candidates_clear(&candidates);
  segi_places_clear(&places);
}

/* --- Candidates. */

/* The text with | at its candidates. */
static const char *marked(const char *text, size_t length) {
  static char out[4096];
  size_t n = 0, next = 0;
  const seg_model *model = seg_model_default();
  ck_assert(segi_tokenize(&model->words, text, length, &tokens));
  ck_assert(segi_find_candidates(model, text, &tokens, &candidates));
  for (size_t i = 0; i < length; i++) {
    if (next < candidates.count && candidates.items[next].offset == i) {
      out[n++] = '|';
      next++;
    }
    out[n++] = text[i];
  }
  ck_assert_uint_eq(next, candidates.count);
  out[n] = '\0';
  return out;
}

static const struct {
  const char *text, *marked;
} candidate_cases[] = {
  {"nach RusslandDamit ist", "nach Russland|Damit ist"},
  {"zuletzt.Damals war", "zuletzt.|Damals war"},
  {"fand stattals er", "fand statt|als er"},
  {"ab 2018Das", "ab 2018|Das"},
  {"am17. Januar", "am|17. Januar"},
  {"planen.„Die", "planen.|„Die"},
  {"Euro©Bild", "Euro|©|Bild"},
  {"EURLetzte", "EUR|Letzte"},
  {"der DVGWfinden kann", "der DVG|W|finden kann"},
  {"Die Kindersind da", "Die Kinder|sind da"},
  {"Er sagt dassdiesehaben", "Er sagt dass|diese|haben"},
  {"als Kindersindsie da", "als Kinder|sind|sie da"},
  {"und fandstattals er", "und fand|statt|als er"},
  {"Eine Gesamtschule liegt", "Eine Gesamtschule liegt"},
  {"Das ist so.", "Das ist so."},
  {"„Nein“, sagte er (laut).", "„Nein“, sagte er (laut)."},
  /* Addresses, tags and code stay whole; what touches them may come apart. */
  {"siehe www.beispielDorf.de/a.Html", "siehe www.beispielDorf.de/a.Html"},
  {"Infos:https://beispiel.de/EineSeite", "Infos:|https://beispiel.de/EineSeite"},
  {"post@beispielDorf.deLinks", "post@beispielDorf.de|Links"},
  {"von @EvaMeier", "von @EvaMeier"},
  {"Ende.@EvaMeier", "Ende.|@EvaMeier"},
  {"#GuteSache", "#GuteSache"},
  {"liesMich.txt", "liesMich.txt"},
  {"mein_WertDa=3", "mein_WertDa=3"},
};

START_TEST(candidates_stand_where_tokens_could_come_apart) {
  const char *text = candidate_cases[_i].text;
  ck_assert_str_eq(marked(text, strlen(text)), candidate_cases[_i].marked);
}
END_TEST

static size_t feature(const char *id) {
  size_t i = 0;
  while (i < SEGI_PLACE_FEATURES && strcmp(segi_place_ids[i], id) != 0) i++;
  ck_assert_msg(i < SEGI_PLACE_FEATURES, "%s", id);
  return i;
}

START_TEST(candidates_ascend) {
  static const char *const words[] = {"das", "dass", "die", "dies", "ein", "eine", "in", "sein", "der", "er"};
  enum { WORDS = sizeof words / sizeof *words };
  for (size_t i = 0; i < WORDS * WORDS * WORDS; i++) {
    char text[64];
    snprintf(text, sizeof text, "Er %s%s %s%s da.", words[i % WORDS], words[i / WORDS % WORDS],
             words[i / WORDS / WORDS], words[i % WORDS]);
    ck_assert(segi_tokenize(&seg_model_default()->words, text, strlen(text), &tokens));
    ck_assert(segi_find_candidates(seg_model_default(), text, &tokens, &candidates));
    for (size_t k = 1; k < candidates.count; k++)
      ck_assert_uint_lt(candidates.items[k - 1].offset, candidates.items[k].offset);
  }
}
END_TEST

START_TEST(the_document_is_evidence) {
  const char *text = "Im OstseeHaus. Das OstseeHaus liegt an der See. Am Ostsee Haus vorbei.";
  marked(text, strlen(text));
  ck_assert_uint_eq(candidates.count, 2);
  for (size_t i = 0; i < 2; i++) {
    const int16_t *row = candidates.items[i].row;
    ck_assert_int_eq(row[feature("run-again")], 1);
    ck_assert_int_eq(row[feature("pair-apart")], 1);
    ck_assert_int_eq(row[feature("right-again")], 1);
    ck_assert_int_eq(row[feature("cases-nearby")] > 0, candidates.items[1 - i].likely);
  }
}
END_TEST

START_TEST(every_number_has_a_name) {
  for (size_t i = 0; i < SEGI_PLACE_FEATURES; i++)
    for (size_t k = 0; k < i; k++) ck_assert_str_ne(segi_place_ids[i], segi_place_ids[k]);
}
END_TEST

static bool find_places(const char *text, double threshold) {
  const seg_model *model = seg_model_default();
  return segi_find_candidates(model, text, &tokens, &candidates) &&
         segi_find_places(model, text, &tokens, &candidates, threshold, &places);
}

START_TEST(places_are_found_in_hostile_text) {
  uint64_t state = 815 + (uint64_t)_i;
  size_t length, last = 0;
  char *text = random_text(&state, 2000, &length);
  ck_assert(segi_tokenize(&seg_model_default()->words, text, length, &tokens));
  ck_assert(find_places(text, 0.01));
  for (size_t i = 0; i < places.count; i++) {
    const segi_place *p = &places.items[i];
    ck_assert(p->offset > last || i == 0);
    ck_assert(p->offset < length && p->label != SEG_LABEL_NONE);
    ck_assert(p->probability >= 0.01 && p->probability <= 1);
    last = p->offset;
  }
  free(text);
}
END_TEST

START_TEST(memory_may_be_short) {
  const char *text = "Sie fuhr nach RusslandDamit fand es stattals er.Dann kam 2018Das";
  ck_assert(segi_tokenize(&seg_model_default()->words, text, strlen(text), &tokens));
  bool done = false;
  for (long n = 1; !done; n++) {
    segi_fail_allocation(n);
    done = find_places(text, 0.5);
    segi_fail_allocation(0);
    segi_places_clear(&places);
    segi_candidates_clear(&candidates);
    ck_assert_int_lt(n, 50);
  }
}
END_TEST

/* --- Trees. */

static segi_tree_rows rows_of(size_t features) {
  return (segi_tree_rows){.features = features};
}

/* Two numbers from 0 to 99; class 1 where just one of them is above 49. */
static segi_tree_rows one_or_the_other(void) {
  segi_tree_rows rows = rows_of(2);
  uint64_t state = 7;
  for (int i = 0; i < 4000; i++) {
    int16_t row[2] = {(int16_t)random_below(&state, 100), (int16_t)random_below(&state, 100)};
    ck_assert(segi_tree_rows_add(&rows, row, (row[0] > 49) != (row[1] > 49)));
  }
  return rows;
}

static const segi_tree_plan plan = {.classes = 1, .rounds = 40, .leaves = 8, .rate = 0.3,
                                    .sample = 0.7, .least = 2};

static void fit(const segi_tree_rows *rows, const segi_tree_plan *how, segi_buf *out) {
  segi_random random = segi_random_seed(3);
  ck_assert(segi_fit_trees(rows, how, &random, out));
}

START_TEST(trees_learn_what_no_single_number_tells) {
  segi_buf section = SEGI_BUF_EMPTY;
  segi_trees trees;
  segi_tree_rows rows = one_or_the_other();
  fit(&rows, &plan, &section);
  ck_assert_int_eq(segi_trees_open("t", section.data, section.length, 1, 2, &trees, NULL), SEG_OK);
  int wrong = 0;
  for (int16_t a = 5; a < 100; a += 10)
    for (int16_t b = 5; b < 100; b += 10) {
      int32_t score = trees.bias[0];
      segi_trees_add(&trees, (int16_t[]){a, b}, 0, trees.count, &score);
      wrong += (score > 0) != ((a > 49) != (b > 49));
    }
  ck_assert_int_le(wrong, 2);
  segi_buf_clear(&section);
  segi_tree_rows_clear(&rows);
}
END_TEST

/* Both numbers are needed, and the first trees see one. */
START_TEST(first_trees_see_only_first_numbers) {
  segi_buf section = SEGI_BUF_EMPTY;
  segi_trees trees;
  segi_tree_rows rows = one_or_the_other();
  segi_tree_plan narrow = plan;
  narrow.first_rounds = 10;
  narrow.first_features = 1;
  fit(&rows, &narrow, &section);
  ck_assert_int_eq(segi_trees_open("t", section.data, section.length, 1, 2, &trees, NULL), SEG_OK);
  for (int16_t a = 5; a < 100; a += 10) {
    int32_t low = 0, high = 0;
    segi_trees_add(&trees, (int16_t[]){a, 5}, 0, 10, &low);
    segi_trees_add(&trees, (int16_t[]){a, 95}, 0, 10, &high);
    ck_assert_int_eq(low, high);
    segi_trees_add(&trees, (int16_t[]){a, 5}, 10, trees.count, &low);
    segi_trees_add(&trees, (int16_t[]){a, 95}, 10, trees.count, &high);
    ck_assert_int_ne(low, high);
  }
  segi_buf_clear(&section);
  segi_tree_rows_clear(&rows);
}
END_TEST

START_TEST(trees_learn_several_classes) {
  segi_buf section = SEGI_BUF_EMPTY;
  segi_trees trees;
  segi_tree_rows rows = rows_of(1);
  segi_tree_plan three = plan;
  three.classes = 3;
  for (int16_t i = 0; i < 900; i++) ck_assert(segi_tree_rows_add(&rows, &i, (uint8_t)(i / 300)));
  fit(&rows, &three, &section);
  ck_assert_int_eq(segi_trees_open("t", section.data, section.length, 3, 1, &trees, NULL), SEG_OK);
  for (int16_t i = 50; i < 900; i += 100) {
    int32_t score[3] = {trees.bias[0], trees.bias[1], trees.bias[2]};
    segi_trees_add(&trees, &i, 0, trees.count, score);
    for (int c = 0; c < 3; c++)
      if (c != i / 300) ck_assert_int_gt(score[i / 300], score[c]);
  }
  segi_buf_clear(&section);
  segi_tree_rows_clear(&rows);
}
END_TEST

START_TEST(fitting_repeats_itself) {
  segi_buf first = SEGI_BUF_EMPTY, second = SEGI_BUF_EMPTY;
  segi_tree_rows rows = one_or_the_other();
  fit(&rows, &plan, &first);
  fit(&rows, &plan, &second);
  ck_assert_uint_eq(first.length, second.length);
  ck_assert_mem_eq(first.data, second.data, first.length);
  segi_buf_clear(&first);
  segi_buf_clear(&second);
  segi_tree_rows_clear(&rows);
}
END_TEST

START_TEST(damaged_trees_are_refused_or_lead_to_leaves) {
  segi_buf section = SEGI_BUF_EMPTY;
  segi_tree_rows rows = one_or_the_other();
  uint64_t state = 99;
  fit(&rows, &plan, &section);
  for (int i = 0; i < 3000; i++) {
    segi_trees trees;
    size_t at = (size_t)random_below(&state, section.length);
    char old = section.data[at];
    section.data[at] = (char)random_below(&state, 256);
    if (segi_trees_open("t", section.data, section.length, 1, 2, &trees, NULL) == SEG_OK) {
      int32_t score = 0;
      segi_trees_add(&trees, (int16_t[]){3, 70}, 0, trees.count, &score);
    }
    section.data[at] = old;
  }
  segi_trees trees;
  for (size_t length = 0; length < section.length; length += 7)
    ck_assert_int_eq(segi_trees_open("t", section.data, length, 1, 2, &trees, NULL),
                     SEG_BAD_FORMAT);
  ck_assert_int_eq(segi_trees_open("t", section.data, section.length, 1, 3, &trees, NULL),
                   SEG_BAD_FORMAT);
  segi_buf_clear(&section);
  segi_tree_rows_clear(&rows);
}
END_TEST

START_TEST(fitting_may_lack_memory) {
  segi_tree_rows rows = rows_of(1);
  segi_tree_plan small = plan;
  small.rounds = 2;
  for (int16_t i = 0; i < 40; i++) ck_assert(segi_tree_rows_add(&rows, &i, i > 20));
  bool done = false;
  for (long n = 1; !done; n++) {
    segi_buf section = SEGI_BUF_EMPTY;
    segi_random random = segi_random_seed(3);
    segi_fail_allocation(n);
    done = segi_fit_trees(&rows, &small, &random, &section);
    segi_fail_allocation(0);
    segi_buf_clear(&section);
    ck_assert_int_lt(n, 60);
  }
  segi_tree_rows_clear(&rows);
}
END_TEST

Suite *places_suite(void) {
  Suite *suite = suite_create("places");
  TCase *tests = tcase_create("places");
  tcase_set_timeout(tests, 120);
  tcase_add_checked_fixture(tests, NULL, teardown);
  tcase_add_loop_test(tests, candidates_stand_where_tokens_could_come_apart, 0,
                      sizeof candidate_cases / sizeof *candidate_cases);
  tcase_add_test(tests, candidates_ascend);
  tcase_add_test(tests, the_document_is_evidence);
  tcase_add_test(tests, every_number_has_a_name);
  tcase_add_loop_test(tests, places_are_found_in_hostile_text, 0, 50);
  tcase_add_test(tests, memory_may_be_short);
  tcase_add_test(tests, trees_learn_what_no_single_number_tells);
  tcase_add_test(tests, first_trees_see_only_first_numbers);
  tcase_add_test(tests, trees_learn_several_classes);
  tcase_add_test(tests, fitting_repeats_itself);
  tcase_add_test(tests, damaged_trees_are_refused_or_lead_to_leaves);
  tcase_add_test(tests, fitting_may_lack_memory);
  suite_add_tcase(suite, tests);
  return suite;
}
