/* What speaks for and against a candidate: two tables of features with hand-set weights. */
#include <math.h>
#include <string.h>

#include "junction/candidate.h"
#include "junction/inner_features.h"

static bool is(const segi_word *w, uint16_t classes) { return (w->classes & classes) != 0; }
static bool closed_class(const segi_half *w) {
  return is(&w->known, SEGI_FUNCTION_WORD | SEGI_SUBORDINATOR);
}
static bool known(const segi_half *w) { return w->known.frequency > 0 && w->letters > 1; }
static bool common(const segi_half *w) { return w->known.frequency >= 75 && w->letters > 1; }
static bool frequent(const segi_half *w) { return w->known.frequency >= 100 && w->letters > 1; }
static bool family(const segi_candidate *p, segi_family f) { return p->family == f; }

static bool mark(const segi_candidate *p) { return family(p, SEGI_AFTER_MARK); }
static bool cases(const segi_candidate *p) { return family(p, SEGI_CASE_CHANGE); }
static bool letter_behind(const segi_candidate *p) { return segi_is_letter(p->before); }
static bool capital_right(const segi_candidate *p) { return p->right_half.first == SEGI_UPPER; }

/* --- Left. */

/* Most often written in lower case, so its capital says that something begins. */
static bool raised(const segi_half *w) {
  return w->first == SEGI_UPPER && w->second != SEGI_UPPER && w->letters > 1 &&
         ((w->known.seen >= 2 && w->known.capital < 60 && w->known.frequency >= 75) ||
          is(&w->known, SEGI_FUNCTION_WORD));
}

static bool after_sentence_mark(const segi_candidate *p) {
  return mark(p) && p->before == SEGI_END;
}
static bool after_stop(const segi_candidate *p) {
  return mark(p) && (p->before == SEGI_STOP || p->before == SEGI_ELLIPSIS);
}
static bool after_comma(const segi_candidate *p) {
  return mark(p) && (p->before == SEGI_COMMA || p->before == SEGI_SEMICOLON);
}
static bool after_colon(const segi_candidate *p) { return mark(p) && p->before == SEGI_COLON; }
static bool after_closing(const segi_candidate *p) {
  return mark(p) && (p->before == SEGI_CLOSE || p->before == SEGI_QUOTE);
}
/* (SPD)hat, not (Un)Sinn, (Wieder-)Eröffnung */
static bool short_bracket(const segi_candidate *p) {
  return after_closing(p) && p->bracket_at_start && !p->bracket_inside &&
         p->left_half.second != SEGI_UPPER &&
         !(p->left_half.letters >= 4 && closed_class(&p->right_half));
}
static bool closing_after_end(const segi_candidate *p) {
  return after_closing(p) &&
         (p->left.trail & (SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS)));
}
static bool bracket_in_word(const segi_candidate *p) {
  return (after_closing(p) || family(p, SEGI_BEFORE_OPENING)) && p->bracket_inside;
}
static bool mark_word_known(const segi_candidate *p) {
  return mark(p) && known(&p->left_half) && p->left_half.letters >= 3 &&
         !is(&p->left_half.known, SEGI_ABBREVIATION);
}
static bool mark_word_long(const segi_candidate *p) {
  return mark(p) && !known(&p->left_half) && p->left_half.letters >= 5;
}
static bool mark_abbreviation(const segi_candidate *p) {
  return mark(p) && p->before == SEGI_STOP &&
         (is(&p->left_half.known, SEGI_ABBREVIATION) || is(&p->left.word, SEGI_ABBREVIATION));
}
static bool mark_short_word(const segi_candidate *p) {
  return mark(p) && p->left_half.letters <= 2 && !closed_class(&p->left_half) && !p->left_number &&
         (p->before == SEGI_STOP || p->before == SEGI_COLON);
}
static bool mark_letter(const segi_candidate *p) {
  return mark(p) && p->left_half.letters == 1 && !p->left_number;
}
static bool mark_number(const segi_candidate *p) { return mark(p) && p->left_number; }
static bool mark_acronym(const segi_candidate *p) {
  return mark(p) && p->left_half.letters >= 2 && p->left_half.second == SEGI_UPPER &&
         p->before == SEGI_STOP;
}
static bool mark_alone(const segi_candidate *p) {
  return mark(p) && p->left_half.letters == 0 && !p->left_number && p->before != SEGI_QUOTE;
}
static bool mark_month(const segi_candidate *p) {
  return mark(p) && p->left_number && is(&p->right_half.known, SEGI_MONTH);
}
/* 25.Mai.17 */
static bool month_left(const segi_candidate *p) {
  return mark(p) && p->after == SEGI_DIGIT && is(&p->left_half.known, SEGI_MONTH);
}
static bool mark_after_hyphen(const segi_candidate *p) {
  return mark(p) && (p->left.trail & SEGI_SET(SEGI_HYPHEN));
}
static bool dots_before(const segi_candidate *p) {
  return mark(p) && (p->left.inner & SEGI_SET(SEGI_STOP)) && p->left_half.letters < 4;
}

static bool low_function_left(const segi_candidate *p) {
  return cases(p) && p->starts_low && p->humps <= 2 && closed_class(&p->left_half);
}
static bool low_common_left(const segi_candidate *p) {
  return cases(p) && p->left_half.first == SEGI_LOWER && common(&p->left_half) &&
         !closed_class(&p->left_half);
}
static bool low_known_left(const segi_candidate *p) {
  return cases(p) && p->left_half.first == SEGI_LOWER && known(&p->left_half) &&
         p->left_half.letters >= 4 && !common(&p->left_half);
}
static bool capital_function_left(const segi_candidate *p) {
  return cases(p) && p->left_half.first == SEGI_UPPER && closed_class(&p->left_half);
}
static bool capital_common_left(const segi_candidate *p) {
  return cases(p) && p->left_half.first == SEGI_UPPER && common(&p->left_half) &&
         p->left_half.letters >= 4 && !closed_class(&p->left_half);
}
static bool long_left(const segi_candidate *p) {
  return cases(p) && p->left_half.letters >= 9 && p->left_half.last == SEGI_LOWER;
}
static bool unknown_left(const segi_candidate *p) { return cases(p) && !known(&p->left_half); }
static bool short_left(const segi_candidate *p) {
  return cases(p) && p->left_half.letters <= 3 && !closed_class(&p->left_half);
}
static bool one_letter_left(const segi_candidate *p) {
  return cases(p) && p->left_half.letters <= 1;
}
static bool acronym_left(const segi_candidate *p) {
  return cases(p) && p->before == SEGI_UPPER;
}
static bool acronym_known_left(const segi_candidate *p) {
  return acronym_left(p) && p->left_half.letters <= 5 && p->left_half.known.frequency >= 60 &&
         p->left_half.known.capital > 200 && (raised(&p->right_half) || common(&p->right_half));
}

/* --- Right. */

static bool mark_raised(const segi_candidate *p) { return mark(p) && raised(&p->right_half); }
static bool case_raised(const segi_candidate *p) { return cases(p) && raised(&p->right_half); }
static bool case_raised_opener(const segi_candidate *p) {
  return cases(p) && raised(&p->right_half) && is(&p->right_half.known, SEGI_OPENER);
}
static bool case_raised_verb(const segi_candidate *p) {
  return case_raised(p) && !is(&p->right_half.known, SEGI_OPENER) && p->right_half.letters <= 4 &&
         p->left_half.first == SEGI_UPPER && p->left_half.letters <= 6;
}
static bool mark_noun(const segi_candidate *p) {
  return mark(p) && capital_right(p) && !raised(&p->right_half) &&
         p->right_half.known.frequency >= 50 && p->right_half.letters >= 3;
}
static bool case_noun(const segi_candidate *p) {
  return cases(p) && !raised(&p->right_half) && common(&p->right_half) &&
         p->right_half.letters >= 4;
}
static bool case_frequent_noun(const segi_candidate *p) {
  return cases(p) && !raised(&p->right_half) && frequent(&p->right_half) &&
         p->right_half.letters >= 4;
}
static bool long_right(const segi_candidate *p) {
  return cases(p) && p->right_half.letters >= 9;
}
static bool unknown_right(const segi_candidate *p) {
  return (mark(p) || cases(p)) && !known(&p->right_half) && p->right_half.letters < 7;
}
static bool one_letter_right(const segi_candidate *p) {
  return (mark(p) || cases(p)) && p->right_half.letters == 1;
}
static bool two_letters_right(const segi_candidate *p) {
  return cases(p) && p->right_half.letters == 2 && !raised(&p->right_half);
}
static bool capitals_right(const segi_candidate *p) {
  return (mark(p) || cases(p)) && p->right_half.second == SEGI_UPPER;
}
static bool low_right(const segi_candidate *p) {
  return mark(p) && p->after == SEGI_LOWER;
}
static bool low_right_after_comma(const segi_candidate *p) {
  return after_comma(p) && p->after == SEGI_LOWER && known(&p->right_half) &&
         p->left_half.letters >= 3;
}
static bool digit_behind_right(const segi_candidate *p) {
  return mark(p) && p->digit_behind_right;
}
static bool digit_right(const segi_candidate *p) {
  return mark(p) && p->after == SEGI_DIGIT;
}
/* A year or longer, or the number of a list item: no footnote, which is short and alone. */
static bool telling_number_right(const segi_candidate *p) {
  return digit_right(p) && p->telling_number && p->left_half.letters >= 3 &&
         !is(&p->left_half.known, SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER);
}
static bool colon_before_number(const segi_candidate *p) {
  return digit_right(p) && p->before == SEGI_COLON && p->left_half.letters >= 4;
}
/* (SPD)hat */
static bool low_right_after_closing(const segi_candidate *p) {
  return after_closing(p) && p->after == SEGI_LOWER && !p->bracket_inside &&
         (closed_class(&p->right_half) || frequent(&p->right_half)) && p->right_half.letters >= 3 &&
         p->left_half.letters >= 2;
}
static bool low_right_after_colon(const segi_candidate *p) {
  return (after_colon(p) || after_sentence_mark(p)) && p->after == SEGI_LOWER &&
         closed_class(&p->right_half) && p->right_half.letters >= 3 && p->left_half.letters >= 3;
}
static bool begins_with(const segi_candidate *p, const char *folded) {
  size_t n = strlen(folded);
  char start[16];
  if (p->right_half.end - p->right_half.start < n) return false;
  return segi_fold(p->text + p->right_half.start, n, start, sizeof start) == n &&
         memcmp(start, folded, n) == 0;
}
/* SchülerInnen, Schüler:innen, LehrerIn; AnleihenIn is none */
static bool gender_form(const segi_candidate *p) {
  if (!(mark(p) || cases(p)) || p->left_half.letters < 3) return false;
  if (begins_with(p, "innen")) return true;
  char last = p->text[p->left_half.end - 1];
  return begins_with(p, "in") && p->right_half.letters == 2 && p->before != SEGI_STOP &&
         p->before != SEGI_END && strchr("rtgle", last) != NULL;
}

/* --- Around. */

static bool pair_known(const segi_candidate *p) { return cases(p) && p->pair.frequency > 0; }
static bool whole_known(const segi_candidate *p) {
  return cases(p) && p->humps > 2 && p->whole.frequency > 0;
}
static bool rest_known(const segi_candidate *p) {
  return cases(p) && p->humps > 2 && p->rest.frequency >= 50 && !known(&p->right_half);
}
static bool many_humps(const segi_candidate *p) { return cases(p) && p->humps > 2; }
static bool case_repeated(const segi_candidate *p) { return cases(p) && p->repeated; }
static bool brand_like(const segi_candidate *p) {
  return cases(p) && p->left_half.first == SEGI_UPPER && !raised(&p->right_half);
}
static bool short_brand(const segi_candidate *p) {
  return brand_like(p) && p->left_half.letters <= 7 && p->right_half.letters <= 7;
}
static bool long_pair(const segi_candidate *p) {
  return cases(p) && p->left_half.letters + p->right_half.letters >= 14 &&
         p->right_half.second != SEGI_UPPER;
}
static bool case_very_damaged(const segi_candidate *p) { return cases(p) && p->rate >= 6; }
static bool clean_brand(const segi_candidate *p) { return brand_like(p) && p->rate < 0.3; }
static bool damaged(const segi_candidate *p) { return p->rate >= 1.5; }
static bool very_damaged(const segi_candidate *p) { return p->rate >= 6; }
static bool clean(const segi_candidate *p) { return p->rate < 0.3; }

/* --- Digits. */

static bool digit_raised(const segi_candidate *p) {
  return family(p, SEGI_AFTER_DIGIT) && raised(&p->right_half) && p->right_half.letters >= 3;
}
static bool digit_noun(const segi_candidate *p) {
  return family(p, SEGI_AFTER_DIGIT) && capital_right(p) && common(&p->right_half) &&
         p->right_half.letters >= 4 && p->right_half.second == SEGI_LOWER &&
         !is(&p->right_half.known, SEGI_UNIT);
}
static bool long_number(const segi_candidate *p) {
  return family(p, SEGI_AFTER_DIGIT) && p->left.shape == SEGI_SHAPE_NUMBER &&
         p->left.core_end - p->left.core >= 4;
}
static bool function_before_digit(const segi_candidate *p) {
  return family(p, SEGI_BEFORE_DIGIT) && p->left_half.first == SEGI_LOWER && p->starts_low &&
         closed_class(&p->left_half);
}
static bool common_before_digit(const segi_candidate *p) {
  return family(p, SEGI_BEFORE_DIGIT) && p->left_half.first == SEGI_LOWER && p->starts_low &&
         common(&p->left_half) && p->left_half.letters >= 5 && !closed_class(&p->left_half);
}

static bool noun_before_digit(const segi_candidate *p) {
  return family(p, SEGI_BEFORE_DIGIT) && p->left_half.first == SEGI_UPPER &&
         p->left_half.letters >= 6 && common(&p->left_half) &&
         is(&p->left_half.known, SEGI_NOUN_FORM);
}

/* --- Opening signs. */

static bool opening(const segi_candidate *p) { return family(p, SEGI_BEFORE_OPENING); }
static bool quote_after_mark(const segi_candidate *p) {
  return opening(p) && p->after != SEGI_OPEN && !letter_behind(p) && p->before != SEGI_DIGIT &&
         p->before != SEGI_QUOTE && p->right_half.letters > 0;
}
static bool quote_after_word(const segi_candidate *p) {
  return opening(p) && p->after != SEGI_OPEN && letter_behind(p) && known(&p->left_half) &&
         p->left_half.letters > 1 && p->right_half.letters > 1;
}
static bool bracket_after_mark(const segi_candidate *p) {
  return opening(p) && p->round_bracket && !letter_behind(p) && p->before != SEGI_DIGIT &&
         p->before != SEGI_CLOSE && p->left_half.letters >= 3;
}
/* Telemediengesetz(TMG), not Lehrer(innen), URI(s) */
static bool bracket_after_word(const segi_candidate *p) {
  return opening(p) && p->round_bracket && letter_behind(p) && p->left_half.letters >= 4 &&
         p->right_half.letters >= 3 && p->right_half.first == SEGI_UPPER &&
         !begins_with(p, "in");
}

/* --- Words without any sign between them. */

static bool words(const segi_candidate *p) { return family(p, SEGI_WORDS); }
static bool words_frequent(const segi_candidate *p) {
  return words(p) && frequent(&p->left_half) && frequent(&p->right_half);
}
/* Neither half belongs to the closed classes, which make most of such joins. */
static bool words_open(const segi_candidate *p) {
  return words(p) && !closed_class(&p->left_half) && !closed_class(&p->right_half);
}
static bool words_capital(const segi_candidate *p) {
  return words(p) && p->left_half.first == SEGI_UPPER;
}

/* --- What is missing. */

bool segi_sign_behind(const segi_candidate *p) {
  return !letter_behind(p) && p->before != SEGI_DIGIT;
}
static bool no_sign_raised(const segi_candidate *p) {
  return !segi_sign_behind(p) && raised(&p->right_half);
}
static bool ends_with(const char *text, const segi_half *w, const char *end) {
  size_t n = strlen(end);
  return w->end - w->start >= n && memcmp(text + w->end - n, end, n) == 0;
}
/* A verb at the end of a clause that has another one: worden, benötigt, gekommen, ein. */
static bool ends_clause(const segi_candidate *p) {
  static const char *const particles[] = {"an", "ab", "auf", "aus", "ein", "vor", "zu", "zusammen",
                                          "statt", "zurück", "durch", "fest", "teil", "weiter"};
  static const char *const articles[] = {"eine", "einen", "einem", "einer", "eines"};
  const segi_half *l = &p->left_half;
  if (l->first != SEGI_LOWER || !p->verb_before || p->since_end < 4) return false;
  for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
    if (ends_with(p->text, l, articles[i])) return false;
  for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
    if (l->end - l->start == strlen(particles[i]) && ends_with(p->text, l, particles[i]))
      return true;
  if (is(&l->known, SEGI_ADJECTIVE_FORM)) return ends_with(p->text, l, "t");
  return is(&l->known, SEGI_VERB_FORM);
}
static bool no_sign_after_function(const segi_candidate *p) {
  return !segi_sign_behind(p) && closed_class(&p->left_half) && p->left_half.first == SEGI_LOWER &&
         !(raised(&p->right_half) && is(&p->right_half.known, SEGI_OPENER)) && !ends_clause(p);
}
static bool no_sign_noun(const segi_candidate *p) {
  return cases(p) && !raised(&p->right_half) && !closed_class(&p->left_half) &&
         !(p->left_half.first == SEGI_LOWER && is(&p->left_half.known, SEGI_ADJECTIVE_FORM));
}
/* A sentence so far, and not a heading. */
static bool no_sign_after_sentence(const segi_candidate *p) {
  if (segi_sign_behind(p) || !capital_right(p)) return false;
  return ends_clause(p) || (no_sign_noun(p) && p->since_end >= 5 && p->verb_before);
}
/* und weil, nur wenn, erst als: no comma between them. */
static bool leads_on(const segi_candidate *p) {
  static const char *const words_before[] = {"und", "oder", "aber", "sondern", "denn", "als",
                                             "wie", "auch", "nur", "erst", "selbst", "so", "je"};
  size_t length = p->left_half.end - p->left_half.start;
  for (size_t i = 0; i < sizeof words_before / sizeof *words_before; i++)
    if (strlen(words_before[i]) == length && ends_with(p->text, &p->left_half, words_before[i]))
      return true;
  return false;
}
static bool is_one_of(const segi_candidate *p, const char *const *list) {
  char folded[16];
  size_t length = p->right_half.end - p->right_half.start;
  if (length > sizeof folded) return false;
  size_t n = segi_fold(p->text + p->right_half.start, length, folded, sizeof folded);
  for (; *list != NULL; list++)
    if (strlen(*list) == n && memcmp(*list, folded, n) == 0) return true;
  return false;
}
/* Conjunctions that take a comma before them, always or nearly so. */
static bool clause_follows(const segi_candidate *p) {
  static const char *const always[] = {
    "dass", "daß", "weil", "wenn", "ob", "obwohl", "nachdem", "bevor", "sodass", "falls", "sobald",
    "solange", "sofern", "indem", "wobei", "wodurch", "wofür", "woran", "woraus", "womit", "warum",
    "weshalb", "wieso", "wohingegen", "obgleich", "sondern", "aber", "damit", "denn", NULL};
  return words(p) && is_one_of(p, always) && !leads_on(p);
}
/* die neuen Häuser: an article stands before nouns and declined adjectives only. */
static bool article_cannot_stand_before(const segi_candidate *p) {
  static const char *const declined[] = {"e", "en", "er", "es", "em"};
  segi_half next = {.start = p->next->core, .end = p->next->core_end};
  if (p->next->shape != SEGI_SHAPE_LOWER) return false;
  if (is(&p->next->word, SEGI_FUNCTION_WORD)) return true;
  for (size_t i = 0; i < sizeof declined / sizeof *declined; i++)
    if (ends_with(p->text, &next, declined[i])) return false;
  return true;
}
/* Waschneck, die sich; but der Frau die Hand, Sprecher der Partei */
static bool relative_clause_follows(const segi_candidate *p) {
  static const char *const pronouns[] = {"der", "die", "das", "den", "dem", "deren", "dessen",
                                         "denen", "welche", "welcher", "welches", "wo", NULL};
  return words(p) && (p->left_half.first == SEGI_UPPER || ends_clause(p)) &&
         is_one_of(p, pronouns) && article_cannot_stand_before(p);
}
/* gewesen, wie die Polizei */
static bool as_clause_follows(const segi_candidate *p) {
  static const char *const as[] = {"wie", NULL};
  return words(p) && is_one_of(p, as) && ends_clause(p) && is(&p->next->word, SEGI_FUNCTION_WORD);
}
static bool question_word_follows(const segi_candidate *p) {
  return words(p) && begins_with(p, "was") && p->right_half.letters == 3 &&
         !closed_class(&p->left_half);
}
/* größer als die, mehr als er, anders als sie */
static bool compared(const segi_candidate *p) {
  static const char *const ends[] = {"er", "mehr", "anders", "sowohl", "so", "nichts"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (ends_with(p->text, &p->left_half, ends[i])) return true;
  return false;
}
/* statt, als er kam */
static bool when_clause_follows(const segi_candidate *p) {
  return words(p) && begins_with(p, "als") && p->right_half.letters == 3 && !compared(p) &&
         p->next->shape == SEGI_SHAPE_LOWER && is(&p->next->word, SEGI_FUNCTION_WORD);
}

typedef struct place_feature {
  const char *id;
  bool (*holds)(const segi_candidate *p);
  float weight[SEG_LABELS];
} place_feature;

/* Whether something is missing: added to what the scorer says of the virtual tokens, where
 * nothing starts with 6 and a space with 0. ORDER of weight[]: none, space, comma, colon,
 * sentence, paragraph. */
static const place_feature evidence[] = {
  {"after-mark", mark, {-4, 0, -20, -20, 0, -20}},
  {"after-stop", after_stop, {-1, 0, 0, 0, 0, 0}},
  {"after-sentence-mark", after_sentence_mark, {-3, 0, 0, 0, 0, 0}},
  {"after-comma", after_comma, {-1, 0, 0, 0, 0, 0}},
  {"after-colon", after_colon, {1, 0, 0, 0, 0, 0}},
  {"after-closing", after_closing, {1, 0, 0, 0, 0, 0}},
  {"closing-after-end", closing_after_end, {-4, 0, 0, 0, 0, 0}},
  {"bracket-in-word", bracket_in_word, {9, 0, 0, 0, 0, 0}},
  {"short-bracket", short_bracket, {9, 0, 0, 0, 0, 0}},
  {"mark-word-known", mark_word_known, {-3, 0, 0, 0, 0, 0}},
  {"mark-word-long", mark_word_long, {-2.5f, 0, 0, 0, 0, 0}},
  {"mark-abbreviation", mark_abbreviation, {7, 0, 0, 0, 0, 0}},
  {"mark-short-word", mark_short_word, {3, 0, 0, 0, 0, 0}},
  {"mark-letter", mark_letter, {6, 0, 0, 0, 0, 0}},
  {"mark-number", mark_number, {2, 0, 0, 0, 0, 0}},
  {"mark-acronym", mark_acronym, {1, 0, 0, 0, 0, 0}},
  {"mark-alone", mark_alone, {6, 0, 0, 0, 0, 0}},
  {"mark-month", mark_month, {8, 0, 0, 0, 0, 0}},
  {"month-left", month_left, {8, 0, 0, 0, 0, 0}},
  {"mark-after-hyphen", mark_after_hyphen, {7, 0, 0, 0, 0, 0}},
  {"dots-before", dots_before, {4, 0, 0, 0, 0, 0}},
  {"low-right", low_right, {8, 0, 0, 0, 0, 0}},
  {"low-right-after-comma", low_right_after_comma, {-9, 0, 0, 0, 0, 0}},
  {"digit-behind-right", digit_behind_right, {4, 0, 0, 0, 0, 0}},
  {"digit-right", digit_right, {3, 0, 0, 0, 0, 0}},
  {"telling-number-right", telling_number_right, {-3.5f, 0, 0, 0, 0, 0}},
  {"colon-before-number", colon_before_number, {-3, 0, 0, 0, 0, 0}},
  {"low-right-after-closing", low_right_after_closing, {-10, 0, 0, 0, 8, 0}},
  {"low-right-after-colon", low_right_after_colon, {-9, 0, 0, 0, 0, 0}},
  {"mark-raised", mark_raised, {-4, 0, 0, 0, 0, 0}},
  {"mark-noun", mark_noun, {-2, 0, 0, 0, 0, 0}},
  {"unknown-right", unknown_right, {1.5f, 0, 0, 0, 0, 0}},
  {"one-letter-right", one_letter_right, {5, 0, 0, 0, 0, 0}},
  {"two-letters-right", two_letters_right, {3, 0, 0, 0, 0, 0}},
  {"capitals-right", capitals_right, {1, 0, 0, 0, 0, 0}},
  {"gender-form", gender_form, {14, 0, 0, 0, 0, 0}},

  {"low-function-left", low_function_left, {-6, 0, 0, 0, 0, 0}},
  {"low-common-left", low_common_left, {-5, 0, 0, 0, 0, 0}},
  {"low-known-left", low_known_left, {-3.5f, 0, 0, 0, 0, 0}},
  {"capital-function-left", capital_function_left, {-1, 0, 0, 0, 0, 0}},
  {"capital-common-left", capital_common_left, {-3, 0, 0, 0, 0, 0}},
  {"long-left", long_left, {-2, 0, 0, 0, 0, 0}},
  {"unknown-left", unknown_left, {1, 0, 0, 0, 0, 0}},
  {"short-left", short_left, {4, 0, 0, 0, 0, 0}},
  {"one-letter-left", one_letter_left, {8, 0, 0, 0, 0, 0}},
  {"acronym-left", acronym_left, {1, 0, 0, 0, 0, 0}},
  {"acronym-known-left", acronym_known_left, {-5, 0, 0, 0, 0, 0}},
  {"case-raised", case_raised, {-3, 0, 0, 0, 0, 0}},
  {"case-raised-opener", case_raised_opener, {-3, 0, 0, 0, 0, 0}},
  {"case-raised-verb", case_raised_verb, {3, 0, 0, 0, 0, 0}},
  {"case-noun", case_noun, {-2, 0, 0, 0, 0, 0}},
  {"case-frequent-noun", case_frequent_noun, {-0.5f, 0, 0, 0, 0, 0}},
  {"long-right", long_right, {-2, 0, 0, 0, 0, 0}},
  {"pair-known", pair_known, {8, 0, 0, 0, 0, 0}},
  {"whole-known", whole_known, {6, 0, 0, 0, 0, 0}},
  {"rest-known", rest_known, {-3, 0, 0, 0, 0, 0}},
  {"many-humps", many_humps, {1, 0, 0, 0, 0, 0}},
  {"case-repeated", case_repeated, {5, 0, 0, 0, 0, 0}},
  {"brand-like", brand_like, {2.5f, 0, 0, 0, 0, 0}},

  {"short-brand", short_brand, {1.5f, 0, 0, 0, 0, 0}},

  {"long-pair", long_pair, {-1.5f, 0, 0, 0, 0, 0}},
  {"case-very-damaged", case_very_damaged, {-1, 0, 0, 0, 0, 0}},
  {"clean-brand", clean_brand, {1, 0, 0, 0, 0, 0}},

  {"digit-raised", digit_raised, {-8, 0, 0, 0, 0, 0}},
  {"digit-noun", digit_noun, {-5, 0, 0, 0, 0, 0}},
  {"long-number", long_number, {-2, 0, 0, 0, 0, 0}},
  {"function-before-digit", function_before_digit, {-9, 0, 0, 0, 0, 0}},
  {"common-before-digit", common_before_digit, {-6, 0, 0, 0, 0, 0}},

  {"noun-before-digit", noun_before_digit, {-4, 0, 0, 0, 0, 0}},

  {"quote-after-mark", quote_after_mark, {-10, 0, -20, -20, 0, -20}},
  {"quote-after-word", quote_after_word, {-9, 0, -20, -20, 0, -20}},
  {"bracket-after-mark", bracket_after_mark, {-9, 0, -20, -20, 0, -20}},

  {"bracket-after-word", bracket_after_word, {-6.5f, 0, -20, -20, 0, -20}},

  {"words", words, {-8.5f, 0, 0, 0, -9, -9}},
  {"words-frequent", words_frequent, {-1, 0, 0, 0, 0, 0}},
  {"words-open", words_open, {2, 0, 0, 0, 0, 0}},
  {"words-capital", words_capital, {1, 0, 0, 0, 0, 0}},

  {"damaged", damaged, {-2, 0, 0, 0, 0, 0}},
  {"very-damaged", very_damaged, {-1.5f, 0, 0, 0, 0, 0}},
  {"clean", clean, {1, 0, 0, 0, 0, 0}},
};

/* Which label, once something is missing. */
static const place_feature label_features[] = {
  {"no-sign-raised",       no_sign_raised,       {0, 0, 0, 0, 8, 0}},
  {"no-sign-after-function", no_sign_after_function, {0, 0, 0, 0, -9, -9}},
  {"no-sign-noun",         no_sign_noun,         {0, 0, 0, 0, 0, 2}},
  {"no-sign-after-sentence", no_sign_after_sentence, {0, 0, 0, 0, 8, 0}},
  {"clause-follows",       clause_follows,       {0, 0, 5, 0, 0, 0}},
  {"relative-clause-follows", relative_clause_follows, {0, 0, 5, 0, 0, 0}},
  {"as-clause-follows",    as_clause_follows,    {0, 0, 5, 0, 0, 0}},
  {"question-word-follows", question_word_follows, {0, 0, 5, 0, 0, 0}},
  {"when-clause-follows",  when_clause_follows,  {0, 0, 5, 0, 0, 0}},
};

static void add_features(const segi_candidate *p, const place_feature *features, size_t count,
                         double score[SEG_LABELS]) {
  for (size_t f = 0; f < count; f++) {
    if (!features[f].holds(p)) continue;
    for (int l = 0; l < SEG_LABELS; l++) score[l] += (double)features[f].weight[l];
  }
}

/* The virtual tokens have no neighbours: what stands beside a damaged token may be damaged too.
 * White space tells paragraphs from sentences between tokens; inside one, only the table does. */
double segi_score_candidate(const segi_candidate *p, seg_label *label) {
  segi_junction j = {.text = p->text, .left2 = &segi_no_token, .left = &p->left,
                     .right = &p->right, .right2 = &segi_no_token, .inside_token = true,
                     .since_end = 9};
  double score[SEG_LABELS], sum = 0;
  segi_score(&j, score);
  for (int l = 0; l < SEG_LABELS; l++) score[l] = log(fmax(score[l], 1e-30));
  score[SEG_LABEL_PARAGRAPH] = score[SEG_LABEL_SPACE];
  score[SEG_LABEL_COMMA] -= 3;
  score[SEG_LABEL_COLON] -= 9;
  score[SEG_LABEL_PARAGRAPH] -= 1;
  add_features(p, evidence, sizeof evidence / sizeof *evidence, score);
  for (int l = SEG_LABEL_SPACE; l < SEG_LABELS; l++)
    sum += exp(score[l] - score[SEG_LABEL_NONE]);
  add_features(p, label_features, sizeof label_features / sizeof *label_features, score);
  *label = SEG_LABEL_SPACE;
  for (int l = SEG_LABEL_SPACE; l < SEG_LABELS; l++)
    if (score[l] > score[*label]) *label = (seg_label)l;
  return sum / (1 + sum);
}
