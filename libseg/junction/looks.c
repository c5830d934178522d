#include "junction/looks.h"

#include "base/bytes.h"
#include "junction/features.h"
#include "junction/rules.h"

/* Glances below the first and above the second settle a junction. After two looks less is enough to
 * be sure than after one. */
enum {
  DULL = -7 * SEGI_LOOK_STEP / 2,
  EVIDENT = 2 * SEGI_LOOK_STEP,
  AS_HOPELESS = -5 * SEGI_LOOK_STEP / 2,
  AS_CERTAIN = 5 * SEGI_LOOK_STEP / 2
};

/* What was opened this many tokens ago counts no more: the other half may be missing. */
enum { LONGEST_NESTING = 60, LEVELS = 16 };

static int sum_of(const int8_t *table, const uint32_t *cell, size_t count) {
  int sum = 0;
  for (size_t k = 0; k < count; k++) sum += table[cell[k]];
  return sum;
}

/* Without a mark but a comma the bytes tell whether the junction is worth a look, with one whether it
 * is an end. */
int16_t segi_glance(const segi_tokens *tokens, size_t i, const int8_t *table) {
  uint32_t cell[SEGI_GLANCE_TEMPLATES];
  segi_glance_cells(tokens, i, cell);
  int sum = sum_of(table, cell, SEGI_GLANCE_TEMPLATES);
  if (segi_is_smooth(&tokens->items[i])) return sum < DULL ? SEGI_GLANCED_SPACE : 0;
  return sum > EVIDENT ? SEGI_GLANCED_END : 0;
}

/* The score of both looks: it sees more than the first, so that less of it is enough to be sure, but
 * not against rules that are. */
static int second_look(const segi_context *c, size_t i, const int8_t *table) {
  uint32_t cell[SEGI_SECOND_LOOK_TEMPLATES];
  segi_second_look_cells(c, i, cell);
  const segi_gap *gap = segi_context_gap(c, i);
  int score = gap->score + sum_of(table, cell, SEGI_SECOND_LOOK_TEMPLATES);
  if (score < AS_HOPELESS && !segi_sure_of_end(gap->rules))
    return score < SEGI_HOPELESS ? score : SEGI_HOPELESS - 1;
  if (score >= AS_CERTAIN && !segi_sure_of_none(gap->rules))
    return score > SEGI_CERTAIN ? score : SEGI_CERTAIN;
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

static bool is_undecided(const segi_gap *gap) {
  return gap->score >= SEGI_HOPELESS && gap->score < SEGI_CERTAIN;
}

static void note_score(segi_context *c, size_t i, int score) {
  segi_gap *gap = segi_context_gap(c, i);
  gap->score = (int16_t)score;
  gap->level = level_of(score);
  if (score > SEGI_SURE) c->kinds[i] |= SEGI_IS_SURE;
}

/* A junction that is no mere space: notes what is open there. What its score asks for is on its way
 * when that is made. */
static void open_junction(segi_context *c, size_t i, nesting *n, int16_t glanced) {
  c->open[c->open_count++] = (uint32_t)i;
  grow_old(n, i);
  segi_context_gap(c, i)->open = (uint8_t)(n->quote * 2 + n->bracket);
  note_score(c, i, glanced);
  bool judged = !segi_is_smooth(&c->tokens->items[i]);
  if (glanced == 0) segi_ask_tokens(c->tokens, judged ? i : i + 1, i + 2);
}

/* Lists the junctions that are not settled to be spaces; eight tokens at a time, of which most are
 * passed by. */
static void sift(segi_context *c, const int8_t *glance) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  nesting n = {0};
  c->open_count = 0;
  for (size_t first = 0; first < c->count; first += 8) {
    uint64_t left = segi_eight_bytes(c->sides + first);
    uint64_t right = segi_eight_bytes(c->sides + first + 1);
    uint64_t nests = left / SEGI_NESTS & ones;
    uint64_t settled = left / SEGI_SETTLES_LEFT & right / SEGI_SETTLES_RIGHT & ones;
    for (uint64_t rest = nests | (settled ^ ones); rest != 0; rest &= rest - 1) {
      int bit = __builtin_ctzll(rest);
      size_t i = first + (size_t)bit / 8;
      if (i == c->count) break;
      if (nests >> bit & 1) pass_token(&n, segi_context_seen(c, i), i);
      if (settled >> bit & 1) continue;
      bool glances = glance != NULL && i + 1 < c->count;
      int16_t glanced = glances ? segi_glance(c->tokens, i, glance) : 0;
      if (glanced == SEGI_GLANCED_SPACE) segi_context_gap(c, i)->score = glanced;
      else open_junction(c, i, &n, glanced);
    }
  }
}

/* Cells are asked for some junctions before they are read. The end of the stretch is an end. */
static void look_once(segi_context *c, const int8_t *table) {
  enum { BATCH = 8 };
  uint32_t cell[BATCH][SEGI_FIRST_LOOK_TEMPLATES], place[BATCH];
  for (size_t k = 0; k + 1 < c->open_count;) {
    size_t n = 0;
    for (; k + 1 < c->open_count && n < BATCH; k++) {
      if (!is_undecided(segi_context_gap(c, c->open[k]))) continue;
      place[n] = c->open[k];
      segi_first_look_cells(c, place[n], cell[n]);
      for (size_t t = 0; t < SEGI_FIRST_LOOK_TEMPLATES; t++) __builtin_prefetch(table + cell[n][t]);
      n++;
    }
    for (size_t b = 0; b < n; b++) {
      note_score(c, place[b], sum_of(table, cell[b], SEGI_FIRST_LOOK_TEMPLATES));
      if (is_undecided(segi_context_gap(c, place[b])))
        segi_ask_tokens(c->tokens, place[b], place[b] + 1);
    }
  }
  note_score(c, c->count - 1, 12 * SEGI_LOOK_STEP);
}

/* What is still open after it goes to the network, which knows all tokens around. */
static void look_twice(segi_context *c, const int8_t *table) {
  for (size_t k = 0; k < c->open_count; k++) {
    size_t i = c->open[k];
    segi_gap *gap = segi_context_gap(c, i);
    if (!is_undecided(gap)) continue;
    gap->score = (int16_t)second_look(c, i, table);
    if (!is_undecided(gap)) continue;
    segi_ask_tokens(c->tokens, i + 1 < SEGI_K ? 0 : i + 1 - SEGI_K, i + 1 + SEGI_K);
  }
}

void segi_context_look(segi_context *c, const segi_looks *looks) {
  if (c->count == 0) return;
  sift(c, looks->glance);
  segi_context_judge(c);
  look_once(c, looks->first);
  if (looks->second != NULL) look_twice(c, looks->second);
}
