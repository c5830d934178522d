/* Marks that are doubled, stand apart from their word, or stand for quotation marks. */
#include <string.h>

#include "repair/passes.h"
#include "text/chars.h"

#define LOW_QUOTE "\u201E"
#define HIGH_QUOTE "\u201C"

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
  if (length - at < 2 || text[at + 1] != text[at] ||
      !is_white(class_behind(text, length, at + 2)) || !is_digit_or_letter(class_before(text, at)))
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

static bool stands_at(const char *text, size_t length, size_t at, const char *sign) {
  size_t n = strlen(sign);
  return length - at >= n && memcmp(text + at, sign, n) == 0;
}

static bool is_pair(const char *text, size_t length, size_t at, const char *pair) {
  return stands_at(text, length, at, pair) && (length - at == 2 || text[at + 2] != pair[0]);
}

/* ,,so and ``so */
static bool opens_wrongly(const char *text, size_t length, size_t at) {
  if (!is_pair(text, length, at, ",,") && !is_pair(text, length, at, "``")) return false;
  segi_class before = class_before(text, at);
  return (is_white(before) || before == SEGI_OPEN || before == SEGI_DASH) &&
         !is_white(class_behind(text, length, at + 2));
}

/* A quotation within a line. */
typedef struct quotation {
  bool is_open, wrong_open;
  size_t open;
  size_t close, close_length; /* the first wrong closing sign; length 0: none yet */
} quotation;

/* The quotation ends here; its own closing sign, if it has one, is right. */
static bool propose_quotation(quotation *q, bool closed, segi_proposals *proposals) {
  static const seg_bytes low = {LOW_QUOTE, 3}, high = {HIGH_QUOTE, 3};
  bool wrong_close = q->is_open && !closed && q->close_length > 0, done = true;
  if (q->is_open && q->wrong_open && (closed || wrong_close))
    done = segi_propose(proposals, SEGI_QUOTATION_MARK, q->open, 2, low, 0.9);
  if (wrong_close && done)
    done = segi_propose(proposals, SEGI_QUOTATION_MARK, q->close, q->close_length, high, 0.9);
  *q = (quotation){0};
  return done;
}

/* What the sign at `at` says of the quotation. *length_read is its length. */
static bool read_sign(const char *text, size_t length, size_t at, quotation *q,
                      size_t *length_read, segi_proposals *proposals) {
  bool low = stands_at(text, length, at, LOW_QUOTE), wrong = opens_wrongly(text, length, at);
  if (low || wrong) {
    bool done = propose_quotation(q, false, proposals);
    *q = (quotation){.is_open = true, .wrong_open = wrong, .open = at};
    *length_read = low ? 3 : 2;
    return done;
  }
  if (stands_at(text, length, at, HIGH_QUOTE)) return propose_quotation(q, true, proposals);
  size_t n = text[at] == '"' ? 1 : is_pair(text, length, at, "''") ? 2 : 0;
  if (n == 0 || !q->is_open || q->close_length > 0) return true;
  *length_read = n;
  if (is_white(class_before(text, at)))
    *q = (quotation){0}; /* another quotation begins inside */
  else
    q->close = at, q->close_length = n;
  return true;
}

static bool propose_quotations(const char *text, size_t length, segi_proposals *proposals) {
  quotation q = {0};
  bool done = true;
  for (size_t i = 0, n; i < length && done; i += n) {
    n = 1;
    switch (text[i]) {
      case '\n': done = propose_quotation(&q, false, proposals); break;
      case ',': case '`': case '\'': case '"': case '\xE2':
        done = read_sign(text, length, i, &q, &n, proposals);
        break;
    }
  }
  return done && propose_quotation(&q, false, proposals);
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
         propose_quotations(text, length, proposals);
}
