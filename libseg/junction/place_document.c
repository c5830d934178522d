/* The numbers of a candidate that the rest of its document tells: whether its words and the
 * letters around it stand elsewhere, and how much damage there is nearby. */
#include <stdlib.h>

#include "base/mem.h"
#include "junction/candidate.h"

enum {
  REACH = 1000, /* tokens on each side that are nearby */
  FIRST = SEGI_PLACE_FEATURES - SEGI_DOCUMENT_NUMBERS
};

/* ORDER of the row's last numbers. */
enum {
  TOKEN_AGAIN, RUN_AGAIN, PAIR_APART, LEFT_AGAIN, RIGHT_AGAIN, MARKS, CASES, WORDS, DIGITS, ENDS,
  TOKENS, NUMBERS
};
_Static_assert((int)NUMBERS == (int)SEGI_DOCUMENT_NUMBERS, "the numbers are all there");

/* Words whose uses are counted: open addressing by hash; 0 marks an empty slot. Most words of a
 * document are not: a bit tells. */
enum { HINTS = 1 << 15 };
typedef struct uses {
  struct {
    uint64_t hash;
    uint32_t tokens, runs; /* as a token by itself; as the run of letters around candidates */
  } *slots;
  size_t mask;
  uint64_t hints[HINTS / 64]; /* of the words that are */
  uint32_t *ends;             /* [tokens + 1] end marks before each token */
} uses;

static size_t slot_of(const uses *u, uint64_t hash) {
  size_t i = (size_t)(hash >> 20) & u->mask;
  while (u->slots[i].hash != 0 && u->slots[i].hash != hash) i = (i + 1) & u->mask;
  return i;
}

static void watch(uses *u, uint64_t hash) {
  if (hash == 0) return;
  u->slots[slot_of(u, hash)].hash = hash;
  u->hints[hash % HINTS / 64] |= UINT64_C(1) << hash % 64;
}

static bool is_watched(const uses *u, uint64_t hash) {
  return (u->hints[hash % HINTS / 64] >> hash % 64 & 1) && u->slots[slot_of(u, hash)].hash != 0;
}

/* Two words that follow each other. */
static uint64_t pair_of(uint64_t left, uint64_t right) {
  return left != 0 && right != 0 ? (left ^ right * 0x9E3779B97F4A7C15u) | 1 : 0;
}

static void clear(uses *u) {
  free(u->slots);
  free(u->ends);
}

static bool make_uses(uses *u, const segi_tokens *tokens, const segi_candidates *all) {
  size_t size = 16, live = 0;
  for (size_t i = 0; i < all->count; i++) live += !all->items[i].hopeless;
  while (size < 10 * live) size *= 2;
  u->mask = size - 1;
  u->slots = segi_calloc(size, sizeof *u->slots);
  u->ends = segi_alloc(tokens->count + 1, sizeof *u->ends);
  if (u->slots == NULL || u->ends == NULL) return false;
  for (size_t i = 0; i < all->count; i++) {
    const segi_candidate *c = &all->items[i];
    if (c->hopeless) continue;
    watch(u, tokens->items[c->token].hash);
    watch(u, c->left);
    watch(u, c->right);
    watch(u, c->run);
    watch(u, pair_of(c->left, c->right));
  }
  return true;
}

/* Runs that are watched, once for all candidates within one. */
static void count_runs(uses *u, const segi_candidates *all) {
  for (size_t i = 0; i < all->count; i++) {
    const segi_candidate *c = &all->items[i];
    bool same_run = i > 0 && c[-1].token == c->token && c[-1].run == c->run;
    if (same_run || !is_watched(u, c->run)) continue;
    u->slots[slot_of(u, c->run)].runs++;
  }
}

/* Counts a use of a word that is watched; false when it is not. */
static bool count_use(uses *u, uint64_t hash) {
  if (!is_watched(u, hash)) return false;
  u->slots[slot_of(u, hash)].tokens++;
  return true;
}

static bool has_end(const segi_token *t) {
  return (t->trail & (SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS))) != 0;
}

/* One walk over the tokens, which fill no cache. The words of a pair that is watched are watched
 * too. */
static void count_tokens(uses *u, const segi_tokens *tokens) {
  bool before = false;
  uint32_t ends = 0;
  for (size_t i = 0; i < tokens->count; i++) {
    const segi_token *t = &tokens->items[i];
    bool watched = count_use(u, t->hash);
    if (before && watched && t[-1].trail == 0 && t->lead == 0)
      count_use(u, pair_of(t[-1].hash, t->hash));
    before = watched;
    u->ends[i] = ends;
    ends += has_end(t);
  }
  u->ends[tokens->count] = ends;
}

static int16_t at_most(size_t value, int limit) {
  return (int16_t)(value < (size_t)limit ? (int)value : limit);
}

static void fill_uses(const uses *u, const segi_token *token, segi_candidate *c) {
  int16_t *row = c->row + FIRST;
  if (token->hash != 0) row[TOKEN_AGAIN] = at_most(u->slots[slot_of(u, token->hash)].tokens - 1, 20);
  if (c->run != 0) row[RUN_AGAIN] = at_most(u->slots[slot_of(u, c->run)].runs - 1, 20);
  uint64_t pair = pair_of(c->left, c->right);
  if (pair != 0) row[PAIR_APART] = at_most(u->slots[slot_of(u, pair)].tokens, 20);
  if (c->left != 0) row[LEFT_AGAIN] = at_most(u->slots[slot_of(u, c->left)].tokens, 20);
  if (c->right != 0) row[RIGHT_AGAIN] = at_most(u->slots[slot_of(u, c->right)].tokens, 20);
}

/* Likely candidates by family in a window of tokens. */
typedef struct nearby {
  size_t first, last;   /* candidates [first, last) are in the window */
  size_t likely[SEGI_TOUCHING + 1];
  size_t first_token, last_token; /* tokens [first_token, last_token) */
} nearby;

static void move_window(nearby *n, const segi_tokens *tokens, const segi_candidates *all,
                        size_t token) {
  size_t begin = token < REACH ? 0 : token - REACH;
  size_t end = token + REACH < tokens->count ? token + REACH : tokens->count;
  n->first_token = begin;
  n->last_token = end;
  for (; n->last < all->count && all->items[n->last].token < end; n->last++)
    n->likely[all->items[n->last].family] += all->items[n->last].likely;
  for (; n->first < n->last && all->items[n->first].token < begin; n->first++)
    n->likely[all->items[n->first].family] -= all->items[n->first].likely;
}

/* In ten thousand tokens; the candidate itself does not count. */
static int16_t rate(const nearby *n, const segi_candidate *c, segi_family family) {
  size_t likely = n->likely[family] - (c->family == family && c->likely);
  return at_most(10000 * likely / (n->last_token - n->first_token + 200), 10000);
}

static void fill_nearby(const nearby *n, const uses *u, segi_candidate *c) {
  int16_t *row = c->row + FIRST;
  row[MARKS] = rate(n, c, SEGI_AFTER_MARK);
  row[CASES] = rate(n, c, SEGI_CASE_CHANGE);
  row[WORDS] = rate(n, c, SEGI_TOUCHING);
  row[DIGITS] = rate(n, c, SEGI_AFTER_DIGIT);
  size_t tokens = n->last_token - n->first_token;
  size_t ends = u->ends[n->last_token] - u->ends[n->first_token];
  row[ENDS] = at_most(1000 * ends / (tokens + 20), 1000);
  row[TOKENS] = at_most(tokens, 2 * REACH);
}

bool segi_fill_document_numbers(const segi_tokens *tokens, segi_candidates *all) {
  uses u = {0};
  if (all->count == 0) return true;
  if (!make_uses(&u, tokens, all)) {
    clear(&u);
    return false;
  }
  count_runs(&u, all);
  count_tokens(&u, tokens);
  nearby n = {0};
  for (size_t i = 0; i < all->count; i++) {
    segi_candidate *c = &all->items[i];
    if (c->hopeless) continue;
    fill_uses(&u, &tokens->items[c->token], c);
    move_window(&n, tokens, all, c->token);
    fill_nearby(&n, &u, c);
  }
  clear(&u);
  return true;
}
