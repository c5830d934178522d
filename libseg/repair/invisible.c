/* Characters that nobody sees, and more spaces than one. */
#include <string.h>

#include "repair/passes.h"
#include "text/chars.h"

static bool is_zero_width(int32_t c) {
  return c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

/* NUL stays: it separates records. */
static bool is_control(int32_t c) {
  return (c > 0 && c < ' ' && !(c >= '\t' && c <= '\r')) || c == 0x7F ||
         (c >= 0x80 && c < 0xA0 && c != 0x85);
}

static bool is_exotic_space(int32_t c) {
  return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* The end of a soft hyphen that stands before `end`: a line that it broke goes on in lower case. */
static size_t soft_hyphen_end(const char *text, size_t length, size_t end) {
  size_t next = end, n;
  if (next < length && text[next] == '\r') next++;
  if (next >= length || text[next] != '\n') return end;
  next++;
  while (next < length && (text[next] == ' ' || text[next] == '\t')) next++;
  return next < length && segi_class_at(text + next, length - next, &n) == SEGI_LOWER ? next : end;
}

static bool propose_character(int32_t c, size_t at, size_t n, segi_proposals *proposals) {
  static const seg_bytes nothing = {"", 0}, space = {" ", 1};
  if (is_zero_width(c)) return segi_propose(proposals, SEGI_ZERO_WIDTH, at, n, nothing, 0.99);
  if (is_control(c)) return segi_propose(proposals, SEGI_CONTROL, at, n, nothing, 0.99);
  if (is_exotic_space(c)) return segi_propose(proposals, SEGI_EXOTIC_SPACE, at, n, space, 0.9);
  return true;
}

/* A run of spaces within a line; those at its start are indentation. */
static bool propose_spaces(const char *text, size_t at, size_t end, segi_proposals *proposals) {
  static const seg_bytes nothing = {"", 0};
  if (end - at < 2 || at == 0 || text[at - 1] == '\n') return true;
  return segi_propose(proposals, SEGI_DOUBLED_SPACE, at + 1, end - at - 1, nothing, 0.9);
}

/* Bytes that can begin something to repair. */
static void watch(bool watched[256], bool spaces) {
  memset(watched, 0, 256 * sizeof *watched);
  memset(watched, 1, ' ' * sizeof *watched);
  watched['\n'] = watched['\t'] = false;
  watched[' '] = spaces;
  watched[0x7F] = watched[0xC2] = watched[0xE2] = watched[0xE3] = watched[0xEF] = true;
}

bool segi_repair_invisible(const char *text, size_t length, segi_proposals *proposals) {
  bool watched[256];
  watch(watched, segi_wanted(proposals, SEGI_DOUBLED_SPACE));
  for (size_t i = 0, n; i < length; i += n) {
    n = 1;
    if (!watched[(unsigned char)text[i]]) continue;
    bool done;
    if (text[i] == ' ') {
      while (i + n < length && text[i + n] == ' ') n++;
      done = propose_spaces(text, i, i + n, proposals);
    } else if (length - i >= 2 && memcmp(text + i, "\u00AD", 2) == 0) {
      n = soft_hyphen_end(text, length, i + 2) - i;
      done = segi_propose(proposals, SEGI_SOFT_HYPHEN, i, n, (seg_bytes){"", 0}, 0.99);
    } else {
      int32_t c;
      n = segi_decode(text + i, length - i, &c);
      done = propose_character(c, i, n, proposals);
    }
    if (!done) return false;
  }
  return true;
}
