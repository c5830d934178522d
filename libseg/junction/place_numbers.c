/* The numbers of a candidate that can be seen at the place itself: one table of ids and values. */
#include "junction/candidate.h"

enum {
  END_MARKS = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS),
  ABBREVIATED = SEGI_ABBREVIATION | SEGI_NAME_TITLE,
  NEARBY = 30 /* tokens that are looked through for the next end mark */
};

static int at_most(size_t value, int limit) {
  return value < (size_t)limit ? (int)value : limit;
}

static int is(const segi_half *w, uint16_t classes) {
  return (w->known.classes & classes) != 0;
}

static const segi_token *neighbour(const segi_place_view *v, int distance) {
  size_t at = (size_t)(v->token - v->tokens->items);
  if (distance < 0 ? at < (size_t)-distance : at + (size_t)distance >= v->tokens->count)
    return &segi_no_token;
  return v->token + distance;
}

/* Up to and with the next token that carries an end mark or ends its line. */
static int tokens_until_end(const segi_place_view *v) {
  size_t left = v->tokens->count - (size_t)(v->token - v->tokens->items);
  int n = 0;
  while (n < NEARBY && (size_t)n < left && !(v->token[n].trail & END_MARKS) && !v->token[n].line_break)
    n++;
  return n;
}

/* Letters, digits and signs of the token, as far as they say something of it. */
typedef struct counts {
  int characters, behind; /* behind the place */
  int capitals, stops, digits, hyphens, slashes, others, changes /* from lower to upper case */;
} counts;

static counts count(const segi_place_view *v) {
  enum { MOST = 200 };
  counts k = {0};
  size_t n;
  segi_class last = SEGI_SPACE;
  size_t start = v->token->start + MOST < v->offset ? v->offset - MOST : v->token->start;
  while (start < v->offset && ((unsigned char)v->text[start] & 0xC0) == 0x80) start++;
  size_t end = v->offset + MOST < v->token->end ? v->offset + MOST : v->token->end;
  for (size_t at = start; at < end; at += n) {
    segi_class c = segi_class_at(v->text + at, v->token->end - at, &n);
    k.characters++;
    k.behind += at >= v->offset;
    k.capitals += c == SEGI_UPPER;
    k.stops += c == SEGI_STOP;
    k.digits += c == SEGI_DIGIT;
    k.hyphens += c == SEGI_HYPHEN;
    k.slashes += c == SEGI_SLASH;
    k.others += c == SEGI_OTHER || c == SEGI_BULLET || c == SEGI_MARK;
    k.changes += last == SEGI_LOWER && c == SEGI_UPPER;
    last = c;
  }
  return k;
}

/* Digits that touch `at`, backwards or forwards. */
static int digits_before(const segi_place_view *v, size_t at) {
  int n = 0;
  while (at > v->token->start && v->text[at - 1] >= '0' && v->text[at - 1] <= '9' && n < 9) at--, n++;
  return n;
}
static int digits_from(const segi_place_view *v, size_t at) {
  int n = 0;
  while (at < v->token->end && v->text[at] >= '0' && v->text[at] <= '9' && n < 9) at++, n++;
  return n;
}

/* The marks between the place and the word before it, as one number: the nearest two. */
static int marks_behind(const segi_place_view *v) {
  return v->marks_left == 0 ? 0 : (int)v->before * 32 + (v->marks_left > 1 ? (int)v->before2 : 0);
}

static int sign_number(int32_t code_point) {
  return code_point < 0 ? -1 : code_point < INT16_MAX ? code_point : INT16_MAX;
}

static segi_word known(const segi_place_view *v, size_t start, size_t end) {
  uint64_t hash;
  return end > start ? segi_look_up(v->words, v->text, start, end, &hash) : (segi_word){0};
}

/* Compounds that no lexicon has are known by the word at their end: its frequency. */
static int tail_frequency(const segi_place_view *v, const segi_half *w) {
  enum { SHORTEST = 4, LONGEST_HEAD = 24 };
  if (w->known.frequency > 0 || w->letters < SHORTEST + 2) return w->known.frequency;
  for (size_t at = w->start + 2; at + SHORTEST <= w->end && at < w->start + LONGEST_HEAD; at++) {
    if (((unsigned char)v->text[at] & 0xC0) == 0x80) continue;
    segi_word tail = known(v, at, w->end);
    if (tail.frequency > 60) return tail.frequency;
  }
  return 0;
}

#define HALF(X, side, w) \
  X(side "-letters",     at_most((w)->letters, 30)) \
  X(side "-frequency",   (w)->known.frequency) \
  X(side "-tail",        tail_frequency(v, w)) \
  X(side "-capital",     (w)->known.capital) \
  X(side "-initial",     (w)->known.initial) \
  X(side "-seen",        (w)->known.seen) \
  X(side "-begins",      (w)->known.begins) \
  X(side "-ends",        (w)->known.ends) \
  X(side "-function",    is(w, SEGI_FUNCTION_WORD)) \
  X(side "-subordinator", is(w, SEGI_SUBORDINATOR)) \
  X(side "-opener",      is(w, SEGI_OPENER)) \
  X(side "-verb",        is(w, SEGI_VERB_FORM)) \
  X(side "-noun",        is(w, SEGI_NOUN_FORM)) \
  X(side "-adjective",   is(w, SEGI_ADJECTIVE_FORM)) \
  X(side "-abbreviated", is(w, ABBREVIATED)) \
  X(side "-unit",        is(w, SEGI_UNIT) + 2 * is(w, SEGI_MONTH)) \
  X(side "-case",        ((w)->first == SEGI_UPPER) + 2 * ((w)->second == SEGI_UPPER))

#define NUMBERS(X) \
  X("family",          v->family) \
  X("before",          v->before) \
  X("after",           v->after) \
  X("before-2",        v->before2) \
  X("after-2",         v->after2) \
  X("sign-before",     sign_number(v->sign_before)) \
  X("sign-after",      sign_number(v->sign_after)) \
  X("marks",           marks_behind(v)) \
  X("marks-left",      (int)v->marks_left) \
  X("marks-right",     (int)v->marks_right) \
  HALF(X, "left", left) \
  HALF(X, "right", right) \
  X("pair-frequency",  pair.frequency) \
  X("pair-capital",    pair.capital) \
  X("run-frequency",   run.frequency) \
  X("run-seen",        run.seen) \
  X("rest-frequency",  rest.frequency) \
  X("run-starts-low",  starts_low) \
  X("run-letters",     at_most(v->run_end - v->run_start, 60)) \
  X("characters",      k.characters) \
  X("behind",          k.behind) \
  X("capitals",        k.capitals) \
  X("stops",           k.stops) \
  X("digits",          k.digits) \
  X("hyphens",         k.hyphens) \
  X("slashes",         k.slashes) \
  X("others",          k.others) \
  X("case-changes",    k.changes) \
  X("digits-before",   digits_before(v, v->left.start)) \
  X("digits-behind",   digits_from(v, v->right.letters > 0 ? v->right.end : v->offset)) \
  X("bracket-inside",  v->bracket_inside) \
  X("bracket-first",   (v->token->lead & SEGI_SET(SEGI_OPEN)) != 0) \
  X("in-quote",        v->in_quote) \
  X("since-end",       at_most(v->since_end, 60)) \
  X("until-end",       tokens_until_end(v)) \
  X("verb-before",     v->verb_before) \
  X("line-start",      before->line_break || before == &segi_no_token) \
  X("line-end",        v->token->line_break || behind == &segi_no_token) \
  X("previous-case",   before->shape) \
  X("previous-mark",   before->last_mark) \
  X("previous-function", (before->word.classes & SEGI_FUNCTION_WORD) != 0) \
  X("next-case",       behind->shape) \
  X("next-lead",       (int)(behind->lead != 0)) \
  X("next-function",   (behind->word.classes & SEGI_FUNCTION_WORD) != 0) \
  X("next-verb",       (behind->word.classes & SEGI_VERB_FORM) != 0) \
  X("next-capital",    behind->word.capital)

#define ID(id, value) id,
const char *const segi_place_ids[SEGI_PLACE_FEATURES] = {
  NUMBERS(ID) "lost-comma", "lost-colon", "lost-sentence",
  "token-again", "run-again", "pair-apart", "left-again", "right-again", "marks-nearby", "cases-nearby", "words-nearby",
  "digits-nearby", "ends-nearby", "tokens-nearby"};

#define ONE(id, value) +1
_Static_assert((0 NUMBERS(ONE)) + SEGI_MARK_NUMBERS + SEGI_DOCUMENT_NUMBERS == SEGI_PLACE_FEATURES,
               "every feature has an id");

/* From close by: a word, its mark and a capital, or two known words in one that nobody knows. */
static bool is_likely(const segi_place_view *v, segi_word run) {
  const segi_half *left = &v->left, *right = &v->right;
  if (right->letters < 2 || right->known.frequency == 0) return false;
  switch (v->family) {
    case SEGI_AFTER_MARK:
      return left->letters > 2 && left->known.frequency > 60 && !is(left, ABBREVIATED);
    case SEGI_CASE_CHANGE:
      return left->letters > 2 && left->known.frequency > 60 && right->known.frequency > 60 &&
             run.frequency == 0;
    case SEGI_AFTER_DIGIT: return right->letters > 2 && right->first == SEGI_UPPER;
    case SEGI_TOUCHING: return left->known.frequency > 90 && right->known.frequency > 90;
    default: return false;
  }
}

void segi_fill_place_row(const segi_place_view *v, segi_candidate *c) {
  const segi_half *left = &v->left, *right = &v->right;
  const segi_token *before = neighbour(v, -1), *behind = neighbour(v, 1);
  segi_word run = {0}, pair = {0}, rest = {0};
  bool starts_low = left->first == SEGI_LOWER;
  if (v->run_end > v->run_start) {
    size_t n;
    run = segi_look_up(v->words, v->text, v->run_start, v->run_end, &c->run);
    pair = known(v, left->start, right->end);
    rest = known(v, v->offset, v->run_end);
    starts_low = segi_class_at(v->text + v->run_start, v->run_end - v->run_start, &n) == SEGI_LOWER;
  }
  counts k = count(v);
  size_t i = 0;
#define FILL(id, value) c->row[i++] = (int16_t)(value);
  NUMBERS(FILL)
  c->likely = is_likely(v, run);
}
