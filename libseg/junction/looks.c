#include "junction/looks.h"

#include "junction/features.h"

/* A glance below the first settles a junction. After two looks less is enough to be sure than after
 * one. */
enum {
  DULL = -3 * SEGI_LOOK_STEP,
  AS_HOPELESS = -3 * SEGI_LOOK_STEP,
  AS_CERTAIN = 3 * SEGI_LOOK_STEP
};

/* What was opened this many tokens ago counts no more: the other half may be missing. */
enum { LONGEST_NESTING = 60, LEVELS = 16 };

static int sum_of(const int8_t *table, const uint32_t *cell, size_t count) {
  int sum = 0;
  for (size_t k = 0; k < count; k++) sum += table[cell[k]];
  return sum;
}

static bool is_dull(const segi_context *c, size_t i, const int8_t *glance) {
  uint32_t cell[SEGI_GLANCE_TEMPLATES];
  segi_glance_cells(c->tokens, i, cell);
  return sum_of(glance, cell, SEGI_GLANCE_TEMPLATES) < DULL;
}

/* The score of both looks: it sees more than the first, so that less of it is enough to be sure. */
static int second_look(const segi_context *c, size_t i, const int8_t *table) {
  uint32_t cell[SEGI_SECOND_LOOK_TEMPLATES];
  segi_second_look_cells(c, i, cell);
  int score = segi_context_gap(c, i)->score + sum_of(table, cell, SEGI_SECOND_LOOK_TEMPLATES);
  if (score < AS_HOPELESS) return score < SEGI_HOPELESS ? score : SEGI_HOPELESS - 1;
  if (score >= AS_CERTAIN) return score > SEGI_CERTAIN ? score : SEGI_CERTAIN;
  return score;
}

/* Whole steps of 1 around 0; the lowest and the highest level hold all that is beyond. */
static uint8_t level_of(int score) {
  int level = (score + LEVELS / 2 * SEGI_LOOK_STEP + SEGI_LOOK_STEP / 2);
  if (level < 0) return 0;
  level /= SEGI_LOOK_STEP;
  return (uint8_t)(level < LEVELS ? level : LEVELS - 1);
}

/* Quotation marks and brackets that are open. */
typedef struct nesting {
  uint8_t quote; /* 0 none, 1 open, 2 closed */
  bool bracket;
  size_t since; /* token where that of the quotation marks changed */
} nesting;

static void grow_old(nesting *n, size_t i) {
  if (i - n->since > LONGEST_NESTING) n->quote = 0, n->bracket = false;
}

static void pass_token(nesting *n, const segi_traits *t, size_t i) {
  if (i > 0) grow_old(n, i - 1);
  if (t->lead_marks & SEGI_MARK_QUOTE) n->quote = 1, n->since = i;
  if (t->trail_marks & SEGI_MARK_QUOTE) {
    n->quote = t->shape == SEGI_SHAPE_NONE ? n->quote == 0 : 2;
    n->since = i;
  }
  if (t->brackets != 0) n->bracket = t->brackets > 0;
}

/* Whether the words of the two tokens alone settle the junction. */
static bool is_glanced(segi_context *c, size_t i, const int8_t *glance) {
  bool may = (c->sides[i] & SEGI_GLANCED_LEFT) && (c->sides[i + 1] & SEGI_GLANCED_RIGHT);
  if (!may || glance == NULL || !is_dull(c, i, glance)) return false;
  segi_context_gap(c, i)->score = SEGI_GLANCED;
  return true;
}

/* A junction that is not settled: notes what is open there. What its score asks for is on its way
 * when that is made. */
static void open_junction(segi_context *c, size_t i, nesting *n) {
  c->open[c->open_count++] = (uint32_t)i;
  grow_old(n, i);
  segi_context_gap(c, i)->open = (uint8_t)(n->quote * 2 + n->bracket);
  segi_ask_tokens(c->tokens, i + 1, i + 2);
}

/* Eight bytes as one number, the first the lowest. */
static uint64_t load_eight(const uint8_t *bytes) {
  uint64_t eight = 0;
  for (int k = 7; k >= 0; k--) eight = eight << 8 | bytes[k];
  return eight;
}

/* Lists the junctions that are not settled; eight tokens at a time, of which most are passed by. */
static void sift(segi_context *c, const int8_t *glance) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  nesting n = {0};
  c->open_count = 0;
  for (size_t first = 0; first < c->count; first += 8) {
    uint64_t left = load_eight(c->sides + first), right = load_eight(c->sides + first + 1);
    uint64_t nests = left / SEGI_NESTS & ones;
    uint64_t settled = left / SEGI_SETTLES_LEFT & right / SEGI_SETTLES_RIGHT & ones;
    for (uint64_t rest = nests | (settled ^ ones); rest != 0; rest &= rest - 1) {
      int bit = __builtin_ctzll(rest);
      size_t i = first + (size_t)bit / 8;
      if (i == c->count) break;
      if (nests >> bit & 1) pass_token(&n, segi_context_token(c, i), i);
      if (!(settled >> bit & 1) && !is_glanced(c, i, glance)) open_junction(c, i, &n);
    }
  }
}

static bool is_undecided(const segi_gap *gap) {
  return gap->score >= SEGI_HOPELESS && gap->score < SEGI_CERTAIN;
}

static void note_first(segi_context *c, size_t i, int score) {
  segi_gap *gap = segi_context_gap(c, i);
  gap->score = (int16_t)score;
  gap->level = level_of(score);
  if (score > SEGI_SURE) c->kinds[i] |= SEGI_IS_SURE;
  if (is_undecided(gap)) segi_ask_tokens(c->tokens, i, i + 1);
}

/* The end of the stretch is an end. Cells are asked for some junctions before they are read. */
static void look_once(segi_context *c, const int8_t *table) {
  enum { AHEAD = 4 };
  uint32_t cell[AHEAD][SEGI_FIRST_LOOK_TEMPLATES];
  size_t count = c->open_count - 1;
  for (size_t k = 0; k < count + AHEAD; k++) {
    uint32_t *cells = cell[k % AHEAD];
    if (k >= AHEAD)
      note_first(c, c->open[k - AHEAD], sum_of(table, cells, SEGI_FIRST_LOOK_TEMPLATES));
    if (k >= count) continue;
    segi_first_look_cells(c, c->open[k], cells);
    for (size_t t = 0; t < SEGI_FIRST_LOOK_TEMPLATES; t++) __builtin_prefetch(table + cells[t]);
  }
  note_first(c, c->count - 1, 12 * SEGI_LOOK_STEP);
}

static void look_twice(segi_context *c, const int8_t *table) {
  for (size_t k = 0; k < c->open_count; k++) {
    segi_gap *gap = segi_context_gap(c, c->open[k]);
    if (is_undecided(gap)) gap->score = (int16_t)second_look(c, c->open[k], table);
  }
}

void segi_context_look(segi_context *c, const segi_looks *looks) {
  if (c->count == 0) return;
  sift(c, looks->glance);
  look_once(c, looks->first);
  if (looks->second != NULL) look_twice(c, looks->second);
}
