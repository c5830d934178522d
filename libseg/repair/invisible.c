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

static bool propose_character(int32_t c, size_t at, size_t n, segi_proposals *proposals) {
  static const seg_bytes nothing = {"", 0}, space = {" ", 1};
  if (c == 0xAD) return segi_propose(proposals, SEGI_SOFT_HYPHEN, at, n, nothing, 0.99);
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

bool segi_repair_invisible(const char *text, size_t length, segi_proposals *proposals) {
  bool spaces = segi_wanted(proposals, SEGI_DOUBLED_SPACE);
  for (size_t i = 0, n; i < length; i += n) {
    unsigned char byte = (unsigned char)text[i];
    n = 1;
    if (byte == ' ' && spaces) {
      while (i + n < length && text[i + n] == ' ') n++;
      if (!propose_spaces(text, i, i + n, proposals)) return false;
    }
    if (byte >= ' ' && byte < 0x7F) continue;
    int32_t c;
    n = segi_decode(text + i, length - i, &c);
    if (!propose_character(c, i, n, proposals)) return false;
  }
  return true;
}
