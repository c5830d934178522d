/* Words that were taken apart: hyphenated at the end of a line, or spaced out. */
#include <string.h>

#include "lex/lexicon.h"
#include "repair/passes.h"
#include "text/chars.h"

enum { LONGEST_WORD = 64 };

static segi_word look_up(const segi_words *words, const char *text, size_t length) {
  char folded[LONGEST_WORD];
  size_t n = length <= sizeof folded ? segi_fold(text, length, folded, sizeof folded) : 0;
  return n > 0 ? segi_words_find(words, folded, n) : (segi_word){0};
}

static size_t letters_before(const char *text, size_t at) {
  size_t start = at;
  while (start > 0 && at - start < LONGEST_WORD) {
    const char *p = segi_previous(text, text + start);
    size_t n;
    if (!segi_is_letter(segi_class_at(p, (size_t)(text + start - p), &n))) break;
    start = (size_t)(p - text);
  }
  return start;
}

static size_t letters_behind(const char *text, size_t length, size_t at) {
  size_t end = at, n;
  while (end < length && end - at < LONGEST_WORD &&
         segi_is_letter(segi_class_at(text + end, length - end, &n)))
    end += n;
  return end;
}

/* The hyphen at `hyphen` ends a line, and the word goes on behind it: Regie-/rung becomes one
 * word when the dictionary has it; Lebensmittel-/und stays. */
static bool propose_hyphen(const char *text, size_t length, size_t hyphen,
                           segi_proposals *proposals) {
  size_t next = hyphen + 1, n;
  if (next < length && text[next] == '\r') next++;
  if (next >= length || text[next] != '\n') return true;
  next++;
  while (next < length && (text[next] == ' ' || text[next] == '\t')) next++;
  size_t start = letters_before(text, hyphen), end = letters_behind(text, length, next);
  if (start == hyphen || end == next ||
      segi_class_at(text + next, length - next, &n) != SEGI_LOWER)
    return true;
  char whole[2 * LONGEST_WORD + 8];
  size_t left = hyphen - start, right = end - next;
  if (left + right > sizeof whole) return true;
  memcpy(whole, text + start, left);
  memcpy(whole + left, text + next, right);
  const segi_words *words = segi_known_words(proposals);
  if (look_up(words, text + next, right).classes & SEGI_FUNCTION_WORD) return true;
  if (look_up(words, whole, left + right).frequency == 0) return true;
  return segi_propose(proposals, SEGI_HYPHENATED_LINE, hyphen, next - hyphen,
                      (seg_bytes){"", 0}, 0.95);
}

/* Single letters with single spaces between them from `start` on: fills `word`, and returns where
 * they end. */
static size_t read_spaced(const char *text, size_t length, size_t start, char *word,
                          size_t *word_length, size_t *letters) {
  size_t at = start, n;
  *word_length = *letters = 0;
  while (at < length && segi_is_letter(segi_class_at(text + at, length - at, &n)) &&
         *word_length + n <= LONGEST_WORD) {
    size_t behind = at + n, m;
    if (behind < length && segi_is_word(segi_class_at(text + behind, length - behind, &m))) break;
    memcpy(word + *word_length, text + at, n);
    *word_length += n;
    ++*letters;
    at = behind;
    if (at + 1 >= length || text[at] != ' ') return at;
    at++;
  }
  return at > start && *letters > 0 ? at - 1 : start;
}

/* Two known words in one: Sperrdruck. */
static bool is_compound(const segi_words *words, const char *word, size_t length) {
  enum { SHORTEST = 4 };
  for (size_t cut = SHORTEST; cut + SHORTEST <= length; cut++)
    if (((unsigned char)word[cut] & 0xC0) != 0x80 &&
        look_up(words, word, cut).frequency > 0 &&
        look_up(words, word + cut, length - cut).frequency > 0)
      return true;
  return false;
}

static bool propose_spaced(const char *text, size_t length, size_t start,
                           segi_proposals *proposals, size_t *end) {
  char word[LONGEST_WORD + 4];
  size_t word_length, letters;
  *end = read_spaced(text, length, start, word, &word_length, &letters);
  if (letters < 4) return true;
  const segi_words *words = segi_known_words(proposals);
  if (look_up(words, word, word_length).frequency == 0 && !is_compound(words, word, word_length))
    return true;
  return segi_propose(proposals, SEGI_LETTER_SPACING, start, *end - start,
                      (seg_bytes){word, word_length}, 0.9);
}

static bool begins_word(const char *text, size_t at) {
  if (at == 0) return true;
  const char *p = segi_previous(text, text + at);
  size_t n;
  return !segi_is_word(segi_class_at(p, (size_t)(text + at - p), &n));
}

bool segi_repair_wraps(const char *text, size_t length, segi_proposals *proposals) {
  if (segi_wanted(proposals, SEGI_HYPHENATED_LINE)) {
    const char *p = length > 0 ? memchr(text, '-', length) : NULL;
    for (; p != NULL; p = memchr(p + 1, '-', length - (size_t)(p + 1 - text)))
      if (!propose_hyphen(text, length, (size_t)(p - text), proposals)) return false;
  }
  if (!segi_wanted(proposals, SEGI_LETTER_SPACING)) return true;
  for (size_t i = 0; i < length;) {
    size_t end = i;
    if (begins_word(text, i) && !propose_spaced(text, length, i, proposals, &end)) return false;
    i = end > i ? end : i + segi_decode(text + i, length - i, &(int32_t){0});
  }
  return true;
}
