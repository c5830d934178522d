#include "junction/rule_features.h"

#include <string.h>

#define END_MARKS (SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS))
#define QUOTES (SEGI_SET(SEGI_LOW_QUOTE) | SEGI_SET(SEGI_QUOTE))

static bool is(const segi_token *t, uint16_t classes) {
  return (t->word.classes & classes) != 0;
}
static bool has_core(const segi_token *t) {
  return t->core_end > t->core;
}
static size_t core_length(const segi_token *t) {
  return t->core_end - t->core;
}
static bool capitalised(const segi_token *t) {
  return t->shape == SEGI_SHAPE_CAPITAL || t->shape == SEGI_SHAPE_CAPITALS ||
         t->shape == SEGI_SHAPE_INITIAL;
}
static bool lower_case(const segi_token *t) {
  return t->shape == SEGI_SHAPE_LOWER || t->shape == SEGI_SHAPE_LETTER;
}
/* A word that is written with a capital here although it is a lower-case word elsewhere. */
static bool raised(const segi_token *t, uint8_t share) {
  return (t->shape == SEGI_SHAPE_CAPITAL || t->shape == SEGI_SHAPE_INITIAL) && t->word.seen >= 2 &&
         t->word.capital < share && !(t->inner & SEGI_SET(SEGI_STOP));
}
static bool opener(const segi_token *t) {
  return t->shape == SEGI_SHAPE_CAPITAL && is(t, SEGI_OPENER);
}
/* The next token that holds a word: a dash or bullet may stand between. */
static const segi_token *next_word(const segi_junction *j) {
  return has_core(j->right) ? j->right : j->right2;
}
/* The full stop belongs to the word; in "(S. 27 f.)." the last one belongs to the sentence. */
static bool only_stop(const segi_token *t) {
  bool closed = (t->trail & (SEGI_SET(SEGI_CLOSE) | QUOTES)) && t->last_mark == SEGI_STOP;
  return t->first_mark == SEGI_STOP && !closed && !(t->trail & SEGI_SET(SEGI_END));
}
/* A letter with a full stop, not a part of an abbreviation that is known. */
static bool letter_stop(const segi_token *t, segi_shape shape) {
  return only_stop(t) && t->shape == shape && !is(t, SEGI_ABBREVIATION);
}
static bool domain(const segi_token *t, const char *text) {
  static const char *const endings[] = {".de", ".at", ".ch", ".eu", ".com", ".org", ".net", ".info"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t n = strlen(endings[i]);
    if (core_length(t) > n && memcmp(text + t->core_end - n, endings[i], n) == 0) return true;
  }
  return false;
}
/* Consonants only, as in "Pck" and "Msp": an abbreviation that no list has. */
static bool without_vowel(const segi_token *t, const char *text) {
  if (t->shape != SEGI_SHAPE_CAPITAL && t->shape != SEGI_SHAPE_LOWER) return false;
  if (core_length(t) > 5 || t->inner != 0) return false;
  for (size_t i = t->core; i < t->core_end; i++)
    if ((text[i] & 0x80) || strchr("aeiouyAEIOUY", text[i]) != NULL) return false;
  return true;
}
static bool dots(const segi_junction *j) {
  const segi_token *t = j->left;
  size_t begin = has_core(t) ? t->core_end : t->start;
  return t->end - begin >= 3 && memcmp(j->text + begin, "...", 3) == 0;
}

/* --- What ends the left token. */

static bool no_mark(const segi_junction *j) { return !(j->left->trail & END_MARKS); }
static bool full_stop(const segi_junction *j) {
  return only_stop(j->left) && !dots(j);
}
static bool closed_full_stop(const segi_junction *j) {
  return (j->left->trail & SEGI_SET(SEGI_STOP)) && !only_stop(j->left);
}
static bool exclamation(const segi_junction *j) { return j->left->trail & SEGI_SET(SEGI_END); }
static bool ellipsis(const segi_junction *j) {
  return (j->left->trail & SEGI_SET(SEGI_ELLIPSIS)) || dots(j);
}
static bool comma_behind(const segi_junction *j) {
  segi_class last = j->left->last_mark;
  return last == SEGI_COMMA || last == SEGI_SEMICOLON;
}
static bool colon_behind(const segi_junction *j) { return j->left->last_mark == SEGI_COLON; }
static bool opening_behind(const segi_junction *j) {
  return j->left->last_mark == SEGI_OPEN || j->left->last_mark == SEGI_LOW_QUOTE ||
         (!has_core(j->left) && j->in_quote && (j->left->trail & QUOTES));
}
/* "« Nein ! » Dann": the end mark stands before a quotation mark with space around it. */
static bool spaced_closing_quote(const segi_junction *j) {
  return !has_core(j->left) && !j->in_quote && (j->left->trail & QUOTES) && no_mark(j) &&
         (j->left2->trail & END_MARKS);
}
static bool mark_in_bracket(const segi_junction *j) {
  return j->in_bracket && (j->left->trail & END_MARKS) &&
         !(j->left->trail & SEGI_SET(SEGI_CLOSE));
}
static bool mark_then_bracket(const segi_junction *j) {
  return (j->left->trail & END_MARKS) && j->left->last_mark == SEGI_CLOSE;
}

/* --- What kind of word carries the full stop. */

static bool abbreviation(const segi_junction *j) {
  return full_stop(j) && is(j->left, SEGI_ABBREVIATION) &&
         !is(j->left, SEGI_ABBREVIATION_NUMBER | SEGI_ABBREVIATION_FINAL);
}
static bool abbreviation_number(const segi_junction *j) {
  return full_stop(j) && is(j->left, SEGI_ABBREVIATION_NUMBER) &&
         !is(j->left, SEGI_ABBREVIATION_FINAL);
}
static bool abbreviation_before_number(const segi_junction *j) {
  return full_stop(j) && is(j->left, SEGI_ABBREVIATION) &&
         (next_word(j)->shape == SEGI_SHAPE_NUMBER ||
          next_word(j)->shape == SEGI_SHAPE_DIGIT_FIRST);
}
static bool abbreviation_final(const segi_junction *j) {
  return full_stop(j) && is(j->left, SEGI_ABBREVIATION_FINAL);
}
static bool title(const segi_junction *j) { return full_stop(j) && is(j->left, SEGI_NAME_TITLE); }
static bool dotted(const segi_junction *j) {
  const segi_token *t = j->left;
  if (!full_stop(j) || is(t, SEGI_ABBREVIATION)) return false;
  if (without_vowel(t, j->text)) return true;
  return (t->inner & SEGI_SET(SEGI_STOP)) && !(t->inner & SEGI_SET(SEGI_SLASH)) &&
         t->shape != SEGI_SHAPE_NUMBER && core_length(t) <= 12 && !domain(t, j->text);
}
static bool initial(const segi_junction *j) { return letter_stop(j->left, SEGI_SHAPE_INITIAL); }
static bool lone_letter(const segi_junction *j) {
  return letter_stop(j->left, SEGI_SHAPE_LETTER);
}
static bool short_number(const segi_token *t) {
  return t->shape == SEGI_SHAPE_NUMBER && core_length(t) <= 3 && t->inner == 0;
}
static bool ordinal(const segi_junction *j) { return full_stop(j) && short_number(j->left); }
static bool date_part(const segi_junction *j) {
  const segi_token *t = j->left;
  return full_stop(j) && t->shape == SEGI_SHAPE_NUMBER && t->inner == SEGI_SET(SEGI_STOP) &&
         core_length(t) <= 5;
}
static bool ordinal_before_number(const segi_junction *j) {
  return (ordinal(j) || date_part(j)) && j->right->shape == SEGI_SHAPE_NUMBER;
}
static bool ordinal_before_noun(const segi_junction *j) {
  return ordinal(j) && capitalised(next_word(j)) && !raised(next_word(j), 100);
}
static bool ordinal_before_month(const segi_junction *j) {
  return (ordinal(j) || date_part(j)) && is(next_word(j), SEGI_MONTH | SEGI_ORDINAL_NOUN);
}
static bool roman(const segi_token *t, const char *text) {
  if (t->shape != SEGI_SHAPE_CAPITALS || t->inner != 0) return false;
  for (size_t i = t->core; i < t->core_end; i++)
    if (strchr("IVXLC", text[i]) == NULL) return false;
  return true;
}
static bool roman_number(const segi_junction *j) {
  return full_stop(j) && roman(j->left, j->text) && !raised(next_word(j), 100);
}
static bool article_before_number(const segi_junction *j) {
  return (ordinal(j) || (full_stop(j) && roman(j->left, j->text))) &&
         is(j->left2, SEGI_FUNCTION_WORD) && !raised(j->right, 60);
}
static bool first_in_sentence(const segi_junction *j) {
  return j->since_end <= 1 && full_stop(j) &&
         (ordinal(j) || date_part(j) || j->left->shape == SEGI_SHAPE_INITIAL ||
          j->left->shape == SEGI_SHAPE_LETTER || roman(j->left, j->text));
}

/* --- What follows. */

static bool lower_follows(const segi_junction *j) { return lower_case(next_word(j)); }
static bool mixed_follows(const segi_junction *j) {
  return next_word(j)->shape == SEGI_SHAPE_MIXED;
}
static bool capital_follows(const segi_junction *j) { return capitalised(next_word(j)); }
static bool number_follows(const segi_junction *j) {
  return next_word(j)->shape == SEGI_SHAPE_NUMBER ||
         next_word(j)->shape == SEGI_SHAPE_DIGIT_FIRST;
}
static bool raised_follows(const segi_junction *j) { return raised(next_word(j), 90); }
static bool raised_opener_follows(const segi_junction *j) {
  /* "WEITER Warum ...", "NÄCHSTER ARTIKEL Wie ...": a label before a title. */
  bool label = j->left->shape == SEGI_SHAPE_CAPITALS &&
               (j->since_end <= 1 ||
                (j->since_end == 2 && j->left2->shape == SEGI_SHAPE_CAPITALS));
  return !label && no_mark(j) && raised(j->right, 12) && is(j->right, SEGI_OPENER) && j->right->lead == 0 &&
         !j->in_quote && j->left->trail == 0;
}
static bool abbreviation_before_raised(const segi_junction *j) {
  return full_stop(j) && !abbreviation(j) && !title(j) && !first_in_sentence(j) &&
         (is(j->left, SEGI_ABBREVIATION_NUMBER | SEGI_ABBREVIATION_FINAL) || initial(j) ||
          dotted(j) || ordinal(j) || lone_letter(j)) &&
         (raised(next_word(j), 60) || (abbreviation_final(j) && opener(next_word(j))));
}
static bool closing_follows(const segi_junction *j) {
  return !has_core(j->right) &&
         (j->right->first_mark == SEGI_COMMA || j->right->first_mark == SEGI_SEMICOLON ||
          j->right->first_mark == SEGI_CLOSE || j->right->first_mark == SEGI_STOP ||
          j->right->first_mark == SEGI_END || j->right->first_mark == SEGI_COLON);
}
static bool closing_quote_follows(const segi_junction *j) {
  return !has_core(j->right) && j->in_quote && (j->right->trail & SEGI_SET(SEGI_QUOTE));
}
static bool nothing_follows(const segi_junction *j) { return !has_core(next_word(j)); }

/* id, what makes it hold, what it adds to the log odds of a sentence end. */
const segi_feature segi_features[] = {
  {"no-mark",                      no_mark,                     -7},
  {"full-stop",                    full_stop,                   3},
  {"closed-full-stop",             closed_full_stop,            3},
  {"exclamation",                  exclamation,                 3},
  {"ellipsis",                     ellipsis,                    2},
  {"comma-behind",                 comma_behind,                -8},
  {"colon-behind",                 colon_behind,                -6},
  {"opening-behind",               opening_behind,              -8},
  {"spaced-closing-quote",         spaced_closing_quote,        10},
  {"mark-in-bracket",              mark_in_bracket,             -3},
  {"mark-then-bracket",            mark_then_bracket,           -0.5f},
  {"abbreviation",                 abbreviation,                -9},
  {"abbreviation-number",          abbreviation_number,         -6.5f},
  {"abbreviation-before-number",   abbreviation_before_number,  -6},
  {"abbreviation-final",           abbreviation_final,          -5.5f},
  {"title",                        title,                       -8},
  {"dotted",                       dotted,                      -6},
  {"initial",                      initial,                     -6.5f},
  {"lone-letter",                  lone_letter,                 -7},
  {"ordinal",                      ordinal,                     -2},
  {"ordinal-before-number",        ordinal_before_number,       -8},
  {"ordinal-before-noun",          ordinal_before_noun,         -3},
  {"ordinal-before-month",         ordinal_before_month,        -9},
  {"roman-number",                 roman_number,                -6},
  {"article-before-number",        article_before_number,       -3},
  {"first-in-sentence",            first_in_sentence,           -9},
  {"lower-follows",                lower_follows,               -8},
  {"mixed-follows",                mixed_follows,               -1},
  {"capital-follows",              capital_follows,             1},
  {"number-follows",               number_follows,              -1},
  {"raised-follows",               raised_follows,              2.5f},
  {"raised-opener-follows",        raised_opener_follows,       4},
  {"abbreviation-before-raised",   abbreviation_before_raised,  2.5f},
  {"closing-follows",              closing_follows,             -8},
  {"closing-quote-follows",        closing_quote_follows,       -8},
  {"nothing-follows",              nothing_follows,             -2},
};
const size_t segi_feature_count = sizeof segi_features / sizeof *segi_features;

double segi_sentence_odds(const segi_junction *j) {
  float odds = 0;
  for (size_t f = 0; f < segi_feature_count; f++)
    if (segi_features[f].holds(j)) odds += segi_features[f].odds;
  return (double)odds;
}
