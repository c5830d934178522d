/* What the caller knows: word lists, sentence vectors, anchors. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align/dense.h"
#include "align/known.h"
#include "align/lexicon_formats.h"
#include "align/terms.h"
#include "base/mem.h"
#include "seg/align.h"
#include "seg/text.h"
#include "suites.h"
#include "support/random_text.h"

/* --- Documents of sentences without a common word: only evidence pairs them. */

enum { SENTENCES = 12, DIMENSION = 16, GROUPS = 3 };

static char texts[2][SENTENCES][64];
static seg_sentence source[SENTENCES], target[SENTENCES];
static seg_bead *beads;
static size_t bead_count;

/* Words of letters that the other side does not use. */
static void write_sentence(char *text, uint64_t *state, char first_letter) {
  size_t length = 30;
  for (size_t i = 0; i < length; i++)
    text[i] = i % 6 == 5 ? ' ' : (char)(first_letter + (char)random_below(state, 12));
  text[length] = '\0';
}

static void setup(void) {
  uint64_t state = 99;
  beads = NULL;
  bead_count = 0;
  for (size_t i = 0; i < SENTENCES; i++) {
    write_sentence(texts[0][i], &state, 'a');
    write_sentence(texts[1][i], &state, 'n');
    source[i] = (seg_sentence){.text = {texts[0][i], strlen(texts[0][i])}};
    target[i] = (seg_sentence){.text = {texts[1][i], strlen(texts[1][i])}};
  }
}

static void teardown(void) {
  seg_free(beads);
  beads = NULL;
}

static seg_status align_sides(size_t S, size_t G, const seg_align_evidence *evidence,
                              seg_error *error) {
  seg_align_options options = seg_align_defaults;
  options.source_language = options.target_language = "sv";
  seg_aligner *aligner;
  seg_free(beads);
  beads = NULL;
  bead_count = 0;
  seg_status status = seg_aligner_new(&options, &aligner, error);
  if (status == SEG_OK)
    status = seg_align_with(aligner, source, S, target, G, evidence, &beads, &bead_count, error);
  seg_aligner_free(aligner);
  return status;
}

/* Beads as "0-0 1+2-1 -2". */
static const char *result(void) {
  static char text[1024];
  size_t used = 0;
  text[0] = '\0';
  for (size_t k = 0; k < bead_count; k++) {
    const seg_bead *b = &beads[k];
    if (k > 0) text[used++] = ' ';
    for (size_t i = 0; i < b->source_count; i++)
      used += (size_t)sprintf(text + used, "%s%zu", i > 0 ? "+" : "", b->source_first + i);
    text[used++] = '-';
    for (size_t j = 0; j < b->target_count; j++)
      used += (size_t)sprintf(text + used, "%s%zu", j > 0 ? "+" : "", b->target_first + j);
  }
  text[used] = '\0';
  return text;
}

/* --- Sentence vectors */

static float numbers[2][GROUPS * SENTENCES][DIMENSION];
static const float *rows[2][GROUPS * SENTENCES];

static void fill_random(float *vector, uint64_t seed) {
  uint64_t state = seed * 7919 + 1;
  for (size_t d = 0; d < DIMENSION; d++) vector[d] = (float)random_below(&state, 2000) / 1000 - 1;
}

static void sum_up(float *vector, const float *a, const float *b) {
  for (size_t d = 0; d < DIMENSION; d++) vector[d] = a[d] + b[d];
}

/* Target sentence 4 says what source sentences 4 and 5 say. */
static void make_vectors(void) {
  for (size_t i = 0; i < SENTENCES; i++) fill_random(numbers[0][i], i);
  for (size_t j = 0, i = 0; j < SENTENCES - 1; j++, i++) {
    memcpy(numbers[1][j], numbers[0][i], sizeof numbers[1][j]);
    if (i != 4) continue;
    i++;
    sum_up(numbers[1][j], numbers[0][4], numbers[0][5]);
  }
  for (size_t i = 0; i < SENTENCES; i++) {
    rows[0][i] = numbers[0][i];
    rows[1][i] = numbers[1][i];
  }
}

static const char expected[] = "0-0 1-1 2-2 3-3 4+5-4 6-5 7-6 8-7 9-8 10-9 11-10";

START_TEST(vectors_pair_what_words_do_not) {
  seg_embeddings x = {DIMENSION, 1, rows[0]}, y = {DIMENSION, 1, rows[1]};
  seg_align_evidence evidence = {.size = sizeof evidence, .source = &x, .target = &y};
  make_vectors();
  ck_assert_int_eq(align_sides(SENTENCES, SENTENCES - 1, NULL, NULL), SEG_OK);
  ck_assert_str_ne(result(), expected);
  ck_assert_int_eq(align_sides(SENTENCES, SENTENCES - 1, &evidence, NULL), SEG_OK);
  ck_assert_str_eq(result(), expected);
  for (size_t k = 0; k < bead_count; k++)
    if (beads[k].target_count > 0) ck_assert(beads[k].score > 0.5);
}
END_TEST

/* Neither length nor a part that all vectors share tells anything. */
START_TEST(length_and_common_part_do_not_matter) {
  seg_embeddings x = {DIMENSION, 1, rows[0]}, y = {DIMENSION, 1, rows[1]};
  seg_align_evidence evidence = {.size = sizeof evidence, .source = &x, .target = &y};
  make_vectors();
  for (size_t i = 0; i < SENTENCES; i++)
    for (size_t d = 0; d < DIMENSION; d++) {
      numbers[0][i][d] *= i % 2 == 0 ? 1e-6f : 1e6f;
      numbers[1][i][d] = (numbers[1][i][d] + (d == 3 ? 0.5f : 0)) * 50;
    }
  ck_assert_int_eq(align_sides(SENTENCES, SENTENCES - 1, &evidence, NULL), SEG_OK);
  ck_assert_str_eq(result(), expected);
}
END_TEST

/* Vectors of joined neighbours move the distance of their beads, and of no other. */
START_TEST(vectors_of_neighbours_count) {
  seg_embeddings x = {DIMENSION, GROUPS, rows[0]}, y = {DIMENSION, 2, rows[1]};
  segi_dense_groups gx, gy;
  make_vectors();
  memset(rows, 0, sizeof rows);
  for (size_t i = 0; i < SENTENCES; i++) rows[0][i] = numbers[0][i];
  for (size_t j = 0; j < SENTENCES; j++) rows[1][j] = numbers[1][j];
  rows[0][SENTENCES + 4] = numbers[1][4]; /* 4 and 5 together */
  ck_assert(segi_dense_groups_make(&x, SENTENCES, &y, SENTENCES, 6, &gx, &gy));
  ck_assert_uint_eq(gx.L, 2);
  float far[SENTENCES + 1];
  for (size_t j = 0; j <= SENTENCES; j++) far[j] = 1;
  segi_dense_mix(&gx, &gy, 0.5, 6, 2, 1, 1, SENTENCES, far);
  for (size_t j = 1; j <= SENTENCES; j++) {
    if (j == 5)
      ck_assert(far[j] < 0.55f);
    else
      ck_assert(far[j] > 0.6f);
  }
  for (size_t j = 0; j <= SENTENCES; j++) far[j] = 1;
  segi_dense_mix(&gx, &gy, 0.5, 5, 2, 1, 1, SENTENCES, far); /* 3 and 4 have none */
  segi_dense_mix(&gx, &gy, 0.5, 6, 3, 1, 1, SENTENCES, far);
  segi_dense_mix(&gx, &gy, 0.5, 6, 1, 2, 2, SENTENCES, far);
  for (size_t j = 0; j <= SENTENCES; j++) ck_assert(far[j] == 1);
  segi_dense_groups_clear(&gx);
  segi_dense_groups_clear(&gy);
}
END_TEST

static void refuse(const seg_align_evidence *evidence, seg_status status, const char *message) {
  seg_error error = {0};
  ck_assert_int_eq(align_sides(SENTENCES, SENTENCES, evidence, &error), status);
  ck_assert_str_eq(error.message, message);
  ck_assert_ptr_null(beads);
  ck_assert_uint_eq(bead_count, 0);
}

START_TEST(bad_vectors_are_refused) {
  seg_embeddings x = {DIMENSION, 1, rows[0]}, y = {DIMENSION, 1, rows[1]};
  seg_align_evidence evidence = {.size = sizeof evidence, .source = &x};
  make_vectors();
  refuse(&evidence, SEG_BAD_ARGUMENT, "incomplete evidence");
  evidence.target = &y;
  y.dimension = DIMENSION / 2;
  refuse(&evidence, SEG_BAD_ARGUMENT,
         "the source vectors have 16 dimensions, the target vectors 8");
  y.dimension = 0;
  refuse(&evidence, SEG_BAD_ARGUMENT, "incomplete embeddings of the target");
  y.dimension = DIMENSION;
  float bad[] = {NAN, INFINITY, -INFINITY, 1e30f};
  for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
    numbers[1][7][2] = bad[k];
    refuse(&evidence, SEG_BAD_FORMAT, "the vector of target sentence 7 is not finite or too long");
  }
}
END_TEST

/* Zeros and missing vectors are no evidence, and no trouble. */
START_TEST(vectors_may_be_missing) {
  seg_embeddings x = {DIMENSION, GROUPS, rows[0]}, y = {DIMENSION, GROUPS, rows[1]};
  seg_align_evidence evidence = {.size = sizeof evidence, .source = &x, .target = &y};
  memset(rows, 0, sizeof rows);
  memset(numbers, 0, sizeof numbers);
  rows[0][3] = numbers[0][3];
  rows[1][SENTENCES + 2] = numbers[1][2];
  for (size_t i = 0; i < SENTENCES; i++) target[i] = source[i]; /* their words leave no doubt */
  ck_assert_int_eq(align_sides(SENTENCES, SENTENCES, NULL, NULL), SEG_OK);
  char without[1024];
  strcpy(without, result());
  ck_assert_int_eq(align_sides(SENTENCES, SENTENCES, &evidence, NULL), SEG_OK);
  ck_assert_str_eq(result(), without);
  ck_assert_int_eq(align_sides(0, SENTENCES, &evidence, NULL), SEG_OK);
  ck_assert_uint_eq(bead_count, SENTENCES);
}
END_TEST

START_TEST(dots_are_sums_of_products) {
  float x[37], y[37];
  uint64_t state = 5;
  for (size_t D = 0; D <= 37; D++) {
    double sum = 0;
    for (size_t d = 0; d < D; d++) {
      x[d] = (float)random_below(&state, 100) - 50;
      y[d] = (float)random_below(&state, 100) - 50;
      sum += (double)x[d] * (double)y[d];
    }
    ck_assert(fabs((double)segi_dense_dot(x, y, D) - sum) < 0.5);
  }
}
END_TEST

/* --- Anchors */

static seg_align_anchor together(size_t i, size_t j) {
  return (seg_align_anchor){i, 1, j, 1, false};
}

static seg_align_anchor bead(size_t s, size_t a, size_t t, size_t b) {
  return (seg_align_anchor){s, a, t, b, true};
}

/* Whether a bead of the result holds both, or is the anchor. */
static bool holds_to(const seg_align_anchor *a) {
  for (size_t k = 0; k < bead_count; k++) {
    const seg_bead *b = &beads[k];
    bool first = b->source_first <= a->source_first && b->target_first <= a->target_first;
    bool last = b->source_first + b->source_count >= a->source_first + a->source_count &&
                b->target_first + b->target_count >= a->target_first + a->target_count;
    bool same = b->source_count == a->source_count && b->target_count == a->target_count &&
                (a->source_count == 0 || b->source_first == a->source_first) &&
                (a->target_count == 0 || b->target_first == a->target_first);
    if (a->exact && a->source_count > 0 && a->target_count > 0) {
      if (same) return beads[k].score == 1;
    } else if (a->exact) {
      if (same) return true;
    } else if (first && last) {
      return true;
    }
  }
  return false;
}

static void expect_held(const seg_align_anchor *anchors, size_t count, size_t S, size_t G) {
  seg_align_evidence evidence = {
    .size = sizeof evidence, .anchors = anchors, .anchor_count = count};
  seg_error error = {0};
  size_t i = 0, j = 0;
  ck_assert_msg(align_sides(S, G, &evidence, &error) == SEG_OK, "%zu: %s", error.line,
                error.message);
  for (size_t k = 0; k < bead_count; k++) {
    ck_assert_uint_eq(beads[k].source_first, i);
    ck_assert_uint_eq(beads[k].target_first, j);
    i += beads[k].source_count;
    j += beads[k].target_count;
  }
  ck_assert_uint_eq(i, S);
  ck_assert_uint_eq(j, G);
  for (size_t k = 0; k < count; k++)
    ck_assert_msg(holds_to(&anchors[k]), "anchor %zu is not in %s", k, result());
}

START_TEST(path_holds_to_anchors) {
  const size_t N = SENTENCES;
  seg_align_anchor far[] = {together(2, 9), together(5, 10)};
  expect_held(far, 2, N, N);
  seg_align_anchor same_sentence[] = {together(3, 6), together(3, 4), together(3, 5)};
  expect_held(same_sentence, 3, N, N);
  seg_align_anchor whole[] = {bead(1, 2, 0, 1), bead(3, 1, 1, 3), bead(9, 3, 11, 1)};
  expect_held(whole, 3, N, N);
  seg_align_anchor alone[] = {bead(4, 1, 0, 0), bead(0, 0, 7, 1), together(5, 8)};
  expect_held(alone, 3, N, N);
  seg_align_anchor huge[] = {bead(0, 12, 1, 9), bead(0, 0, 0, 1)};
  expect_held(huge, 2, N, N);
  seg_align_anchor merged[] = {together(1, 1), together(1, 10)};
  expect_held(merged, 2, N, N);
  seg_align_anchor inside[] = {together(3, 3), bead(2, 3, 2, 2), together(4, 2)};
  expect_held(inside, 3, N, N);
  seg_align_anchor corner[] = {bead(11, 1, 11, 1), bead(0, 1, 0, 1)};
  expect_held(corner, 2, N, N);
}
END_TEST

START_TEST(random_anchors_are_held) {
  uint64_t state = 4711 + (uint64_t)_i;
  seg_align_anchor anchors[SENTENCES];
  size_t count = 0, i = random_below(&state, 3), j = random_below(&state, 3);
  while (i + 3 <= SENTENCES && j + 3 <= SENTENCES) {
    size_t a = random_below(&state, 4), b = random_below(&state, 4);
    if (a == 0 && b == 0) a = 1;
    bool exact = random_below(&state, 2) == 0;
    if (a != 0 && b != 0)
      anchors[count++] = (seg_align_anchor){i, a, j, b, exact};
    else if (a + b == 1)
      anchors[count++] = bead(i, a, j, b);
    i += a + random_below(&state, 3);
    j += b + random_below(&state, 3);
  }
  expect_held(anchors, count, SENTENCES, SENTENCES);
}
END_TEST

/* Anchors lead where the corridor of a long document would not. */
START_TEST(anchors_lead_through_a_long_document) {
  enum { LONG = 1500 };
  seg_sentence *long_source = calloc(LONG, sizeof *long_source);
  seg_sentence *long_target = calloc(LONG, sizeof *long_target);
  for (size_t i = 0; i < LONG; i++) {
    long_source[i] = source[i % SENTENCES];
    long_target[i] = target[i * 5 % SENTENCES];
  }
  seg_align_anchor anchors[] = {together(100, 900), bead(400, 2, 1000, 9), together(1400, 1010)};
  seg_align_evidence evidence = {.size = sizeof evidence, .anchors = anchors, .anchor_count = 3};
  seg_aligner *aligner;
  ck_assert_int_eq(seg_aligner_new(NULL, &aligner, NULL), SEG_OK);
  ck_assert_int_eq(seg_align_with(aligner, long_source, LONG, long_target, LONG, &evidence, &beads,
                                  &bead_count, NULL),
                   SEG_OK);
  for (size_t k = 0; k < 3; k++) ck_assert(holds_to(&anchors[k]));
  seg_aligner_free(aligner);
  free(long_source);
  free(long_target);
}
END_TEST

static const struct {
  seg_align_anchor anchors[2];
  size_t line;
  const char *message;
} contradictions[] = {
  {{{3, 1, 4, 1, false}, {2, 1, 5, 1, false}}, 1, "contradicts another anchor"},
  {{{3, 2, 4, 2, true}, {4, 1, 6, 1, false}}, 2, "contradicts another anchor"},
  {{{3, 2, 4, 2, true}, {3, 2, 4, 1, true}}, 2, "contradicts another anchor"},
  {{{3, 1, 4, 1, true}, {3, 1, 0, 0, true}}, 1, "contradicts another anchor"},
  {{{0, 1, 0, 1, true}, {12, 1, 3, 1, false}},
   2,
   "there are 12 source and 12 target sentences only"},
  {{{0, 1, 0, 1, true}, {3, 1, SIZE_MAX, 2, false}},
   2,
   "there are 12 source and 12 target sentences only"},
  {{{0, 0, 0, 0, true}, {3, 1, 3, 1, false}}, 1, "an anchor without sentences"},
  {{{0, 1, 0, 1, true}, {3, 1, 3, 0, false}}, 2, "an anchor without sentences"},
};

START_TEST(contradictions_are_refused) {
  seg_align_evidence evidence = {
    .size = sizeof evidence, .anchor_count = 2, .anchors = contradictions[_i].anchors};
  seg_error error = {0};
  ck_assert_int_eq(align_sides(SENTENCES, SENTENCES, &evidence, &error), SEG_BAD_MATCH);
  ck_assert_uint_eq(error.line, contradictions[_i].line);
  ck_assert_str_eq(error.message, contradictions[_i].message);
}
END_TEST

START_TEST(any_allocation_may_fail) {
  seg_embeddings x = {DIMENSION, 2, rows[0]}, y = {DIMENSION, 2, rows[1]};
  seg_align_anchor anchors[] = {together(2, 2), bead(6, 1, 5, 1)};
  seg_align_evidence evidence = {
    .size = sizeof evidence, .source = &x, .target = &y, .anchors = anchors, .anchor_count = 2};
  memset(rows, 0, sizeof rows);
  make_vectors();
  long n = 1;
  for (;; n++) {
    seg_error error = {0};
    segi_fail_allocation(n);
    seg_status status = align_sides(SENTENCES, SENTENCES - 1, &evidence, &error);
    segi_fail_allocation(0);
    ck_assert_int_eq(status, error.status);
    if (status == SEG_OK) break;
    ck_assert_int_eq(status, SEG_NOMEM);
    ck_assert_ptr_null(beads);
    ck_assert_int_lt(n, 10000);
  }
  ck_assert_int_gt(n, 30);
  ck_assert_str_eq(result(), expected);
}
END_TEST

/* --- Word lists */

static seg_status parse(const char *text, seg_lexicon_format format, bool reversed,
                        segi_translations *table, seg_error *error) {
  return segi_lexicon_parse((seg_bytes){text, strlen(text)}, format, reversed, table, error);
}

/* The weight of a translation, 0 when there is none. */
static double weight_of(const segi_translations *table, char kind, const char *word,
                        const char *translation) {
  char other = kind == SEGI_SOURCE_WORD ? SEGI_TARGET_WORD : SEGI_SOURCE_WORD;
  size_t count;
  const segi_translation *found =
    segi_translations_find(table, segi_term_key(kind, word, strlen(word)), &count);
  for (size_t k = 0; k < count; k++)
    if (found[k].key == segi_term_key(other, translation, strlen(translation)))
      return (double)found[k].weight;
  return 0;
}

static const struct {
  const char *what, *text;
  bool reversed;
} word_lists[] = {
  {"tsv", "# Wörter\nHaus\thouse\t3\r\nHaus\thome\t1\r\n\r\nBaum\ttree\n", false},
  {"tsv with probabilities", "Haus\thouse\t7.5e-1\nHaus\thome\t.25\nBaum\ttree\t1\n", false},
  {"reversed tsv", "house\tHaus\t3\nhome\tHaus\t1\ntree\tBaum\n", true},
  {"trained", "haus\thouse 75 90\thome 25 80\nbaum\ttree 100 100\n", false},
  {"ding",
   "Haus {n} (Gebäude); Haus :: house [arch.] | \n"
   "Haus {n} | Bäume {pl}; Baum /B./ :: house; home | tree <trees>\n",
   false},
  {"dictd",
   "00-database-info\n A German-English list of words\nHaus /haʊs/ <neut, n>\n 1. house, home"
   "\n  house\n\nBaum <masc>\n1. tree [bot.]; trees 2.\n   Synonym: {tree}\n\n see: {tree}\n",
   false},
  {"hunalign", "house @ Haus\nhome @ Haus\nhouse @ Haus\ntree @ Baum", false},
};

START_TEST(word_lists_are_read) {
  segi_translations table;
  seg_error error = {0};
  seg_status status =
    parse(word_lists[_i].text, SEG_LEXICON_AUTO, word_lists[_i].reversed, &table, &error);
  ck_assert_msg(status == SEG_OK, "%s: %zu: %s", word_lists[_i].what, error.line, error.message);
  double house = weight_of(&table, SEGI_SOURCE_WORD, "haus", "house");
  ck_assert_msg(house > weight_of(&table, SEGI_SOURCE_WORD, "haus", "home") ||
                  word_lists[_i].text[0] == 'h',
                "%s", word_lists[_i].what);
  ck_assert(weight_of(&table, SEGI_SOURCE_WORD, "haus", "home") > 0);
  ck_assert(weight_of(&table, SEGI_TARGET_WORD, "tree", "baum") > 0.5);
  ck_assert(weight_of(&table, SEGI_SOURCE_WORD, "haus", "tree") == 0);
  ck_assert(weight_of(&table, SEGI_TARGET_WORD, "arch", "haus") == 0);
  segi_translations_clear(&table);
}
END_TEST

/* "to go" says go; phrases of four words say nothing. */
START_TEST(short_words_of_phrases_do_not_count) {
  segi_translations table;
  ck_assert_int_eq(parse("gehen\tto walk\nins Bett gehen\tto go to bed\nim Freien\tout of doors\n",
                         SEG_LEXICON_TSV, false, &table, NULL),
                   SEG_OK);
  ck_assert(weight_of(&table, SEGI_SOURCE_WORD, "gehen", "walk") > 0.9);
  ck_assert(weight_of(&table, SEGI_SOURCE_WORD, "gehen", "to") == 0);
  ck_assert(weight_of(&table, SEGI_SOURCE_WORD, "bett", "bed") == 0);
  ck_assert(weight_of(&table, SEGI_SOURCE_WORD, "freien", "doors") > 0.9);
  segi_translations_clear(&table);
}
END_TEST

static const struct {
  seg_lexicon_format format;
  const char *text;
  size_t line;
  const char *message;
} bad_lists[] = {
  {SEG_LEXICON_AUTO, "\n# list\nHaus house\n", 3,
   "not a word list: neither a tab nor \"::\" nor \" @ \""},
  {SEG_LEXICON_AUTO, "Haus\thouse\nMaus mouse\n", 2, "no tab between the two words"},
  {SEG_LEXICON_AUTO, "Haus\thouse\tmuch\n", 1, "the weight is not a positive number"},
  {SEG_LEXICON_TSV, "Haus\thouse\t-1\n", 1, "the weight is not a positive number"},
  {SEG_LEXICON_TSV, "Haus\thouse\t1e999\n", 1, "the weight is not a positive number"},
  {SEG_LEXICON_DING, "Haus :: house\nMaus\tmouse\n", 2, "no \"::\" between the two languages"},
  {SEG_LEXICON_HUNALIGN, "house @ Haus\nmouse@Maus\n", 2, "no \" @ \" between the two words"},
  {SEG_LEXICON_TRAINED, "Haus\thouse\n", 1, "not a word with translations and percentages"},
};

START_TEST(bad_word_lists_are_refused) {
  segi_translations table;
  seg_error error = {0};
  ck_assert_int_eq(parse(bad_lists[_i].text, bad_lists[_i].format, false, &table, &error),
                   SEG_BAD_FORMAT);
  ck_assert_uint_eq(error.line, bad_lists[_i].line);
  ck_assert_str_eq(error.message, bad_lists[_i].message);
  ck_assert_ptr_null(table.items);
}
END_TEST

START_TEST(lists_are_merged) {
  segi_translations one, two, both;
  ck_assert_int_eq(parse("Haus\thouse\nBaum\ttree\n", SEG_LEXICON_TSV, false, &one, NULL), SEG_OK);
  ck_assert_int_eq(parse("Haus\thome\nMaus\tmouse\n", SEG_LEXICON_TSV, false, &two, NULL), SEG_OK);
  ck_assert(segi_translations_merge(&one, &two, &both));
  ck_assert(fabs(weight_of(&both, SEGI_SOURCE_WORD, "haus", "house") - sqrt(0.5)) < 1e-6);
  ck_assert(fabs(weight_of(&both, SEGI_SOURCE_WORD, "haus", "home") - sqrt(0.5)) < 1e-6);
  ck_assert(fabs(weight_of(&both, SEGI_TARGET_WORD, "mouse", "maus") - 1) < 1e-6);
  ck_assert(fabs(weight_of(&both, SEGI_SOURCE_WORD, "baum", "tree") - 1) < 1e-6);
  segi_translations_clear(&both);
  for (long n = 1;; n++) {
    segi_fail_allocation(n);
    bool fine = segi_translations_merge(&one, &two, &both);
    segi_fail_allocation(0);
    if (fine) break;
    ck_assert_ptr_null(both.items);
  }
  segi_translations_clear(&both);
  segi_translations_clear(&one);
  segi_translations_clear(&two);
}
END_TEST

START_TEST(word_lists_when_memory_is_short) {
  for (size_t k = 0; k < sizeof word_lists / sizeof *word_lists; k++)
    for (long n = 1;; n++) {
      segi_translations table;
      seg_error error = {0};
      segi_fail_allocation(n);
      seg_status status = parse(word_lists[k].text, SEG_LEXICON_AUTO, false, &table, &error);
      segi_fail_allocation(0);
      segi_translations_clear(&table);
      if (status == SEG_OK) break;
      ck_assert_int_eq(status, SEG_NOMEM);
      ck_assert_int_eq(error.status, SEG_NOMEM);
    }
}
END_TEST

START_TEST(random_bytes_are_no_trouble_as_word_list) {
  uint64_t state = 17 + (uint64_t)_i;
  size_t length;
  char *text = random_text(&state, 2000, &length);
  for (int format = SEG_LEXICON_AUTO; format <= SEG_LEXICON_HUNALIGN; format++) {
    segi_translations table;
    segi_lexicon_parse((seg_bytes){text, length}, (seg_lexicon_format)format, false, &table, NULL);
    segi_translations_clear(&table);
  }
  free(text);
}
END_TEST

/* A list of the caller's pairs what no lexicon knows; alone, it is all that is known. */
START_TEST(aligner_uses_a_word_list) {
  char list[SENTENCES * 64], *end = list;
  for (size_t i = 0; i < SENTENCES; i++)
    end += sprintf(end, "%.5s\t%.5s\n", texts[0][i], texts[1][(i + 3) % SENTENCES]);
  seg_align_options options = seg_align_defaults;
  options.source_language = "sv";
  options.lexicon = (seg_bytes){list, strlen(list)};
  seg_aligner *aligner;
  ck_assert_int_eq(seg_aligner_new(&options, &aligner, NULL), SEG_OK);
  ck_assert_int_eq(
    seg_align(aligner, source, SENTENCES - 3, target + 3, SENTENCES - 3, &beads, &bead_count, NULL),
    SEG_OK);
  seg_aligner_free(aligner);
  ck_assert_str_eq(result(), "0-0 1-1 2-2 3-3 4-4 5-5 6-6 7-7 8-8");
  options.lexicon = (seg_bytes){"Haus\n", 5};
  seg_error error = {0};
  ck_assert_int_eq(seg_aligner_new(&options, &aligner, &error), SEG_BAD_FORMAT);
  ck_assert_uint_eq(error.line, 1);
  ck_assert_ptr_null(aligner);
}
END_TEST

Suite *evidence_suite(void) {
  Suite *suite = suite_create("evidence");
  TCase *tests = tcase_create("evidence");
  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_add_test(tests, vectors_pair_what_words_do_not);
  tcase_add_test(tests, length_and_common_part_do_not_matter);
  tcase_add_test(tests, vectors_of_neighbours_count);
  tcase_add_test(tests, bad_vectors_are_refused);
  tcase_add_test(tests, vectors_may_be_missing);
  tcase_add_test(tests, dots_are_sums_of_products);
  tcase_add_test(tests, path_holds_to_anchors);
  tcase_add_loop_test(tests, random_anchors_are_held, 0, 60);
  tcase_add_test(tests, anchors_lead_through_a_long_document);
  tcase_add_loop_test(tests, contradictions_are_refused, 0,
                      (int)(sizeof contradictions / sizeof *contradictions));
  tcase_add_test(tests, any_allocation_may_fail);
  tcase_add_loop_test(tests, word_lists_are_read, 0, (int)(sizeof word_lists / sizeof *word_lists));
  tcase_add_test(tests, short_words_of_phrases_do_not_count);
  tcase_add_loop_test(tests, bad_word_lists_are_refused, 0,
                      (int)(sizeof bad_lists / sizeof *bad_lists));
  tcase_add_test(tests, lists_are_merged);
  tcase_add_test(tests, word_lists_when_memory_is_short);
  tcase_add_loop_test(tests, random_bytes_are_no_trouble_as_word_list, 0, 20);
  tcase_add_test(tests, aligner_uses_a_word_list);
  suite_add_tcase(suite, tests);
  return suite;
}
