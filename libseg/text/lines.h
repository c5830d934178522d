/* Line breaks: LF, CR, CRLF, VT, FF, NEL, U+2028 and U+2029. */
#ifndef SEGI_LINES_H
#define SEGI_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* segi_line_break where the byte may begin one. */
size_t segi_line_break_at(const char *text, size_t length, size_t i);

/* Bytes of the line break at text[i], CR LF counting as one; 0 when there is none. */
static inline size_t segi_line_break(const char *text, size_t length, size_t i) {
  unsigned char c = (unsigned char)text[i];
  bool may_be = (c >= '\n' && c <= '\r') || c == 0xC2 || c == 0xE2;
  return may_be ? segi_line_break_at(text, length, i) : 0;
}

/* The first place from i on that is no white space but a line break, or neither; length if none. */
size_t segi_skip_blanks(const char *text, size_t length, size_t i);

/* The same, past line breaks too. */
size_t segi_skip_white(const char *text, size_t length, size_t i);

/* The end of text[start, end) without the white space and line breaks at its end. */
size_t segi_trim_end(const char *text, size_t start, size_t end);

/* How many of the first bytes may be judged when more will follow: without a character that
 * is cut at the end and without a CR whose LF may still come. */
size_t segi_complete_length(const char *text, size_t length);

#endif
