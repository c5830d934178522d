#include "junction/context.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/features.h"

/* What was opened this many tokens ago counts no more: the other half may be missing. */
enum { LONGEST_NESTING = 60, LEVELS = 16 };

static bool make_room(segi_context *c, size_t needed) {
  size_t capacity = 0;
  if (needed <= c->capacity) return true;
  segi_context_clear(c);
  if (!segi_grow(&c->traits, &capacity, needed, sizeof *c->traits)) return false;
  c->gaps = segi_alloc(capacity, sizeof *c->gaps);
  c->kinds = segi_alloc(capacity, sizeof *c->kinds);
  if (c->gaps == NULL || c->kinds == NULL) {
    segi_context_clear(c);
    return false;
  }
  c->capacity = capacity;
  return true;
}

bool segi_context_begin(segi_context *c, segi_tokens *tokens) {
  size_t count = tokens->count;
  if (!make_room(c, count + 2 * SEGI_PADDING)) return false;
  c->count = count;
  c->tokens = tokens;
  for (size_t i = 0; i < count; i++) {
    segi_words_ask(tokens->words, tokens->items[i].hash);
    *segi_context_token(c, i) = segi_traits_seen(tokens->text, &tokens->items[i]);
  }
  for (size_t i = 0; i < SEGI_PADDING; i++) {
    c->traits[i] = c->traits[SEGI_PADDING + count + i] = segi_no_traits;
    c->gaps[i] = c->gaps[SEGI_PADDING + count + i] = (segi_gap){.level = SEGI_BEYOND};
  }
  return true;
}

void segi_context_clear(segi_context *c) {
  free(c->traits);
  free(c->gaps);
  free(c->kinds);
  *c = (segi_context){0};
}

void segi_context_look_up(const segi_context *c, size_t i) {
  segi_know_token(c->tokens, i);
  segi_traits_know(segi_context_token(c, i), c->tokens->text, &c->tokens->items[i]);
}

static int16_t first_look_score(const segi_context *c, size_t i, const int8_t *first_look) {
  const segi_traits *left = segi_context_token(c, i);
  if (segi_is_settled(left, left + 1)) return SEGI_SETTLED;
  segi_context_known(c, i + 1);
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

static uint8_t kind_of(const segi_traits *t) {
  static const uint8_t of_shape[SEGI_TRAIT_SHAPES] = {
    [SEGI_SHAPE_LOWER] = SEGI_IS_LOWER,
    [SEGI_SHAPE_CAPITAL] = SEGI_IS_CAPITAL,
    [SEGI_SHAPE_NUMBER] = SEGI_IS_NUMBER,
    [SEGI_SHAPE_DIGIT_FIRST] = SEGI_IS_NUMBER,
  };
  uint8_t kind = of_shape[t->shape];
  if (!(t->trail_marks & SEGI_MARKS_FINAL)) return kind;
  if (t->length > 3) kind |= SEGI_IS_END;
  if (t->length > 2) kind |= SEGI_CARRIES_END;
  if (t->length <= 3 && (t->trail_marks & SEGI_MARK_STOP)) kind |= SEGI_IS_STOP;
  return kind;
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

void segi_context_fill(segi_context *c, const int8_t *first_look) {
  nesting open = {0};
  for (size_t i = 0; i < c->count; i++) {
    const segi_traits *t = segi_context_token(c, i);
    segi_gap *gap = segi_context_gap(c, i);
    bool last = i + 1 == c->count;
    gap->score = last ? 12 * SEGI_FIRST_LOOK_STEP : first_look_score(c, i, first_look);
    gap->level = level_of(gap->score);
    pass_token(&open, t);
    gap->open = (uint8_t)(open.quote * 2 + open.bracket);
    c->kinds[i] = kind_of(t);
    if (gap->score > SEGI_SURE) c->kinds[i] |= SEGI_IS_SURE;
  }
}

int32_t segi_context_before(const segi_context *c, size_t i, uint8_t kind) {
  size_t k = i, end = i < SEGI_REACH ? 0 : i - SEGI_REACH;
  while (k > end && !(c->kinds[k - 1] & kind)) k--;
  return (int32_t)k - 1;
}

int32_t segi_context_behind(const segi_context *c, size_t i, uint8_t kind) {
  size_t last = c->count - 1, end = last - i < SEGI_REACH ? last : i + SEGI_REACH, k = i;
  while (k < end && !(c->kinds[++k] & kind)) continue;
  return (int32_t)k;
}

/* Eight tokens at a time: each byte of the sum counts those at its place. */
uint32_t segi_context_count(const segi_context *c, size_t from, size_t to, uint8_t kind) {
  const uint64_t ones = UINT64_C(0x0101010101010101), pairs = UINT64_C(0x00FF00FF00FF00FF);
  int shift = __builtin_ctz(kind);
  uint64_t sum = 0, eight = 0;
  for (; to - from >= 8; from += 8) {
    memcpy(&eight, c->kinds + from, 8);
    sum += eight >> shift & ones;
  }
  eight = 0;
  memcpy(&eight, c->kinds + from, to - from);
  sum += eight >> shift & ones;
  sum = (sum & pairs) + (sum >> 8 & pairs);
  return (uint32_t)(sum * UINT64_C(0x0001000100010001) >> 48);
}
