/* Two texts -> characters -> hunks -> edits. A hunk that only puts in separators is found
 * greedily; others by the longest common runs of words, then by Myers inside each. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "seg/eval.h"
#include "text/chars.h"

/* points[i] stands at bytes [at[i], at[i + 1]); bytes that are no character are negative. */
typedef struct characters {
  const char *text;
  int32_t *points;
  size_t *at;
  size_t count;
} characters;

/* Characters [a, a_end) of the old text against [b, b_end) of the new. */
typedef struct hunk {
  size_t a, a_end, b, b_end;
} hunk;

typedef struct hunk_list {
  hunk *items;
  size_t count, capacity;
} hunk_list;

/* The characters [start, end) between two spaces; index counts words. */
typedef struct word {
  const int32_t *points;
  size_t length;
  size_t index;
} word;

typedef struct words {
  word *items;
  size_t *start; /* [count + 1] first character of each word */
  size_t count;
} words;

typedef struct differ {
  characters a, b;
  words a_words, b_words;
  word *sorted;     /* [b_words.count] by text, then index */
  size_t *first;    /* [a_words.count] where in sorted the word's twins begin */
  size_t *twins;    /* [a_words.count] how many there are */
  size_t *run;      /* [b_words.count + 1] length of the common run that ends before word j */
  size_t *run_row;  /* [b_words.count + 1] the row that run was written in */
  size_t row;
  hunk_list hunks;
} differ;

typedef enum outcome { NO, YES, NOMEM } outcome;

static bool push(hunk_list *list, hunk h) {
  if (!segi_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) return false;
  list->items[list->count++] = h;
  return true;
}

static bool decode(seg_bytes bytes, characters *c) {
  c->text = bytes.length > 0 ? bytes.data : "";
  c->points = segi_alloc(bytes.length, sizeof *c->points);
  c->at = segi_alloc(bytes.length + 1, sizeof *c->at);
  if (c->points == NULL || c->at == NULL) return false;
  size_t at = 0;
  while (at < bytes.length) {
    int32_t point;
    size_t length = segi_decode(bytes.data + at, bytes.length - at, &point);
    c->points[c->count] = point >= 0 ? point : -1 - (unsigned char)bytes.data[at];
    c->at[c->count++] = at;
    at += length;
  }
  c->at[c->count] = at;
  return true;
}

static bool is_alphanumeric(int32_t point) {
  segi_class c = segi_classify(point);
  return segi_is_letter(c) || c == SEGI_DIGIT;
}

/* Explains the range by insertions of up to five characters that are neither letter nor digit. */
static outcome by_insertions(differ *d, hunk range) {
  enum { LONGEST = 5 };
  const int32_t *a = d->a.points, *b = d->b.points;
  size_t before = d->hunks.count, i = range.a, j = range.b;
  while (j < range.b_end) {
    size_t from = j;
    while (j < range.b_end && !(i < range.a_end && a[i] == b[j])) {
      if (j - from == LONGEST || is_alphanumeric(b[j])) {
        d->hunks.count = before;
        return NO;
      }
      j++;
    }
    if (j > from && !push(&d->hunks, (hunk){i, i, from, j})) return NOMEM;
    if (j == range.b_end) break;
    i++;
    j++;
  }
  if (i == range.a_end) return YES;
  d->hunks.count = before;
  return NO;
}

/* --- Shortest edit script of a small range. */

enum { MOST_STEPS = 3000 };

/* One step of the script: at (x, y) one character is put in or taken out. */
typedef struct script_step {
  size_t x, y;
  bool insertion;
} script_step;

/* trace holds for every step D the furthest x on the diagonals -D-1 .. D+1 before it. */
typedef struct search {
  ptrdiff_t *furthest; /* [2 * (most + 1) + 1], diagonal 0 in the middle */
  ptrdiff_t *trace;
  size_t trace_capacity;
  script_step *script;
} search;

static size_t trace_start(ptrdiff_t D) {
  return (size_t)(D * D + 2 * D);
}

/* Whether the best way to diagonal k at step D comes from diagonal k + 1, by an insertion. */
static bool comes_down(const ptrdiff_t *furthest, ptrdiff_t k, ptrdiff_t D) {
  return k == -D || (k != D && furthest[k - 1] < furthest[k + 1]);
}

/* Number of steps of the shortest script, -1 when it is longer than `most`, -2 out of memory. */
static ptrdiff_t shortest_script(const differ *d, hunk range, search *s, ptrdiff_t most) {
  const int32_t *a = d->a.points + range.a, *b = d->b.points + range.b;
  ptrdiff_t n = (ptrdiff_t)(range.a_end - range.a), m = (ptrdiff_t)(range.b_end - range.b);
  ptrdiff_t *furthest = s->furthest + most + 1;
  for (ptrdiff_t k = -most - 1; k <= most + 1; k++) furthest[k] = -1;
  furthest[1] = 0;
  for (ptrdiff_t D = 0; D <= most; D++) {
    size_t start = trace_start(D), width = (size_t)(2 * D + 3);
    if (!segi_grow(&s->trace, &s->trace_capacity, start + width, sizeof *s->trace)) return -2;
    memcpy(s->trace + start, furthest - D - 1, width * sizeof *s->trace);
    for (ptrdiff_t k = -D; k <= D; k += 2) {
      ptrdiff_t x = comes_down(furthest, k, D) ? furthest[k + 1] : furthest[k - 1] + 1;
      while (x < n && x - k < m && a[x] == b[x - k]) x++;
      furthest[k] = x;
      if (x >= n && x - k >= m) return D;
    }
  }
  return -1;
}

/* Walks back from the end; script[D] leads to step D. */
static void read_script(search *s, hunk range, ptrdiff_t D) {
  ptrdiff_t k = (ptrdiff_t)(range.a_end - range.a) - (ptrdiff_t)(range.b_end - range.b);
  for (; D > 0; D--) {
    const ptrdiff_t *furthest = s->trace + trace_start(D) + D + 1;
    bool insertion = comes_down(furthest, k, D);
    k += insertion ? 1 : -1;
    ptrdiff_t x = furthest[k];
    s->script[D - 1] = (script_step){range.a + (size_t)x, range.b + (size_t)(x - k), insertion};
  }
}

/* Neighbouring steps make one hunk. */
static bool push_script(hunk_list *list, const script_step *script, ptrdiff_t D) {
  size_t before = list->count;
  for (const script_step *step = script; step < script + D; step++) {
    hunk *last = list->count > before ? &list->items[list->count - 1] : NULL;
    if (last == NULL || last->a_end != step->x) {
      if (!push(list, (hunk){step->x, step->x, step->y, step->y})) return false;
      last = &list->items[list->count - 1];
    }
    *(step->insertion ? &last->b_end : &last->a_end) += 1;
  }
  return true;
}

static outcome by_shortest_script(differ *d, hunk range) {
  size_t sum = range.a_end - range.a + (range.b_end - range.b);
  ptrdiff_t most = sum < MOST_STEPS ? (ptrdiff_t)sum : MOST_STEPS;
  search s = {.furthest = segi_alloc((size_t)(2 * most + 3), sizeof *s.furthest),
              .script = segi_alloc((size_t)most, sizeof *s.script)};
  outcome result = NOMEM;
  if (s.furthest != NULL && s.script != NULL) {
    ptrdiff_t D = shortest_script(d, range, &s, most);
    if (D >= 0) {
      read_script(&s, range, D);
      result = push_script(&d->hunks, s.script, D) ? YES : NOMEM;
    } else if (D == -1) {
      result = push(&d->hunks, range) ? YES : NOMEM;
    }
  }
  seg_free(s.furthest);
  seg_free(s.trace);
  seg_free(s.script);
  return result;
}

/* --- Words. */

static bool cut_words(const characters *c, words *w) {
  size_t spaces = 0;
  for (size_t i = 0; i < c->count; i++) spaces += c->points[i] == ' ';
  w->items = segi_alloc(spaces + 1, sizeof *w->items);
  w->start = segi_alloc(spaces + 2, sizeof *w->start);
  if (w->items == NULL || w->start == NULL) return false;
  for (size_t start = 0, end = 0; end <= c->count; end++) {
    if (end < c->count && c->points[end] != ' ') continue;
    w->items[w->count] = (word){c->points + start, end - start, w->count};
    w->start[w->count++] = start;
    start = end + 1;
  }
  w->start[w->count] = c->count + 1;
  return true;
}

static int compare_text(const word *p, const word *q) {
  size_t shorter = p->length < q->length ? p->length : q->length;
  int order = shorter > 0 ? memcmp(p->points, q->points, shorter * sizeof *p->points) : 0;
  return order != 0 ? order : (p->length > q->length) - (p->length < q->length);
}

static int compare_words(const void *a, const void *b) {
  const word *p = a, *q = b;
  int order = compare_text(p, q);
  return order != 0 ? order : (p->index > q->index) - (p->index < q->index);
}

/* First of the sorted words that is not less than w (or greater, when `after`). */
static size_t find_word(const differ *d, const word *w, bool after) {
  size_t low = 0, high = d->b_words.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_text(&d->sorted[middle], w);
    if (order < 0 || (after && order == 0))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool index_words(differ *d) {
  if (!cut_words(&d->a, &d->a_words) || !cut_words(&d->b, &d->b_words)) return false;
  size_t a_count = d->a_words.count, b_count = d->b_words.count;
  d->sorted = segi_alloc(b_count, sizeof *d->sorted);
  d->first = segi_alloc(a_count, sizeof *d->first);
  d->twins = segi_alloc(a_count, sizeof *d->twins);
  d->run = segi_calloc(b_count + 1, sizeof *d->run);
  d->run_row = segi_calloc(b_count + 1, sizeof *d->run_row);
  if (d->sorted == NULL || d->first == NULL || d->twins == NULL || d->run == NULL ||
      d->run_row == NULL)
    return false;
  memcpy(d->sorted, d->b_words.items, b_count * sizeof *d->sorted);
  qsort(d->sorted, b_count, sizeof *d->sorted, compare_words);
  for (size_t i = 0; i < a_count; i++) {
    const word *w = &d->a_words.items[i];
    d->first[i] = find_word(d, w, false);
    d->twins[i] = find_word(d, w, true) - d->first[i];
  }
  return true;
}

/* First of the ascending twins that is not before word j. */
static size_t first_twin(const word *twins, size_t count, size_t j) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (twins[middle].index < j)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The longest run of words that both ranges share; of equal ones the first in a, then in b. */
static hunk longest_run(differ *d, hunk range) {
  hunk best = {range.a, range.a, range.b, range.b};
  size_t longest = 0;
  d->row++; /* forgets the last call */
  for (size_t i = range.a; i < range.a_end; i++) {
    size_t row = ++d->row, longest_here = 0, end_here = 0;
    const word *twins = d->sorted + d->first[i];
    size_t from = first_twin(twins, d->twins[i], range.b);
    size_t to = first_twin(twins, d->twins[i], range.b_end);
    /* backwards, so that run[j] still holds the row before */
    while (to-- > from) {
      size_t j = twins[to].index;
      size_t length = 1 + (d->run_row[j] == row - 1 ? d->run[j] : 0);
      d->run[j + 1] = length;
      d->run_row[j + 1] = row;
      if (length >= longest_here) {
        longest_here = length;
        end_here = j + 1;
      }
    }
    if (longest_here > longest) {
      longest = longest_here;
      best = (hunk){i + 1 - longest, i + 1, end_here - longest, end_here};
    }
  }
  return best;
}

static int compare_hunks(const void *a, const void *b) {
  const hunk *p = a, *q = b;
  return (p->a > q->a) - (p->a < q->a);
}

/* Common runs in text order: the longest, then the longest on either side of it. */
static bool common_runs(differ *d, hunk_list *runs) {
  hunk_list open = {NULL, 0, 0};
  bool ok = push(&open, (hunk){0, d->a_words.count, 0, d->b_words.count});
  while (ok && open.count > 0) {
    hunk range = open.items[--open.count];
    hunk run = longest_run(d, range);
    if (run.a == run.a_end) continue;
    ok = push(runs, run) && push(&open, (hunk){range.a, run.a, range.b, run.b}) &&
         push(&open, (hunk){run.a_end, range.a_end, run.b_end, range.b_end});
  }
  seg_free(open.items);
  if (runs->count > 0) qsort(runs->items, runs->count, sizeof *runs->items, compare_hunks);
  return ok;
}

/* Characters of the words [first, last) with the space behind them, where there is one. */
static void word_characters(const words *w, size_t text_end, size_t first, size_t last,
                            size_t *start, size_t *end) {
  *start = w->start[first];
  *end = last < w->count ? w->start[last] : text_end;
}

static bool diff_words(differ *d, hunk range) {
  if (range.a == range.a_end && range.b == range.b_end) return true;
  hunk h;
  word_characters(&d->a_words, d->a.count, range.a, range.a_end, &h.a, &h.a_end);
  word_characters(&d->b_words, d->b.count, range.b, range.b_end, &h.b, &h.b_end);
  /* words at the end of one text only: the space before them is part of the hunk */
  if (h.a > h.a_end || h.b > h.b_end) {
    h.a--;
    h.b--;
  }
  outcome done = by_insertions(d, h);
  if (done == NO) done = by_shortest_script(d, h);
  return done == YES;
}

static bool diff_by_words(differ *d) {
  hunk_list runs = {NULL, 0, 0};
  bool ok = index_words(d) && common_runs(d, &runs);
  size_t a = 0, b = 0;
  for (size_t i = 0; ok && i < runs.count; i++) {
    ok = diff_words(d, (hunk){a, runs.items[i].a, b, runs.items[i].b});
    a = runs.items[i].a_end;
    b = runs.items[i].b_end;
  }
  ok = ok && diff_words(d, (hunk){a, d->a_words.count, b, d->b_words.count});
  seg_free(runs.items);
  return ok;
}

/* --- Edits. */

static seg_bytes cut(const characters *c, size_t start, size_t end) {
  return (seg_bytes){c->text + c->at[start], c->at[end] - c->at[start]};
}

static seg_status append_edits(const differ *d, seg_editlog *edits, seg_error *error) {
  for (size_t i = 0; i < d->hunks.count; i++) {
    hunk h = d->hunks.items[i];
    seg_edit edit = {.offset = d->a.at[h.a],
                     .old_bytes = cut(&d->a, h.a, h.a_end),
                     .new_bytes = cut(&d->b, h.b, h.b_end),
                     .kind = h.a == h.a_end ? "insertion" : "change",
                     .confidence = 1};
    seg_status status = seg_editlog_append(edits, &edit, error);
    if (status != SEG_OK) return status;
  }
  return SEG_OK;
}

static void clear(differ *d) {
  void *const blocks[] = {d->a.points,      d->a.at,          d->b.points,      d->b.at,
                          d->a_words.items, d->a_words.start, d->b_words.items, d->b_words.start,
                          d->sorted,        d->first,         d->twins,         d->run,
                          d->run_row,       d->hunks.items};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) seg_free(blocks[i]);
}

seg_status seg_eval_diff(seg_bytes before, seg_bytes after, seg_editlog *edits,
                         seg_error *error) {
  if (before.length == after.length &&
      (before.length == 0 || memcmp(before.data, after.data, before.length) == 0))
    return SEG_OK;
  differ d = {.row = 0};
  outcome done = NOMEM;
  if (decode(before, &d.a) && decode(after, &d.b)) {
    done = by_insertions(&d, (hunk){0, d.a.count, 0, d.b.count});
    if (done == NO) done = diff_by_words(&d) ? YES : NOMEM;
  }
  seg_status status = done == YES ? append_edits(&d, edits, error) : segi_nomem(error);
  clear(&d);
  return status;
}
