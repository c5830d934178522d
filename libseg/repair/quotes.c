/* Signs that stand for German quotation marks: ,,so'' and >>so<<. */
#include <string.h>

#include "repair/passes.h"
#include "text/chars.h"

static bool stands_at(const char *text, size_t length, size_t at, const char *sign) {
  size_t n = strlen(sign);
  return length - at >= n && memcmp(text + at, sign, n) == 0;
}

/* A way to write quotation marks, and what it stands for. The first row is right. */
typedef struct style {
  const char *open, *close; /* as written; close NULL: any of the wrong closing signs below */
  seg_bytes right_open, right_close;
} style;

static const style styles[] = {
  {"\u201E", NULL, {"\u201E", 3}, {"\u201C", 3}},
  {",,", NULL, {"\u201E", 3}, {"\u201C", 3}},
  {"``", NULL, {"\u201E", 3}, {"\u201C", 3}},
  {"''", NULL, {"\u201E", 3}, {"\u201C", 3}},
  {"\u201A\u201A", NULL, {"\u201E", 3}, {"\u201C", 3}},
  {">>", "<<", {"\u00BB", 2}, {"\u00AB", 2}},
  {"<<", ">>", {"\u00AB", 2}, {"\u00BB", 2}},
};

static const char *const wrong_closings[] = {"''", "\"", "\u00B4\u00B4", "``", "\u2018\u2018",
                                             "\u201D"};

/* A quotation within a line. */
typedef struct quotation {
  const style *style; /* NULL outside of one */
  size_t open;
  size_t close, close_length; /* the first wrong closing sign; length 0: none yet */
} quotation;

/* The quotation ends here; its own closing sign, if it has one, is right. */
static bool propose_quotation(quotation *q, bool closed, segi_proposals *proposals) {
  bool wrong_close = q->style != NULL && !closed && q->close_length > 0, done = true;
  if (q->style != NULL && q->style != styles && (closed || wrong_close))
    done = segi_propose(proposals, SEGI_QUOTATION_MARK, q->open, strlen(q->style->open),
                        q->style->right_open, 0.9);
  if (wrong_close && done)
    done = segi_propose(proposals, SEGI_QUOTATION_MARK, q->close, q->close_length,
                        q->style->right_close, 0.9);
  *q = (quotation){0};
  return done;
}

/* The style whose opening sign stands at `at`, before a word and behind none; NULL for none. */
static const style *opens(const char *text, size_t length, size_t at) {
  for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
    const char *sign = styles[i].open;
    size_t n = strlen(sign);
    if (!stands_at(text, length, at, sign)) continue;
    if (i == 0) return styles;
    segi_class before = segi_class_before_place(text, at), behind = segi_class_at_place(text, length, at + n);
    bool row = at + n < length && text[at + n] == sign[0];
    bool word = segi_is_letter(behind) || behind == SEGI_DIGIT || behind == SEGI_LOW_QUOTE ||
                behind == SEGI_ELLIPSIS || behind == SEGI_OPEN || behind == SEGI_STOP;
    if (!row && word && (segi_is_white(before) || before == SEGI_OPEN || before == SEGI_DASH))
      return &styles[i];
    return NULL;
  }
  return NULL;
}

/* Length of the wrong sign at `at` that closes a quotation of that style, 0 when there is none. */
static size_t closes_wrongly(const char *text, size_t length, size_t at, const style *s) {
  if (s->close != NULL) return stands_at(text, length, at, s->close) ? strlen(s->close) : 0;
  for (size_t i = 0; i < sizeof wrong_closings / sizeof *wrong_closings; i++) {
    const char *sign = wrong_closings[i];
    size_t n = strlen(sign);
    bool row = at + n < length && n > 1 && text[at + n] == sign[0];
    if (stands_at(text, length, at, sign) && !row) return n;
  }
  return 0;
}

/* What the sign at `at` says of the quotation. *length_read is its length. */
static bool read_sign(const char *text, size_t length, size_t at, quotation *q,
                      size_t *length_read, segi_proposals *proposals) {
  const style *opened = opens(text, length, at);
  if (opened != NULL) {
    bool done = propose_quotation(q, false, proposals);
    *q = (quotation){.style = opened, .open = at};
    *length_read = strlen(opened->open);
    return done;
  }
  if (stands_at(text, length, at, "\u201C")) return propose_quotation(q, true, proposals);
  size_t n = q->style != NULL ? closes_wrongly(text, length, at, q->style) : 0;
  if (n == 0 || q->close_length > 0) return true;
  *length_read = n;
  if (segi_is_white(segi_class_before_place(text, at)))
    *q = (quotation){0}; /* another quotation begins inside */
  else
    q->close = at, q->close_length = n;
  return true;
}

bool segi_repair_quotes(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_QUOTATION_MARK)) return true;
  quotation q = {0};
  bool done = true;
  for (size_t i = 0, n; i < length && done; i += n) {
    n = 1;
    switch (text[i]) {
      case '\n': done = propose_quotation(&q, false, proposals); break;
      case ',': case '`': case '\'': case '"': case '<': case '>': case '\xE2': case '\xC2':
        done = read_sign(text, length, i, &q, &n, proposals);
        break;
    }
  }
  return done && propose_quotation(&q, false, proposals);
}
