#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seg/seg.h"
#include "suites.h"
#include "support/random_text.h"

/* A text and what became of it. */
typedef struct noised {
  segi_buf clean, damaged;
  seg_editlog *repairs; /* of the whole text */
} noised;

static void clear_noised(noised *n) {
  segi_buf_clear(&n->clean);
  segi_buf_clear(&n->damaged);
  seg_editlog_free(n->repairs);
}

static seg_status collect(noised *n, const seg_noised *block) {
  if (!segi_buf_append(&n->clean, block->clean.data, block->clean.length) ||
      !segi_buf_append(&n->damaged, block->damaged.data, block->damaged.length))
    return SEG_NOMEM;
  seg_status status = SEG_OK;
  for (size_t i = 0; i < seg_editlog_count(block->repairs) && status == SEG_OK; i++) {
    seg_edit edit = seg_editlog_get(block->repairs, i);
    edit.offset += block->damaged_offset;
    status = seg_editlog_append(n->repairs, &edit, NULL);
  }
  return status;
}

/* Feeds a text in pieces of `step` bytes. */
static seg_status feed(seg_noiser *noiser, const char *text, size_t length, size_t step,
                       noised *n) {
  seg_noised block;
  *n = (noised){SEGI_BUF_EMPTY, SEGI_BUF_EMPTY, NULL};
  seg_status status = seg_editlog_new(&n->repairs, NULL);
  for (size_t i = 0; i < length && status == SEG_OK; i += step) {
    size_t piece = length - i < step ? length - i : step;
    status = seg_noiser_feed(noiser, text + i, piece, false, &block, NULL);
    if (status == SEG_OK) status = collect(n, &block);
  }
  if (status == SEG_OK) status = seg_noiser_feed(noiser, "", 0, true, &block, NULL);
  return status == SEG_OK ? collect(n, &block) : status;
}

static seg_noiser *noiser_of(uint64_t seed, double rate) {
  seg_noiser *noiser;
  size_t count;
  const seg_noise_kind *kinds = seg_noise_kinds(&count);
  ck_assert_int_eq(seg_noiser_new("none", seed, &noiser, NULL), SEG_OK);
  for (size_t k = 0; k < count; k++)
    ck_assert_int_eq(seg_noiser_set_rate(noiser, kinds[k].id, rate, NULL), SEG_OK);
  return noiser;
}

static bool same(const segi_buf *a, const char *text, size_t length) {
  return a->length == length && (length == 0 || memcmp(a->data, text, length) == 0);
}

/* Alone and at rate 1, every kind makes its example, and its repairs undo it. */
START_TEST(kinds_do_what_their_examples_say) {
  size_t count;
  const seg_noise_kind *kind = &seg_noise_kinds(&count)[_i];
  seg_noiser *noiser;
  noised n;
  char *repaired;
  size_t length;
  ck_assert_int_eq(seg_noiser_new("none", 1, &noiser, NULL), SEG_OK);
  ck_assert_int_eq(seg_noiser_set_rate(noiser, kind->id, 1, NULL), SEG_OK);
  ck_assert_int_eq(feed(noiser, kind->before, strlen(kind->before), 1000, &n), SEG_OK);
  ck_assert_str_eq(n.damaged.data, kind->after);
  ck_assert_uint_eq(seg_editlog_count(n.repairs), 1);
  ck_assert_str_eq(seg_editlog_get(n.repairs, 0).kind, kind->id);
  ck_assert_int_eq(seg_editlog_apply(n.repairs, n.damaged.data, n.damaged.length, &repaired,
                                     &length, NULL),
                   SEG_OK);
  ck_assert_str_eq(repaired, kind->before);
  seg_free(repaired);
  clear_noised(&n);
  seg_noiser_free(noiser);
}
END_TEST

/* For any bytes, cut anywhere: the same damage, the input as clean text, repairs that lead back. */
START_TEST(random_text_is_damaged_alike_in_every_cut_and_comes_back) {
  uint64_t seed = (uint64_t)_i + 1;
  size_t length, repaired_length;
  char *text = random_text(&seed, 1 + random_below(&seed, 12000), &length), *repaired;
  noised whole, pieces;
  seg_noiser *one = noiser_of(seed, 0.3), *other = noiser_of(seed, 0.3);
  ck_assert_int_eq(feed(one, text, length, length + 1, &whole), SEG_OK);
  ck_assert_int_eq(feed(other, text, length, 1 + random_below(&seed, 40), &pieces), SEG_OK);
  ck_assert(same(&whole.clean, text, length));
  ck_assert(same(&pieces.clean, text, length));
  ck_assert(same(&pieces.damaged, whole.damaged.data, whole.damaged.length));
  ck_assert_uint_eq(seg_editlog_count(pieces.repairs), seg_editlog_count(whole.repairs));
  ck_assert_int_eq(seg_editlog_apply(whole.repairs, whole.damaged.data, whole.damaged.length,
                                     &repaired, &repaired_length, NULL),
                   SEG_OK);
  ck_assert_uint_eq(repaired_length, length);
  ck_assert(length == 0 || memcmp(repaired, text, length) == 0);
  seg_free(repaired);
  free(text);
  clear_noised(&whole);
  clear_noised(&pieces);
  seg_noiser_free(one);
  seg_noiser_free(other);
}
END_TEST

START_TEST(tokens_without_end_are_cut_alike) {
  enum { LENGTH = 30000 };
  char *text = malloc(LENGTH);
  noised whole, pieces;
  seg_noiser *one = noiser_of(5, 0.5), *other = noiser_of(5, 0.5);
  for (int i = 0; i < LENGTH; i++) text[i] = i < LENGTH / 2 ? "\xC3\xA4"[i % 2] : ' ';
  ck_assert_int_eq(feed(one, text, LENGTH, LENGTH, &whole), SEG_OK);
  ck_assert_int_eq(feed(other, text, LENGTH, 1, &pieces), SEG_OK);
  ck_assert(same(&whole.clean, text, LENGTH));
  ck_assert(same(&pieces.damaged, whole.damaged.data, whole.damaged.length));
  free(text);
  clear_noised(&whole);
  clear_noised(&pieces);
  seg_noiser_free(one);
  seg_noiser_free(other);
}
END_TEST

static const char sentences[] =
    "Er fuhr nach Russland. Damit war es gut, weil er kam. Dr. Müller sah am 3. Mai den Plan, "
    "bzw. Teile davon, im Jahr 2018. Danach sagte er (leise): Ja, das ist so.\n\nEnde";

static char *damaged_by(const char *preset, const char *kind, double rate, uint64_t seed) {
  seg_noiser *noiser;
  noised n;
  ck_assert_int_eq(seg_noiser_new(preset, seed, &noiser, NULL), SEG_OK);
  if (kind != NULL) ck_assert_int_eq(seg_noiser_set_rate(noiser, kind, rate, NULL), SEG_OK);
  ck_assert_int_eq(feed(noiser, sentences, strlen(sentences), 1000, &n), SEG_OK);
  char *damaged = segi_buf_take(&n.damaged);
  clear_noised(&n);
  seg_noiser_free(noiser);
  return damaged;
}

START_TEST(without_rates_nothing_happens) {
  char *damaged = damaged_by("none", NULL, 0, 1);
  ck_assert_str_eq(damaged, sentences);
  seg_free(damaged);
}
END_TEST

/* Abbreviations, titles and dates are no sentence ends; a list's comma is no clause. */
START_TEST(kinds_strike_their_places_only) {
  char *joined = damaged_by("none", "sentence-join", 1, 1);
  ck_assert_str_eq(joined, "Er fuhr nach RusslandDamit war es gut, weil er kamDr. Müller sah am "
                           "3. Mai den Plan, bzw. Teile davon, im Jahr 2018Danach sagte er "
                           "(leise): Ja, das ist soEnde");
  char *clauses = damaged_by("none", "comma-join", 1, 1);
  ck_assert_str_eq(clauses, "Er fuhr nach Russland. Damit war es gutweil er kam. Dr. Müller sah am "
                            "3. Mai den Plan, bzw. Teile davon, im Jahr 2018. Danach sagte er "
                            "(leise): Jadas ist so.\n\nEnde");
  seg_free(joined);
  seg_free(clauses);
}
END_TEST

/* What a seed gives is the same for ever, on every machine. */
START_TEST(the_seed_decides) {
  char *first = damaged_by("none", "word-join", 0.5, 7);
  char *again = damaged_by("none", "word-join", 0.5, 7);
  char *other = damaged_by("none", "word-join", 0.5, 8);
  ck_assert_str_eq(first, again);
  ck_assert_str_ne(first, other);
  ck_assert_str_eq(first, "Erfuhr nach Russland. Damit war es gut, weil er kam. Dr. Müller sah am 3. Mai "
                          "den Plan, bzw. Teile davon, im Jahr2018. Danachsagte er (leise): Ja, das "
                          "istso.\n\nEnde");
  seg_free(first);
  seg_free(again);
  seg_free(other);
}
END_TEST

START_TEST(wrong_rates_are_refused) {
  seg_noiser *noiser = NULL;
  seg_error error = {0};
  ck_assert_int_eq(seg_noiser_new("novel", 1, &noiser, &error), SEG_BAD_ARGUMENT);
  ck_assert_ptr_null(noiser);
  ck_assert_ptr_nonnull(strstr(error.message, "novel"));
  ck_assert_int_eq(seg_noiser_new("pages", 1, &noiser, NULL), SEG_OK);
  ck_assert_int_eq(seg_noiser_set_rate(noiser, "no-such-kind", 0.1, NULL), SEG_BAD_ARGUMENT);
  ck_assert_int_eq(seg_noiser_set_rate(noiser, "word-join", 1.1, NULL), SEG_BAD_ARGUMENT);
  seg_noiser_free(noiser);
}
END_TEST

START_TEST(memory_may_end_anywhere) {
  for (long n = 1;; n++) {
    seg_noiser *noiser = NULL;
    noised result = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY, NULL};
    segi_fail_allocation(n);
    seg_status status = seg_noiser_new("article", 1, &noiser, NULL);
    if (status == SEG_OK) status = seg_noiser_set_rate(noiser, "word-join", 0.5, NULL);
    if (status == SEG_OK) status = feed(noiser, sentences, strlen(sentences), 20, &result);
    segi_fail_allocation(0);
    clear_noised(&result);
    seg_noiser_free(noiser);
    if (status == SEG_OK) break;
    ck_assert_int_eq(status, SEG_NOMEM);
  }
}
END_TEST

/* --- Parallel texts. */

enum { LINES = 400 };

static char line_texts[2][LINES][64];
static seg_bytes line_views[2][LINES];

/* Line i holds its number twice around a comma, so that every noisy line tells where it is from. */
static void make_lines(void) {
  for (int s = 0; s < 2; s++)
    for (int i = 0; i < LINES; i++) {
      const char *format = i % 50 == 49 ? "" : "<%d> Anfang der Zeile, und ihr Ende <%d>";
      int length = snprintf(line_texts[s][i], sizeof line_texts[s][i], format, i, i);
      line_views[s][i] = (seg_bytes){line_texts[s][i], (size_t)length};
    }
}

/* The line that a noisy one begins with, or ends with. */
static int number_of(seg_bytes line, bool last) {
  int number = -1;
  for (size_t i = 0; i < line.length; i++)
    if (line.data[i] == '<' && (last || number < 0)) number = atoi(line.data + i + 1);
  return number;
}

/* The sentences of one side without paragraph ends; returns their number. */
static size_t sentences_of(const seg_bytes *lines, size_t count, seg_bytes *found) {
  size_t used = 0;
  for (size_t i = 0; i < count; i++)
    if (lines[i].length > 0) found[used++] = lines[i];
  return used;
}

START_TEST(beads_hold_every_sentence_once_and_pair_what_belongs_together) {
  static seg_bytes found[2][4 * LINES];
  seg_bitext_noise options = {.size = sizeof options, .seed = (uint64_t)_i, .merge = 0.1,
                              .split = 0.1, .deletion = 0.1, .insertion = 0.1};
  seg_noisy_bitext noisy;
  make_lines();
  ck_assert_int_eq(seg_noise_bitext(&options, line_views[0], line_views[1], LINES, &noisy, NULL),
                   SEG_OK);
  size_t S = sentences_of(noisy.source, noisy.source_count, found[0]);
  size_t T = sentences_of(noisy.target, noisy.target_count, found[1]);
  size_t s = 0, t = 0, singles = 0, merged = 0, split = 0, alone = 0;
  for (size_t i = 0; i < noisy.bead_count; i++) {
    seg_bead b = noisy.beads[i];
    ck_assert_uint_eq(b.source_first, s);
    ck_assert_uint_eq(b.target_first, t);
    s += b.source_count;
    t += b.target_count;
    alone += b.source_count == 0 || b.target_count == 0;
    if (b.source_count == 0 || b.target_count == 0) continue;
    singles += b.source_count == 1 && b.target_count == 1;
    merged += b.source_count == 1 && b.target_count == 2;
    split += b.source_count == 2 && b.target_count == 1;
    /* Both sides are from the same lines: they overlap at least. */
    int source_first = number_of(found[0][b.source_first], false);
    int source_last = number_of(found[0][s - 1], true);
    int target_first = number_of(found[1][b.target_first], false);
    int target_last = number_of(found[1][t - 1], true);
    ck_assert_int_le(source_first, target_last);
    ck_assert_int_le(target_first, source_last);
  }
  ck_assert_uint_eq(s, S);
  ck_assert_uint_eq(t, T);
  ck_assert_uint_gt(singles, LINES / 4);
  ck_assert_uint_gt(merged, 10);
  ck_assert_uint_gt(split, 10);
  ck_assert_uint_gt(alone, 50);
  seg_noisy_bitext_clear(&noisy);
}
END_TEST

/* Merges and splits lose nothing, and beads are from the same lines on both sides. */
START_TEST(merged_and_split_lines_are_all_there) {
  static seg_bytes found[2][2 * LINES];
  seg_bitext_noise options = {.size = sizeof options, .seed = (uint64_t)_i, .merge = 0.4,
                              .split = 0.4};
  seg_noisy_bitext noisy;
  make_lines();
  ck_assert_int_eq(seg_noise_bitext(&options, line_views[0], line_views[1], LINES, &noisy, NULL),
                   SEG_OK);
  sentences_of(noisy.source, noisy.source_count, found[0]);
  sentences_of(noisy.target, noisy.target_count, found[1]);
  int next = 0;
  for (size_t i = 0; i < noisy.bead_count; i++) {
    seg_bead b = noisy.beads[i];
    ck_assert_uint_gt(b.source_count, 0);
    ck_assert_uint_gt(b.target_count, 0);
    int last = number_of(found[0][b.source_first + b.source_count - 1], true);
    if (line_views[0][next].length == 0) next++;
    ck_assert_int_eq(number_of(found[0][b.source_first], false), next);
    ck_assert_int_eq(number_of(found[1][b.target_first], false), next);
    ck_assert_int_eq(number_of(found[1][b.target_first + b.target_count - 1], true), last);
    next = last + 1;
  }
  ck_assert_int_eq(next, LINES - 1);
  seg_noisy_bitext_clear(&noisy);
}
END_TEST

/* Halves that correspond would be a bead each, and the gold wrong. */
START_TEST(places_of_two_splits_do_not_correspond) {
  static const char *const texts[2] = {
    "Am Morgen kam der Zug, am Mittag kam der Bus, am Abend kam niemand mehr.",
    "In the morning the train came, at noon the bus came, in the evening nobody came."};
  seg_bytes lines[2] = {{texts[0], strlen(texts[0])}, {texts[1], strlen(texts[1])}};
  seg_bitext_noise options = {.size = sizeof options, .seed = (uint64_t)_i, .split = 1};
  seg_noisy_bitext noisy;
  ck_assert_int_eq(seg_noise_bitext(&options, &lines[0], &lines[1], 1, &noisy, NULL), SEG_OK);
  ck_assert_uint_eq(noisy.bead_count, 1);
  ck_assert_uint_eq(noisy.source_count, 2);
  ck_assert_uint_eq(noisy.target_count, 2);
  bool early = noisy.source[0].length < lines[0].length / 2;
  ck_assert(early != (noisy.target[0].length < lines[1].length / 2));
  seg_noisy_bitext_clear(&noisy);
}
END_TEST

START_TEST(without_rates_beads_are_pairs) {
  seg_bitext_noise options = {.size = sizeof options};
  seg_noisy_bitext noisy;
  make_lines();
  ck_assert_int_eq(seg_noise_bitext(&options, line_views[0], line_views[1], LINES, &noisy, NULL),
                   SEG_OK);
  ck_assert_uint_eq(noisy.source_count, LINES);
  ck_assert_uint_eq(noisy.target_count, LINES);
  ck_assert_uint_eq(noisy.bead_count, LINES - LINES / 50);
  for (size_t i = 0; i < LINES; i++)
    ck_assert_int_eq(number_of(noisy.source[i], false), number_of(noisy.target[i], false));
  seg_noisy_bitext_clear(&noisy);
  options.merge = 0.7;
  options.split = 0.7;
  ck_assert_int_eq(seg_noise_bitext(&options, NULL, NULL, 0, &noisy, NULL), SEG_BAD_ARGUMENT);
}
END_TEST

START_TEST(memory_may_end_anywhere_in_bitexts) {
  seg_bitext_noise options = {.size = sizeof options, .merge = 0.2, .split = 0.2,
                              .deletion = 0.2, .insertion = 0.2};
  make_lines();
  for (long n = 1;; n++) {
    seg_noisy_bitext noisy;
    segi_fail_allocation(n);
    seg_status status =
        seg_noise_bitext(&options, line_views[0], line_views[1], LINES, &noisy, NULL);
    segi_fail_allocation(0);
    seg_noisy_bitext_clear(&noisy);
    if (status == SEG_OK) break;
    ck_assert_int_eq(status, SEG_NOMEM);
  }
}
END_TEST

Suite *noise_suite(void) {
  size_t kinds;
  seg_noise_kinds(&kinds);
  Suite *suite = suite_create("noise");
  TCase *text = tcase_create("text"), *bitext = tcase_create("bitext");
  tcase_add_loop_test(text, kinds_do_what_their_examples_say, 0, (int)kinds);
  tcase_add_loop_test(text, random_text_is_damaged_alike_in_every_cut_and_comes_back, 0, 100);
  tcase_add_test(text, tokens_without_end_are_cut_alike);
  tcase_add_test(text, without_rates_nothing_happens);
  tcase_add_test(text, kinds_strike_their_places_only);
  tcase_add_test(text, the_seed_decides);
  tcase_add_test(text, wrong_rates_are_refused);
  tcase_add_test(text, memory_may_end_anywhere);
  tcase_add_loop_test(bitext, beads_hold_every_sentence_once_and_pair_what_belongs_together, 0, 20);
  tcase_add_loop_test(bitext, places_of_two_splits_do_not_correspond, 0, 20);
  tcase_add_loop_test(bitext, merged_and_split_lines_are_all_there, 0, 20);
  tcase_add_test(bitext, without_rates_beads_are_pairs);
  tcase_add_test(bitext, memory_may_end_anywhere_in_bitexts);
  suite_add_tcase(suite, text);
  suite_add_tcase(suite, bitext);
  return suite;
}
