/* Marks that are doubled or stand apart from their word. */
#include <string.h>

#include "repair/passes.h"
#include "text/chars.h"

static bool is_digit_or_letter(segi_class c) {
  return c >= SEGI_UPPER && c <= SEGI_DIGIT;
}

/* A word, or what closes behind one, ends before `at`. */
static bool behind_word(const char *text, size_t at) {
  segi_class before = segi_class_before_place(text, at);
  if (is_digit_or_letter(before)) return true;
  if (before != SEGI_CLOSE && before != SEGI_QUOTE) return false;
  return !segi_is_white(segi_class_before_place(text, (size_t)(segi_previous(text, text + at) - text)));
}

/* "so" in "als ,so' bekannt": the comma opens a quotation. */
static bool quotes_word(const char *text, size_t length, size_t at) {
  enum { LONGEST_QUOTATION = 120 };
  for (size_t i = at + 1; i < length && i - at < LONGEST_QUOTATION && text[i] != '\n'; i++) {
    bool single = length - i >= 3 && (memcmp(text + i, "\u2018", 3) == 0 ||
                                      memcmp(text + i, "\u2019", 3) == 0);
    if (single || text[i] == '\'' || text[i] == '`') return true;
  }
  return false;
}

static bool goes_on_in_lower_case(const char *text, size_t length, size_t at) {
  while (at < length && text[at] == ' ') at++;
  return segi_class_at_place(text, length, at) == SEGI_LOWER;
}

/* "sagte er,, und", "sagte er, , und". Two full stops before a small letter are an ellipsis. */
static bool propose_doubled(const char *text, size_t length, size_t at,
                            segi_proposals *proposals) {
  size_t second = at + 1;
  if (second < length && text[second] == ' ') second++;
  if (second >= length || text[second] != text[at] || !behind_word(text, at)) return true;
  size_t end = second + 1;
  segi_class behind = segi_class_at_place(text, length, end);
  bool closes = (behind == SEGI_QUOTE || behind == SEGI_CLOSE) && second == at + 1;
  if (!segi_is_white(behind) && !closes) return true;
  bool ellipsis = text[at] == '.' && goes_on_in_lower_case(text, length, end);
  bool row = end + 1 < length && text[end] == ' ' && text[end + 1] == text[at];
  if (ellipsis || row) return true;
  return segi_propose(proposals, SEGI_DOUBLED_MARK, at + 1, second - at, (seg_bytes){"", 0}, 0.9);
}

static bool is_digit(const char *text, size_t length, size_t at) {
  return at < length && text[at] >= '0' && text[at] <= '9';
}

/* 3 : 1, 10 , 5, x : y */
static bool is_ratio(const char *text, size_t length, size_t space, size_t behind) {
  bool numbers = is_digit(text, length, space - 1) && is_digit(text, length, behind + 1);
  bool letter = space < 2 || text[space - 2] == ' ';
  return (numbers || letter) && behind < length && text[behind] == ' ';
}

/* How often the mark at `at` stands there in a row: "Wirklich ??", but only ! and ?. */
static size_t row_of(const char *text, size_t length, size_t at) {
  size_t end = at + 1;
  while (end < length && (text[at] == '!' || text[at] == '?') &&
         (text[end] == '!' || text[end] == '?'))
    end++;
  return end - at;
}

/* "Haus ." but not "Haus . . .", ":-)" or ".NET"; the space before ",sah" belongs behind. */
static bool propose_apart(const char *text, size_t length, size_t at, segi_proposals *proposals) {
  size_t space = at;
  while (space > 0 && text[space - 1] == ' ') space--;
  if (space == 0 || space == at || text[space - 1] == '\n') return true;
  segi_class before = segi_class_before_place(text, space);
  if (!is_digit_or_letter(before) && before != SEGI_CLOSE && before != SEGI_QUOTE) return true;
  size_t end = at + row_of(text, length, at);
  segi_class behind = segi_class_at_place(text, length, end);
  bool moved = text[at] == ',' && segi_is_letter(behind) && at - space == 1 &&
               !quotes_word(text, length, at);
  if (!segi_is_white(behind) && behind != SEGI_QUOTE && behind != SEGI_CLOSE && !moved) return true;
  if (length - at > 2 && text[at + 1] == ' ' && text[at + 2] == text[at]) return true;
  if ((text[at] == ':' || text[at] == ',') && is_ratio(text, length, space, end)) return true;
  bool smiley = (text[at] == ':' || text[at] == ';') && !segi_is_white(behind);
  if (smiley) return true;
  if (moved) return segi_propose(proposals, SEGI_SPACE_BEFORE_MARK, space, 2, (seg_bytes){", ", 2},
                                 0.9);
  return segi_propose(proposals, SEGI_SPACE_BEFORE_MARK, space, at - space, (seg_bytes){"", 0},
                      0.9);
}

/* "( so )" */
static bool propose_bracket(const char *text, size_t length, size_t at,
                            segi_proposals *proposals) {
  bool opens = text[at] == '(' || text[at] == '[';
  size_t space = opens ? at + 1 : at - 1;
  if ((!opens && at < 2) || space >= length || text[space] != ' ') return true;
  segi_class inside = opens ? segi_class_at_place(text, length, space + 1) : segi_class_before_place(text, space);
  bool word = is_digit_or_letter(inside) || inside == SEGI_LOW_QUOTE ||
              (!opens && (inside == SEGI_STOP || inside == SEGI_END || inside == SEGI_QUOTE));
  bool outside = opens ? segi_is_white(segi_class_before_place(text, at))
                       : !is_digit_or_letter(segi_class_at_place(text, length, at + 1));
  return !word || !outside ||
         segi_propose(proposals, SEGI_SPACE_BEFORE_MARK, space, 1, (seg_bytes){"", 0}, 0.9);
}

static bool propose_marks(const char *text, size_t length, segi_proposals *proposals) {
  bool done = true;
  for (size_t i = 0; i < length && done; i++) {
    switch (text[i]) {
      case ',': case '.': case ';': case ':':
        done = propose_doubled(text, length, i, proposals);
        if (done) done = propose_apart(text, length, i, proposals);
        break;
      case '!': case '?': done = propose_apart(text, length, i, proposals); break;
      case '(': case '[': case ')': case ']':
        done = propose_bracket(text, length, i, proposals);
        break;
    }
  }
  return done;
}

bool segi_repair_spacing(const char *text, size_t length, segi_proposals *proposals) {
  bool marks = segi_wanted(proposals, SEGI_DOUBLED_MARK) ||
               segi_wanted(proposals, SEGI_SPACE_BEFORE_MARK);
  return !marks || propose_marks(text, length, proposals);
}
