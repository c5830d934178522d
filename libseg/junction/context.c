#include "junction/context.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "junction/features.h"

static bool make_room(segi_context *c, size_t needed) {
  size_t capacity = 0;
  if (needed <= c->capacity) return true;
  segi_context_clear(c);
  if (!segi_grow(&c->traits, &capacity, needed, sizeof *c->traits)) return false;
  c->gaps = segi_alloc(capacity, sizeof *c->gaps);
  c->kinds = segi_alloc(capacity, sizeof *c->kinds);
  c->sides = segi_alloc(capacity, sizeof *c->sides);
  c->open = segi_alloc(capacity, sizeof *c->open);
  if (c->gaps == NULL || c->kinds == NULL || c->sides == NULL || c->open == NULL) {
    segi_context_clear(c);
    return false;
  }
  c->capacity = capacity;
  return true;
}

static uint8_t kind_of_shape(uint8_t shape) {
  static const uint8_t kinds[SEGI_TRAIT_SHAPES] = {
    [SEGI_SHAPE_LOWER] = SEGI_IS_LOWER,
    [SEGI_SHAPE_CAPITAL] = SEGI_IS_CAPITAL,
    [SEGI_SHAPE_NUMBER] = SEGI_IS_NUMBER,
    [SEGI_SHAPE_DIGIT_FIRST] = SEGI_IS_NUMBER,
  };
  return kinds[shape];
}

static uint8_t kind_of(const segi_traits *t) {
  uint8_t kind = kind_of_shape(t->shape);
  if (!(t->trail_marks & SEGI_MARKS_FINAL)) return kind;
  if (t->length > 3) kind |= SEGI_IS_END;
  if (t->length > 2) kind |= SEGI_CARRIES_END;
  if (t->length <= 3 && (t->trail_marks & SEGI_MARK_STOP)) kind |= SEGI_IS_STOP;
  return kind;
}

static uint8_t sides_of(const segi_traits *t) {
  bool nests = t->brackets != 0 || ((t->lead_marks | t->trail_marks) & SEGI_MARK_QUOTE);
  return (uint8_t)(segi_settles_left(t) * SEGI_SETTLES_LEFT |
                   segi_settles_right(t) * SEGI_SETTLES_RIGHT | nests * SEGI_NESTS);
}

/* What a smooth token is to its junctions can be told before its traits are made. */
bool segi_context_begin(segi_context *c, segi_tokens *tokens) {
  size_t count = tokens->count;
  if (!make_room(c, count + 2 * SEGI_PADDING)) return false;
  c->count = count;
  c->open_count = 0;
  c->tokens = tokens;
  for (size_t i = 0; i < count; i++) {
    const segi_token *t = &tokens->items[i];
    *segi_context_gap(c, i) = (segi_gap){.score = SEGI_SETTLED};
    if (segi_is_smooth(t)) {
      segi_context_token(c, i)->stage = SEGI_UNSEEN;
      c->kinds[i] = kind_of_shape(t->shape);
      c->sides[i] = SEGI_SETTLES_LEFT | SEGI_GLANCED_LEFT | SEGI_GLANCED_RIGHT |
                    (t->shape == SEGI_SHAPE_LOWER ? SEGI_SETTLES_RIGHT : 0);
    } else {
      segi_context_see(c, i);
      c->kinds[i] = kind_of(segi_context_token(c, i));
      c->sides[i] = sides_of(segi_context_token(c, i)) | (t->plain ? SEGI_GLANCED_RIGHT : 0);
      bool final = segi_context_token(c, i)->trail_marks & SEGI_MARKS_FINAL; /* for the rules */
      if (final) segi_ask_tokens(tokens, i, i + 2);
    }
  }
  memset(c->sides + count, 0, 8);
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
  free(c->sides);
  free(c->open);
  *c = (segi_context){0};
}

void segi_context_see(const segi_context *c, size_t i) {
  segi_hash_token(c->tokens, i);
  *segi_context_token(c, i) = segi_traits_seen(c->tokens->text, &c->tokens->items[i]);
}

void segi_context_look_up(const segi_context *c, size_t i) {
  segi_know_token(c->tokens, i);
  segi_context_seen(c, i);
  segi_traits_know(segi_context_token(c, i), c->tokens->text, &c->tokens->items[i]);
}

uint32_t segi_context_word(const segi_context *c, size_t i) {
  if (i >= c->count || segi_context_token(c, i)->stage != SEGI_UNSEEN)
    return segi_context_token(c, i)->word;
  segi_hash_token(c->tokens, i); /* one without traits is plain */
  return segi_traits_word(&c->tokens->items[i]);
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
