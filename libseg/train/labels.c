#include "train/labels.h"

#include <string.h>

/* What a rule looks at. */
typedef struct gap {
  const segi_phrases *phrases;
  const char *text;
  const segi_token *before; /* NULL at the start of the paragraph */
  const segi_token *left, *right;
  bool first; /* left opens its sentence */
} gap;

enum {
  FINAL_MARKS = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS),
  QUOTES = SEGI_SET(SEGI_QUOTE) | SEGI_SET(SEGI_LOW_QUOTE),
  NOT_OPENING = SEGI_SET(SEGI_OPEN) | SEGI_SET(SEGI_CLOSE) | SEGI_SET(SEGI_DASH) |
                SEGI_SET(SEGI_HYPHEN),
  MOSTLY_LOWER = 25, MOSTLY_CAPITAL = 204 /* of 255 uses inside sentences */
};

bool segi_mostly_lower(const segi_token *t) {
  return t->word.seen >= 2 && t->word.capital <= MOSTLY_LOWER;
}

bool segi_mostly_capital(const segi_token *t) {
  if (t->word.seen > 0) return t->word.capital > MOSTLY_CAPITAL;
  return t->word.classes == 0 || (t->word.classes & SEGI_NOUN_FORM);
}

static size_t core_length(const segi_token *t) {
  return t->core_end - t->core;
}

static size_t characters(const char *text, const segi_token *t) {
  size_t n = 0;
  for (size_t i = t->core; i < t->core_end; i++) n += ((unsigned char)text[i] & 0xC0) != 0x80;
  return n;
}

static bool is_lower(const segi_token *t) {
  return t->shape == SEGI_SHAPE_LOWER || t->shape == SEGI_SHAPE_LETTER;
}

static bool is_number(const segi_token *t) {
  return t->shape == SEGI_SHAPE_NUMBER;
}

static bool is_roman(const gap *g) {
  for (size_t i = g->left->core; i < g->left->core_end; i++)
    if (g->text[i] == '\0' || strchr("IVXLC", g->text[i]) == NULL) return false;
  return core_length(g->left) > 0;
}

static bool is_abbreviation(const segi_token *t) {
  return (t->word.classes & (SEGI_ABBREVIATION | SEGI_NAME_TITLE)) || (t->inner & SEGI_SET(SEGI_STOP));
}

/* What a full stop after it does not make an end of: number, abbreviation, initial. */
static bool takes_stop(const gap *g) {
  return is_number(g->left) || is_roman(g) || is_abbreviation(g->left) ||
         characters(g->text, g->left) <= 2;
}

/* --- The rules: the first that holds gives the label. */

static bool no_mark(const gap *g) {
  return !(g->left->trail & FINAL_MARKS);
}
static bool lower_after_quote(const gap *g) {
  return is_lower(g->right) && (g->left->trail & QUOTES);
}
static bool lower(const gap *g) {
  return is_lower(g->right) && g->right->core == g->right->start;
}
static bool spaced_abbreviation(const gap *g) {
  return g->left->shape == SEGI_SHAPE_LETTER && characters(g->text, g->right) == 1 &&
         g->right->trail == SEGI_SET(SEGI_STOP);
}
static bool no_capital(const gap *g) {
  bool capital = g->right->shape == SEGI_SHAPE_CAPITAL || g->right->shape == SEGI_SHAPE_CAPITALS ||
                 g->right->shape == SEGI_SHAPE_INITIAL;
  return !capital || (g->right->lead & NOT_OPENING) || core_length(g->left) == 0;
}
static bool sure_mark(const gap *g) {
  return g->left->trail != SEGI_SET(SEGI_STOP) && (!takes_stop(g) || (g->left->trail & SEGI_SET(SEGI_END)));
}
static bool other_mark(const gap *g) {
  return g->left->trail != SEGI_SET(SEGI_STOP);
}
static bool list_marker(const gap *g) {
  return g->first && (is_number(g->left) || is_roman(g) || characters(g->text, g->left) == 1);
}
static bool number_before_opener(const gap *g) {
  return (is_number(g->left) || is_roman(g)) && segi_mostly_lower(g->right);
}
static bool year(const gap *g) {
  return is_number(g->left) && core_length(g->left) >= 4 && g->left->inner == 0 &&
         g->left->core == g->left->start;
}
static bool ordinal(const gap *g) {
  if (!is_number(g->left) || core_length(g->left) > 3 || g->before == NULL) return false;
  char word[32];
  size_t n = core_length(g->before) < sizeof word
                 ? segi_fold(g->text + g->before->core, core_length(g->before), word, sizeof word) : 0;
  return segi_phrases_hold(g->phrases, "before ordinal", (seg_bytes){word, n});
}
static bool number(const gap *g) {
  return is_number(g->left) || is_roman(g);
}
static bool final_abbreviation(const gap *g) {
  return g->left->word.classes & SEGI_ABBREVIATION_FINAL;
}
static bool final_before_opener(const gap *g) {
  return final_abbreviation(g) &&
         (segi_mostly_lower(g->right) || (g->right->word.classes & SEGI_OPENER));
}
/* No list has it, but it looks like one. */
static bool abbreviation_form(const gap *g) {
  return (g->left->word.classes & SEGI_ABBREVIATION_FORM) && !is_abbreviation(g->left);
}
static bool form_before_noun(const gap *g) {
  return abbreviation_form(g) && segi_mostly_capital(g->right);
}
static bool abbreviation_before_noun(const gap *g) {
  return (is_abbreviation(g->left) || characters(g->text, g->left) == 1) &&
         segi_mostly_capital(g->right);
}
static bool abbreviation(const gap *g) {
  return is_abbreviation(g->left) || characters(g->text, g->left) == 1;
}
static bool sentence_end(const gap *g) {
  (void)g;
  return true;
}

/* id, label, example; the id is the name of the function too. */
#define RULES(X) \
  X(no_mark,                  SEGI_INSIDE,  "ein^Haus") \
  X(lower_after_quote,        SEGI_INSIDE,  "„Komm!“^rief sie") \
  X(lower,                    SEGI_INSIDE,  "ca.^drei") \
  X(no_capital,               SEGI_UNKNOWN, "gesagt.^(Beifall)") \
  X(spaced_abbreviation,      SEGI_INSIDE,  "Hunde, z.^B. Dackel") \
  X(sure_mark,                SEGI_ENDS,    "Wirklich?^Ja") \
  X(other_mark,               SEGI_UNKNOWN, "Hunde usw.“^Dann") \
  X(list_marker,              SEGI_INSIDE,  "1.^Geltungsbereich") \
  X(number_before_opener,     SEGI_ENDS,    "am 15.^Dann") \
  X(year,                     SEGI_ENDS,    "seit 1990.^Berlin") \
  X(ordinal,                  SEGI_INSIDE,  "am 3.^Mai") \
  X(number,                   SEGI_UNKNOWN, "Runde 3.^Mai") \
  X(final_before_opener,      SEGI_ENDS,    "Hunde usw.^Danach") \
  X(final_abbreviation,       SEGI_UNKNOWN, "Hunde usw.^Katzen") \
  X(abbreviation_before_noun, SEGI_INSIDE,  "bei Dr.^Müller") \
  X(abbreviation,             SEGI_UNKNOWN, "bei Nr.^Danach") \
  X(form_before_noun,         SEGI_INSIDE,  "drei Pck.^Zucker") \
  X(abbreviation_form,        SEGI_UNKNOWN, "drei Pck.^Danach") \
  X(sentence_end,             SEGI_ENDS,    "er geht.^Hunde")

#define RULE(id, label, example) {#id, example, label},
const segi_label_rule segi_label_rules[SEGI_LABEL_RULES] = {RULES(RULE)};

#define HOLDS(id, label, example) id,
static bool (*const holds[SEGI_LABEL_RULES])(const gap *g) = {RULES(HOLDS)};

size_t segi_label_rule_of(const segi_phrases *phrases, const char *text, const segi_tokens *tokens,
                          size_t i, bool first) {
  const segi_token *t = &tokens->items[i];
  const gap g = {phrases, text, i > 0 ? t - 1 : NULL, t, t + 1, first};
  size_t rule = 0;
  while (!holds[rule](&g)) rule++; /* the last one always holds */
  return rule;
}

void segi_label_paragraph(const segi_phrases *phrases, const char *text, const segi_tokens *tokens,
                          uint8_t *labels) {
  bool first = true;
  for (size_t i = 0; i + 1 < tokens->count; i++) {
    size_t rule = segi_label_rule_of(phrases, text, tokens, i, first);
    labels[i] = (uint8_t)segi_label_rules[rule].label;
    first = labels[i] == SEGI_ENDS;
  }
}
