/* The word table of the default model, and the lists that are compiled in. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lex/lexicon.h"
#include "model/model.h"
#include "suites.h"
#include "text/chars.h"

static const char *const lists = SEG_GOLDEN "/../../libseg/data/de/";

/* As the tokenizer does: lower-cases, then looks up. */
static segi_word find(const char *word) {
  char folded[128];
  return segi_words_find(&seg_model_default()->words, folded, segi_fold(word, strlen(word), folded, sizeof folded));
}

static bool furniture(const char *line) {
  char folded[256];
  return segi_lexicon_furniture(folded, segi_fold(line, strlen(line), folded, sizeof folded));
}

static const struct {
  const char *word;
  unsigned has, has_not;
} words[] = {
  {"z.B", SEGI_ABBREVIATION, SEGI_ABBREVIATION_FINAL | SEGI_ABBREVIATION_NUMBER},
  {"d.h", SEGI_ABBREVIATION, SEGI_ABBREVIATION_FINAL},
  {"i.d.R", SEGI_ABBREVIATION, SEGI_ABBREVIATION_NUMBER},
  {"bzw", SEGI_ABBREVIATION, SEGI_ABBREVIATION_FINAL},
  {"vgl", SEGI_ABBREVIATION, SEGI_NAME_TITLE},
  {"Dr", SEGI_ABBREVIATION | SEGI_NAME_TITLE, SEGI_ABBREVIATION_FINAL},
  {"Dipl.-Ing", SEGI_ABBREVIATION | SEGI_NAME_TITLE, SEGI_UNIT},
  {"usw", SEGI_ABBREVIATION | SEGI_ABBREVIATION_FINAL, SEGI_ABBREVIATION_NUMBER},
  {"a.a.O", SEGI_ABBREVIATION | SEGI_ABBREVIATION_FINAL, 0},
  {"u.Ä", SEGI_ABBREVIATION | SEGI_ABBREVIATION_FINAL, 0},
  {"n.Chr", SEGI_ABBREVIATION_FINAL, SEGI_ABBREVIATION_NUMBER},
  {"Nr", SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER, SEGI_ABBREVIATION_FINAL},
  {"Rn", SEGI_ABBREVIATION_NUMBER, SEGI_ABBREVIATION_FINAL},
  {"BGBl", SEGI_ABBREVIATION_NUMBER, 0},
  {"S", SEGI_ABBREVIATION_NUMBER, 0},
  {"Januar", SEGI_MONTH | SEGI_NOUN_FORM, SEGI_ABBREVIATION},
  {"Jänner", SEGI_MONTH, 0},
  {"Sept", SEGI_MONTH | SEGI_ABBREVIATION, 0},
  {"Jahrhunderts", SEGI_ORDINAL_NOUN | SEGI_NOUN_FORM, SEGI_VERB_FORM},
  {"Weltkrieg", SEGI_ORDINAL_NOUN, 0},
  {"als", SEGI_SUBORDINATOR | SEGI_FUNCTION_WORD | SEGI_OPENER, SEGI_ABBREVIATION},
  {"was", SEGI_SUBORDINATOR | SEGI_FUNCTION_WORD, SEGI_NOUN_FORM},
  {"Damit", SEGI_OPENER | SEGI_SUBORDINATOR, SEGI_VERB_FORM},
  {"Interessanterweise", SEGI_OPENER, SEGI_FUNCTION_WORD},
  {"ist", SEGI_VERB_FORM | SEGI_FUNCTION_WORD, SEGI_NOUN_FORM},
  {"sagte", SEGI_VERB_FORM, SEGI_NOUN_FORM | SEGI_ADJECTIVE_FORM},
  {"gegangen", SEGI_ADJECTIVE_FORM, SEGI_VERB_FORM},
  {"abzuholen", 0, SEGI_VERB_FORM},
  {"ab", SEGI_FUNCTION_WORD, SEGI_VERB_FORM},
  {"Häuser", SEGI_NOUN_FORM, SEGI_VERB_FORM},
  {"großes", SEGI_ADJECTIVE_FORM, SEGI_NOUN_FORM},
  {"km", SEGI_UNIT, SEGI_ABBREVIATION},
  {"Euro", SEGI_UNIT, 0},
  {"am", SEGI_FUNCTION_WORD, SEGI_ABBREVIATION},
  {"dir", SEGI_FUNCTION_WORD, SEGI_ABBREVIATION},
  {"alt", SEGI_ADJECTIVE_FORM, SEGI_ABBREVIATION},
  {"Herr", SEGI_NOUN_FORM, SEGI_NAME_TITLE},
};

START_TEST(knows_the_classes_of_a_word) {
  segi_word word = find(words[_i].word);
  ck_assert_msg(word.frequency > 0, "%s is not known", words[_i].word);
  ck_assert_msg((word.classes & words[_i].has) == words[_i].has, "%s lacks a class: %x",
                words[_i].word, word.classes);
  ck_assert_msg((word.classes & words[_i].has_not) == 0, "%s has a wrong class: %x", words[_i].word,
                word.classes);
}
END_TEST

static const char *const unknown[] = {
  "",     "stattals", "steigernwas", "RusslandDamit", "z.",   "usw.",  "xqzv",
  "z. B", "12",       "\xff",        "unddie",        "\xC3", "haus ", "der\n"};

START_TEST(knows_nothing_of_other_strings) {
  segi_word word = find(unknown[_i]);
  segi_word nothing = {0};
  ck_assert_msg(word.frequency == 0 && word.classes == 0, "\"%s\" is known", unknown[_i]);
  ck_assert_mem_eq(&word, &nothing, sizeof word);
}
END_TEST

START_TEST(stops_at_the_given_length) {
  ck_assert_uint_eq(segi_words_find(&seg_model_default()->words, "hausxyz", 4).frequency, find("haus").frequency);
  ck_assert_uint_eq(segi_words_find(&seg_model_default()->words, "haus\0xyz", 8).frequency, 0);
}
END_TEST

START_TEST(knows_case_and_frequency) {
  ck_assert_uint_lt(find("der").capital, 10);
  ck_assert_uint_lt(find("damit").capital, 10);
  ck_assert_uint_gt(find("Haus").capital, 250);
  ck_assert_uint_gt(find("Russland").capital, 250);
  ck_assert_uint_gt(find("Damit").initial, 25);
  ck_assert_uint_gt(find("Interessanterweise").initial, 2 * find("Damit").initial);
  ck_assert_uint_lt(find("usw").initial, 5);
  ck_assert_uint_eq(find("der").seen, 3);
  ck_assert_uint_gt(find("der").frequency, find("Haus").frequency);
  ck_assert_uint_gt(find("Haus").frequency, find("Promillegrenze").frequency);
  /* One in thirty words is "der": 25 * (9 - 1.5). */
  ck_assert_uint_ge(find("der").frequency, 183);
  ck_assert_uint_le(find("der").frequency, 192);
}
END_TEST

START_TEST(tells_the_spellings_with_sharp_s_apart) {
  ck_assert_uint_gt(find("Straße").frequency, find("Strasse").frequency);
  ck_assert_uint_gt(find("dass").frequency, find("daß").frequency);
  ck_assert_uint_gt(find("Strasse").frequency, 0); /* Swiss */
  ck_assert_uint_gt(find("daß").frequency, 0);     /* before 1996 */
  ck_assert_uint_eq(find("STRAßE").frequency, find("Straße").frequency);
}
END_TEST

/* Every line of a list is found with the class of the list. */
static const struct {
  const char *file;
  unsigned classes;
} files[] = {
  {"abbreviations.txt", SEGI_ABBREVIATION},
  {"months.txt", SEGI_MONTH},
  {"ordinal_nouns.txt", SEGI_ORDINAL_NOUN},
  {"subordinators.txt", SEGI_SUBORDINATOR},
  {"function_words.txt", SEGI_FUNCTION_WORD},
  {"openers.txt", SEGI_OPENER},
  {"titles.txt", SEGI_NAME_TITLE},
  {"units.txt", SEGI_UNIT},
};

static void check_entry(char *line, const char *file, unsigned classes) {
  char *tab = strchr(line, '\t'), folded[256];
  if (tab) *tab = '\0';
  size_t n = strlen(line);
  ck_assert_msg(segi_fold(line, n, folded, sizeof folded) == n && memcmp(line, folded, n) == 0,
                "%s: %s is not in lower case", file, line);
  segi_word word = segi_words_find(&seg_model_default()->words, line, n);
  ck_assert_msg(word.frequency > 0 && (word.classes & classes) == classes, "%s: %s is not found",
                file, line);
}

START_TEST(finds_every_entry_of_a_list) {
  char path[1024], line[1024];
  snprintf(path, sizeof path, "%s%s", lists, files[_i].file);
  FILE *in = fopen(path, "r");
  ck_assert_msg(in != NULL, "cannot open %s", path);
  size_t entries = 0;
  while (fgets(line, sizeof line, in)) {
    line[strcspn(line, "\n")] = '\0';
    if (*line == '\0' || *line == '#') continue;
    check_entry(line, files[_i].file, files[_i].classes);
    entries++;
  }
  fclose(in);
  ck_assert_uint_gt(entries, 40);
}
END_TEST

static const struct {
  const char *line;
  bool is_furniture;
} lines[] = {
  {"© 2021 Beispielverlag GmbH", true},
  {"Alle Rechte vorbehalten.", true},
  {"Prev", true},
  {"Next »", true},
  {"« Zurück", true},
  {"» Weiterlesen", true},
  {"Weiterlesen: Was im Keller geschah", true},
  {"Mehr zum Thema", true},
  {"Lesen Sie auch: Der Winter kommt", true},
  {"Kommentare (12)", true},
  {"Impressum", true},
  {"Impressum | Datenschutz | Kontakt", true},
  {"Diese Website verwendet Cookies, um Ihnen mehr zu bieten.", true},
  {"Zurück zur Startseite", true},
  {"→ Teilen auf Facebook", true},
  {"• Nach oben", true},
  {"Menü", true},
  {"©2021 Verlag", true},
  {"", false},
  {"»", false},
  {"Cookies sind kleine Dateien.", false},
  {"Zurück zur Natur lautet das Motto.", false},
  {"Nextcloud ist ein Programm.", false},
  {"Mehr zum Themenpark steht im Prospekt.", false},
  {"Sie sind hier nicht willkommen.", false},
  {"Auch interessant ist, dass es schneit.", false},
  {"„Weiter“, rief er.", false},
  {"Teilen ist schön.", false},
  {"Kontakt hatte er keinen.", false},
};

START_TEST(knows_furniture) {
  ck_assert_msg(furniture(lines[_i].line) == lines[_i].is_furniture, "\"%s\"", lines[_i].line);
}
END_TEST

/* None of the common words is missed, and few strings that are no word are taken for one. */
START_TEST(common_words_are_told_apart) {
  const segi_words *table = &seg_model_default()->words;
  size_t common = 0, mistaken = 0;
  segi_model_note_common(seg_model_default());
  for (uint32_t i = 0; i < table->count; i++) {
    const segi_word_slot *slot = &table->slots[i];
    uint64_t hash = 0;
    for (int byte = 5; byte >= 0; byte--) hash = hash << 8 | slot->print[byte];
    if (slot->frequency < SEGI_COMMON) continue;
    ck_assert(segi_maybe_common(table, hash));
    common++;
  }
  ck_assert_uint_gt(common, 10000);
  ck_assert(segi_maybe_common(table, segi_word_hash("haus", 4)));
  ck_assert(!segi_maybe_following(table, segi_word_hash("haus", 4)));
  ck_assert(segi_maybe_following(table, segi_word_hash("als", 3)));
  ck_assert(segi_maybe_following(table, segi_word_hash("sagte", 5)));
  for (int i = 0; i < 1000; i++) {
    char word[16];
    size_t length = (size_t)snprintf(word, sizeof word, "xq%dzz", i);
    mistaken += segi_maybe_common(table, segi_word_hash(word, length));
  }
  ck_assert_uint_lt(mistaken, 200);
}
END_TEST

Suite *lexicon_suite(void) {
  Suite *suite = suite_create("lexicon");
  TCase *look_up = tcase_create("words");
  tcase_add_loop_test(look_up, knows_the_classes_of_a_word, 0, sizeof words / sizeof *words);
  tcase_add_loop_test(look_up, knows_nothing_of_other_strings, 0, sizeof unknown / sizeof *unknown);
  tcase_add_test(look_up, stops_at_the_given_length);
  tcase_add_test(look_up, knows_case_and_frequency);
  tcase_add_test(look_up, common_words_are_told_apart);
  tcase_add_test(look_up, tells_the_spellings_with_sharp_s_apart);
  suite_add_tcase(suite, look_up);
  TCase *entries = tcase_create("lists");
  tcase_add_loop_test(entries, finds_every_entry_of_a_list, 0, sizeof files / sizeof *files);
  suite_add_tcase(suite, entries);
  TCase *phrases = tcase_create("furniture");
  tcase_add_loop_test(phrases, knows_furniture, 0, sizeof lines / sizeof *lines);
  suite_add_tcase(suite, phrases);
  return suite;
}
