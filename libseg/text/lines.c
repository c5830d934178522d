#include "text/lines.h"

#include "text/chars.h"

size_t segi_line_break_at(const char *text, size_t length, size_t i) {
  unsigned char c = (unsigned char)text[i];
  if (c == '\r' && i + 1 < length && text[i + 1] == '\n') return 2;
  if (c < 0x80) return 1;
  size_t n;
  return segi_class_at(text + i, length - i, &n) == SEGI_NEWLINE ? n : 0;
}

size_t segi_skip_blanks(const char *text, size_t length, size_t i) {
  size_t n;
  while (i < length && segi_class_at(text + i, length - i, &n) == SEGI_SPACE) i += n;
  return i;
}

size_t segi_skip_white(const char *text, size_t length, size_t i) {
  for (size_t n = 1; n > 0 && i < length; i += n) {
    i = segi_skip_blanks(text, length, i);
    n = i < length ? segi_line_break(text, length, i) : 0;
  }
  return i;
}

size_t segi_trim_end(const char *text, size_t start, size_t end) {
  while (end > start) {
    const char *p = segi_previous(text + start, text + end);
    size_t n;
    segi_class c = segi_class_at(p, (size_t)(text + end - p), &n);
    if (c != SEGI_SPACE && c != SEGI_NEWLINE) break;
    end = (size_t)(p - text);
  }
  return end;
}

/* Length of the UTF-8 sequence that a byte announces; 1 for a byte that announces none. */
static size_t announced(unsigned char lead) {
  return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

size_t segi_complete_length(const char *text, size_t length) {
  if (length > 0 && text[length - 1] == '\r') return length - 1;
  for (size_t back = 1; back <= 3 && back <= length; back++) {
    unsigned char c = (unsigned char)text[length - back];
    if ((c & 0xC0) == 0x80) continue;
    return announced(c) > back ? length - back : length;
  }
  return length;
}
