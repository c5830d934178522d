#include "lex/lexicon.h"

#include <stdbool.h>
#include <string.h>

#include "lex/tables.h"
#include "text/chars.h"

/* Classes of a word in the compiled-in lists, 0 when it is not listed. */
static uint16_t listed_classes(uint64_t hash) {
  uint64_t bit = hash % SEGI_LISTED_HINTS;
  if (!(segi_listed_hints[bit / 64] >> bit % 64 & 1)) return 0;
  uint32_t print = (uint32_t)hash;
  uint16_t print_more = (uint16_t)(hash >> 32);
  uint32_t place = segi_word_place(hash, segi_listed_count);
  for (;;) {
    const segi_listed *e = &segi_listed_words[place];
    if (e->classes == 0) return 0;
    if (e->print == print && e->print_more == print_more) return e->classes;
    if (++place == segi_listed_count) place = 0;
  }
}

static uint16_t number16(const uint8_t *bytes) {
  return (uint16_t)(bytes[0] | bytes[1] << 8);
}

/* Whether the slot's print is the low 48 bits of the hash. */
static bool has_print(const segi_word_slot *slot, uint64_t hash) {
  const uint8_t *p = slot->print;
  uint32_t low = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
  return low == (uint32_t)hash && number16(p + 4) == (uint16_t)(hash >> 32);
}

static const segi_word_slot *find_slot(const segi_words *words, uint64_t hash) {
  uint32_t place = segi_word_place(hash, words->count);
  for (;;) {
    const segi_word_slot *slot = &words->slots[place];
    if (slot->frequency == 0) return NULL;
    if (has_print(slot, hash)) return slot;
    if (++place == words->count) place = 0;
  }
}

segi_word segi_words_find_hash(const segi_words *words, uint64_t hash) {
  segi_word word = {.classes = listed_classes(hash)};
  if (word.classes != 0) word.frequency = 1;
  const segi_word_slot *slot = find_slot(words, hash);
  if (slot == NULL) return word;
  word.frequency = slot->frequency;
  word.capital = slot->capital;
  word.initial = slot->initial;
  word.seen = slot->seen;
  word.begins = slot->begins;
  word.ends = slot->ends;
  word.classes = (uint16_t)(word.classes | number16(slot->classes));
  word.row = number16(slot->row);
  return word;
}

bool segi_words_have(const segi_words *words, uint64_t hash) {
  return find_slot(words, hash) != NULL || listed_classes(hash) != 0;
}

segi_word segi_words_find(const segi_words *words, const char *folded, size_t length) {
  return segi_words_find_hash(words, segi_word_hash(folded, length));
}

/* A noun or a name by what the slot tells, and on no list as far as can be seen from the print. */
static bool is_mere_noun(const segi_word_slot *slot) {
  uint32_t hint = number16(slot->print) % SEGI_LISTED_HINTS;
  if (segi_listed_hints[hint / 64] >> hint % 64 & 1) return false;
  uint16_t classes = number16(slot->classes);
  bool other = classes & (SEGI_VERB_FORM | SEGI_ADJECTIVE_FORM);
  if ((classes & SEGI_NOUN_FORM) && !other) return true;
  return slot->seen > 0 ? slot->capital >= 128 : !other;
}

void segi_words_note_common(segi_words *words) {
  memset(words->common, 0, sizeof words->common);
  memset(words->following, 0, sizeof words->following);
  for (uint32_t i = 0; i < words->count; i++) {
    const segi_word_slot *slot = &words->slots[i];
    if (slot->frequency < SEGI_COMMON) continue;
    uint32_t bit = (slot->print[0] | (uint32_t)slot->print[1] << 8 | (uint32_t)slot->print[2] << 16) &
                   ((1 << SEGI_COMMON_BITS) - 1);
    words->common[bit / 64] |= UINT64_C(1) << bit % 64;
    if (!is_mere_noun(slot)) words->following[bit / 64] |= UINT64_C(1) << bit % 64;
  }
}

bool segi_words_check(const segi_words *words, size_t rows) {
  bool empty = false;
  for (uint32_t i = 0; i < words->count; i++) {
    const segi_word_slot *slot = &words->slots[i];
    if (slot->frequency == 0) empty = true;
    else if (slot->seen > 3 || number16(slot->row) >= rows) return false;
  }
  return empty;
}

/* Arrows, bullets and spaces before the words of a link; quotation marks only where they are
 * arrows, before a space. Signs that begin a phrase (©) are not skipped by the caller. */
static size_t skip_ornaments(const char *line, size_t length) {
  size_t i = 0, n;
  while (i < length) {
    segi_class c = segi_class_at(line + i, length - i, &n);
    bool arrow = c == SEGI_QUOTE && i + n < length && line[i + n] == ' ';
    if (segi_is_word(c) || c == SEGI_OPEN || c == SEGI_LOW_QUOTE || (c == SEGI_QUOTE && !arrow))
      break;
    i += n;
  }
  return i;
}

static bool has_letters(const char *text, size_t length) {
  for (size_t i = 0, n; i < length; i += n)
    if (segi_is_letter(segi_class_at(text + i, length - i, &n))) return true;
  return false;
}

static bool begins_with(const char *line, size_t length, const segi_phrase *phrase) {
  if (length < phrase->length || memcmp(line, phrase->text, phrase->length) != 0) return false;
  const char *rest = line + phrase->length;
  size_t left = length - phrase->length, n;
  if (left == 0) return true;
  const char *last = segi_previous(line, rest);
  return !segi_is_word(segi_class_at(last, (size_t)(rest - last), &n)) ||
         !segi_is_word(segi_class_at(rest, left, &n));
}

static bool holds(const char *line, size_t length, const segi_phrase *phrase) {
  return begins_with(line, length, phrase) &&
         !(phrase->whole && has_letters(line + phrase->length, length - phrase->length));
}

/* The first of the phrases, which are sorted, that begins with the byte or a later one. */
static uint32_t first_phrase(char byte) {
  uint32_t low = 0, high = segi_furniture_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if ((unsigned char)*segi_furniture[middle].text < (unsigned char)byte) low = middle + 1;
    else high = middle;
  }
  return low;
}

static bool is_furniture(const char *line, size_t length) {
  if (length == 0) return false;
  for (uint32_t i = first_phrase(*line); i < segi_furniture_count; i++) {
    const segi_phrase *phrase = &segi_furniture[i];
    if (*phrase->text != *line) return false;
    if (holds(line, length, phrase)) return true;
  }
  return false;
}

int segi_lexicon_furniture(const char *folded, size_t length) {
  size_t ornaments = skip_ornaments(folded, length);
  return is_furniture(folded, length) ||
         (ornaments && is_furniture(folded + ornaments, length - ornaments));
}

size_t segi_lexicon_furniture_phrase(const char *folded, size_t length) {
  size_t longest = 0;
  if (length == 0) return 0;
  for (uint32_t i = first_phrase(*folded); i < segi_furniture_count; i++) {
    const segi_phrase *phrase = &segi_furniture[i];
    if (*phrase->text != *folded) break;
    if (phrase->length > longest && begins_with(folded, length, phrase)) longest = phrase->length;
  }
  return longest;
}

bool segi_lexicon_name_suffix(const char *folded, size_t length, bool one_case) {
  for (uint32_t i = 0; i < segi_name_suffixes_count; i++) {
    const segi_phrase *suffix = &segi_name_suffixes[i];
    if (suffix->length == length && memcmp(suffix->text, folded, length) == 0)
      return one_case || !suffix->whole;
  }
  return false;
}
