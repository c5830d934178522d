#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align/corridor.h"
#include "align/keys.h"
#include "align/learn.h"
#include "align/lexicons.h"
#include "align/terms.h"
#include "base/mem.h"
#include "seg/align.h"
#include "seg/lexicon.h"
#include "seg/text.h"
#include "suites.h"
#include "support/random_text.h"

/* One side of a test: a sentence a line, an empty line between paragraphs. */
typedef struct side {
  seg_sentence *sentences;
  size_t count;
} side;

static side read_side(const char *text, size_t length) {
  side s = {malloc((length + 1) * sizeof(seg_sentence)), 0};
  bool opens_paragraph = false;
  for (size_t start = 0; start < length;) {
    const char *feed = memchr(text + start, '\n', length - start);
    size_t end = feed != NULL ? (size_t)(feed - text) : length;
    if (end > start)
      s.sentences[s.count++] = (seg_sentence){.text = {text + start, end - start},
                                                .opens_paragraph = opens_paragraph};
    opens_paragraph = end == start;
    start = end + 1;
  }
  return s;
}

/* The result of the last align_sides, and what was aligned. */
static seg_bead *beads;
static size_t bead_count;
static side source, target;

static void setup(void) {
  source = target = (side){NULL, 0};
  beads = NULL;
  bead_count = 0;
}

static void teardown(void) {
  seg_free(beads);
  free(source.sentences);
  free(target.sentences);
  setup();
}

static void align_sides(const seg_align_options *options) {
  seg_aligner *aligner;
  seg_error error = {0};
  ck_assert_int_eq(seg_aligner_new(options, &aligner, &error), SEG_OK);
  seg_status status = seg_align(aligner, source.sentences, source.count, target.sentences,
                                target.count, &beads, &bead_count, &error);
  seg_aligner_free(aligner);
  ck_assert_msg(status == SEG_OK, "%s", error.message);
}

static void align_texts(const char *source_text, const char *target_text) {
  teardown();
  source = read_side(source_text, strlen(source_text));
  target = read_side(target_text, strlen(target_text));
  align_sides(NULL);
}

/* Every sentence stands in one bead, in order; no bead is empty; scores are sane. */
static void expect_complete(void) {
  size_t i = 0, j = 0;
  for (size_t k = 0; k < bead_count; k++) {
    const seg_bead *bead = &beads[k];
    ck_assert_uint_eq(bead->source_first, i);
    ck_assert_uint_eq(bead->target_first, j);
    ck_assert_uint_gt(bead->source_count + bead->target_count, 0);
    ck_assert_uint_le(bead->source_count, seg_align_defaults.largest_group);
    ck_assert_uint_le(bead->target_count, seg_align_defaults.largest_group);
    ck_assert(bead->score >= 0 && bead->score <= 1);
    if (bead->source_count == 0 || bead->target_count == 0) ck_assert(bead->score == 0);
    i += bead->source_count;
    j += bead->target_count;
  }
  ck_assert_uint_eq(i, source.count);
  ck_assert_uint_eq(j, target.count);
}

/* Beads as "1-1 2-1 0-1". */
static const char *shapes(void) {
  static char text[4096];
  size_t used = 0;
  text[0] = '\0';
  for (size_t k = 0; k < bead_count && used < sizeof text - 32; k++)
    used += (size_t)snprintf(text + used, 32, "%s%zu-%zu", k > 0 ? " " : "",
                             beads[k].source_count, beads[k].target_count);
  return text;
}

static void expect_diagonal(void) {
  expect_complete();
  ck_assert_uint_eq(bead_count, source.count);
  for (size_t k = 0; k < bead_count; k++) {
    ck_assert_uint_eq(beads[k].source_count, 1);
    ck_assert_uint_eq(beads[k].target_count, 1);
  }
}

/* --- Documents that a reader of German and English can check. */

static const struct {
  const char *what, *german, *english, *beads;
} documents[] = {
  {"one sentence each",
   "Am 3. Mai 2019 kam Frau Berger nach Bremen.\n"
   "Sie wohnte zwei Wochen im Hotel Atlantic.\n"
   "Am 17. Mai reiste sie weiter nach Hamburg.\n",
   "Mrs Berger came to Bremen on 3 May 2019.\n"
   "She stayed at the Hotel Atlantic for two weeks.\n"
   "On 17 May she travelled on to Hamburg.\n",
   "1-1 1-1 1-1"},
  {"the translator joined two sentences and cut one",
   "Die Konferenz in Lissabon begann am 12. Oktober.\n"
   "Präsident Almeida begrüßte 340 Delegierte.\n"
   "Minister Costa stellte ein Programm für Brasilien vor, das 25 Millionen Euro kosten und bis "
   "2031 laufen soll.\n"
   "Der nächste Kongress findet 2027 in Madrid statt.\n",
   "The conference in Lisbon began on 12 October, and President Almeida welcomed 340 delegates.\n"
   "Minister Costa presented a programme for Brazil.\n"
   "It is to cost 25 million euros and to run until 2031.\n"
   "The next congress will take place in Madrid in 2027.\n",
   "2-1 1-2 1-1"},
};

START_TEST(document_is_paired_as_a_reader_would) {
  align_texts(documents[_i].german, documents[_i].english);
  expect_complete();
  ck_assert_msg(strcmp(shapes(), documents[_i].beads) == 0, "%s: %s instead of %s",
                documents[_i].what, shapes(), documents[_i].beads);
}
END_TEST

/* The hotel could belong to either sentence of the translation. */
START_TEST(paragraphs_are_hints) {
  const char *english = "Maria Lopez came to Madrid in 1994: Hotel Miramar was closed.\n\n"
                        "Pedro Gomez came to Porto in 1996: Hotel Miramar was closed.\n";
  align_texts("Maria Lopez kam 1994 nach Madrid.\nHotel Miramar war geschlossen.\n\n"
              "Pedro Gomez kam 1996 nach Porto.\n", english);
  ck_assert_str_eq(shapes(), "2-1 1-1");
  align_texts("Maria Lopez kam 1994 nach Madrid.\n\nHotel Miramar war geschlossen.\n"
              "Pedro Gomez kam 1996 nach Porto.\n", english);
  ck_assert_str_eq(shapes(), "1-1 2-1");
}
END_TEST

/* --- Properties. */

START_TEST(random_sides_are_covered) {
  uint64_t state = 4711 + (uint64_t)_i;
  size_t length;
  teardown();
  char *left = random_text(&state, 3000, &length);
  source = read_side(left, length);
  char *right = random_text(&state, random_below(&state, 3000), &length);
  target = read_side(right, length);
  align_sides(NULL);
  expect_complete();
  teardown();
  free(left);
  free(right);
}
END_TEST

START_TEST(document_with_itself_is_the_diagonal) {
  for (size_t d = 0; d < sizeof documents / sizeof *documents; d++) {
    align_texts(documents[d].german, documents[d].german);
    expect_diagonal();
    for (size_t k = 0; k < bead_count; k++) ck_assert(beads[k].score > 0.2);
  }
}
END_TEST

/* News of another day: nothing that a filter at 0.5 would keep. */
START_TEST(strangers_score_low) {
  align_texts("Der Gemeinderat hat den Haushalt beschlossen.\n"
              "Die Grundsteuer steigt um zwei Punkte.\n"
              "Das Freibad bleibt geschlossen, weil das Dach saniert wird.\n"
              "Die Sanierung kostet eine Million Euro.\n",
              "Researchers found a new species of frog.\nIt lives in trees and sings at night.\n"
              "Its skin is blue.\nThe journal reported it on Monday.\n");
  expect_complete();
  for (size_t k = 0; k < bead_count; k++) ck_assert(beads[k].score < 0.5);
}
END_TEST

START_TEST(empty_sides) {
  align_texts("", "");
  ck_assert_uint_eq(bead_count, 0);
  align_texts("Ein Satz.\nNoch einer.\n", "");
  ck_assert_str_eq(shapes(), "1-0 1-0");
  align_texts("", "One sentence.\n");
  ck_assert_str_eq(shapes(), "0-1");
}
END_TEST

START_TEST(sides_of_very_different_length) {
  char many[301 * 16], *end = many;
  for (int i = 0; i < 300; i++) end += sprintf(end, "Satz Nummer %d\n", i);
  align_texts(many, "Sentence number 150\n");
  expect_complete();
  for (size_t k = 0; k < bead_count; k++)
    if (beads[k].target_count > 0)
      ck_assert(beads[k].source_first <= 150 &&
                beads[k].source_first + beads[k].source_count > 150);
  align_texts("Satz Nummer 7\n", many);
  expect_complete();
}
END_TEST

/* Writes a sentence of the words numbered by its number, in one of two languages. */
static char *put_numbered(char *end, size_t number, bool german) {
  static const char *const words[2][8] = {
    {"house", "water", "night", "mother", "book", "city", "friend", "summer"},
    {"Haus", "Wasser", "Nacht", "Mutter", "Buch", "Stadt", "Freund", "Sommer"}};
  for (size_t n = number * 7919 % 4096 + 4096; n > 1; n /= 8)
    end += sprintf(end, "%s ", words[german][n % 8]);
  return end + sprintf(end, "%zu\n", number % 512);
}

/* Too long for an exact search: anchors must lead past 400 sentences that are not translated. */
START_TEST(long_document_with_a_missing_chapter) {
  enum { SENTENCES = 1600, MISSING = 400, START = 700 };
  char *german = malloc(SENTENCES * 80), *english = malloc(SENTENCES * 80);
  char *german_end = german, *english_end = english;
  for (size_t i = 0; i < SENTENCES; i++) {
    german_end = put_numbered(german_end, i, true);
    if (i < START || i >= START + MISSING) english_end = put_numbered(english_end, i, false);
  }
  align_texts(german, english);
  expect_complete();
  size_t right = 0;
  for (size_t k = 0; k < bead_count; k++) {
    size_t i = beads[k].source_first;
    if (beads[k].target_count == 0) right += i >= START && i < START + MISSING;
    else right += beads[k].target_first == (i < START ? i : i - MISSING);
  }
  ck_assert_uint_ge(right, SENTENCES - 4);
  teardown();
  free(german);
  free(english);
}
END_TEST

START_TEST(very_long_sentence) {
  enum { LENGTH = 100000 };
  char *text = malloc(LENGTH + 1);
  memset(text, 'x', LENGTH);
  for (size_t i = 50; i < LENGTH / 2; i += 7) text[i] = ' ';
  text[LENGTH] = '\0';
  align_texts(text, text);
  expect_diagonal();
  align_texts(text, "Kurz.\nUnd gut.\n");
  expect_complete();
  teardown();
  free(text);
}
END_TEST

START_TEST(nul_and_invalid_bytes) {
  static const char left[] = "Anna\0Berg \xFF\xC3\nBerlin \xE2\x80 2020\n\xF0\x9F\n\0\n";
  static const char right[] = "Anna\0Berg \xFF\nBerlin \x80 2020\n\xED\xA0\x80\n";
  source = read_side(left, sizeof left - 1);
  target = read_side(right, sizeof right - 1);
  align_sides(NULL);
  expect_complete();
  ck_assert_uint_eq(beads[0].source_count, 1);
  ck_assert_uint_eq(beads[0].target_count, 1);
  ck_assert(beads[0].score > 0.3);
}
END_TEST

START_TEST(largest_group_is_kept) {
  seg_align_options options = seg_align_defaults;
  align_texts(documents[1].german, documents[1].english);
  seg_free(beads);
  options.largest_group = 1;
  align_sides(&options);
  for (size_t k = 0; k < bead_count; k++) {
    ck_assert_uint_le(beads[k].source_count, 1);
    ck_assert_uint_le(beads[k].target_count, 1);
  }
  expect_complete();
}
END_TEST

START_TEST(bad_options_are_refused) {
  seg_align_options options = seg_align_defaults;
  seg_aligner *aligner;
  seg_error error = {0};
  options.largest_group = 0;
  ck_assert_int_eq(seg_aligner_new(&options, &aligner, &error), SEG_BAD_ARGUMENT);
  ck_assert_ptr_null(aligner);
  ck_assert_str_eq(error.message, "the largest group must be 1 to 8");
  options.largest_group = 9;
  ck_assert_int_eq(seg_aligner_new(&options, &aligner, NULL), SEG_BAD_ARGUMENT);
  options = seg_align_defaults;
  options.size = 1;
  ck_assert_int_eq(seg_aligner_new(&options, &aligner, NULL), SEG_BAD_ARGUMENT);
}
END_TEST

/* In languages without lexicon, which takes time to read. */
static seg_status align_with_failing_allocation(long n) {
  seg_align_options options = seg_align_defaults;
  options.target_language = "sv";
  seg_aligner *aligner;
  seg_error error = {0};
  seg_free(beads);
  beads = NULL;
  bead_count = 0;
  segi_fail_allocation(n);
  seg_status status = seg_aligner_new(&options, &aligner, &error);
  if (status == SEG_OK)
    status = seg_align(aligner, source.sentences, source.count, target.sentences, target.count,
                       &beads, &bead_count, &error);
  segi_fail_allocation(0);
  seg_aligner_free(aligner);
  ck_assert_int_eq(status, error.status);
  return status;
}

START_TEST(any_allocation_may_fail) {
  align_texts(documents[1].german, documents[1].english);
  long n = 1;
  for (; align_with_failing_allocation(n) != SEG_OK; n++) {
    ck_assert_ptr_null(beads);
    ck_assert_uint_eq(bead_count, 0);
    ck_assert_int_lt(n, 10000);
  }
  ck_assert_int_gt(n, 10);
  expect_complete();
}
END_TEST

/* --- Words and their translations. */

/* "dax" and the like are in no lexicon; the document shows what they mean. */
START_TEST(document_teaches_its_words) {
  align_texts("dax wim lor.\nfep dax 7 tull.\nwim fep 12.\nlor tull 9 dax.\n"
              "tull lor wim 30.\nfep lor 41.\n\ndax fep.\ntull wim.\n",
              "obo ick ush.\nyen obo 7 arr.\nick yen 12.\nush arr 9 obo.\n"
              "arr ush ick 30.\nyen ush 41.\n\nobo yen.\narr ick.\n");
  expect_diagonal();
  ck_assert(beads[7].score > 0.3);
}
END_TEST

static void expect_translation(const segi_translations *table, char kind, const char *word,
                               const char *translation) {
  char other = kind == SEGI_SOURCE_WORD ? SEGI_TARGET_WORD : SEGI_SOURCE_WORD;
  size_t count;
  const segi_translation *found =
      segi_translations_find(table, segi_term_key(kind, word, strlen(word)), &count);
  ck_assert_uint_ge(count, 1);
  const segi_translation *best = found;
  for (size_t i = 1; i < count; i++)
    if (found[i].weight > best->weight) best = &found[i];
  ck_assert(best->key == segi_term_key(other, translation, strlen(translation)));
}

START_TEST(lexicon_serves_both_directions) {
  static const struct {
    const char *source, *target, *word, *translation;
  } cases[] = {{"de", "en", "wasser", "water"}, {"en-GB", "DE_CH", "water", "wasser"},
               {"de-AT", "fr", "wasser", "eau"}, {"it", "de", "acqua", "wasser"}};
  segi_translations table;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ck_assert_int_eq(segi_lexicon_load(cases[i].source, cases[i].target, &table, NULL), SEG_OK);
    expect_translation(&table, SEGI_SOURCE_WORD, cases[i].word, cases[i].translation);
    expect_translation(&table, SEGI_TARGET_WORD, cases[i].translation, cases[i].word);
    segi_translations_clear(&table);
  }
  ck_assert_int_eq(segi_lexicon_load("de", "", &table, NULL), SEG_OK);
  ck_assert_uint_eq(table.words.count, 0);
  segi_translations_clear(&table);
}
END_TEST

static seg_status read_translations(const char *text, segi_translations *table, seg_error *error) {
  return segi_translations_read((seg_bytes){text, strlen(text)}, false, table, error);
}

START_TEST(translations_are_read) {
  segi_translations table;
  seg_error error = {0};
  const char *text = "# comment\n\nHaus\tHouse 90 70\thome 10 30\nMaus\tmouse 100 0";
  ck_assert_int_eq(read_translations(text, &table, &error), SEG_OK);
  expect_translation(&table, SEGI_SOURCE_WORD, "haus", "house");
  expect_translation(&table, SEGI_SOURCE_WORD, "maus", "mouse");
  expect_translation(&table, SEGI_TARGET_WORD, "home", "haus");
  segi_translations_clear(&table);
}
END_TEST

static const char *const bad_translations[] = {
  "Haus\thouse\n", "Haus\thouse 90\n", "Haus\thouse 101 5\n", "Haus\thouse 1 x\n",
  "Haus\thouse 99999999999999999999 5\n", "\thouse 1 1\n", "Haus\t\thouse 1 1\n",
  "zwei Wörter\thouse 1 1\n", "Haus\thouse 1 1 1\n", "?\n"};

START_TEST(bad_translations_are_refused) {
  char text[128];
  segi_translations table;
  seg_error error = {0};
  snprintf(text, sizeof text, "gut\tgood 90 90\n%s", bad_translations[_i]);
  ck_assert_int_eq(read_translations(text, &table, &error), SEG_BAD_FORMAT);
  ck_assert_uint_eq(error.line, 2);
  ck_assert_uint_eq(table.words.count, 0);
}
END_TEST

START_TEST(translations_when_memory_is_short) {
  segi_translations table;
  const char *text = "Haus\thouse 90 70\thome 10 30\nMaus\tmouse 100 0\n";
  long n = 0;
  seg_status status;
  do {
    segi_fail_allocation(++n);
    status = read_translations(text, &table, NULL);
    segi_fail_allocation(0);
    ck_assert(status == SEG_OK || status == SEG_NOMEM);
  } while (status != SEG_OK);
  ck_assert_int_gt(n, 4);
  segi_translations_clear(&table);
}
END_TEST

/* Every two of four words make a pair of texts, every second one in the other order: word w
 * translates word w. */
START_TEST(words_are_learned_from_pairs) {
  enum { WORDS = 4, PAIRS = WORDS * (WORDS - 1) };
  uint32_t left[2 * PAIRS], right[2 * PAIRS];
  size_t start[PAIRS + 1] = {0}, p = 0;
  for (uint32_t v = 0; v < WORDS; v++)
    for (uint32_t w = 0; w < WORDS; w++) {
      if (v == w) continue;
      left[2 * p] = right[2 * p + p % 2] = v;
      left[2 * p + 1] = right[2 * p + 1 - p % 2] = w;
      p++;
      start[p] = 2 * p;
    }
  segi_word_lists lists = {PAIRS, left, right, start, start, WORDS, WORDS};
  segi_learned *learned;
  size_t count;
  ck_assert(segi_learn_words(&lists, 8, 4, &learned, &count));
  ck_assert_uint_eq(count, WORDS * WORDS);
  for (size_t n = 0; n < count; n++) {
    bool same = learned[n].source == learned[n].target;
    ck_assert(same ? learned[n].forward > 0.9f : learned[n].forward < 0.1f);
    ck_assert(same ? learned[n].backward > 0.9f : learned[n].backward < 0.1f);
    ck_assert(same ? learned[n].count > 4 : learned[n].count < 1);
  }
  seg_free(learned);
}
END_TEST

/* A pair with an empty list, long as the other may be. */
START_TEST(a_list_may_be_empty) {
  enum { LONG_LIST = 100 };
  uint32_t left[] = {0, 1, 0}, right[LONG_LIST + 3];
  for (uint32_t w = 0; w < LONG_LIST + 3; w++) right[w] = w < 2 ? w : 2;
  right[LONG_LIST + 2] = 0;
  size_t left_start[] = {0, 1, 2, 2, 3};
  size_t right_start[] = {0, 1, 2, LONG_LIST + 2, LONG_LIST + 3};
  segi_word_lists lists = {4, left, right, left_start, right_start, 2, 3};
  segi_learned *learned;
  size_t count;
  ck_assert(segi_learn_words(&lists, 4, 2, &learned, &count));
  ck_assert_uint_eq(count, 2);
  for (size_t n = 0; n < count; n++) {
    ck_assert_uint_eq(learned[n].source, learned[n].target);
    ck_assert(learned[n].forward > 0.9f && learned[n].backward > 0.9f);
    ck_assert(learned[n].count < (n == 0 ? 2 : 1) && learned[n].count > (n == 0 ? 1.5f : 0.75f));
  }
  seg_free(learned);
}
END_TEST

static const char training_pairs[] =
    "das Haus\tthe house\ndas Buch\tthe book\tnot read\nein Buch\ta book\n\nein Haus 7\ta house 7\n"
    "17\t18\n\xC3\x84pfel\tapples\nA\xCC\x88pfel\tapples\n";

static seg_status train_lexicon(const char *pairs, char **lexicon, seg_error *error) {
  size_t length;
  seg_status status =
      seg_lexicon_train((seg_bytes){pairs, strlen(pairs)}, NULL, lexicon, &length, error);
  if (status == SEG_OK) ck_assert_uint_eq(strlen(*lexicon), length);
  else ck_assert_ptr_null(*lexicon);
  return status;
}

START_TEST(lexicon_is_trained) {
  char *lexicon;
  seg_error error = {0};
  ck_assert_int_eq(train_lexicon(training_pairs, &lexicon, &error), SEG_OK);
  ck_assert_str_eq(lexicon,
                   "# learned from 6 sentence pairs with 5 and 5 different words\n"
                   "# in 5 rounds of which 2 agree; counts of at least 0.90\n"
                   "\xC3\xA4pfel\tapples 100 100\n"
                   "buch\tbook 100 100\ndas\tthe 100 100\nein\ta 100 100\nhaus\thouse 100 100\n");
  segi_translations table;
  ck_assert_int_eq(read_translations(lexicon, &table, &error), SEG_OK);
  expect_translation(&table, SEGI_TARGET_WORD, "house", "haus");
  segi_translations_clear(&table);
  seg_free(lexicon);
}
END_TEST

START_TEST(lexicon_needs_pairs) {
  char *lexicon;
  seg_error error = {0};
  ck_assert_int_eq(train_lexicon("", &lexicon, &error), SEG_OK);
  seg_free(lexicon);
  ck_assert_int_eq(train_lexicon("a\tb\nno tab\n", &lexicon, &error), SEG_BAD_FORMAT);
  ck_assert_uint_eq(error.line, 2);
}
END_TEST

START_TEST(lexicon_training_when_memory_is_short) {
  char *lexicon;
  long n = 0;
  seg_status status;
  do {
    segi_fail_allocation(++n);
    status = train_lexicon(training_pairs, &lexicon, NULL);
    segi_fail_allocation(0);
    ck_assert(status == SEG_OK || status == SEG_NOMEM);
  } while (status != SEG_OK);
  ck_assert_int_gt(n, 10);
  seg_free(lexicon);
}
END_TEST

/* --- Parts. */

static segi_term only_term(const char *text) {
  segi_term term;
  size_t at = 0;
  ck_assert(segi_next_term(text, strlen(text), &at, &term));
  segi_term second;
  ck_assert(!segi_next_term(text, strlen(text), &at, &second));
  return term;
}

static void expect_same_stem(const char *left, const char *right) {
  segi_term a = only_term(left), b = only_term(right);
  ck_assert_uint_eq(a.stem_length, b.stem_length);
  ck_assert_mem_eq(a.stem, b.stem, a.stem_length);
}

START_TEST(terms_are_folded) {
  expect_same_stem("Straße", "STRASSE");
  expect_same_stem("\xC3\x84nderung", "A\xCC\x88nderungen");
  expect_same_stem("(Regierung)", "Regierungen!");
  segi_term rhone = only_term("Rhône");
  ck_assert_uint_eq(rhone.prefix_length, 4);
  ck_assert_mem_eq(rhone.prefix, "rhon", 4);
  ck_assert(rhone.capital && !rhone.number);
  segi_term number = only_term("8848");
  ck_assert(number.number && !number.capital);
  ck_assert_uint_eq(number.prefix_length, 0);
  ck_assert_uint_eq(only_term("der").prefix_length, 0);
}
END_TEST

START_TEST(keys_are_numbered_in_order) {
  segi_keys keys = SEGI_KEYS_EMPTY;
  ck_assert_uint_eq(segi_keys_find(&keys, 1), SEGI_NO_KEY);
  for (uint64_t key = 0; key < 1000; key++)
    ck_assert_uint_eq(segi_keys_add(&keys, key << 40), key);
  for (uint64_t key = 0; key < 1000; key++) {
    ck_assert_uint_eq(segi_keys_add(&keys, key << 40), key);
    ck_assert_uint_eq(segi_keys_find(&keys, key << 40), key);
  }
  ck_assert_uint_eq(segi_keys_find(&keys, 5), SEGI_NO_KEY);
  ck_assert_uint_eq(keys.count, 1000);
  segi_keys_clear(&keys);
}
END_TEST

/* Grids and the anchors on them. */
static const struct {
  size_t S, G, count;
  segi_anchor anchors[3];
} grids[] = {
  {0, 0, 0, {{0, 0}}},
  {0, 50000, 0, {{0, 0}}},
  {50000, 0, 0, {{0, 0}}},
  {1000, 1000, 0, {{0, 0}}},
  {5000, 5000, 0, {{0, 0}}},
  {3, 500000, 0, {{0, 0}}},
  {100000, 90, 1, {{5, 89}}},
  {9000, 30000, 2, {{0, 0}, {8999, 29999}}},
  {9000, 30000, 2, {{10, 29000}, {8000, 29001}}},
  {5000, 5000, 3, {{100, 100}, {101, 4000}, {4900, 4100}}},
};

START_TEST(corridor_always_holds_a_path) {
  size_t S = grids[_i].S, G = grids[_i].G;
  segi_corridor c;
  ck_assert(segi_corridor_make(S, G, grids[_i].anchors, grids[_i].count, 24, &c));
  ck_assert_uint_eq(c.low[0], 0);
  ck_assert_uint_eq(c.high[S], G);
  for (size_t i = 0; i <= S; i++) {
    ck_assert_uint_le(c.low[i], c.high[i]);
    ck_assert_uint_le(c.high[i], G);
    if (i == 0) continue;
    ck_assert_uint_le(c.low[i - 1], c.low[i]);
    ck_assert_uint_le(c.high[i - 1], c.high[i]);
    ck_assert_uint_le(c.low[i], c.high[i - 1]);
  }
  for (size_t k = 0; k < grids[_i].count; k++) {
    ck_assert_uint_le(c.low[grids[_i].anchors[k].i], grids[_i].anchors[k].j);
    ck_assert_uint_ge(c.high[grids[_i].anchors[k].i], grids[_i].anchors[k].j + 1);
  }
  segi_corridor_clear(&c);
}
END_TEST

Suite *align_suite(void) {
  Suite *suite = suite_create("align");
  TCase *tests = tcase_create("align");
  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_add_loop_test(tests, document_is_paired_as_a_reader_would, 0,
                      (int)(sizeof documents / sizeof *documents));
  tcase_add_test(tests, paragraphs_are_hints);
  tcase_add_loop_test(tests, random_sides_are_covered, 0, 40);
  tcase_add_test(tests, document_with_itself_is_the_diagonal);
  tcase_add_test(tests, strangers_score_low);
  tcase_add_test(tests, long_document_with_a_missing_chapter);
  tcase_add_test(tests, empty_sides);
  tcase_add_test(tests, sides_of_very_different_length);
  tcase_add_test(tests, very_long_sentence);
  tcase_add_test(tests, nul_and_invalid_bytes);
  tcase_add_test(tests, largest_group_is_kept);
  tcase_add_test(tests, bad_options_are_refused);
  tcase_add_test(tests, any_allocation_may_fail);
  tcase_add_test(tests, document_teaches_its_words);
  tcase_add_test(tests, lexicon_serves_both_directions);
  tcase_add_test(tests, translations_are_read);
  tcase_add_loop_test(tests, bad_translations_are_refused, 0,
                      (int)(sizeof bad_translations / sizeof *bad_translations));
  tcase_add_test(tests, translations_when_memory_is_short);
  tcase_add_test(tests, words_are_learned_from_pairs);
  tcase_add_test(tests, a_list_may_be_empty);
  tcase_add_test(tests, lexicon_is_trained);
  tcase_add_test(tests, lexicon_needs_pairs);
  tcase_add_test(tests, lexicon_training_when_memory_is_short);
  tcase_add_test(tests, terms_are_folded);
  tcase_add_test(tests, keys_are_numbered_in_order);
  tcase_add_loop_test(tests, corridor_always_holds_a_path, 0, (int)(sizeof grids / sizeof *grids));
  suite_add_tcase(suite, tests);
  return suite;
}
