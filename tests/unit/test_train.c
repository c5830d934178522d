/* Training: recipes, phrases, labels, damage, and a model of a few hundred lines made here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/model.h"
#include "seg/split.h"
#include "seg/text.h"
#include "seg/train.h"
#include "suites.h"
#include "train/draft.h"
#include "train/labels.h"
#include "train/word_table.h"

static const char *const phrases_file = SEG_GOLDEN "/../../corpora/training/phrases.txt";
static const char *const page_lines_file = SEG_GOLDEN "/../../corpora/training/page-lines.txt";
static const char *const abbreviations_file = SEG_GOLDEN "/../../libseg/data/de/abbreviations.txt";

#define HEAD "file\tkind\tshare\tcount\tspelling\theadlines\tlicence\tsource\n"
#define TEXT_ROW "t.txt\trunning\t1\t1\tnew\tyes\tCC0-1.0\there\n"

static seg_bytes bytes(const char *text) {
  return (seg_bytes){text, strlen(text)};
}

static seg_bytes read_file(const char *path) {
  FILE *in = fopen(path, "rb");
  ck_assert_msg(in != NULL, "%s", path);
  size_t room = 1 << 20;
  char *data = malloc(room);
  size_t length = fread(data, 1, room, in);
  ck_assert_uint_lt(length, room);
  fclose(in);
  return (seg_bytes){data, length};
}

/* --- Recipes. */

static const struct {
  const char *table;
  size_t line;
  const char *message;
} bad_recipes[] = {
  {"", 0, "names no file"},
  {HEAD, 0, "names no file"},
  {"file\tkind\n", 1, "2 columns"},
  {"a\tb\tc\td\te\tf\tg\th\n", 1, "column 1 is to be named file"},
  {HEAD "# comment\n\nt.txt\tprose\t1\t1\tnew\tyes\tCC0-1.0\there\n", 4, "column kind"},
  {HEAD "t.txt\trunning\tmuch\t1\tnew\tyes\tCC0-1.0\there\n", 2, "column share"},
  {HEAD "t.txt\trunning\t1\t-1\tnew\tyes\tCC0-1.0\there\n", 2, "column count"},
  {HEAD "t.txt\trunning\t1\t1\tnewest\tyes\tCC0-1.0\there\n", 2, "column spelling"},
  {HEAD "t.txt\trunning\t1\t1\tnew\tmaybe\tCC0-1.0\there\n", 2, "column headlines"},
  {HEAD "t.txt\tnouns\t1\t-\t-\t-\tCC0-1.0\there\n", 2, "column share"},
  {HEAD "t.txt\trunning\t1\t1\tnew\tyes\t\there\n", 2, "is empty"},
  {HEAD "t.txt\trunning\t1\t1\tnew\tyes\tCC0-1.0\there\tmore\n", 2, "at least 9 columns"},
};

START_TEST(bad_recipes_are_refused_with_their_line) {
  seg_recipe *recipe;
  seg_error error = {0};
  ck_assert_int_eq(seg_recipe_parse(bytes(bad_recipes[_i].table), &recipe, &error), SEG_BAD_FORMAT);
  ck_assert_ptr_null(recipe);
  ck_assert_uint_eq(error.line, bad_recipes[_i].line);
  ck_assert_msg(strstr(error.message, bad_recipes[_i].message) != NULL, "%s", error.message);
}
END_TEST

/* --- Phrases. */

static seg_status read_phrases(const char *table, segi_phrases *phrases, seg_error *error) {
  segi_source source = {.file = "phrases.txt", .kind = SEGI_PHRASES, .text = bytes(table)};
  seg_status status = segi_phrases_read(&source, phrases, error);
  return status == SEG_OK ? segi_phrases_finish(phrases, error) : status;
}

START_TEST(phrases_are_put_together_from_lists_and_numbers) {
  segi_phrases phrases = {0};
  segi_random random = segi_random_seed(7);
  segi_buf drawn = SEGI_BUF_EMPTY;
  const char *table = "# comment\nname\t1\tEva\nbyline\t2\tVon {name}, {03-04}. Mai {2000-2001}\n";
  ck_assert_int_eq(read_phrases(table, &phrases, NULL), SEG_OK);
  for (int i = 0; i < 50; i++) {
    int day, year;
    drawn.length = 0;
    ck_assert(segi_phrases_draw(&phrases, "byline", &random, &drawn));
    ck_assert_int_eq(sscanf(drawn.data, "Von Eva, 0%d. Mai %d", &day, &year), 2);
    ck_assert(day >= 3 && day <= 4 && year >= 2000 && year <= 2001);
  }
  ck_assert(segi_phrases_hold(&phrases, "name", bytes("Eva")));
  ck_assert(!segi_phrases_hold(&phrases, "name", bytes("Ev")));
  segi_buf_clear(&drawn);
  segi_phrases_clear(&phrases);
}
END_TEST

START_TEST(bad_phrases_are_refused) {
  static const char *const tables[] = {"a\n", "a\t1\n", "a\t0\tx\n", "a\tx\ty\n", "a\t1\t{b}\n"};
  segi_phrases phrases = {0};
  seg_error error = {0};
  ck_assert_int_eq(read_phrases(tables[_i], &phrases, &error), SEG_BAD_FORMAT);
  ck_assert_str_ne(error.message, "");
  segi_phrases_clear(&phrases);
}
END_TEST

/* --- Labels: the examples of the rules, with the words of the default model. */

START_TEST(label_rules_do_what_their_examples_say) {
  const segi_label_rule *rule = &segi_label_rules[_i];
  seg_bytes table = read_file(phrases_file), list = read_file(abbreviations_file);
  const segi_source source = {.file = "phrases.txt", .kind = SEGI_PHRASES, .text = table};
  const segi_source entries = {.file = "abbreviations.txt", .kind = SEGI_ABBREVIATIONS, .text = list};
  segi_phrases phrases = {0};
  segi_tokens tokens = {0};
  char text[128];
  strcpy(text, rule->example);
  char *gap = strchr(text, '^');
  *gap = ' ';
  ck_assert_int_eq(segi_phrases_read(&source, &phrases, NULL), SEG_OK);
  ck_assert_int_eq(segi_phrases_read_abbreviations(&entries, &phrases, NULL), SEG_OK);
  ck_assert_int_eq(segi_phrases_finish(&phrases, NULL), SEG_OK);
  ck_assert(segi_tokenize(&seg_model_default()->words, text, strlen(text), &tokens));
  size_t i = 0;
  while (tokens.items[i].end != (size_t)(gap - text)) i++;
  size_t found = segi_label_rule_of(&phrases, text, &tokens, i, i == 0);
  ck_assert_str_eq(segi_label_rules[found].id, rule->id);
  segi_tokens_clear(&tokens);
  segi_phrases_clear(&phrases);
  free((char *)table.data);
  free((char *)list.data);
}
END_TEST

/* --- Words. */

START_TEST(words_are_counted_by_how_they_are_written) {
  seg_recipe *recipe;
  segi_word_table table;
  ck_assert_int_eq(seg_recipe_parse(bytes(HEAD TEXT_ROW "v.tsv\tverbs\t-\t-\t-\t-\tCC0-1.0\there\n"),
                                    &recipe, NULL), SEG_OK);
  seg_recipe_set_text(recipe, 0, bytes("Heute bellt der Hund, die Katze bellt nie.\n"
                                       "Der Mann und der Hund bellen laut.\nWer bellt, der beißt.\n"
                                       "Laut bellt er, und laut bellt sie.\n"));
  seg_recipe_set_text(recipe, 1, bytes("bellen\tV\tbellt bellend gebellt\n"));
  ck_assert_int_eq(segi_word_table_make(recipe, 100, &table, NULL), SEG_OK);
  size_t seen = 0;
  for (size_t i = 0; i < table.count; i++) {
    const segi_table_word *w = &table.words[i];
    if (i > 0) ck_assert_str_lt(table.words[i - 1].counted->text, w->counted->text);
    if (strcmp(w->counted->text, "bellt") != 0) continue;
    ck_assert_uint_eq(w->word.capital, 0);
    ck_assert_uint_eq(w->word.classes, SEGI_VERB_FORM);
    ck_assert_uint_eq(w->word.seen, 1);
    seen++;
  }
  ck_assert_uint_eq(seen, 1);
  segi_word_table_clear(&table);
  seg_recipe_free(recipe);
}
END_TEST

/* --- Damage to one word. */

static void expect_draft(segi_draft *d, const char *wanted) {
  ck_assert_msg(d->length == strlen(wanted) && memcmp(d->bytes, wanted, d->length) == 0,
                "%.*s, not %s", (int)d->length, d->bytes, wanted);
}

START_TEST(drafts_change_as_told) {
  segi_draft d;
  ck_assert(segi_draft_set(&d, bytes("„Ende…?!“")));
  segi_draft_strip_marks(&d);
  expect_draft(&d, "„Ende“");
  segi_draft_restyle(&d, "« »", "");
  expect_draft(&d, "«Ende»");
  segi_draft_lower_first(&d);
  expect_draft(&d, "«ende»");
  ck_assert(segi_draft_set(&d, bytes("ÜBER-ÄRA")));
  segi_draft_lower(&d);
  expect_draft(&d, "über-ära");
  ck_assert(segi_draft_set(&d, bytes("–")));
  segi_draft_restyle(&d, "", "--");
  expect_draft(&d, "--");
  ck_assert(!segi_draft_set(&d, (seg_bytes){d.bytes, SEGI_LONGEST_DRAFT + 1}));
}
END_TEST

/* --- A model of a made-up language of few words. */

typedef struct tiny {
  seg_recipe *recipe;
  seg_bytes phrases, page_lines, abbreviations;
  char *text;
} tiny;

static char *tiny_text(void) {
  static const char *const subjects[] = {"Der Hund", "Die Katze", "Das Kind", "Ein Mann", "Anna"};
  static const char *const verbs[] = {"sieht", "kennt", "sucht", "malt", "hat"};
  static const char *const objects[] = {"das Haus", "den Garten", "am 3. Mai Zeit", "Dr. Weber",
                                        "z. B. Brot", "viele Bücher"};
  enum { LINES = 400, LINE = 256 };
  segi_random random = segi_random_seed(3);
  char *text = malloc(LINES * LINE), *end = text;
  for (int i = 0; i < LINES; i++) {
    for (int k = 0; k < 3; k++)
      end += sprintf(end, "%s%s %s %s%s", k > 0 ? " " : "", subjects[segi_random_below(&random, 5)],
                     verbs[segi_random_below(&random, 5)], objects[segi_random_below(&random, 6)],
                     segi_happens(&random, 0.2) ? "!" : ".");
    *end++ = '\n';
  }
  *end = '\0';
  return text;
}

static void tiny_make(tiny *t) {
  const char *table = HEAD TEXT_ROW "p.txt\tphrases\t-\t-\t-\t-\tCC0-1.0\there\n"
                      "l.txt\tphrases\t-\t-\t-\t-\tCC0-1.0\there\n"
                      "a.txt\tabbreviations\t-\t-\t-\t-\tCC0-1.0\there\n";
  ck_assert_int_eq(seg_recipe_parse(bytes(table), &t->recipe, NULL), SEG_OK);
  t->text = tiny_text();
  t->phrases = read_file(phrases_file);
  t->page_lines = read_file(page_lines_file);
  t->abbreviations = read_file(abbreviations_file);
  seg_recipe_set_text(t->recipe, 0, bytes(t->text));
  seg_recipe_set_text(t->recipe, 1, t->phrases);
  seg_recipe_set_text(t->recipe, 2, t->page_lines);
  seg_recipe_set_text(t->recipe, 3, t->abbreviations);
}

static void tiny_clear(tiny *t) {
  seg_recipe_free(t->recipe);
  free(t->text);
  free((char *)t->phrases.data);
  free((char *)t->page_lines.data);
  free((char *)t->abbreviations.data);
}

static seg_status tiny_train(const tiny *t, uint64_t seed, char **model, size_t *length) {
  seg_train_options options = seg_train_defaults;
  seg_train_report report;
  options.effort = 0.001;
  options.seed = seed;
  seg_status status = seg_train(t->recipe, &options, model, length, &report, NULL);
  if (status != SEG_OK) return status;
  ck_assert_uint_gt(report.right, report.gold / 2);
  const seg_train_mark *ends = &report.marks[SEGI_LOST_SENTENCE];
  ck_assert_uint_gt(ends->gold, 0);
  ck_assert_uint_gt(ends->right, ends->gold / 2);
  ck_assert_uint_gt(report.joins.right, report.joins.lost / 2);
  return status;
}

static void expect_split(const seg_model *model, const char *text, size_t sentences) {
  seg_splitter *splitter;
  seg_segment *segments;
  size_t count;
  ck_assert_int_eq(seg_splitter_new(NULL, model, &splitter, NULL), SEG_OK);
  ck_assert_int_eq(seg_split_text(splitter, text, strlen(text), &segments, &count, NULL), SEG_OK);
  ck_assert_uint_eq(count, sentences);
  seg_free(segments);
  seg_splitter_free(splitter);
}

START_TEST(training_repeats_and_its_model_splits) {
  tiny t;
  char *models[3];
  size_t lengths[3];
  static seg_model model;
  seg_error error = {0};
  tiny_make(&t);
  for (int i = 0; i < 3; i++)
    ck_assert_int_eq(tiny_train(&t, i < 2 ? 1 : 2, &models[i], &lengths[i]), SEG_OK);
  ck_assert_uint_eq(lengths[0], lengths[1]);
  ck_assert_mem_eq(models[0], models[1], lengths[0]);
  ck_assert(lengths[0] != lengths[2] || memcmp(models[0], models[2], lengths[0]) != 0);
  ck_assert_msg(segi_model_open(models[0], lengths[0], false, &model, &error) == SEG_OK, "%s",
                error.message);
  ck_assert_ptr_nonnull(strstr(seg_model_card(&model), "\"licence\": \"CC0-1.0\""));
  expect_split(&model, "Die Katze sucht den Garten. Anna kennt Dr. Weber. Ein Mann malt das Haus.", 3);
  for (int i = 0; i < 3; i++) seg_free(models[i]);
  tiny_clear(&t);
}
END_TEST

START_TEST(training_survives_a_lack_of_memory) {
  tiny t;
  tiny_make(&t);
  for (long n = 1; n < 40000; n = n * 2 + 1) {
    char *model;
    size_t length;
    segi_fail_allocation(n);
    seg_status status = tiny_train(&t, 1, &model, &length);
    segi_fail_allocation(0);
    ck_assert(status == SEG_NOMEM || status == SEG_OK);
    if (status == SEG_NOMEM) ck_assert_ptr_null(model);
    seg_free(model);
  }
  tiny_clear(&t);
}
END_TEST

START_TEST(training_says_what_is_missing) {
  seg_recipe *recipe;
  seg_error error = {0};
  char *model;
  size_t length;
  ck_assert_int_eq(seg_recipe_parse(bytes(HEAD TEXT_ROW), &recipe, NULL), SEG_OK);
  ck_assert_int_eq(seg_train(recipe, NULL, &model, &length, NULL, &error), SEG_BAD_ARGUMENT);
  ck_assert_ptr_nonnull(strstr(error.message, "t.txt"));
  error = (seg_error){0};
  seg_recipe_set_text(recipe, 0, bytes("Ein Satz.\n"));
  ck_assert_int_eq(seg_train(recipe, NULL, &model, &length, NULL, &error), SEG_BAD_ARGUMENT);
  ck_assert_ptr_nonnull(strstr(error.message, "too little text"));
  ck_assert_str_eq(error.source, "t.txt");
  seg_recipe_free(recipe);
}
END_TEST

Suite *train_suite(void) {
  Suite *suite = suite_create("train");
  TCase *tc = tcase_create("train");
  tcase_set_timeout(tc, 120);
  tcase_add_loop_test(tc, bad_recipes_are_refused_with_their_line, 0,
                      (int)(sizeof bad_recipes / sizeof *bad_recipes));
  tcase_add_test(tc, phrases_are_put_together_from_lists_and_numbers);
  tcase_add_loop_test(tc, bad_phrases_are_refused, 0, 5);
  tcase_add_loop_test(tc, label_rules_do_what_their_examples_say, 0, SEGI_LABEL_RULES);
  tcase_add_test(tc, words_are_counted_by_how_they_are_written);
  tcase_add_test(tc, drafts_change_as_told);
  tcase_add_test(tc, training_repeats_and_its_model_splits);
  tcase_add_test(tc, training_survives_a_lack_of_memory);
  tcase_add_test(tc, training_says_what_is_missing);
  suite_add_tcase(suite, tc);
  return suite;
}
