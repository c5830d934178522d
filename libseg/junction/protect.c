/* Stretches of a token that never come apart: addresses, file names, tags, formulas. */
#include <string.h>

#include "junction/candidate.h"

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
/* Bytes of names of hosts and people: beyond ASCII too. */
static bool is_name_byte(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || c == '-' || c == '_' || (c & 0x80);
}
static bool is_address_byte(char c) {
  return (c > ' ' && strchr("<>\"()[]{}|^`,;", c) == NULL) || (c & 0x80);
}

static bool is_name_suffix(const char *text, size_t length) {
  char folded[16];
  size_t n = length <= sizeof folded ? segi_fold(text, length, folded, sizeof folded) : 0;
  bool one_case = n > 1 && ((text[0] == folded[0]) == (text[1] == folded[1]));
  return n > 0 && segi_lexicon_name_suffix(folded, n, one_case);
}

/* The end of a name's suffix whose full stop stands at `stop`; 0 when there is none. */
static size_t suffix_end(const char *text, size_t end, size_t stop) {
  size_t at = stop + 1, n;
  bool upper = at < end && is_upper(text[at]);
  while (at < end && (is_lower(text[at]) || (upper && is_upper(text[at])) ||
                      (at > stop + 1 && is_digit(text[at]))))
    at++;
  segi_class next = at < end ? segi_class_at(text + at, end - at, &n) : SEGI_SPACE;
  if (next == SEGI_LOWER || next == SEGI_LETTER) return 0;
  return is_name_suffix(text + stop + 1, at - stop - 1) ? at : 0;
}

static bool starts_with(const char *text, size_t at, size_t end, const char *part) {
  size_t n = strlen(part);
  return end - at >= n && memcmp(text + at, part, n) == 0;
}

/* Up to where an address goes on; marks at its end are not part of it. */
static size_t address_end(const char *text, size_t at, size_t end) {
  while (at < end && is_address_byte(text[at])) at++;
  while (at > 0 && strchr(".:!?'", text[at - 1]) != NULL) at--;
  return at;
}

static size_t name_start(const char *text, size_t begin, size_t at) {
  while (at > begin && (is_name_byte(text[at - 1]) || text[at - 1] == '.')) at--;
  return at;
}

/* info@example.org: a name up to its last suffix, or all of it. */
static size_t host_end(const char *text, size_t at, size_t end) {
  size_t last = 0;
  for (; at < end && (is_name_byte(text[at]) || text[at] == '.'); at++)
    if (text[at] == '.' && suffix_end(text, end, at) > 0) last = suffix_end(text, end, at);
  return last > 0 ? last : at;
}

/* The protected stretch that a sign at `at` belongs to. */
static segi_protected stretch_at(const char *text, size_t start, size_t end, size_t at) {
  const segi_protected none = {0, 0};
  bool letter_before = at > start && is_name_byte(text[at - 1]);
  if (starts_with(text, at, end, "://")) {
    size_t scheme = at;
    while (scheme > start && is_lower(text[scheme - 1]) && at - scheme < 5) scheme--;
    if (at - scheme == 5 && memcmp(text + scheme, "https", 5) != 0) scheme++;
    return (segi_protected){scheme, address_end(text, at, end)};
  }
  if (starts_with(text, at, end, "www."))
    return (segi_protected){at, address_end(text, at, end)};
  if (text[at] == '@' && at + 1 < end && is_name_byte(text[at + 1]))
    return (segi_protected){letter_before ? name_start(text, start, at) : at,
                            host_end(text, at + 1, end)};
  if (text[at] == '#' && at + 1 < end && is_name_byte(text[at + 1])) {
    size_t tag = at + 1;
    while (tag < end && is_name_byte(text[tag])) tag++;
    return (segi_protected){at, tag};
  }
  size_t suffix = text[at] == '.' && letter_before ? suffix_end(text, end, at) : 0;
  return suffix > 0 ? (segi_protected){name_start(text, start, at), suffix} : none;
}

segi_protected segi_next_protected(const char *text, size_t start, size_t end, size_t from) {
  for (size_t at = start; at < end; at++) {
    switch (text[at]) {
      case ':': case 'w': case '@': case '#': case '.': {
        segi_protected p = stretch_at(text, start, end, at);
        if (p.end > from) return p;
      }
    }
  }
  return (segi_protected){end, end};
}

/* Up to an address in it: that has slashes and signs of its own. */
bool segi_is_code(const char *text, size_t start, size_t end) {
  size_t slashes = 0;
  for (size_t i = start; i < end; i++) {
    char next = i + 1 < end ? text[i + 1] : ' ';
    switch (text[i]) {
      case ':': if (starts_with(text, i, end, "://")) return slashes > 1; break;
      case 'w': if (starts_with(text, i, end, "www.")) return slashes > 1; break;
      case '/': slashes++; break;
      case '-': if (next == '>') return true; break;
      case '(': if (next == ')') return true; break;
      case '\\': case '_': case '=': case '<': case '>': case '&': case '{': case '}': return true;
    }
  }
  return slashes > 1;
}
