#include "junction/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Longer words are in no lexicon. */
enum { LONGEST_WORD = 64 };

typedef struct case_counts {
  size_t upper, lower, digits;
  segi_class first;
} case_counts;

static segi_shape shape_of(const case_counts *n) {
  size_t letters = n->upper + n->lower;
  if (letters + n->digits == 0) return SEGI_SHAPE_NONE;
  if (letters == 0) return SEGI_SHAPE_NUMBER;
  if (n->first == SEGI_DIGIT) return SEGI_SHAPE_DIGIT_FIRST;
  if (letters == 1 && n->digits == 0) return n->upper ? SEGI_SHAPE_INITIAL : SEGI_SHAPE_LETTER;
  if (n->first == SEGI_UPPER) return n->lower ? SEGI_SHAPE_CAPITAL : SEGI_SHAPE_CAPITALS;
  return n->upper ? SEGI_SHAPE_MIXED : SEGI_SHAPE_LOWER;
}

static void count_case(case_counts *n, segi_class c) {
  if (n->upper + n->lower + n->digits == 0) n->first = c;
  if (c == SEGI_UPPER) n->upper++;
  if (c == SEGI_LOWER || c == SEGI_LETTER) n->lower++;
  if (c == SEGI_DIGIT) n->digits++;
}

enum {
  ABBREVIATIONS = SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER | SEGI_ABBREVIATION_FINAL |
                  SEGI_NAME_TITLE
};

/* An unknown word is an abbreviation when its last part is one: "Dipl.-Ing", "Bahnhofstr". */
static uint16_t classes_of_last_part(const char *folded, size_t n) {
  for (size_t i = n; i-- > 1;)
    if (folded[i - 1] == '-') return segi_lexicon_find(folded + i, n - i).classes & ABBREVIATIONS;
  bool street = n > 5 && memcmp(folded + n - 3, "str", 3) == 0;
  return street ? SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER : 0;
}

static segi_word find_word(const char *text, size_t length) {
  char folded[LONGEST_WORD];
  size_t n = length <= LONGEST_WORD ? segi_fold(text, length, folded, sizeof folded) : 0;
  if (n == 0) return (segi_word){0};
  segi_word word = segi_lexicon_find(folded, n);
  if (word.frequency == 0) word.classes |= classes_of_last_part(folded, n);
  return word;
}

segi_token segi_token_at(const char *text, size_t start, size_t end) {
  segi_token t = {.start = start, .core = start, .core_end = start, .end = end,
                  .first_mark = SEGI_SPACE, .last_mark = SEGI_SPACE};
  case_counts counts = {0};
  bool in_core = false;
  size_t length;
  for (size_t i = start; i < end; i += length) {
    segi_class c = segi_class_at(text + i, end - i, &length);
    count_case(&counts, c);
    if (segi_is_word(c)) {
      if (in_core) {
        t.inner |= t.trail;
      } else {
        in_core = true;
        t.core = i;
        t.lead = t.trail;
      }
      t.core_end = i + length;
      t.trail = 0;
      t.first_mark = t.last_mark = SEGI_SPACE;
    } else {
      if (t.trail == 0) t.first_mark = c;
      t.last_mark = c;
      t.trail |= SEGI_SET(c);
    }
  }
  t.shape = shape_of(&counts);
  if (in_core) t.word = find_word(text + t.core, t.core_end - t.core);
  return t;
}

/* "z. B." and "a. a. O." are known to the lexicon as "z.b" and "a.a.o": the last token gets the
 * classes of the whole, those before it are parts of an abbreviation. */
static void join_abbreviation(const char *text, segi_tokens *tokens, size_t last) {
  char joined[LONGEST_WORD];
  size_t used = sizeof joined;
  for (size_t i = last + 1; i-- > 0 && last - i < 5;) {
    const segi_token *t = &tokens->items[i];
    size_t length = t->core_end - t->core;
    if (length == 0 || length > 8 || t->first_mark != SEGI_STOP || length + 1 > used) return;
    if (i < last && (t->trail != SEGI_SET(SEGI_STOP) || tokens->items[i + 1].lead != 0)) return;
    if (i < last) joined[--used] = '.';
    char folded[16];
    size_t n = segi_fold(text + t->core, length, folded, sizeof folded);
    if (n == 0 || n > used) return;
    used -= n;
    memcpy(joined + used, folded, n);
    if (i == last) continue;
    segi_word whole = segi_lexicon_find(joined + used, sizeof joined - used);
    if (!(whole.classes & SEGI_ABBREVIATION)) continue;
    for (size_t part = i; part < last; part++) {
      uint16_t *classes = &tokens->items[part].word.classes;
      *classes = (uint16_t)((*classes & ~ABBREVIATIONS) | SEGI_ABBREVIATION);
    }
    tokens->items[last].word.classes |= whole.classes;
  }
}

bool segi_tokenize(const char *text, size_t length, segi_tokens *tokens) {
  tokens->count = 0;
  size_t i = 0, n;
  while (i < length) {
    segi_class c = segi_class_at(text + i, length - i, &n);
    if (c == SEGI_SPACE || c == SEGI_NEWLINE) {
      if (c == SEGI_NEWLINE && tokens->count > 0) tokens->items[tokens->count - 1].line_break = true;
      i += n;
      continue;
    }
    size_t start = i;
    do {
      i += n;
      if (i < length) c = segi_class_at(text + i, length - i, &n);
    } while (i < length && c != SEGI_SPACE && c != SEGI_NEWLINE);
    if (!segi_grow(&tokens->items, &tokens->capacity, tokens->count + 1, sizeof *tokens->items))
      return false;
    tokens->items[tokens->count++] = segi_token_at(text, start, i);
    join_abbreviation(text, tokens, tokens->count - 1);
  }
  return true;
}

void segi_tokens_clear(segi_tokens *tokens) {
  free(tokens->items);
  *tokens = (segi_tokens){0};
}
