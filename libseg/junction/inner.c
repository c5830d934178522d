#include "junction/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/score.h"

/* Longer words are in no lexicon; more of a token does not matter to what follows it. */
enum { LONGEST_WORD = 64, LONGEST_LEFT = 64 };

/* --- A place and what is known about it. */

typedef struct word {
  size_t start, end;  /* bytes */
  size_t letters;
  segi_class first, second, last; /* of its letters; SEGI_SPACE where there is none */
  segi_word known;
} word;

typedef struct place {
  const char *text;
  size_t offset;
  segi_family family;
  segi_class before, after;  /* characters on both sides of the place */
  segi_token left, right;    /* virtual tokens */
  const segi_token *next;    /* the token after the one that holds the place */
  word left_word, right_word; /* next letters on both sides, up to a change from lower to upper case */
  segi_word pair;            /* left_word and right_word in one */
  segi_word whole;           /* all letters around the place in one */
  segi_word rest;            /* from the place to the next sign that is no letter */
  size_t humps;              /* words in the run of letters around the place */
  bool left_number;          /* digits stand before the place, or before its mark */
  bool starts_low;           /* the run of letters begins in lower case */
  bool bracket_inside;       /* a bracket opened within the token, behind a letter */
  bool bracket_at_start;     /* the token begins with a bracket */
  bool digit_behind_right;   /* Nr5 */
  bool telling_number;       /* four digits and more, or digits and a full stop, come next */
  bool round_bracket;        /* the place is before ( */
  bool repeated;             /* the same run of letters occurs again in the document */
  uint64_t run_hash;
  bool sure;                 /* likely even without a look at the rest of the document */
  double rate;               /* other sure places in a thousand tokens of the document */
} place;

static bool is_letter_at(const char *text, size_t at, size_t end, segi_class *c, size_t *n) {
  if (at >= end) return false;
  *c = segi_class_at(text + at, end - at, n);
  return segi_is_letter(*c) || *c == SEGI_MARK;
}

static segi_class class_before(const char *text, size_t begin, size_t at, size_t *start) {
  const char *p = segi_previous(text + begin, text + at);
  size_t n;
  *start = (size_t)(p - text);
  return segi_class_at(p, (size_t)(text + at - p), &n);
}

static segi_word look_up(const char *text, size_t start, size_t end) {
  char folded[LONGEST_WORD];
  if (end - start > sizeof folded) return (segi_word){0};
  size_t n = segi_fold(text + start, end - start, folded, sizeof folded);
  return n > 0 ? segi_lexicon_find(folded, n) : (segi_word){0};
}

static void finish_word(const char *text, word *w) {
  segi_class c;
  size_t n;
  w->first = w->second = w->last = SEGI_SPACE;
  w->letters = 0;
  for (size_t at = w->start; at < w->end; at += n) {
    c = segi_class_at(text + at, w->end - at, &n);
    if (c == SEGI_MARK) continue;
    if (w->letters == 0) w->first = c;
    if (w->letters == 1) w->second = c;
    w->last = c;
    w->letters++;
  }
  w->known = look_up(text, w->start, w->end);
}

/* The letters from `start` to the next change from lower to upper case: Russland|Damit, and
 * the last capital of a run of them belongs to the lower case behind it: EUR|Letzte. */
static word word_from(const char *text, size_t start, size_t end) {
  word w = {.start = start, .end = start};
  segi_class c, previous = SEGI_SPACE;
  size_t n, capitals = 0, last_capital = start;
  while (is_letter_at(text, w.end, end, &c, &n)) {
    if (c == SEGI_UPPER) {
      if (previous != SEGI_SPACE && previous != SEGI_UPPER) break;
      capitals++;
      last_capital = w.end;
    } else if (c != SEGI_MARK && previous == SEGI_UPPER && capitals > 1) {
      size_t after = w.end + n, m;
      segi_class next;
      if (is_letter_at(text, after, end, &next, &m) && next != SEGI_UPPER) {
        w.end = last_capital;
        break;
      }
    }
    if (c != SEGI_MARK) previous = c;
    w.end += n;
  }
  finish_word(text, &w);
  return w;
}

static word word_before(const char *text, size_t begin, size_t end) {
  word w = {.start = end, .end = end};
  size_t start;
  segi_class next = SEGI_SPACE;
  while (w.start > begin) {
    segi_class c = class_before(text, begin, w.start, &start);
    if (!segi_is_letter(c) && c != SEGI_MARK) break;
    if (next != SEGI_SPACE && c != SEGI_MARK) {
      if (next == SEGI_UPPER && c != SEGI_UPPER) break;
      if (next != SEGI_UPPER && c == SEGI_UPPER) {
        w.start = start;
        break;
      }
    }
    if (c != SEGI_MARK) next = c;
    w.start = start;
  }
  finish_word(text, &w);
  return w;
}

/* FNV-1a. */
static uint64_t hash_bytes(const char *bytes, size_t length) {
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
  return h;
}

/* --- Features: what speaks for and against a place. */

static bool is(const segi_word *w, uint16_t classes) { return (w->classes & classes) != 0; }
static bool closed_class(const word *w) {
  return is(&w->known, SEGI_FUNCTION_WORD | SEGI_SUBORDINATOR);
}
static bool known(const word *w) { return w->known.frequency > 0 && w->letters > 1; }
static bool common(const word *w) { return w->known.frequency >= 75 && w->letters > 1; }
static bool frequent(const word *w) { return w->known.frequency >= 100 && w->letters > 1; }
static bool family(const place *p, segi_family f) { return p->family == f; }

static bool mark(const place *p) { return family(p, SEGI_AFTER_MARK); }
static bool cases(const place *p) { return family(p, SEGI_CASE_CHANGE); }
static bool letter_behind(const place *p) { return segi_is_letter(p->before); }
static bool capital_right(const place *p) { return p->right_word.first == SEGI_UPPER; }

/* --- Left. */

/* Most often written in lower case, so its capital says that something begins. */
static bool raised(const word *w) {
  return w->first == SEGI_UPPER && w->second != SEGI_UPPER && w->letters > 1 &&
         ((w->known.seen >= 2 && w->known.capital < 60 && w->known.frequency >= 75) ||
          is(&w->known, SEGI_FUNCTION_WORD));
}

static bool after_sentence_mark(const place *p) { return mark(p) && p->before == SEGI_END; }
static bool after_stop(const place *p) {
  return mark(p) && (p->before == SEGI_STOP || p->before == SEGI_ELLIPSIS);
}
static bool after_comma(const place *p) {
  return mark(p) && (p->before == SEGI_COMMA || p->before == SEGI_SEMICOLON);
}
static bool after_colon(const place *p) { return mark(p) && p->before == SEGI_COLON; }
static bool after_closing(const place *p) {
  return mark(p) && (p->before == SEGI_CLOSE || p->before == SEGI_QUOTE);
}
/* (SPD)hat, not (Un)Sinn, (Wieder-)Eröffnung */
static bool short_bracket(const place *p) {
  return after_closing(p) && p->bracket_at_start && !p->bracket_inside &&
         p->left_word.second != SEGI_UPPER &&
         !(p->left_word.letters >= 4 && closed_class(&p->right_word));
}
static bool closing_after_end(const place *p) {
  return after_closing(p) &&
         (p->left.trail & (SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS)));
}
static bool bracket_in_word(const place *p) {
  return (after_closing(p) || family(p, SEGI_BEFORE_OPENING)) && p->bracket_inside;
}
static bool mark_word_known(const place *p) {
  return mark(p) && known(&p->left_word) && p->left_word.letters >= 3 &&
         !is(&p->left_word.known, SEGI_ABBREVIATION);
}
static bool mark_word_long(const place *p) {
  return mark(p) && !known(&p->left_word) && p->left_word.letters >= 5;
}
static bool mark_abbreviation(const place *p) {
  return mark(p) && p->before == SEGI_STOP &&
         (is(&p->left_word.known, SEGI_ABBREVIATION) || is(&p->left.word, SEGI_ABBREVIATION));
}
static bool mark_short_word(const place *p) {
  return mark(p) && p->left_word.letters <= 2 && !closed_class(&p->left_word) && !p->left_number &&
         (p->before == SEGI_STOP || p->before == SEGI_COLON);
}
static bool mark_letter(const place *p) {
  return mark(p) && p->left_word.letters == 1 && !p->left_number;
}
static bool mark_number(const place *p) { return mark(p) && p->left_number; }
static bool mark_acronym(const place *p) {
  return mark(p) && p->left_word.letters >= 2 && p->left_word.second == SEGI_UPPER &&
         p->before == SEGI_STOP;
}
static bool mark_alone(const place *p) {
  return mark(p) && p->left_word.letters == 0 && !p->left_number && p->before != SEGI_QUOTE;
}
static bool mark_month(const place *p) {
  return mark(p) && p->left_number && is(&p->right_word.known, SEGI_MONTH);
}
/* 25.Mai.17 */
static bool month_left(const place *p) {
  return mark(p) && p->after == SEGI_DIGIT && is(&p->left_word.known, SEGI_MONTH);
}
static bool mark_after_hyphen(const place *p) {
  return mark(p) && (p->left.trail & SEGI_SET(SEGI_HYPHEN));
}
static bool dots_before(const place *p) {
  return mark(p) && (p->left.inner & SEGI_SET(SEGI_STOP)) && p->left_word.letters < 4;
}

static bool low_function_left(const place *p) {
  return cases(p) && p->starts_low && p->humps <= 2 && closed_class(&p->left_word);
}
static bool low_common_left(const place *p) {
  return cases(p) && p->left_word.first == SEGI_LOWER && common(&p->left_word) &&
         !closed_class(&p->left_word);
}
static bool low_known_left(const place *p) {
  return cases(p) && p->left_word.first == SEGI_LOWER && known(&p->left_word) &&
         p->left_word.letters >= 4 && !common(&p->left_word);
}
static bool capital_function_left(const place *p) {
  return cases(p) && p->left_word.first == SEGI_UPPER && closed_class(&p->left_word);
}
static bool capital_common_left(const place *p) {
  return cases(p) && p->left_word.first == SEGI_UPPER && common(&p->left_word) &&
         p->left_word.letters >= 4 && !closed_class(&p->left_word);
}
static bool long_left(const place *p) {
  return cases(p) && p->left_word.letters >= 9 && p->left_word.last == SEGI_LOWER;
}
static bool unknown_left(const place *p) { return cases(p) && !known(&p->left_word); }
static bool short_left(const place *p) {
  return cases(p) && p->left_word.letters <= 3 && !closed_class(&p->left_word);
}
static bool one_letter_left(const place *p) { return cases(p) && p->left_word.letters <= 1; }
static bool acronym_left(const place *p) {
  return cases(p) && p->before == SEGI_UPPER;
}
static bool acronym_known_left(const place *p) {
  return acronym_left(p) && p->left_word.letters <= 5 && p->left_word.known.frequency >= 60 &&
         p->left_word.known.capital > 200 && (raised(&p->right_word) || common(&p->right_word));
}

/* --- Right. */

static bool mark_raised(const place *p) { return mark(p) && raised(&p->right_word); }
static bool case_raised(const place *p) { return cases(p) && raised(&p->right_word); }
static bool case_raised_opener(const place *p) {
  return cases(p) && raised(&p->right_word) && is(&p->right_word.known, SEGI_OPENER);
}
static bool case_raised_verb(const place *p) {
  return case_raised(p) && !is(&p->right_word.known, SEGI_OPENER) && p->right_word.letters <= 4 &&
         p->left_word.first == SEGI_UPPER && p->left_word.letters <= 6;
}
static bool mark_noun(const place *p) {
  return mark(p) && capital_right(p) && !raised(&p->right_word) &&
         p->right_word.known.frequency >= 50 && p->right_word.letters >= 3;
}
static bool case_noun(const place *p) {
  return cases(p) && !raised(&p->right_word) && common(&p->right_word) &&
         p->right_word.letters >= 4;
}
static bool case_frequent_noun(const place *p) {
  return cases(p) && !raised(&p->right_word) && frequent(&p->right_word) &&
         p->right_word.letters >= 4;
}
static bool long_right(const place *p) {
  return cases(p) && p->right_word.letters >= 9;
}
static bool unknown_right(const place *p) {
  return (mark(p) || cases(p)) && !known(&p->right_word) && p->right_word.letters < 7;
}
static bool one_letter_right(const place *p) {
  return (mark(p) || cases(p)) && p->right_word.letters == 1;
}
static bool two_letters_right(const place *p) {
  return cases(p) && p->right_word.letters == 2 && !raised(&p->right_word);
}
static bool capitals_right(const place *p) {
  return (mark(p) || cases(p)) && p->right_word.second == SEGI_UPPER;
}
static bool low_right(const place *p) {
  return mark(p) && p->after == SEGI_LOWER;
}
static bool low_right_after_comma(const place *p) {
  return after_comma(p) && p->after == SEGI_LOWER && known(&p->right_word) &&
         p->left_word.letters >= 3;
}
static bool digit_behind_right(const place *p) {
  return mark(p) && p->digit_behind_right;
}
static bool digit_right(const place *p) {
  return mark(p) && p->after == SEGI_DIGIT;
}
/* A year or longer, or the number of a list item: no footnote, which is short and alone. */
static bool telling_number_right(const place *p) {
  return digit_right(p) && p->telling_number && p->left_word.letters >= 3 &&
         !is(&p->left_word.known, SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER);
}
static bool colon_before_number(const place *p) {
  return digit_right(p) && p->before == SEGI_COLON && p->left_word.letters >= 4;
}
/* (SPD)hat */
static bool low_right_after_closing(const place *p) {
  return after_closing(p) && p->after == SEGI_LOWER && !p->bracket_inside &&
         (closed_class(&p->right_word) || frequent(&p->right_word)) && p->right_word.letters >= 3 &&
         p->left_word.letters >= 2;
}
static bool low_right_after_colon(const place *p) {
  return (after_colon(p) || after_sentence_mark(p)) && p->after == SEGI_LOWER &&
         closed_class(&p->right_word) && p->right_word.letters >= 3 && p->left_word.letters >= 3;
}
static bool begins_with(const place *p, const char *folded) {
  size_t n = strlen(folded);
  char start[16];
  if (p->right_word.end - p->right_word.start < n) return false;
  return segi_fold(p->text + p->right_word.start, n, start, sizeof start) == n &&
         memcmp(start, folded, n) == 0;
}
/* SchülerInnen, Schüler:innen, LehrerIn; AnleihenIn is none */
static bool gender_form(const place *p) {
  if (!(mark(p) || cases(p)) || p->left_word.letters < 3) return false;
  if (begins_with(p, "innen")) return true;
  char last = p->text[p->left_word.end - 1];
  return begins_with(p, "in") && p->right_word.letters == 2 && p->before != SEGI_STOP &&
         p->before != SEGI_END && strchr("rtgle", last) != NULL;
}

/* --- Around. */

static bool pair_known(const place *p) { return cases(p) && p->pair.frequency > 0; }
static bool whole_known(const place *p) {
  return cases(p) && p->humps > 2 && p->whole.frequency > 0;
}
static bool rest_known(const place *p) {
  return cases(p) && p->humps > 2 && p->rest.frequency >= 50 && !known(&p->right_word);
}
static bool many_humps(const place *p) { return cases(p) && p->humps > 2; }
static bool case_repeated(const place *p) { return cases(p) && p->repeated; }
static bool brand_like(const place *p) {
  return cases(p) && p->left_word.first == SEGI_UPPER && !raised(&p->right_word);
}
static bool short_brand(const place *p) {
  return brand_like(p) && p->left_word.letters <= 7 && p->right_word.letters <= 7;
}
static bool long_pair(const place *p) {
  return cases(p) && p->left_word.letters + p->right_word.letters >= 14 &&
         p->right_word.second != SEGI_UPPER;
}
static bool case_very_damaged(const place *p) { return cases(p) && p->rate >= 6; }
static bool clean_brand(const place *p) { return brand_like(p) && p->rate < 0.3; }
static bool damaged(const place *p) { return p->rate >= 1.5; }
static bool very_damaged(const place *p) { return p->rate >= 6; }
static bool clean(const place *p) { return p->rate < 0.3; }

/* --- Digits. */

static bool digit_raised(const place *p) {
  return family(p, SEGI_AFTER_DIGIT) && raised(&p->right_word) && p->right_word.letters >= 3;
}
static bool digit_noun(const place *p) {
  return family(p, SEGI_AFTER_DIGIT) && capital_right(p) && common(&p->right_word) &&
         p->right_word.letters >= 4 && p->right_word.second == SEGI_LOWER &&
         !is(&p->right_word.known, SEGI_UNIT);
}
static bool long_number(const place *p) {
  return family(p, SEGI_AFTER_DIGIT) && p->left.shape == SEGI_SHAPE_NUMBER &&
         p->left.core_end - p->left.core >= 4;
}
static bool function_before_digit(const place *p) {
  return family(p, SEGI_BEFORE_DIGIT) && p->left_word.first == SEGI_LOWER && p->starts_low &&
         closed_class(&p->left_word);
}
static bool common_before_digit(const place *p) {
  return family(p, SEGI_BEFORE_DIGIT) && p->left_word.first == SEGI_LOWER && p->starts_low &&
         common(&p->left_word) && p->left_word.letters >= 5 && !closed_class(&p->left_word);
}

static bool noun_before_digit(const place *p) {
  return family(p, SEGI_BEFORE_DIGIT) && p->left_word.first == SEGI_UPPER && p->left_word.letters >= 6 &&
         common(&p->left_word) && is(&p->left_word.known, SEGI_NOUN_FORM);
}

/* --- Opening signs. */

static bool opening(const place *p) { return family(p, SEGI_BEFORE_OPENING); }
static bool quote_after_mark(const place *p) {
  return opening(p) && p->after != SEGI_OPEN && !letter_behind(p) && p->before != SEGI_DIGIT &&
         p->before != SEGI_QUOTE && p->right_word.letters > 0;
}
static bool quote_after_word(const place *p) {
  return opening(p) && p->after != SEGI_OPEN && letter_behind(p) && known(&p->left_word) &&
         p->left_word.letters > 1 && p->right_word.letters > 1;
}
static bool bracket_after_mark(const place *p) {
  return opening(p) && p->round_bracket && !letter_behind(p) && p->before != SEGI_DIGIT &&
         p->before != SEGI_CLOSE && p->left_word.letters >= 3;
}
/* Telemediengesetz(TMG), not Lehrer(innen), URI(s) */
static bool bracket_after_word(const place *p) {
  return opening(p) && p->round_bracket && letter_behind(p) && p->left_word.letters >= 4 &&
         p->right_word.letters >= 3 && p->right_word.first == SEGI_UPPER &&
         !begins_with(p, "in");
}

/* --- Words without any sign between them. */

static bool words(const place *p) { return family(p, SEGI_WORDS); }
static bool words_frequent(const place *p) {
  return words(p) && frequent(&p->left_word) && frequent(&p->right_word);
}
/* Neither half belongs to the closed classes, which make most of such joins. */
static bool words_open(const place *p) {
  return words(p) && !closed_class(&p->left_word) && !closed_class(&p->right_word);
}
static bool words_capital(const place *p) {
  return words(p) && p->left_word.first == SEGI_UPPER;
}

/* --- What is missing. */

static bool sign_behind(const place *p) { return !letter_behind(p) && p->before != SEGI_DIGIT; }
static bool no_sign_raised(const place *p) { return !sign_behind(p) && raised(&p->right_word); }
static bool no_sign_after_function(const place *p) {
  return !sign_behind(p) && closed_class(&p->left_word) && p->left_word.first == SEGI_LOWER &&
         !(raised(&p->right_word) && is(&p->right_word.known, SEGI_OPENER));
}
static bool no_sign_noun(const place *p) {
  return cases(p) && !raised(&p->right_word) && !closed_class(&p->left_word) &&
         !(p->left_word.first == SEGI_LOWER && is(&p->left_word.known, SEGI_ADJECTIVE_FORM));
}
static bool ends_with(const char *text, const word *w, const char *end) {
  size_t n = strlen(end);
  return w->end - w->start >= n && memcmp(text + w->end - n, end, n) == 0;
}
/* und weil, nur wenn, erst als: no comma between them. */
static bool leads_on(const place *p) {
  static const char *const words_before[] = {"und", "oder", "aber", "sondern", "denn", "als",
                                             "wie", "auch", "nur", "erst", "selbst", "so", "je"};
  size_t length = p->left_word.end - p->left_word.start;
  for (size_t i = 0; i < sizeof words_before / sizeof *words_before; i++)
    if (strlen(words_before[i]) == length && ends_with(p->text, &p->left_word, words_before[i]))
      return true;
  return false;
}
/* Conjunctions that take a comma before them, always or nearly so. */
static bool clause_follows(const place *p) {
  static const char *const never[] = {"wie", "bis", "seit", "als", "während", "der", "die",
                                      "das", "de", "welch", "wo"};
  if (begins_with(p, "wobei") || begins_with(p, "woran")) return true;
  if (!words(p) || !is(&p->right_word.known, SEGI_SUBORDINATOR) || leads_on(p)) return false;
  for (size_t i = 0; i < sizeof never / sizeof *never; i++)
    if (begins_with(p, never[i])) return false;
  return true;
}
static bool question_word_follows(const place *p) {
  return words(p) && begins_with(p, "was") && p->right_word.letters == 3 &&
         !closed_class(&p->left_word);
}
/* größer als die, mehr als er, anders als sie */
static bool compared(const place *p) {
  static const char *const ends[] = {"er", "mehr", "anders", "sowohl", "so", "nichts"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (ends_with(p->text, &p->left_word, ends[i])) return true;
  return false;
}
/* statt, als er kam */
static bool when_clause_follows(const place *p) {
  return words(p) && begins_with(p, "als") && p->right_word.letters == 3 && !compared(p) &&
         p->next->shape == SEGI_SHAPE_LOWER && is(&p->next->word, SEGI_FUNCTION_WORD);
}

typedef struct place_feature {
  const char *id;
  bool (*holds)(const place *p);
  float weight[SEG_LABELS];
} place_feature;

/* Whether something is missing: added to what the scorer says of the virtual tokens, where
 * nothing starts with 6 and a space with 0. ORDER of weight[]: none, space, comma, colon,
 * sentence, paragraph. */
static const place_feature evidence[] = {
  {"after-mark",           mark,                 {-4, 0, -20, -20, 0, -20}},
  {"after-stop",           after_stop,           {-1, 0, 0, 0, 0, 0}},
  {"after-sentence-mark",  after_sentence_mark,  {-3, 0, 0, 0, 0, 0}},
  {"after-comma",          after_comma,          {-1, 0, 0, 0, 0, 0}},
  {"after-colon",          after_colon,          {1, 0, 0, 0, 0, 0}},
  {"after-closing",        after_closing,        {1, 0, 0, 0, 0, 0}},
  {"closing-after-end",    closing_after_end,    {-4, 0, 0, 0, 0, 0}},
  {"bracket-in-word",      bracket_in_word,      {9, 0, 0, 0, 0, 0}},
  {"short-bracket",        short_bracket,        {9, 0, 0, 0, 0, 0}},
  {"mark-word-known",      mark_word_known,      {-3, 0, 0, 0, 0, 0}},
  {"mark-word-long",       mark_word_long,       {-2.5f, 0, 0, 0, 0, 0}},
  {"mark-abbreviation",    mark_abbreviation,    {7, 0, 0, 0, 0, 0}},
  {"mark-short-word",      mark_short_word,      {3, 0, 0, 0, 0, 0}},
  {"mark-letter",          mark_letter,          {6, 0, 0, 0, 0, 0}},
  {"mark-number",          mark_number,          {2, 0, 0, 0, 0, 0}},
  {"mark-acronym",         mark_acronym,         {1, 0, 0, 0, 0, 0}},
  {"mark-alone",           mark_alone,           {6, 0, 0, 0, 0, 0}},
  {"mark-month",           mark_month,           {8, 0, 0, 0, 0, 0}},
  {"month-left",           month_left,           {8, 0, 0, 0, 0, 0}},
  {"mark-after-hyphen",    mark_after_hyphen,    {7, 0, 0, 0, 0, 0}},
  {"dots-before",          dots_before,          {4, 0, 0, 0, 0, 0}},
  {"low-right",            low_right,            {8, 0, 0, 0, 0, 0}},
  {"low-right-after-comma", low_right_after_comma, {-9, 0, 0, 0, 0, 0}},
  {"digit-behind-right",   digit_behind_right,   {4, 0, 0, 0, 0, 0}},
  {"digit-right",          digit_right,          {3, 0, 0, 0, 0, 0}},
  {"telling-number-right", telling_number_right, {-3.5f, 0, 0, 0, 0, 0}},
  {"colon-before-number",  colon_before_number,  {-3, 0, 0, 0, 0, 0}},
  {"low-right-after-closing", low_right_after_closing, {-10, 0, 0, 0, 8, 0}},
  {"low-right-after-colon", low_right_after_colon, {-9, 0, 0, 0, 0, 0}},
  {"mark-raised",          mark_raised,          {-4, 0, 0, 0, 0, 0}},
  {"mark-noun",            mark_noun,            {-2, 0, 0, 0, 0, 0}},
  {"unknown-right",        unknown_right,        {1.5f, 0, 0, 0, 0, 0}},
  {"one-letter-right",     one_letter_right,     {5, 0, 0, 0, 0, 0}},
  {"two-letters-right",    two_letters_right,    {3, 0, 0, 0, 0, 0}},
  {"capitals-right",       capitals_right,       {1, 0, 0, 0, 0, 0}},
  {"gender-form",          gender_form,          {14, 0, 0, 0, 0, 0}},

  {"low-function-left",    low_function_left,    {-6, 0, 0, 0, 0, 0}},
  {"low-common-left",      low_common_left,      {-5, 0, 0, 0, 0, 0}},
  {"low-known-left",       low_known_left,       {-3.5f, 0, 0, 0, 0, 0}},
  {"capital-function-left", capital_function_left, {-1, 0, 0, 0, 0, 0}},
  {"capital-common-left",  capital_common_left,  {-3, 0, 0, 0, 0, 0}},
  {"long-left",            long_left,            {-2, 0, 0, 0, 0, 0}},
  {"unknown-left",         unknown_left,         {1, 0, 0, 0, 0, 0}},
  {"short-left",           short_left,           {4, 0, 0, 0, 0, 0}},
  {"one-letter-left",      one_letter_left,      {8, 0, 0, 0, 0, 0}},
  {"acronym-left",         acronym_left,         {1, 0, 0, 0, 0, 0}},
  {"acronym-known-left",   acronym_known_left,   {-5, 0, 0, 0, 0, 0}},
  {"case-raised",          case_raised,          {-3, 0, 0, 0, 0, 0}},
  {"case-raised-opener",   case_raised_opener,   {-3, 0, 0, 0, 0, 0}},
  {"case-raised-verb",     case_raised_verb,     {3, 0, 0, 0, 0, 0}},
  {"case-noun",            case_noun,            {-2, 0, 0, 0, 0, 0}},
  {"case-frequent-noun",   case_frequent_noun,   {-0.5f, 0, 0, 0, 0, 0}},
  {"long-right",           long_right,           {-2, 0, 0, 0, 0, 0}},
  {"pair-known",           pair_known,           {8, 0, 0, 0, 0, 0}},
  {"whole-known",          whole_known,          {6, 0, 0, 0, 0, 0}},
  {"rest-known",           rest_known,           {-3, 0, 0, 0, 0, 0}},
  {"many-humps",           many_humps,           {1, 0, 0, 0, 0, 0}},
  {"case-repeated",        case_repeated,        {5, 0, 0, 0, 0, 0}},
  {"brand-like",           brand_like,           {2.5f, 0, 0, 0, 0, 0}},

  {"short-brand",          short_brand,          {1.5f, 0, 0, 0, 0, 0}},

  {"long-pair",            long_pair,            {-1.5f, 0, 0, 0, 0, 0}},
  {"case-very-damaged",    case_very_damaged,    {-1, 0, 0, 0, 0, 0}},
  {"clean-brand",          clean_brand,          {1, 0, 0, 0, 0, 0}},

  {"digit-raised",         digit_raised,         {-8, 0, 0, 0, 0, 0}},
  {"digit-noun",           digit_noun,           {-5, 0, 0, 0, 0, 0}},
  {"long-number",          long_number,          {-2, 0, 0, 0, 0, 0}},
  {"function-before-digit", function_before_digit, {-9, 0, 0, 0, 0, 0}},
  {"common-before-digit",  common_before_digit,  {-6, 0, 0, 0, 0, 0}},

  {"noun-before-digit",    noun_before_digit,    {-4, 0, 0, 0, 0, 0}},

  {"quote-after-mark",     quote_after_mark,     {-10, 0, -20, -20, 0, -20}},
  {"quote-after-word",     quote_after_word,     {-9, 0, -20, -20, 0, -20}},
  {"bracket-after-mark",   bracket_after_mark,   {-9, 0, -20, -20, 0, -20}},

  {"bracket-after-word",   bracket_after_word,   {-6.5f, 0, -20, -20, 0, -20}},

  {"words",                words,                {-8.5f, 0, 0, 0, -9, -9}},
  {"words-frequent",       words_frequent,       {-1, 0, 0, 0, 0, 0}},
  {"words-open",           words_open,           {2, 0, 0, 0, 0, 0}},
  {"words-capital",        words_capital,        {1, 0, 0, 0, 0, 0}},

  {"damaged",              damaged,              {-2, 0, 0, 0, 0, 0}},
  {"very-damaged",         very_damaged,         {-1.5f, 0, 0, 0, 0, 0}},
  {"clean",                clean,                {1, 0, 0, 0, 0, 0}},
};

/* Which label, once something is missing. */
static const place_feature label_features[] = {
  {"no-sign-raised",       no_sign_raised,       {0, 0, 0, 0, 8, 0}},
  {"no-sign-after-function", no_sign_after_function, {0, 0, 0, 0, -9, -9}},
  {"no-sign-noun",         no_sign_noun,         {0, 0, 0, 0, 0, 2}},
  {"clause-follows",       clause_follows,       {0, 0, 5, 0, 0, 0}},
  {"question-word-follows", question_word_follows, {0, 0, 5, 0, 0, 0}},
  {"when-clause-follows",  when_clause_follows,  {0, 0, 5, 0, 0, 0}},
};

static void add_features(const place *p, const place_feature *features, size_t count,
                         double score[SEG_LABELS]) {
  for (size_t f = 0; f < count; f++) {
    if (!features[f].holds(p)) continue;
    for (int l = 0; l < SEG_LABELS; l++) score[l] += (double)features[f].weight[l];
  }
}

/* The virtual tokens have no neighbours: what stands beside a damaged token may be damaged too.
 * White space tells paragraphs from sentences between tokens; inside one, only the table does. */
static double score_place(const place *p, seg_label *label) {
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

/* --- Protected tokens. */

static bool holds_any(const char *text, size_t length, const char *const *parts) {
  for (; *parts != NULL; parts++) {
    size_t n = strlen(*parts);
    for (size_t i = 0; i + n <= length; i++)
      if (memcmp(text + i, *parts, n) == 0) return true;
  }
  return false;
}

/* A full stop, then one of these, then no letter: a domain or a file. The first ones with a
 * capital too. */
static const char *const name_suffixes[] = {
  "com", "net", "org", "info", "biz", "eu", "one", "js", "tv", "de",
  "at", "ch", "io", "fm", "me", "li", "lu", "uk", "fr", "it", "nl", "pl", "ly", "co", "cc", "to",
  "pdf", "htm", "html", "php", "txt", "doc", "docx", "xls", "jpg", "jpeg", "png", "gif", "svg",
  "zip", "exe", "xml", "csv", "css", "py", "mp3", "mp4", "odt", "epub", "news", "blog",
  "berlin", "hamburg", "koeln", "bayern", "shop", "online", "app", "gov", "edu", "int", "ru", "us"};
enum { SUFFIXES = sizeof name_suffixes / sizeof *name_suffixes, SUFFIXES_CAPITAL = 9 };

static bool is_name_suffix(const char *text, size_t length) {
  char folded[8];
  size_t n = length <= sizeof folded ? segi_fold(text, length, folded, sizeof folded) : 0;
  bool one_case = n > 1 && ((text[0] == folded[0]) == (text[1] == folded[1]));
  for (size_t i = 0; n > 0 && i < (one_case ? SUFFIXES : SUFFIXES_CAPITAL); i++)
    if (strlen(name_suffixes[i]) == n && memcmp(name_suffixes[i], folded, n) == 0) return true;
  return false;
}

static bool has_suffix_of_name(const char *text, size_t length) {
  for (size_t i = 0; i + 2 < length; i++) {
    if (text[i] != '.') continue;
    size_t end = i + 1, n;
    bool upper = text[end] >= 'A' && text[end] <= 'Z';
    while (end < length && ((text[end] >= 'a' && text[end] <= 'z') ||
                            (upper && text[end] >= 'A' && text[end] <= 'Z')))
      end++;
    segi_class next = end < length ? segi_class_at(text + end, length - end, &n) : SEGI_SPACE;
    if (next == SEGI_LOWER || next == SEGI_LETTER) continue;
    if (is_name_suffix(text + i + 1, end - i - 1)) return true;
  }
  return false;
}

static bool is_protected(const char *text, size_t start, size_t end) {
  static const char *const parts[] = {"://", "www.", "@", "#", "_", "\\", "=", "<", ">", "&",
                                      "{", "}", "|", "->", "()", NULL};
  size_t length = end - start, slashes = 0;
  text += start;
  for (size_t i = 0; i < length; i++) slashes += text[i] == '/';
  return slashes > 1 || holds_any(text, length, parts) || has_suffix_of_name(text, length);
}

/* --- Finding places. */

typedef struct finder {
  const char *text;
  const segi_token *next;
  place *places;
  size_t count, capacity;
  bool quote_open;
  bool failed; /* memory */
} finder;

static const segi_class_set closing_marks =
    SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS) | SEGI_SET(SEGI_COMMA) |
    SEGI_SET(SEGI_SEMICOLON) | SEGI_SET(SEGI_COLON) | SEGI_SET(SEGI_CLOSE) | SEGI_SET(SEGI_QUOTE) |
    SEGI_SET(SEGI_HYPHEN) | SEGI_SET(SEGI_DASH);

/* The word before the place, behind its marks. */
static void find_left(finder *f, place *p, size_t begin) {
  size_t at = p->offset, start;
  for (int marks = 0; at > begin && marks < 4; marks++) {
    segi_class c = class_before(f->text, begin, at, &start);
    if (!(SEGI_SET(c) & closing_marks)) break;
    at = start;
  }
  p->left_number = at > begin && class_before(f->text, begin, at, &start) == SEGI_DIGIT;
  p->left_word = word_before(f->text, begin, at);
}

static void find_right(finder *f, place *p, size_t end) {
  size_t at = p->offset, n;
  for (int marks = 0; at < end && marks < 3; marks++) {
    segi_class c = segi_class_at(f->text + at, end - at, &n);
    if (c != SEGI_OPEN && c != SEGI_LOW_QUOTE && c != SEGI_QUOTE) break;
    at += n;
  }
  p->right_word = word_from(f->text, at, end);
  at = p->right_word.end;
  p->digit_behind_right = p->right_word.letters > 0 && at < end && f->text[at] >= '0' && f->text[at] <= '9';
}

/* The letters around a place, up to the next sign that is none; no further than a word can be. */
static void find_run(finder *f, place *p, size_t begin, size_t end) {
  size_t start = p->left_word.start, stop = p->right_word.end, before, n;
  segi_class c;
  p->humps = 1;
  while (start > begin && stop - start < LONGEST_WORD &&
         segi_is_letter(class_before(f->text, begin, start, &before)))
    start = before;
  while (stop - start < LONGEST_WORD && is_letter_at(f->text, stop, end, &c, &n)) stop += n;
  segi_class last = SEGI_SPACE;
  for (size_t at = start; at < stop; at += n, last = c) {
    c = segi_class_at(f->text + at, stop - at, &n);
    p->humps += last == SEGI_LOWER && c == SEGI_UPPER;
  }
  p->humps += p->before == SEGI_UPPER;
  p->whole = look_up(f->text, start, stop);
  p->rest = look_up(f->text, p->offset, stop);
  p->pair = look_up(f->text, p->left_word.start, p->right_word.end);
  p->run_hash = hash_bytes(f->text + start, stop - start);
  p->starts_low = start < stop && segi_class_at(f->text + start, stop - start, &n) == SEGI_LOWER;
}

static bool telling_number(const char *text, size_t at, size_t end) {
  size_t digits = 0;
  while (at < end && text[at] >= '0' && text[at] <= '9' && digits < 8) at++, digits++;
  bool stop = at < end && text[at] == '.' && !(at + 1 < end && text[at + 1] >= '0' && text[at + 1] <= '9');
  return digits >= 4 || (digits > 0 && (stop || at < end));
}

static bool digit_before(const char *text, size_t begin, const word *w) {
  size_t start;
  return w->start > begin && class_before(text, begin, w->start, &start) == SEGI_DIGIT;
}

static place *add_place(finder *f, const segi_token *t, size_t piece, size_t offset,
                        segi_family kind, segi_class before, segi_class after) {
  if (!segi_grow(&f->places, &f->capacity, f->count + 1, sizeof *f->places)) {
    f->failed = true;
    return NULL;
  }
  place *p = &f->places[f->count];
  *p = (place){.text = f->text, .offset = offset, .family = kind, .before = before,
               .after = after, .next = f->next, .round_bracket = f->text[offset] == '(',
               .telling_number = telling_number(f->text, offset, t->end)};
  find_left(f, p, piece);
  find_right(f, p, t->end);
  if (kind == SEGI_CASE_CHANGE)
    find_run(f, p, piece, t->end);
  else
    p->starts_low = p->left_word.first == SEGI_LOWER && !digit_before(f->text, piece, &p->left_word);
  bool far = offset - piece > LONGEST_LEFT;
  p->left = segi_token_at(f->text, far ? p->left_word.start : piece, offset);
  p->right = segi_token_at(f->text, offset, p->right_word.end);
  f->count++;
  return p;
}

/* Which family a place between two characters belongs to; false when it is none. */
static bool family_of(segi_class before, segi_class after, bool closing_quote, bool opening_quote,
                      segi_family *kind) {
  bool letter_after = segi_is_letter(after);
  if (before == SEGI_LOWER && after == SEGI_UPPER) return *kind = SEGI_CASE_CHANGE, true;
  if (before == SEGI_DIGIT && after == SEGI_UPPER) return *kind = SEGI_AFTER_DIGIT, true;
  if (before == SEGI_LOWER && after == SEGI_DIGIT) return *kind = SEGI_BEFORE_DIGIT, true;
  bool mark_before = before == SEGI_STOP || before == SEGI_END || before == SEGI_ELLIPSIS ||
                     before == SEGI_COMMA || before == SEGI_SEMICOLON || before == SEGI_COLON ||
                     before == SEGI_CLOSE || closing_quote;
  if (mark_before && letter_after) return *kind = SEGI_AFTER_MARK, true;
  if (after == SEGI_DIGIT && (before == SEGI_END || before == SEGI_STOP || before == SEGI_COLON ||
                              before == SEGI_CLOSE || closing_quote))
    return *kind = SEGI_AFTER_MARK, true;
  bool opens = after == SEGI_OPEN || after == SEGI_LOW_QUOTE || opening_quote;
  bool something_before = segi_is_word(before) || mark_before;
  if (opens && something_before) return *kind = SEGI_BEFORE_OPENING, true;
  return false;
}

/* ' and ’ are apostrophes more often than quotation marks. */
static bool is_apostrophe(const char *text, size_t at, size_t end) {
  int32_t c;
  segi_decode(text + at, end - at, &c);
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2019 || c == 0x2018;
}

/* Whether the quotation mark at [at, at + n) closes: by what stands around it, else by whether
 * one is open. */
static bool quote_closes(const finder *f, const segi_token *t, segi_class before, size_t at,
                         size_t n) {
  if (before == SEGI_COLON || before == SEGI_OPEN) return false;
  bool at_start = at == t->start, at_end = at + n >= t->end;
  if (at_start != at_end) return at_end;
  return f->quote_open;
}

static void scan_token(finder *f, const segi_token *t) {
  const char *text = f->text;
  size_t piece = t->start, n, capitals = 0;
  segi_class before = SEGI_SPACE;
  bool closing_quote = false, bracket = false, checked = false, protects = false;
  for (size_t at = t->start; at < t->end; at += n) {
    segi_class c = segi_class_at(text + at, t->end - at, &n);
    if (c == SEGI_MARK) continue;
    bool opening_quote = false;
    bool quote = c == SEGI_QUOTE && !is_apostrophe(text, at, t->end);
    if (c == SEGI_QUOTE && !quote) c = SEGI_OTHER;
    if (quote) opening_quote = !quote_closes(f, t, before, at, n);
    if (c == SEGI_LOW_QUOTE || opening_quote) f->quote_open = true;
    else if (quote) f->quote_open = false;
    segi_family kind;
    bool found = at > t->start && family_of(before, c, closing_quote, opening_quote, &kind);
    if (!found && capitals >= 2 && before == SEGI_UPPER && c == SEGI_LOWER) {
      /* EUR|Letzte: the capital before belongs to what follows */
      size_t start, m;
      segi_class next;
      class_before(text, t->start, at, &start);
      if (is_letter_at(text, at + n, t->end, &next, &m) && next == SEGI_LOWER && start > piece) {
        if (!checked) checked = true, protects = is_protected(text, t->start, t->end);
        place *p = protects ? NULL
                            : add_place(f, t, piece, start, SEGI_CASE_CHANGE, SEGI_UPPER, SEGI_UPPER);
        seg_label label;
        if (p != NULL && score_place(p, &label) >= 0.5) piece = start;
      }
    }
    if (found) {
      if (!checked) checked = true, protects = is_protected(text, t->start, t->end);
      if (protects) found = false;
    }
    if (found) {
      place *p = add_place(f, t, piece, at, kind, before, c);
      if (p == NULL) return;
      p->bracket_inside = bracket;
      p->bracket_at_start = t->lead & SEGI_SET(SEGI_OPEN);
      seg_label label;
      if (score_place(p, &label) >= 0.5) piece = at, bracket = false;
    }
    if (c == SEGI_OPEN && segi_is_word(before)) bracket = true;
    capitals = c == SEGI_UPPER ? capitals + 1 : 0;
    closing_quote = quote && !opening_quote;
    before = c;
  }
}

/* --- Words without any sign between them. */

/* Closed-class words that can stand behind an open-class word without making a German word. */
static const char *const safe_right[] = {
  "und", "oder", "aber", "als", "wie", "dass", "daß", "weil", "wenn", "was", "der", "die", "das",
  "eine", "einen", "einem", "einer", "ist", "sind", "war", "wird", "werden", "wurde",
  "wurden", "hat", "haben", "hatte", "hatten", "kann", "können", "konnte", "konnten", "muss",
  "müssen", "soll", "sollen", "sollte", "sollten", "wollen", "nicht", "auch", "noch", "sich",
  "mit", "von", "für", "bei", "zum", "zur", "vom", "beim", "durch", "gegen", 
  "obwohl", "während", "nachdem", "sodass", "damit", "sowie", "sondern", "wobei", "seine",
  "seinen", "seiner", "ihre", "ihren", "ihrer", "diese", "diesen", "dieser", "dieses", NULL};
/* And before one, in lower case. */
static const char *const safe_left[] = {
  "und", "oder", "aber", "als", "wie", "dass", "weil", "wenn", "der", "die", "das", "den", "dem",
  "eine", "einen", "einem", "einer", "ist", "sind", "war", "wird", "werden", "wurde", "wurden",
  "hat", "haben", "kann", "muss", "soll", "auch", "noch", "sich", "von", "für", "zum", "zur",
  "vom", "beim", "im", "man", "wir", "ihr", "sie", NULL};

static bool listed(const char *const *list, const char *word_bytes, size_t length) {
  for (; *list != NULL; list++)
    if (strlen(*list) == length && memcmp(*list, word_bytes, length) == 0) return true;
  return false;
}

/* A form of a known word: endings of declension and conjugation taken off. */
static bool inflected(const char *folded, size_t length) {
  static const char *const endings[] = {"e",  "n",  "s",   "t",   "en", "er", "es", "em", "et", "st", "te",
                                        "ns", "ern", "ten", "tes", "ter", "nen", "in", "innen",
                                        "end", "ende", "enden", "ender", "endes", "endem", "de", "den", "der", "des", "dem", NULL};
  for (const char *const *e = endings; *e != NULL; e++) {
    size_t n = strlen(*e);
    if (length > n + 3 && memcmp(folded + length - n, *e, n) == 0 &&
        segi_lexicon_find(folded, length - n).frequency > 0)
      return true;
  }
  return false;
}

/* Ends of German words that are words too: Kostenlos, Bergauf, Lehrerin. */
static const char *const suffix_words[] = {
  "in", "er", "es", "ab", "um", "an", "ein", "da", "so", "wo", "im", "am", "los", "frei", "voll", "reich", "weit",
  "fest", "bar", "sam", "arm", "wert", "mal", "lang", "hoch", "tief", "nah", "nahe", "fern",
  "weise", "halb", "rund", "recht", "gut", "neu", "alt", "auf", "aus", "her", "hin", "mals", "fach", "eben", "sein",
  "tum", "heit", "keit", "ung", "lich", "ig", "isch", "ern", "art", "orten", "wegen", "gemäß", "bereit", "nötig",
  "fähig", "würdig", "pflichtig", "gleich", "gerecht", "stark", "schwer", "freundlich", "bedingt", "mäßig", "haft", "haltig", "gut", "offen", "treu", "ähnlich", "spezifisch", "bezogen", "basiert", "weltweit", "über", "unter", "wert", "seitig", "seits", "halber", "zeit", "tags", "nachts", "abends", "morgens", "mitten", "oben", "unten", "ist", "man", "war", "selbst", NULL};

static bool ends_like(const char *word_bytes, size_t length, const char *const *ends) {
  for (; *ends != NULL; ends++) {
    size_t n = strlen(*ends);
    if (length >= n && memcmp(word_bytes + length - n, *ends, n) == 0) return true;
  }
  return false;
}

/* A word that stands in lower case only, and does not make one German noun with a noun before. */
static bool never_noun(const char *right, size_t length, segi_word r) {
  static const char *const infinitive[] = {"en", "ern", "eln", NULL};
  static const char *const inflection[] = {"e", "en", "er", "es", "em", "ste", "te", NULL};
  if (r.capital > 8 || r.seen < 3 || r.frequency < 90 || (r.classes & SEGI_NOUN_FORM)) {
    if (!(r.classes & SEGI_FUNCTION_WORD) || r.capital > 8) return false;
  }
  if (listed(suffix_words, right, length)) return false;
  if (r.classes & SEGI_FUNCTION_WORD) return length >= 3 || memcmp(right, "zu", 2) == 0;
  if (length < 4) return false;
  if (r.classes & SEGI_ADJECTIVE_FORM) return !ends_like(right, length, inflection);
  return !ends_like(right, length, infinitive);
}

static bool noun_splits(segi_word l, size_t k, const char *right, size_t rest, segi_word r) {
  return k >= 4 && l.capital >= 200 && l.frequency >= 80 && never_noun(right, rest, r);
}

/* Which pairs of words are likelier two words than an unknown one. nachlässt, hierfür are one. */
static bool prefixes(const char *folded, size_t k, const char *right, size_t rest, segi_word r) {
  static const char *const after_any[] = {"und", "oder", "aber", NULL};
  static const char *const verb_prefixes[] = {
    "ab", "an", "auf", "aus", "bei", "durch", "ein", "fort", "her", "hin", "heim", "los", "mit",
    "nach", "nieder", "statt", "teil", "um", "unter", "über", "vor", "weg", "weiter", "wieder",
    "zu", "zurück", "zusammen", "herum", "heraus", "hinaus", "hinter", "fest", "frei", "entgegen",
    "gegen", "gegenüber", "voraus", "vorbei", "hervor", "dazu", "davon", "daran", "rund", NULL};
  static const char *const adverb_stems[] = {"hie", "hier", "da", "dar", "wo", "wor", "nie", NULL};
  return (listed(verb_prefixes, folded, k) || listed(adverb_stems, folded, k)) &&
         !(r.classes & SEGI_SUBORDINATOR) && !listed(after_any, right, rest);
}

static bool splits(const char *folded, size_t length, size_t k, bool capital) {
  const char *right = folded + k;
  size_t rest = length - k;
  segi_word l = segi_lexicon_find(folded, k), r = segi_lexicon_find(right, rest);
  if (l.frequency == 0 || r.frequency == 0 || prefixes(folded, k, right, rest, r)) return false;
  if (capital && noun_splits(l, k, right, rest, r)) return true;
  bool participle_end = rest == 3 && memcmp(right, "de", 2) == 0 && folded[k - 1] == 'n';
  bool conjunction = rest >= 4 && (r.classes & SEGI_SUBORDINATOR) != 0;
  if ((conjunction || listed(safe_right, right, rest)) && k >= 3 && l.frequency >= 75 &&
      !participle_end)
    return !capital || l.capital > 128;
  if (capital) return false;
  if (l.classes & r.classes & SEGI_FUNCTION_WORD && k >= 3 && rest >= 3 && l.frequency >= 110 &&
      r.frequency >= 110 && !participle_end && !listed(suffix_words, right, rest))
    return true;
  return listed(safe_left, folded, k) && r.frequency >= 95 && rest >= 4 && r.capital < 128;
}

/* A closed-class word, and then two words: the second place is found in the next round. */
static bool splits_twice(const char *folded, size_t length, size_t k) {
  segi_word l = segi_lexicon_find(folded, k);
  if (k < 3 || l.frequency < 110 || listed(suffix_words, folded, k) || !(l.classes & SEGI_FUNCTION_WORD)) return false;
  for (size_t m = 3; m + 3 <= length - k; m++)
    if (((unsigned char)folded[k + m] & 0xC0) != 0x80 && splits(folded + k, length - k, m, false))
      return true;
  return false;
}

static void split_word(finder *f, const segi_token *t, size_t start, size_t end) {
  char folded[LONGEST_WORD];
  size_t length = end - start, n;
  if (length < 5 || length > sizeof folded) return;
  if (segi_fold(f->text + start, length, folded, sizeof folded) != length) return;
  segi_word whole = segi_lexicon_find(folded, length);
  if (whole.frequency > 0 || inflected(folded, length)) return;
  bool capital = segi_class_at(f->text + start, length, &n) == SEGI_UPPER;
  size_t best = 0;
  int best_score = 0;
  for (size_t k = 2; k + 2 <= length; k++) {
    if (((unsigned char)folded[k] & 0xC0) == 0x80 || !splits(folded, length, k, capital)) continue;
    int score = segi_lexicon_find(folded, k).frequency +
                segi_lexicon_find(folded + k, length - k).frequency;
    if (score > best_score) best = k, best_score = score;
  }
  for (size_t k = 3; best == 0 && !capital && k + 6 <= length; k++)
    if (((unsigned char)folded[k] & 0xC0) != 0x80 && splits_twice(folded, length, k)) best = k;
  if (best == 0 || is_protected(f->text, t->start, t->end)) return;
  place *p = add_place(f, t, start, start + best, SEGI_WORDS, SEGI_LOWER, SEGI_LOWER);
  if (p == NULL) return;
  p->left_word = (word){.start = start, .end = start + best};
  p->right_word = (word){.start = start + best, .end = end};
  finish_word(f->text, &p->left_word);
  finish_word(f->text, &p->right_word);
  p->right = segi_token_at(f->text, start + best, end);
}

/* The words of a token that are written as one lower-case run, with a capital at most first. */
static void scan_words(finder *f, const segi_token *t) {
  size_t n;
  segi_class c, before = SEGI_SPACE;
  for (size_t at = t->start; at < t->end;) {
    if (!is_letter_at(f->text, at, t->end, &c, &n)) {
      before = c;
      at += n;
      continue;
    }
    word w = word_from(f->text, at, t->end);
    if (w.end == at) w.end = at + n;
    segi_class next = w.end < t->end ? segi_class_at(f->text + w.end, t->end - w.end, &n) : SEGI_SPACE;
    bool alone = before != SEGI_HYPHEN && next != SEGI_HYPHEN && next != SEGI_SLASH && before != SEGI_SLASH && next != SEGI_DIGIT;
    if (alone && w.letters >= 5 && w.known.frequency == 0 && w.second != SEGI_UPPER)
      split_word(f, t, w.start, w.end);
    before = w.last;
    at = w.end;
  }
}

static int by_offset(const void *a, const void *b) {
  const place *p = a, *q = b;
  return (p->offset > q->offset) - (p->offset < q->offset);
}

static int by_hash(const void *a, const void *b) {
  uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;
  return (p > q) - (p < q);
}

/* Marks the places whose run of letters stands more than once in the document. */
static bool mark_repeated(finder *f) {
  uint64_t *hashes = segi_alloc(f->count, sizeof *hashes);
  if (hashes == NULL) return false;
  size_t n = 0;
  for (size_t i = 0; i < f->count; i++)
    if (f->places[i].family == SEGI_CASE_CHANGE) hashes[n++] = f->places[i].run_hash;
  qsort(hashes, n, sizeof *hashes, by_hash);
  for (size_t i = 0; i < f->count; i++) {
    place *p = &f->places[i];
    if (p->family != SEGI_CASE_CHANGE) continue;
    size_t low = 0, high = n;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      if (hashes[middle] < p->run_hash) low = middle + 1;
      else high = middle;
    }
    size_t once = p->humps - 1; /* every place of one run has the same hash */
    p->repeated = low + once < n && hashes[low + once] == p->run_hash;
  }
  free(hashes);
  return true;
}

/* A known word with nothing but marks around it: most tokens are, and hold no place. */
static bool is_plain(const segi_token *t) {
  const segi_class_set quotes = SEGI_SET(SEGI_QUOTE) | SEGI_SET(SEGI_LOW_QUOTE);
  return t->inner == 0 && !(t->lead & ~SEGI_SET(SEGI_OPEN)) && !(t->trail & quotes) &&
         (t->word.frequency > 0 || t->core == t->core_end || t->shape == SEGI_SHAPE_NUMBER);
}

/* How many sure places the document has, and each place whether it is one. */
static size_t count_sure(finder *f) {
  size_t sure = 0;
  seg_label label;
  for (size_t i = 0; i < f->count; i++) {
    place *p = &f->places[i];
    p->rate = 1;
    p->sure = score_place(p, &label) >= 0.9;
    sure += p->sure;
  }
  return sure;
}

static bool keep_places(finder *f, size_t tokens, double threshold, segi_places *places) {
  size_t sure = count_sure(f);
  for (size_t i = 0; i < f->count; i++) {
    place *p = &f->places[i];
    seg_label label;
    p->rate = 1000.0 * (double)(sure - p->sure) / (double)(tokens + 200);
    double probability = score_place(p, &label);
    if (probability < threshold) continue;
    if (!segi_grow(&places->items, &places->capacity, places->count + 1, sizeof *places->items))
      return false;
    places->items[places->count++] =
        (segi_place){p->offset, p->family, label, sign_behind(p), probability};
  }
  return true;
}

bool segi_find_places(const char *text, const segi_tokens *tokens, double threshold,
                      segi_places *places) {
  finder f = {.text = text};
  places->count = 0;
  for (size_t i = 0; i < tokens->count && !f.failed; i++) {
    size_t first = f.count;
    f.next = i + 1 < tokens->count ? &tokens->items[i + 1] : &segi_no_token;
    if (!is_plain(&tokens->items[i])) {
      scan_token(&f, &tokens->items[i]);
      scan_words(&f, &tokens->items[i]);
    }
    if (f.count > first + 1)
      qsort(f.places + first, f.count - first, sizeof *f.places, by_offset);
    if (tokens->items[i].line_break) f.quote_open = false;
  }
  bool done = !f.failed && mark_repeated(&f) &&
              keep_places(&f, tokens->count, threshold, places);
  free(f.places);
  return done;
}

void segi_places_clear(segi_places *places) {
  free(places->items);
  *places = (segi_places){0};
}
