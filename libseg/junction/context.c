#include "junction/context.h"

#include <stdlib.h>

#include "base/mem.h"
#include "junction/features.h"

/* What was opened this many tokens ago counts no more: the other half may be missing. */
enum { LONGEST_NESTING = 60, LEVELS = 16 };

bool segi_context_begin(segi_context *c, size_t count) {
  size_t needed = count + 2 * SEGI_PADDING;
  if (needed > c->capacity) {
    size_t capacity = 0;
    segi_context_clear(c);
    if (!segi_grow(&c->traits, &capacity, needed, sizeof *c->traits)) return false;
    c->gaps = segi_alloc(capacity, sizeof *c->gaps);
    if (c->gaps == NULL) {
      segi_context_clear(c);
      return false;
    }
    c->capacity = capacity;
  }
  c->count = count;
  for (size_t i = 0; i < SEGI_PADDING; i++) {
    c->traits[i] = c->traits[SEGI_PADDING + count + i] = segi_no_traits;
    c->gaps[i] = c->gaps[SEGI_PADDING + count + i] = (segi_gap){.level = SEGI_BEYOND};
  }
  return true;
}

void segi_context_clear(segi_context *c) {
  free(c->traits);
  free(c->gaps);
  *c = (segi_context){0};
}

static int16_t first_look_score(const segi_traits *left, const int8_t *first_look) {
  if (segi_is_settled(left, left + 1)) return SEGI_SETTLED;
  uint32_t cell[SEGI_FIRST_LOOK_TEMPLATES];
  segi_first_look_cells(left, cell);
  int score = 0;
  for (size_t k = 0; k < SEGI_FIRST_LOOK_TEMPLATES; k++) score += first_look[cell[k]];
  return (int16_t)score;
}

/* Whole steps of 1 around 0; the lowest and the highest level hold all that is beyond. */
static uint8_t level_of(int score) {
  int level = (score + LEVELS / 2 * SEGI_FIRST_LOOK_STEP + SEGI_FIRST_LOOK_STEP / 2);
  if (level < 0) return 0;
  level /= SEGI_FIRST_LOOK_STEP;
  return (uint8_t)(level < LEVELS ? level : LEVELS - 1);
}

static void look_at_all(segi_context *c, const int8_t *first_look) {
  for (size_t i = 0; i < c->count; i++) {
    segi_gap *gap = segi_context_gap(c, i);
    bool last = i + 1 == c->count;
    gap->score = last ? 12 * SEGI_FIRST_LOOK_STEP
                      : first_look_score(segi_context_token(c, i), first_look);
    gap->level = level_of(gap->score);
  }
}

static bool carries_end_mark(const segi_traits *t) {
  return (t->trail_marks & SEGI_MARKS_FINAL) && t->length > 2;
}

static void add_token(segi_totals *n, const segi_traits *t, const segi_gap *gap) {
  n->verbs += (t->forms & 1) && t->shape == SEGI_SHAPE_LOWER;
  n->ends += (t->trail_marks & SEGI_MARKS_FINAL) && t->length > 3;
  n->numbers += t->shape == SEGI_SHAPE_NUMBER || t->shape == SEGI_SHAPE_DIGIT_FIRST;
  n->stops += t->length <= 3 && (t->trail_marks & SEGI_MARK_STOP);
  n->capitals += t->shape == SEGI_SHAPE_CAPITAL;
  n->lower += t->shape == SEGI_SHAPE_LOWER;
  n->sure += gap->score > SEGI_SURE;
}

/* Quotation marks and brackets that are open. */
typedef struct nesting {
  uint8_t quote; /* 0 none, 1 open, 2 closed */
  bool bracket;
  size_t age;
} nesting;

static void pass_token(nesting *n, const segi_traits *t) {
  if (t->lead_marks & SEGI_MARK_QUOTE) n->quote = 1, n->age = 0;
  if (t->trail_marks & SEGI_MARK_QUOTE) {
    n->quote = t->shape == SEGI_SHAPE_NONE ? n->quote == 0 : 2;
    n->age = 0;
  }
  if (t->brackets != 0) n->bracket = t->brackets > 0;
  if (n->age++ > LONGEST_NESTING) n->quote = 0, n->bracket = false;
}

static void look_back(segi_context *c) {
  int32_t end = -1, sure = -1;
  segi_totals totals = {0};
  nesting open = {0};
  for (size_t i = 0; i < c->count; i++) {
    const segi_traits *t = segi_context_token(c, i);
    segi_gap *gap = segi_context_gap(c, i);
    gap->previous_end = end;
    gap->previous_sure = sure;
    gap->before = totals;
    pass_token(&open, t);
    gap->open = (uint8_t)(open.quote * 2 + open.bracket);
    add_token(&totals, t, gap);
    if (carries_end_mark(t)) end = (int32_t)i;
    if (gap->score > SEGI_SURE) sure = (int32_t)i;
  }
  segi_context_gap(c, c->count)->before = totals;
}

static void look_ahead(segi_context *c) {
  int32_t end = (int32_t)c->count - 1, sure = end;
  for (size_t i = c->count; i-- > 0;) {
    segi_gap *gap = segi_context_gap(c, i);
    gap->next_end = end;
    gap->next_sure = sure;
    if (carries_end_mark(segi_context_token(c, i))) end = (int32_t)i;
    if (gap->score > SEGI_SURE) sure = (int32_t)i;
  }
}

void segi_context_fill(segi_context *c, const int8_t *first_look) {
  look_at_all(c, first_look);
  look_back(c);
  look_ahead(c);
}
