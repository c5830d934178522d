#include "repair/parted.h"

#include <string.h>

#include "text/chars.h"

/* A frequency of segi_word, about three in a million words. */
enum { FREQUENT = 87, SHORTEST_COMPOUND_PART = 4 };

static segi_word look_up(const segi_words *words, const char *word, size_t length) {
  char folded[4 * SEGI_LONGEST_PART];
  size_t n = length <= 2 * SEGI_LONGEST_PART ? segi_fold(word, length, folded, sizeof folded) : 0;
  return n > 0 ? segi_words_find(words, folded, n) : (segi_word){0};
}

segi_word segi_word_at(const segi_words *words, const char *text, size_t start, size_t end) {
  return look_up(words, text + start, end - start);
}

size_t segi_letters_before(const char *text, size_t least, size_t at) {
  size_t start = at, n;
  while (start > least && at - start < SEGI_LONGEST_PART) {
    const char *p = segi_previous(text + least, text + start);
    if (!segi_is_letter(segi_class_at(p, (size_t)(text + start - p), &n))) break;
    start = (size_t)(p - text);
  }
  return start;
}

size_t segi_letters_behind(const char *text, size_t length, size_t at) {
  size_t end = at, n;
  while (end < length && end - at < SEGI_LONGEST_PART &&
         segi_is_letter(segi_class_at(text + end, length - end, &n)))
    end += n;
  return end;
}

/* A word, or one with the s that links it to the next: Landesverwaltungs. */
static bool is_first_part(const segi_words *words, const char *word, size_t length) {
  return look_up(words, word, length).frequency > 0 ||
         (word[length - 1] == 's' && look_up(words, word, length - 1).frequency > 0);
}

/* Where the last word of a compound of so many parts at most begins; 0 when it is none. */
static size_t last_part(const segi_words *words, const char *word, size_t length, int parts) {
  for (size_t cut = SHORTEST_COMPOUND_PART; cut + SHORTEST_COMPOUND_PART <= length; cut++) {
    if (((unsigned char)word[cut] & 0xC0) == 0x80 || !is_first_part(words, word, cut)) continue;
    if (look_up(words, word + cut, length - cut).frequency > 0) return cut;
    size_t further = parts > 2 ? last_part(words, word + cut, length - cut, parts - 1) : 0;
    if (further > 0) return cut + further;
  }
  return 0;
}

bool segi_is_compound(const segi_words *words, const char *word, size_t length) {
  return last_part(words, word, length, 3) > 0;
}

/* A noun, or a compound that ends in one: German writes them with a capital, but not as the second
 * part of a word that was parted. */
static bool is_noun(const segi_words *words, const char *word, size_t length) {
  enum { MOSTLY = 128 };
  segi_word known = look_up(words, word, length);
  if (known.frequency > 0) return known.capital > MOSTLY;
  size_t last = last_part(words, word, length, 3);
  return last > 0 && look_up(words, word + last, length - last).capital > MOSTLY;
}

/* Words that follow a hyphen that stands for a part of a word: Ein- und Ausfuhr. */
static bool is_conjunction(const char *word, size_t length) {
  static const char *const list[] = {"und", "oder", "bis", "bzw", "beziehungsweise", "sowie",
                                     "wie", "als", "noch", "statt", "auch", "aber"};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (strlen(list[i]) == length && memcmp(list[i], word, length) == 0) return true;
  return false;
}

/* Not US, Kfz and the like: their hyphen belongs to them. */
static bool may_lose_hyphen(const char *word, size_t length) {
  bool vowel = false;
  for (size_t i = 0, n; i < length; i += n) {
    segi_class c = segi_class_at(word + i, length - i, &n);
    if (i > 0 && c == SEGI_UPPER) return false;
    vowel |= n > 1 || memchr("aeiouyAEIOUY", word[i], 12) != NULL;
  }
  return vowel;
}

static bool join_parts(const char *text, size_t left, size_t hyphen, size_t next, size_t right,
                       char whole[2 * SEGI_LONGEST_PART]) {
  size_t first = hyphen - left, second = right - next;
  if (first < 2 || second == 0 || first > SEGI_LONGEST_PART || second > SEGI_LONGEST_PART)
    return false;
  memcpy(whole, text + left, first);
  memcpy(whole + first, text + next, second);
  return !is_conjunction(text + next, second);
}

bool segi_was_parted(const segi_words *words, const char *text, size_t left, size_t hyphen,
                     size_t next, size_t right) {
  enum { SHORTEST_NOUN = 3 };
  char whole[2 * SEGI_LONGEST_PART];
  if (!join_parts(text, left, hyphen, next, right, whole)) return false;
  segi_word known = look_up(words, whole, hyphen - left + (right - next));
  if (segi_word_at(words, text, next, right).classes & SEGI_FUNCTION_WORD)
    return known.frequency >= FREQUENT;
  return known.frequency > 0 ||
         (right - next >= SHORTEST_NOUN && may_lose_hyphen(text + left, hyphen - left) &&
          is_noun(words, text + next, right - next));
}

bool segi_was_parted_in_line(const segi_words *words, const char *text, size_t left,
                             size_t hyphen, size_t next, size_t right) {
  char whole[2 * SEGI_LONGEST_PART];
  return join_parts(text, left, hyphen, next, right, whole) &&
         look_up(words, whole, hyphen - left + (right - next)).frequency > 0 &&
         !(segi_word_at(words, text, next, right).classes & SEGI_FUNCTION_WORD);
}
