/* Marks that are doubled, stand apart from their word, or stand for quotation marks. */
#include <string.h>

#include "repair/passes.h"
#include "text/chars.h"

static segi_class class_before(const char *text, size_t at) {
  if (at == 0) return SEGI_NEWLINE;
  const char *p = segi_previous(text, text + at);
  size_t n;
  return segi_class_at(p, (size_t)(text + at - p), &n);
}

static segi_class class_behind(const char *text, size_t length, size_t at) {
  size_t n;
  return at < length ? segi_class_at(text + at, length - at, &n) : SEGI_NEWLINE;
}

static bool is_white(segi_class c) {
  return c == SEGI_SPACE || c == SEGI_NEWLINE;
}

static bool is_digit_or_letter(segi_class c) {
  return c >= SEGI_UPPER && c <= SEGI_DIGIT;
}

/* "sagte er,, und" */
static bool propose_doubled(const char *text, size_t length, size_t at,
                            segi_proposals *proposals) {
  if (length - at < 2 || text[at + 1] != text[at] || !is_white(class_behind(text, length, at + 2)) ||
      !is_digit_or_letter(class_before(text, at)))
    return true;
  return segi_propose(proposals, SEGI_DOUBLED_MARK, at, 1, (seg_bytes){"", 0}, 0.9);
}

/* "Haus ." but not "Haus . . .", ":-)" or ".NET" */
static bool propose_apart(const char *text, size_t length, size_t at, segi_proposals *proposals) {
  if (at < 2 || text[at - 1] != ' ' || !is_white(class_behind(text, length, at + 1)) ||
      (length - at > 2 && text[at + 1] == ' ' && text[at + 2] == text[at]))
    return true;
  segi_class before = class_before(text, at - 1);
  if (!is_digit_or_letter(before) && before != SEGI_CLOSE) return true;
  return segi_propose(proposals, SEGI_SPACE_BEFORE_MARK, at - 1, 1, (seg_bytes){"", 0}, 0.9);
}

static bool is_pair(const char *text, size_t length, size_t at, const char *pair) {
  return length - at >= 2 && memcmp(text + at, pair, 2) == 0 &&
         (length - at == 2 || text[at + 2] != pair[0]);
}

/* An opening sign of quotations at `at`: its length, 0 for none. */
static size_t opening(const char *text, size_t length, size_t at, bool *wrong) {
  static const char low_quote[] = "\u201E";
  *wrong = false;
  if (length - at >= 3 && memcmp(text + at, low_quote, 3) == 0) return 3;
  segi_class before = class_before(text, at);
  if (!is_pair(text, length, at, ",,") && !is_pair(text, length, at, "``")) return 0;
  if (!is_white(before) && before != SEGI_OPEN && before != SEGI_DASH) return 0;
  *wrong = !is_white(class_behind(text, length, at + 2));
  return *wrong ? 2 : 0;
}

/* A closing sign that is none of German: its length, 0 for none. */
static size_t wrong_closing(const char *text, size_t length, size_t at) {
  if (is_white(class_before(text, at))) return 0;
  if (is_pair(text, length, at, "''")) return 2;
  return text[at] == '"' ? 1 : 0;
}

/* Within a line, an opening sign and the closing one that follows it become „ and “. */
static bool propose_quotes(const char *text, size_t length, segi_proposals *proposals) {
  static const seg_bytes low = {"\u201E", 3}, high = {"\u201C", 3};
  size_t open = 0, open_length = 0; /* the last opening sign; 0: it is closed */
  bool open_wrong = false, done = true;
  for (size_t i = 0, n; i < length && done; i += n) {
    bool wrong;
    n = 1;
    char c = text[i];
    if (c == '\n') open_length = 0;
    if (c == ',' || c == '`' || (unsigned char)c == 0xE2) {
      static const char high_quote[] = "\u201C";
      size_t sign = opening(text, length, i, &wrong);
      if (sign > 0) {
        open = i;
        open_wrong = wrong;
        n = open_length = sign;
      } else if (length - i >= 3 && memcmp(text + i, high_quote, 3) == 0) {
        open_length = 0;
      }
    }
    if ((c != '\'' && c != '"') || open_length == 0) continue;
    size_t sign = wrong_closing(text, length, i);
    if (sign == 0) continue;
    if (open_wrong)
      done = segi_propose(proposals, SEGI_QUOTATION_MARK, open, open_length, low, 0.9);
    if (done) done = segi_propose(proposals, SEGI_QUOTATION_MARK, i, sign, high, 0.9);
    open_length = 0;
    n = sign;
  }
  return done;
}

static bool propose_marks(const char *text, size_t length, segi_proposals *proposals) {
  bool done = true;
  for (size_t i = 0; i < length && done; i++) {
    char c = text[i];
    bool doubles = c == ',' || c == '.' || c == ';';
    if (!doubles && c != ':' && c != '!' && c != '?') continue;
    if (doubles) done = propose_doubled(text, length, i, proposals);
    if (done) done = propose_apart(text, length, i, proposals);
  }
  return done;
}

bool segi_repair_spacing(const char *text, size_t length, segi_proposals *proposals) {
  bool marks = segi_wanted(proposals, SEGI_DOUBLED_MARK) ||
               segi_wanted(proposals, SEGI_SPACE_BEFORE_MARK);
  if (marks && !propose_marks(text, length, proposals)) return false;
  return !segi_wanted(proposals, SEGI_QUOTATION_MARK) ||
         propose_quotes(text, length, proposals);
}
