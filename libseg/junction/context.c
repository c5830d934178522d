#include "junction/context.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
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

static uint8_t kind_of(uint8_t shape, uint8_t trail_marks, size_t length) {
  uint8_t kind = kind_of_shape(shape);
  if (!(trail_marks & SEGI_MARKS_FINAL)) return kind;
  if (length > 3) kind |= SEGI_IS_END;
  if (length > 2) kind |= SEGI_CARRIES_END;
  if (length <= 3 && (trail_marks & SEGI_MARK_STOP)) kind |= SEGI_IS_STOP;
  return kind;
}

static uint8_t sides_of(const segi_traits *t) {
  bool nests = t->brackets != 0 || ((t->lead_marks | t->trail_marks) & SEGI_MARK_QUOTE);
  return (uint8_t)(segi_settles_left(t) * SEGI_SETTLES_LEFT |
                   segi_settles_right(t) * SEGI_SETTLES_RIGHT | nests * SEGI_NESTS);
}

/* What a token is to the junctions around: a kind, and its two sides. */
typedef struct role {
  uint8_t kind, sides;
} role;

/* What traits would tell of a token that has letters alone, and a mark at most. */
static role role_of_plain(const char *text, const segi_token *t) {
  bool lower = t->shape == SEGI_SHAPE_LOWER;
  if (segi_is_smooth(t))
    return (role){kind_of_shape(t->shape),
                  (uint8_t)(SEGI_SETTLES_LEFT + lower * SEGI_SETTLES_RIGHT)};
  uint8_t marks = segi_mark_of((segi_class)t->first_mark);
  bool nests = (marks & SEGI_MARK_QUOTE) || segi_bracket_of(text + t->core_end, 1) != 0;
  bool settles_right = lower && !(marks & SEGI_MARK_BRACKET);
  return (role){kind_of(t->shape, marks, t->core_end - t->core),
                (uint8_t)(nests * SEGI_NESTS + settles_right * SEGI_SETTLES_RIGHT)};
}

static role role_of_seen(const segi_traits *t) {
  return (role){kind_of(t->shape, t->trail_marks, t->length), sides_of(t)};
}

/* The role of a plain token can be told before its traits are made. */
static void fill_in(segi_context *c) {
  const segi_token *token = c->tokens->items;
  for (size_t i = 0; i < c->count; i++, token++) {
    bool plain = token->plain && !segi_may_be_face(c->tokens->text, token);
    segi_traits *t = segi_context_token(c, i);
    t->stage = SEGI_UNSEEN;
    role r = plain ? role_of_plain(c->tokens->text, token) : role_of_seen(segi_context_seen(c, i));
    c->kinds[i] = r.kind;
    c->sides[i] = r.sides;
    *segi_context_gap(c, i) = (segi_gap){.score = SEGI_SETTLED};
  }
}

bool segi_context_begin(segi_context *c, segi_tokens *tokens) {
  size_t count = tokens->count;
  if (!make_room(c, count + 2 * SEGI_PADDING)) return false;
  c->count = count;
  c->open_count = 0;
  c->tokens = tokens;
  fill_in(c);
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

/* Which of eight tokens from `first` on are of the kind: a bit in the byte of each. */
static uint64_t eight_of_kind(const segi_context *c, size_t first, uint8_t kind) {
  return segi_eight_bytes(c->kinds + first) & kind * UINT64_C(0x0101010101010101);
}

int32_t segi_context_before(const segi_context *c, size_t i, uint8_t kind) {
  size_t k = i, end = i < SEGI_REACH ? 0 : i - SEGI_REACH;
  for (; k - end >= 8; k -= 8) {
    uint64_t found = eight_of_kind(c, k - 8, kind);
    if (found != 0) return (int32_t)(k - 1) - __builtin_clzll(found) / 8;
  }
  while (k > end && !(c->kinds[k - 1] & kind)) k--;
  return (int32_t)k - 1;
}

int32_t segi_context_behind(const segi_context *c, size_t i, uint8_t kind) {
  size_t last = c->count - 1, end = last - i < SEGI_REACH ? last : i + SEGI_REACH, k = i + 1;
  for (; k + 8 <= end; k += 8) {
    uint64_t found = eight_of_kind(c, k, kind);
    if (found != 0) return (int32_t)k + __builtin_ctzll(found) / 8;
  }
  while (k < end && !(c->kinds[k] & kind)) k++;
  return (int32_t)(k < end ? k : end);
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
