/* Lines that were cut at a fixed width grow together again.
 *
 *   Gestern hat die neue Regierung in der    <- the next word would not have fitted
 *   Hauptstadt beraten, wie es mit den
 *   Anträgen weitergeht.                     <- the last line of the paragraph may be short
 *
 * A paragraph is joined as a whole or not at all: so nothing is left to do in the result. */
#include <string.h>

#include "lex/lexicon.h"
#include "repair/parted.h"
#include "repair/passes.h"
#include "text/chars.h"
#include "text/lines.h"

/* Widths in characters. */
enum { NARROWEST = 40, WIDEST = 110 };

/* A line without the white space around it. */
typedef struct line {
  size_t start, end; /* bytes */
  size_t width;
  size_t next;       /* bytes, where the next line begins; the length of the text for none */
} line;

static size_t width_of(const char *text, size_t start, size_t end) {
  size_t width = 0;
  for (size_t i = start; i < end; i++) width += ((unsigned char)text[i] & 0xC0) != 0x80;
  return width;
}

static line line_at(const char *text, size_t length, size_t at) {
  const char *feed = memchr(text + at, '\n', length - at);
  size_t feed_at = feed != NULL ? (size_t)(feed - text) : length;
  line l = {.start = at, .next = feed != NULL ? feed_at + 1 : length};
  while (l.start < feed_at && (text[l.start] == ' ' || text[l.start] == '\t')) l.start++;
  l.end = segi_trim_end(text, l.start, feed_at);
  l.width = width_of(text, l.start, l.end);
  return l;
}

static bool is_blank(const line *l) {
  return l->start == l->end;
}

static segi_class last_class(const char *text, size_t start, size_t end) {
  if (start == end) return SEGI_SPACE;
  const char *p = segi_previous(text + start, text + end);
  size_t n;
  return segi_class_at(p, (size_t)(text + end - p), &n);
}

static segi_class first_class(const char *text, const line *l) {
  size_t n;
  return segi_class_at(text + l->start, l->end - l->start, &n);
}

/* "a) ...", "1. ..." and "- ..." */
static bool begins_item(const char *text, const line *l) {
  size_t at = l->start, n;
  segi_class first = segi_class_at(text + at, l->end - at, &n);
  if (first == SEGI_BULLET || first == SEGI_HYPHEN || first == SEGI_DASH) return true;
  if (!segi_is_word(first)) return false;
  for (at += n; first == SEGI_DIGIT && at < l->end && text[at] >= '0' && text[at] <= '9';) at++;
  return at < l->end && (text[at] == ')' || text[at] == '.');
}

static bool would_have_fitted(const char *text, const line *l, const line *next, size_t width) {
  size_t end = next->start;
  while (end < next->end && text[end] != ' ') end++;
  return l->width + 1 + width_of(text, next->start, end) <= width;
}

/* A sentence goes on in the next line. */
static bool goes_on(const char *text, const line *l, const line *next) {
  segi_class last = last_class(text, l->start, l->end);
  return first_class(text, next) == SEGI_LOWER && !(last >= SEGI_STOP && last <= SEGI_COLON);
}

typedef struct paragraph {
  size_t start, end; /* bytes, from the first line to behind the last one */
  size_t lines;
  size_t width;      /* of the widest line */
} paragraph;

static paragraph paragraph_at(const char *text, size_t length, size_t start) {
  paragraph p = {.start = start, .end = start};
  while (p.end < length) {
    line l = line_at(text, length, p.end);
    if (is_blank(&l)) break;
    p.lines++;
    if (l.width > p.width) p.width = l.width;
    p.end = l.next;
  }
  return p;
}

static bool is_wrapped(const char *text, const paragraph *p) {
  if (p->lines < 2 || p->width < NARROWEST || p->width > WIDEST) return false;
  size_t sure = 0;
  line l = line_at(text, p->end, p->start);
  while (l.next < p->end) {
    line next = line_at(text, p->end, l.next);
    if (begins_item(text, &next) || would_have_fitted(text, &l, &next, p->width)) return false;
    sure += goes_on(text, &l, &next);
    l = next;
  }
  return sure * 4 >= p->lines - 1;
}

/* Whether the hyphen at the end of a line parts one word: Regie- / rung, not deutsch- /
 * französisch. The parts are text[left, hyphen) and text[next, right). */
static bool parts_word(const segi_words *words, const char *text, size_t left, size_t hyphen,
                       size_t next, size_t right) {
  if (segi_was_parted(words, text, left, hyphen, next, right)) return true;
  size_t n;
  return segi_word_at(words, text, next, right).frequency == 0 &&
         segi_word_at(words, text, left, hyphen).frequency == 0 &&
         segi_class_at(text + left, hyphen - left, &n) == SEGI_UPPER;
}

static bool join_lines(const char *text, const line *l, const line *next,
                       segi_proposals *proposals) {
  size_t from = l->end;
  seg_bytes with = {" ", 1};
  segi_class first = first_class(text, next);
  if (text[l->end - 1] == '-' && segi_is_word(first)) {
    size_t hyphen = l->end - 1, left = segi_letters_before(text, l->start, hyphen);
    size_t right = segi_letters_behind(text, next->end, next->start);
    segi_class before = last_class(text, l->start, hyphen);
    const segi_words *words = segi_known_words(proposals);
    bool lower = before == SEGI_LOWER && first == SEGI_LOWER;
    segi_word behind = segi_word_at(words, text, next->start, right);
    if (lower && parts_word(words, text, left, hyphen, next->start, right))
      from = hyphen, with.length = 0;
    else if (segi_is_word(before) && !(behind.classes & SEGI_FUNCTION_WORD))
      with.length = 0;
  }
  return segi_propose(proposals, SEGI_WRAPPED_LINE, from, next->start - from, with, 0.9);
}

static bool join_paragraph(const char *text, const paragraph *p, segi_proposals *proposals) {
  line l = line_at(text, p->end, p->start);
  while (l.next < p->end) {
    line next = line_at(text, p->end, l.next);
    if (!join_lines(text, &l, &next, proposals)) return false;
    l = next;
  }
  return true;
}

bool segi_repair_lines(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_WRAPPED_LINE)) return true;
  for (size_t at = 0; at < length;) {
    paragraph p = paragraph_at(text, length, at);
    if (is_wrapped(text, &p) && !join_paragraph(text, &p, proposals)) return false;
    at = p.lines > 0 ? p.end : line_at(text, length, at).next;
  }
  return true;
}
