#include "split/length.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* How much worse a place is than the best one, in units in which a part that has twice the length of
 * its neighbour, both together the most, costs half of FOR_BALANCE. */
static const double AT_SEMICOLON = 0, AT_COLON = 0.15, AT_END_MARK = 0.2, AT_CONJUNCTION = 0.3,
                    AT_DASH = 0.4, AT_COMMA = 0.6, BEFORE_CONJUNCTION = 1.0, AT_SPACE = 1.5,
                    BEHIND_FUNCTION_WORD = 0.3, IN_BRACKET = 0.5;
static const double FOR_BALANCE = 1.5, FOR_ONE_MORE_PART = 0.8, FOR_DISTANCE = 0.2;

/* A token and the junction behind it. */
typedef struct segi_cut_place {
  size_t start, end; /* length of the text before and up to the end of the token */
  double cost;
  bool quoted; /* the junction lies within a quotation that can stay whole */
} segi_cut_place;

/* Tokens [first, last]. */
typedef struct segi_cut_range {
  size_t first, last;
} segi_cut_range;

size_t segi_measure(bool tokens, const char *text, size_t start, size_t end) {
  size_t length = 0, n;
  bool before = false;
  for (size_t i = start; i < end; i += n) {
    segi_class c = segi_class_at(text + i, end - i, &n);
    bool word = c != SEGI_SPACE && c != SEGI_NEWLINE;
    length += tokens ? word && !before : 1;
    before = word;
  }
  return length;
}

/* --- Places */

static double cost_behind(const segi_token *t, const segi_token *next) {
  bool conjunction = (next->word.classes & (SEGI_CONJUNCTION | SEGI_SUBORDINATOR)) != 0;
  const segi_class_set dash = SEGI_SET(SEGI_DASH) | SEGI_SET(SEGI_HYPHEN);
  if (t->trail & SEGI_SET(SEGI_SEMICOLON)) return AT_SEMICOLON;
  if (t->trail & SEGI_SET(SEGI_COLON)) return AT_COLON;
  if (t->trail & SEGI_SET(SEGI_END)) return AT_END_MARK;
  if (t->trail & SEGI_SET(SEGI_COMMA)) return conjunction ? AT_CONJUNCTION : AT_COMMA;
  if (t->shape == SEGI_SHAPE_NONE && (t->trail & ~dash) == 0) return AT_DASH;
  if (next->word.classes & SEGI_CONJUNCTION) return BEFORE_CONJUNCTION;
  return AT_SPACE + (t->word.classes & SEGI_FUNCTION_WORD ? BEHIND_FUNCTION_WORD : 0);
}

static void measure_places(segi_cutter *c, const char *text) {
  size_t length = 0, at = 0;
  for (size_t i = 0; i < c->tokens.count; i++) {
    const segi_token *t = &c->tokens.items[i];
    segi_cut_place *p = &c->places[i];
    if (!c->count_tokens) length += segi_measure(false, text, at, t->start);
    p->start = length;
    length += c->count_tokens ? 1 : segi_measure(false, text, t->start, t->end);
    p->end = length;
    at = t->end;
    p->quoted = false;
    p->cost = i + 1 < c->tokens.count ? cost_behind(t, t + 1) : 0;
  }
}

/* Junctions between tokens of which one opens and the other closes; what is longer than a part
 * cannot stay whole anyway. */
static void mark_pairs(segi_cutter *c, segi_class_set opens, segi_class_set closes,
                       bool quotation) {
  size_t open = SIZE_MAX;
  for (size_t i = 0; i < c->tokens.count; i++) {
    const segi_token *t = &c->tokens.items[i];
    if (t->lead & opens) open = i;
    if (!(t->trail & closes) || open == SIZE_MAX) continue;
    bool whole = c->places[i].end - c->places[open].start <= c->most;
    for (size_t k = open; k < i && whole; k++) {
      c->places[k].quoted |= quotation;
      c->places[k].cost += quotation ? 0 : IN_BRACKET;
    }
    open = SIZE_MAX;
  }
}

static bool find_places(segi_cutter *c, const char *text) {
  const segi_class_set quotes = SEGI_SET(SEGI_QUOTE) | SEGI_SET(SEGI_LOW_QUOTE);
  if (!segi_grow(&c->places, &c->place_capacity, c->tokens.count, sizeof *c->places)) return false;
  measure_places(c, text);
  mark_pairs(c, quotes, SEGI_SET(SEGI_QUOTE), true);
  mark_pairs(c, SEGI_SET(SEGI_OPEN), SEGI_SET(SEGI_CLOSE), false);
  return true;
}

/* --- Cutting */

static size_t parts_of(const segi_cutter *c, size_t length) {
  return (length + c->most - 1) / c->most;
}

/* What it costs to cut a range behind token i. */
static double cost_of(const segi_cutter *c, segi_cut_range r, size_t i) {
  const segi_cut_place *p = c->places;
  size_t left = p[i].end - p[r.first].start, right = p[r.last].end - p[i + 1].start;
  size_t few = parts_of(c, p[r.last].end - p[r.first].start);
  size_t left_parts = parts_of(c, left), right_parts = parts_of(c, right);
  double most = (double)c->most;
  double uneven = fabs((double)left / (double)left_parts - (double)right / (double)right_parts);
  double aside = fabs((double)left - (double)right) / (double)(left + right);
  double more = left_parts + right_parts > few ? (double)(left_parts + right_parts - few) : 0;
  return p[i].cost + FOR_BALANCE * uneven / most + FOR_DISTANCE * aside + FOR_ONE_MORE_PART * more;
}

/* The token behind which a range of several is cut best. */
static size_t best_place(const segi_cutter *c, segi_cut_range r) {
  size_t best = r.first;
  double least = INFINITY;
  for (size_t i = r.first; i < r.last; i++) {
    double cost = cost_of(c, r, i);
    bool better =
      c->places[i].quoted == c->places[best].quoted ? cost < least : c->places[best].quoted;
    if (!better) continue;
    best = i;
    least = cost;
  }
  return best;
}

static bool add_part(segi_cutter *c, size_t start, size_t end) {
  if (!segi_grow(&c->parts, &c->part_capacity, c->part_count + 1, sizeof *c->parts)) return false;
  c->parts[c->part_count++] = (seg_span){start, end};
  return true;
}

/* A word that is too long: in even parts, combining marks staying with what they combine with. */
static bool cut_word(segi_cutter *c, const char *text, segi_cut_range r) {
  const segi_cut_place *p = &c->places[r.first];
  size_t start = c->tokens.items[r.first].start, end = c->tokens.items[r.first].end, length = 0, n;
  size_t left = p->end - p->start, share = (left + parts_of(c, left) - 1) / parts_of(c, left);
  for (size_t i = start, last = start; i < end; i += n, length++) {
    segi_class class = segi_class_at(text + i, end - i, &n);
    if (class != SEGI_MARK) last = i;
    if (length < share) continue;
    if (last == start) last = i;
    if (!add_part(c, start, last)) return false;
    length = segi_measure(false, text, last, i);
    start = last;
  }
  return add_part(c, start, end);
}

static bool push(segi_cutter *c, size_t first, size_t last) {
  if (!segi_grow(&c->ranges, &c->range_capacity, c->range_count + 1, sizeof *c->ranges))
    return false;
  c->ranges[c->range_count++] = (segi_cut_range){first, last};
  return true;
}

/* A range fits, is one word, or is cut in two, of which the left is looked at first. */
static bool cut_range(segi_cutter *c, const char *text, segi_cut_range r) {
  const segi_token *t = c->tokens.items;
  if (c->places[r.last].end - c->places[r.first].start <= c->most)
    return add_part(c, t[r.first].start, t[r.last].end);
  if (r.first == r.last) return cut_word(c, text, r);
  size_t i = best_place(c, r);
  return push(c, i + 1, r.last) && push(c, r.first, i);
}

bool segi_cut(segi_cutter *c, const segi_words *words, const char *text, size_t length) {
  c->part_count = c->range_count = 0;
  if (!segi_tokenize(words, text, length, &c->tokens) || !find_places(c, text)) return false;
  bool done = c->tokens.count == 0 || push(c, 0, c->tokens.count - 1);
  while (done && c->range_count > 0) {
    segi_cut_range next = c->ranges[--c->range_count];
    done = cut_range(c, text, next);
  }
  return done;
}

void segi_cutter_clear(segi_cutter *c) {
  segi_tokens_clear(&c->tokens);
  free(c->places);
  free(c->ranges);
  free(c->parts);
  *c = (segi_cutter){.count_tokens = c->count_tokens, .most = c->most};
}
