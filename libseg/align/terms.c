#include "align/terms.h"

#include <string.h>
#include <utf8proc.h>

#include "text/chars.h"

enum { NUMBER_DIGITS = 12 };

static bool is_term_class(segi_class c, bool number) {
  return number ? c == SEGI_DIGIT : segi_is_letter(c) || c == SEGI_MARK;
}

/* Appends a character; false when it does not fit. */
static bool put(char *bytes, size_t *length, utf8proc_int32_t c) {
  if (*length + 4 > SEGI_STEM_BYTES) return false;
  if (c < 0x80) {
    bytes[(*length)++] = (char)c;
    return true;
  }
  *length += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)bytes + *length);
  return true;
}

/* Adds an ASCII letter or digit, which are most characters, as add_character does. */
static bool add_ascii(segi_term *term, char c, size_t *letters) {
  if (++*letters > (size_t)(term->number ? NUMBER_DIGITS : SEGI_STEM_LETTERS)) return false;
  char folded = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (!put(term->stem, &term->stem_length, folded)) return false;
  if (*letters <= SEGI_PREFIX_LETTERS) put(term->prefix, &term->prefix_length, folded);
  return true;
}

/* Adds one character of the text to the stem and to the prefix; false when both are full.
 * *letters counts folded base letters. */
static bool add_character(segi_term *term, int32_t c, size_t *letters) {
  if (c < 0x80) return add_ascii(term, (char)c, letters);
  utf8proc_int32_t folded[8];
  int boundary = 0;
  utf8proc_ssize_t count = utf8proc_decompose_char(
      c, folded, 8, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
  size_t limit = term->number ? NUMBER_DIGITS : SEGI_STEM_LETTERS;
  for (utf8proc_ssize_t i = 0; i < count && i < 8; i++) {
    bool mark = segi_classify(folded[i]) == SEGI_MARK;
    if (!mark && ++*letters > limit) return false;
    if (!put(term->stem, &term->stem_length, folded[i])) return false;
    if (!mark && *letters <= SEGI_PREFIX_LETTERS)
      put(term->prefix, &term->prefix_length, folded[i]);
  }
  return true;
}

/* Class and length of the character at p. */
static inline segi_class read_character(const char *p, size_t n, int32_t *c, size_t *length) {
  if ((unsigned char)*p < 0x80) {
    *c = *p;
    *length = 1;
    return (segi_class)segi_ascii_classes[(unsigned char)*p];
  }
  *length = segi_decode(p, n, c);
  return segi_classify(*c);
}

bool segi_next_term(const char *text, size_t length, size_t *at, segi_term *term) {
  size_t i = *at, step = 0;
  int32_t c = 0;
  segi_class class = SEGI_OTHER;
  for (; i < length; i += step) {
    class = read_character(text + i, length - i, &c, &step);
    if (class == SEGI_DIGIT || segi_is_letter(class)) break;
  }
  *at = i;
  if (i == length) return false;
  *term = (segi_term){.capital = class == SEGI_UPPER, .number = class == SEGI_DIGIT};
  size_t letters = 0;
  for (bool room = true; i < length; i += step) {
    if (!is_term_class(read_character(text + i, length - i, &c, &step), term->number)) break;
    if (room) room = add_character(term, c, &letters);
  }
  if (term->number || letters < SEGI_PREFIX_LETTERS) term->prefix_length = 0;
  *at = i;
  return true;
}

uint64_t segi_term_key(char kind, const char *bytes, size_t length) {
  uint64_t hash = (14695981039346656037u ^ (unsigned char)kind) * 1099511628211u;
  for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
  return hash;
}
