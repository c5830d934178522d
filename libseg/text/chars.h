/* Characters: decoding and classes, the same in every locale (Unicode tables of utf8proc). */
#ifndef SEGI_CHARS_H
#define SEGI_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum segi_class {
  SEGI_OTHER,       /* symbols, controls, invalid bytes */
  SEGI_SPACE,       /* white space within a line, and controls that act like it */
  SEGI_NEWLINE,     /* LF, CR, VT, FF, NEL, U+2028, U+2029 */
  SEGI_UPPER,       /* upper and title case letters */
  SEGI_LOWER,
  SEGI_LETTER,      /* letters without case */
  SEGI_DIGIT,
  SEGI_MARK,        /* combining: belongs to the character before it */
  SEGI_STOP,        /* . */
  SEGI_END,         /* ! ? and their wide and doubled forms */
  SEGI_ELLIPSIS,    /* U+2026 */
  SEGI_COMMA,       /* , */
  SEGI_SEMICOLON,   /* ; */
  SEGI_COLON,       /* : */
  SEGI_OPEN,        /* ( [ { and Unicode Ps except the quotation marks below */
  SEGI_CLOSE,       /* ) ] } and Unicode Pe */
  SEGI_LOW_QUOTE,   /* „ ‚ : always open */
  SEGI_QUOTE,       /* " ' “ ” ‘ ’ « » ‹ › ` ´ : open or close by use */
  SEGI_HYPHEN,      /* - U+2010 U+2011 U+00AD */
  SEGI_DASH,        /* en and em dash, minus */
  SEGI_SLASH,       /* / and backslash */
  SEGI_BULLET,      /* • · ▪ ‣ * and the like */
} segi_class;

/* Reads the character at p (n > 0 bytes left). Returns its length in bytes; *code_point is -1
 * and the length 1 for a byte that does not begin a valid sequence. */
size_t segi_decode(const char *p, size_t n, int32_t *code_point);

/* Start of the character that ends before p, not before begin. */
const char *segi_previous(const char *begin, const char *p);

segi_class segi_classify(int32_t code_point);

/* Classes of the ASCII characters. */
extern const uint8_t segi_ascii_classes[128];

/* segi_class_at for characters beyond ASCII. */
segi_class segi_wide_class_at(const char *p, size_t n, size_t *length);

/* Class of the character at p. */
static inline segi_class segi_class_at(const char *p, size_t n, size_t *length) {
  unsigned char first = (unsigned char)*p;
  if (first >= 0x80) return segi_wide_class_at(p, n, length);
  *length = 1;
  return (segi_class)segi_ascii_classes[first];
}

static inline bool segi_is_letter(segi_class c) {
  return c == SEGI_UPPER || c == SEGI_LOWER || c == SEGI_LETTER;
}
static inline bool segi_is_word(segi_class c) {
  return (c >= SEGI_UPPER && c <= SEGI_MARK);
}

/* The first place from `at` on that is no printable ASCII character, or length. */
size_t segi_skip_printable(const char *text, size_t length, size_t at);

static inline bool segi_is_white(segi_class c) {
  return c == SEGI_SPACE || c == SEGI_NEWLINE;
}

/* Class of the character before `at` and of the one at it; SEGI_NEWLINE beyond the ends of
 * text[0, length). */
segi_class segi_class_before_place(const char *text, size_t at);
segi_class segi_class_at_place(const char *text, size_t length, size_t at);

/* Lower-cases up to n bytes of text into folded (capacity bytes, no NUL); invalid bytes are
 * copied. Returns the length, or 0 when it does not fit. */
size_t segi_fold(const char *text, size_t n, char *folded, size_t capacity);

#endif
