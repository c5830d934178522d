#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align/bitext.h"
#include "align/search.h"
#include "align/weights.h"
#include "base/mem.h"
#include "seg/align_fit.h"
#include "suites.h"
#include "train/chance.h"
#include "train/gold_path.h"
#include "train/lattice.h"

/* Two sides that share words: target sentence 3 is missing, 6 and 7 are one. */
static const char *const source_lines[] = {
  "Anna kauft morgens Brot.", "Berta fegt den Hof.", "Carla malt Zäune blau,", "Dora singt laut.",
  "Emil pflanzt Rüben!", "Frieda zählt 12 Gänse.", "Gustav repariert Uhren.", "Hanna liest Romane.",
};
static const char *const target_lines[] = {
  "Anna kauft morgens Brot.", "Berta fegt Hof.", "Carla malt Zäune blau,", "Emil pflanzt Rüben!",
  "Frieda zählt 12 Gänse.", "Gustav repariert Uhren. Hanna liest Romane.",
};
enum { S = sizeof source_lines / sizeof *source_lines, G = sizeof target_lines / sizeof *target_lines };
static const char gold_text[] = "[0]:[0]\n[1]:[1]\n[2]:[2]\n[3]:[]\n[4]:[3]\n[5]:[4]\n[6, 7]:[5]\n";

static seg_sentence source[S], target[G];
static segi_texts texts;
static seg_links gold;
static seg_bead *path;
static size_t path_count;

static void setup(void) {
  for (size_t i = 0; i < S; i++)
    source[i] = (seg_sentence){.text = {source_lines[i], strlen(source_lines[i])}};
  for (size_t j = 0; j < G; j++)
    target[j] = (seg_sentence){.text = {target_lines[j], strlen(target_lines[j])}};
  seg_bytes text = {gold_text, sizeof gold_text - 1};
  ck_assert_int_eq(seg_links_parse(text, &gold, NULL), SEG_OK);
  path = NULL;
}

static void teardown(void) {
  seg_links_clear(&gold);
  free(path);
}

/* The path of beads in text form, as "1-1 1-0 2-1". */
static const char *path_of(const char *text, size_t sources, size_t targets) {
  static char shapes[256];
  seg_links links;
  ck_assert_int_eq(seg_links_parse((seg_bytes){text, strlen(text)}, &links, NULL), SEG_OK);
  free(path);
  ck_assert_int_eq(segi_gold_path(&links, sources, targets, &path, &path_count, NULL), SEG_OK);
  seg_links_clear(&links);
  size_t used = 0, x = 0, y = 0;
  shapes[0] = '\0';
  for (size_t k = 0; k < path_count; k++) {
    ck_assert(path[k].source_first == x && path[k].target_first == y);
    x += path[k].source_count;
    y += path[k].target_count;
    used += (size_t)sprintf(shapes + used, "%s%zu-%zu", k > 0 ? " " : "", path[k].source_count,
                            path[k].target_count);
  }
  ck_assert(x == sources && y == targets);
  return shapes;
}

START_TEST(gold_becomes_a_path) {
  ck_assert_str_eq(path_of(gold_text, S, G), "1-1 1-1 1-1 1-0 1-1 1-1 2-1");
  ck_assert_str_eq(path_of("", 1, 2), "1-0 0-1 0-1");
  /* Beads that cross, and one that skips a line. */
  ck_assert_str_eq(path_of("[0]:[1]\n[1]:[0]\n[2]:[2]\n", 3, 3), "2-2 1-1");
  ck_assert_str_eq(path_of("[0]:[0, 2]\n[1]:[3]\n", 2, 4), "1-3 1-1");
  seg_error error = {0};
  free(path);
  ck_assert_int_eq(segi_gold_path(&gold, S, G - 1, &path, &path_count, &error), SEG_BAD_MATCH);
}
END_TEST

static void open_lattice(segi_weights *weights, segi_bitext *bitext, segi_corridor *corridor,
                         segi_lattice *lattice) {
  static const segi_translations nothing = {.words = SEGI_KEYS_EMPTY};
  segi_knowledge knowledge = {.lexicon = &nothing, .taught = &nothing,
                              .manner = {0.1f, -0.2f, 0.3f}};
  path_of(gold_text, S, G);
  ck_assert_int_eq(segi_weights_read(segi_weights_default(), weights, NULL), SEG_OK);
  ck_assert(segi_texts_make(source, S, target, G, &texts));
  ck_assert(segi_bitext_make(&texts, 3, weights, &knowledge, bitext));
  ck_assert(segi_gold_corridor(path, path_count, S, G, 3, corridor));
  ck_assert(segi_lattice_make(bitext, corridor, weights, path, path_count, 5, lattice));
}

/* The gradient is that of the loss, by differences. */
START_TEST(gradient_is_that_of_the_loss) {
  segi_weights weights;
  segi_bitext bitext;
  segi_corridor corridor;
  segi_lattice lattice;
  segi_lattice_work work;
  open_lattice(&weights, &bitext, &corridor, &lattice);
  ck_assert(segi_lattice_work_make(lattice.arcs, lattice.nodes, S + 1, &work));
  double gradient[SEGI_FEATURES] = {0}, unused[SEGI_FEATURES];
  double loss = segi_lattice_gradient(&lattice, weights.cost, 2, &work, gradient);
  ck_assert(loss > 0);
  for (int n = 0; n < SEGI_FEATURES; n++) {
    const double step = 1e-4, middle = weights.cost[n];
    weights.cost[n] = middle + step;
    double above = segi_lattice_gradient(&lattice, weights.cost, 2, &work, unused);
    weights.cost[n] = middle - step;
    double below = segi_lattice_gradient(&lattice, weights.cost, 2, &work, unused);
    weights.cost[n] = middle;
    double slope = (above - below) / (2 * step);
    ck_assert_msg(fabs(slope - gradient[n]) < 1e-4 + 1e-4 * fabs(slope), "feature %d: %g, not %g",
                  n, gradient[n], slope);
  }
  size_t golden = 0;
  for (size_t k = 0; k < lattice.arcs; k++) golden += lattice.arc[k].gold;
  ck_assert_uint_eq(golden, path_count);
  segi_lattice_work_clear(&work);
  segi_lattice_clear(&lattice);
  segi_corridor_clear(&corridor);
  segi_bitext_clear(&bitext);
  segi_texts_clear(&texts);
}
END_TEST

enum { K = 3 };
typedef float prices[S + 1][G + 1][K + 1][K + 1]; /* of beads, by the node behind and the sizes */

/* The prices of all beads, as they are where any would be of use. */
static void price_all(const segi_bitext *bitext, const segi_corridor *corridor,
                      const segi_weights *weights, prices price) {
  double from[G + 1] = {0}, best[G + 1];
  segi_costs costs;
  for (size_t j = 0; j <= G; j++) best[j] = (double)INFINITY;
  ck_assert(segi_costs_make(bitext, corridor, weights, &costs));
  for (size_t i = 1; i <= S; i++) {
    segi_costs_start_row(&costs, i);
    for (size_t a = 1; a <= K && a <= i; a++) {
      segi_costs_start_group(&costs, i, a);
      for (size_t b = 1; b <= K; b++) {
        size_t first = b, last = G;
        const float *row = segi_costs_beads(&costs, i, a, b, from, best, &first, &last);
        ck_assert(row != NULL && first == b && last == G);
        for (size_t j = first; j <= last; j++) price[i][j][a][b] = row[j];
      }
    }
    for (size_t j = 0; j <= G; j++) price[i][j][1][0] = costs.alone_source[i - 1];
  }
  for (size_t i = 0; i <= S; i++)
    for (size_t j = 1; j <= G; j++) price[i][j][0][1] = costs.alone_target[j - 1];
  segi_costs_clear(&costs);
}

static double cheapest(prices price) {
  double best[S + 1][G + 1];
  for (size_t i = 0; i <= S; i++)
    for (size_t j = 0; j <= G; j++) {
      best[i][j] = i + j > 0 ? (double)INFINITY : 0;
      for (size_t a = 0; a <= K && a <= i; a++)
        for (size_t b = 0; b <= K && b <= j; b++) {
          if (a == 0 ? b != 1 : b == 0 && a != 1) continue;
          double cost = best[i - a][j - b] + (double)price[i][j][a][b];
          if (cost < best[i][j]) best[i][j] = cost;
        }
    }
  return best[S][G];
}

/* Whatever the weights, also where more of a feature makes a bead cheaper. */
START_TEST(search_finds_the_cheapest_path) {
  static const segi_translations nothing = {.words = SEGI_KEYS_EMPTY};
  static prices price;
  segi_knowledge knowledge = {.lexicon = &nothing, .taught = &nothing};
  segi_weights weights;
  segi_corridor corridor;
  segi_known known;
  for (size_t i = 0; i < S; i += 2) source[i].opens_paragraph = true;
  for (size_t j = 0; j < G; j += 2) target[j].opens_paragraph = true;
  ck_assert_int_eq(segi_weights_read(segi_weights_default(), &weights, NULL), SEG_OK);
  ck_assert(segi_texts_make(source, S, target, G, &texts));
  ck_assert(segi_corridor_make(S, G, NULL, 0, 0, &corridor));
  ck_assert_int_eq(segi_known_make(NULL, 0, S, G, K, &known, NULL), SEG_OK);
  for (uint64_t draw = 0; draw < 200; draw++) {
    segi_bitext bitext;
    seg_bead *beads;
    size_t count;
    if (draw > 0)
      for (size_t f = 0; f < SEGI_FEATURES; f++)
        weights.cost[f] = (double)segi_choice(segi_draw(draw, f, 0), 61) / 10 - 3;
    ck_assert(segi_bitext_make(&texts, K, &weights, &knowledge, &bitext));
    ck_assert(segi_search(&bitext, &corridor, &known, &weights, &beads, &count));
    price_all(&bitext, &corridor, &weights, price);
    double cost = 0;
    for (size_t k = 0; k < count; k++) {
      size_t a = beads[k].source_count, b = beads[k].target_count;
      cost += (double)price[beads[k].source_first + a][beads[k].target_first + b][a][b];
    }
    ck_assert_double_eq_tol(cost, cheapest(price), 1e-6);
    free(beads);
    segi_bitext_clear(&bitext);
  }
  segi_known_clear(&known);
  segi_corridor_clear(&corridor);
  segi_texts_clear(&texts);
}
END_TEST

static seg_status fit(char **weights, size_t *length, seg_error *error) {
  seg_align_example example = {source, target, S, G, &gold, {NULL, 0}, 1};
  seg_align_fit_options options = seg_align_fit_defaults;
  options.rounds = 1;
  options.steps = 10;
  return seg_align_fit(&example, 1, &options, weights, length, error);
}

START_TEST(fit_repeats_and_is_of_use) {
  char *first, *second;
  size_t length, second_length, count;
  ck_assert_int_eq(fit(&first, &length, NULL), SEG_OK);
  ck_assert_int_eq(fit(&second, &second_length, NULL), SEG_OK);
  ck_assert_uint_eq(length, second_length);
  ck_assert_int_eq(memcmp(first, second, length), 0);
  seg_align_options options = seg_align_defaults;
  options.weights = (seg_bytes){first, length};
  seg_aligner *aligner;
  seg_bead *beads;
  ck_assert_int_eq(seg_aligner_new(&options, &aligner, NULL), SEG_OK);
  ck_assert_int_eq(seg_align(aligner, source, S, target, G, &beads, &count, NULL), SEG_OK);
  path_of(gold_text, S, G);
  ck_assert_uint_eq(count, path_count);
  for (size_t k = 0; k < count; k++) {
    ck_assert_uint_eq(beads[k].source_count, path[k].source_count);
    ck_assert_uint_eq(beads[k].target_count, path[k].target_count);
  }
  seg_free(beads);
  seg_aligner_free(aligner);
  seg_free(first);
  seg_free(second);
}
END_TEST

START_TEST(fit_when_memory_is_short) {
  char *weights;
  size_t length;
  long n = 0;
  seg_status status;
  do {
    n += 1 + n / 50;
    segi_fail_allocation(n);
    status = fit(&weights, &length, NULL);
    segi_fail_allocation(0);
    ck_assert(status == SEG_OK || status == SEG_NOMEM);
    if (status != SEG_OK) ck_assert_ptr_null(weights);
  } while (status != SEG_OK);
  seg_free(weights);
}
END_TEST

/* Weights as they are written, and what is wrong with others. */
START_TEST(weights_are_read_and_written) {
  segi_weights weights, again;
  segi_buf text = SEGI_BUF_EMPTY;
  ck_assert_int_eq(segi_weights_read(segi_weights_default(), &weights, NULL), SEG_OK);
  weights.cost[SEGI_LENGTH] = -0.00125;
  ck_assert(segi_weights_write(&weights, &text));
  ck_assert_ptr_nonnull(strstr(text.data, "\nlength -0.00125\n"));
  seg_bytes bytes = {text.data, text.length};
  ck_assert_int_eq(segi_weights_read(bytes, &again, NULL), SEG_OK);
  size_t count;
  const double *row = segi_weights_row(&weights, &count), *other = segi_weights_row(&again, &count);
  for (size_t n = 0; n < count; n++) ck_assert(fabs(row[n] - other[n]) < 1e-5);
  segi_buf_clear(&text);
}
END_TEST

static const struct {
  const char *text;
  size_t line;
} bad_weights[] = {
  {"translation 1\n", 2},          {"translation\n", 1},        {"# fine\nheight 2\n", 2},
  {"unknown 1\nunknown 1\n", 2},   {"unknown 1,5\n", 1},        {"unknown -\n", 1},
  {"unknown 99999999999999\n", 1}, {"unknown 1.2.3\n", 1},      {"unknown \n", 1},
};

START_TEST(bad_weights_are_refused) {
  seg_align_options options = seg_align_defaults;
  options.weights = (seg_bytes){bad_weights[_i].text, strlen(bad_weights[_i].text)};
  seg_aligner *aligner;
  seg_error error = {0};
  ck_assert_int_eq(seg_aligner_new(&options, &aligner, &error), SEG_BAD_FORMAT);
  ck_assert_uint_eq(error.line, bad_weights[_i].line);
  ck_assert_ptr_null(aligner);
}
END_TEST

START_TEST(bad_examples_are_refused) {
  char *weights;
  size_t length;
  ck_assert_int_eq(seg_align_fit(NULL, 0, NULL, &weights, &length, NULL), SEG_BAD_ARGUMENT);
  seg_align_example example = {source, target, S, G, &gold, {"ein\tone\n", 8}, 1};
  ck_assert_int_eq(seg_align_fit(&example, 1, NULL, &weights, &length, NULL), SEG_BAD_FORMAT);
  example.lexicon = (seg_bytes){NULL, 0};
  example.S = 3;
  ck_assert_int_eq(seg_align_fit(&example, 1, NULL, &weights, &length, NULL), SEG_BAD_MATCH);
}
END_TEST

Suite *align_fit_suite(void) {
  Suite *suite = suite_create("align_fit");
  TCase *tests = tcase_create("align_fit");
  tcase_set_timeout(tests, 120);
  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_add_test(tests, gold_becomes_a_path);
  tcase_add_test(tests, gradient_is_that_of_the_loss);
  tcase_add_test(tests, search_finds_the_cheapest_path);
  tcase_add_test(tests, fit_repeats_and_is_of_use);
  tcase_add_test(tests, fit_when_memory_is_short);
  tcase_add_test(tests, weights_are_read_and_written);
  tcase_add_loop_test(tests, bad_weights_are_refused, 0,
                      (int)(sizeof bad_weights / sizeof *bad_weights));
  tcase_add_test(tests, bad_examples_are_refused);
  suite_add_tcase(suite, tests);
  return suite;
}
