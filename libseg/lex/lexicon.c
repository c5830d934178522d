#include "lex/lexicon.h"

#include <stdbool.h>
#include <string.h>

#include "lex/tables.h"
#include "text/chars.h"

segi_word segi_lexicon_find(const char *folded, size_t length) {
  uint64_t hash = segi_word_hash(folded, length);
  uint32_t print = (uint32_t)hash;
  uint16_t print_more = (uint16_t)(hash >> 32);
  uint32_t slot = segi_word_slot(hash, segi_word_slots);
  for (;;) {
    const segi_entry *e = &segi_words[slot];
    if (e->frequency == 0) return (segi_word){0};
    if (e->print == print && e->print_more == print_more)
      return (segi_word){e->frequency, e->capital, e->initial, e->seen, e->classes};
    if (++slot == segi_word_slots) slot = 0;
  }
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
  if (segi_is_word(segi_class_at(last, (size_t)(rest - last), &n)) &&
      segi_is_word(segi_class_at(rest, left, &n)))
    return false;
  return !phrase->whole || !has_letters(rest, left);
}

static bool is_furniture(const char *line, size_t length) {
  for (uint32_t i = 0; length && i < segi_furniture_count; i++) {
    const segi_phrase *phrase = &segi_furniture[i];
    if (*phrase->text == *line && begins_with(line, length, phrase)) return true;
  }
  return false;
}

int segi_lexicon_furniture(const char *folded, size_t length) {
  size_t ornaments = skip_ornaments(folded, length);
  return is_furniture(folded, length) ||
         (ornaments && is_furniture(folded + ornaments, length - ornaments));
}
