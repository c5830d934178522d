/* Runs of lines that are the furniture of a web page: menus, share bars, cookie lines. */
#include "repair/furniture.h"

#include "base/error.h"
#include "base/mem.h"
#include "repair/passes.h"
#include "seg/repair.h"
#include "split/paragraphs.h"
#include "text/lines.h"

/* What a run has shown so far. */
typedef struct run {
  size_t start, end; /* bytes: from the start of its first line to behind its last */
  int points, known; /* sums of segi_furniture_points */
} run;

/* A label or two may be headings of an article. */
static bool is_run(const run *r) {
  return r->known >= 2 && r->points >= SEGI_SURE_FURNITURE;
}

/* Behind the blank lines from `at` on. */
static size_t skip_blank_lines(const char *text, size_t length, size_t at) {
  for (size_t i = at; i < length && strchr(" \t\r\n", text[i]) != NULL && text[i] != '\0'; i++)
    if (text[i] == '\n') at = i + 1;
  return at;
}

/* Where the text begins or a blank line stands before the run, one behind it goes with it. */
static size_t end_of_run(const char *text, size_t length, const run *r) {
  bool apart = r->start == 0 || (r->start >= 2 && text[r->start - 2] == '\n');
  return apart ? skip_blank_lines(text, length, r->end) : r->end;
}

bool segi_next_furniture(const char *text, size_t length, size_t at, seg_span *span) {
  run r = {0};
  for (size_t start = at, next; start < length; start = next) {
    const char *feed = memchr(text + start, '\n', length - start);
    next = feed != NULL ? (size_t)(feed - text) + 1 : length;
    size_t end = segi_trim_end(text, start, next), begin = segi_skip_blanks(text, end, start);
    if (begin >= end) continue;
    int known, points = segi_furniture_points(text + begin, end - begin, &known);
    if (points == 0 && is_run(&r)) break;
    if (points == 0) r = (run){0};
    if (points == 0) continue;
    if (r.points == 0) r.start = start;
    r.end = next;
    r.points += points;
    r.known += known;
  }
  *span = (seg_span){r.start, end_of_run(text, length, &r)};
  return is_run(&r);
}

seg_status seg_find_furniture(const char *text, size_t length, seg_span **runs, size_t *count,
                              seg_error *error) {
  size_t capacity = 0;
  seg_span span = {0, 0};
  *runs = NULL;
  *count = 0;
  while (segi_next_furniture(text, length, span.end, &span)) {
    if (!segi_grow(runs, &capacity, *count + 1, sizeof **runs)) {
      seg_free(*runs);
      *runs = NULL;
      *count = 0;
      return segi_nomem(error);
    }
    (*runs)[(*count)++] = span;
  }
  return SEG_OK;
}

bool segi_drop_furniture(const char *text, size_t length, segi_proposals *proposals) {
  seg_span span = {0, 0};
  if (!segi_drops(proposals)) return true;
  while (segi_next_furniture(text, length, span.end, &span))
    if (!segi_propose(proposals, SEGI_FURNITURE, span.start, span.end - span.start,
                      (seg_bytes){"", 0}, 0.9))
      return false;
  return true;
}
