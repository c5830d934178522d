#include "junction/features.h"

#include "base/bytes.h"

/* Each table below is one macro list: its ids and its values are made from it. */

/* Two rounds of multiplication over what a template sees; the high bits are good. */
static uint32_t hash(uint32_t template, uint32_t a, uint32_t b) {
  uint64_t h = ((uint64_t)a << 32 | b) + template * UINT64_C(0x9E3779B97F4A7C15);
  h = (h ^ h >> 32) * UINT64_C(0xD6E8FEB86659FD93);
  h = (h ^ h >> 32) * UINT64_C(0xD6E8FEB86659FD93);
  return (uint32_t)(h >> 32);
}

/* --- Glance: id, the two numbers that are hashed. No word is hashed or looked up for it. */

#define GLANCE(X) \
  X("left-bytes",  left,       begins) \
  X("right-bytes", right,      ends) \
  X("left-ending", left >> 40, begins)

#define GLANCE_ID(id, a, b) id,
const char *const segi_glance_ids[SEGI_GLANCE_TEMPLATES] = {GLANCE(GLANCE_ID)};

/* The last eight bytes of a token, the last the highest; zeros stand before a shorter one. */
static uint64_t last_bytes(const segi_tokens *tokens, const segi_token *t) {
  size_t n = t->end - t->start;
  const char *end = tokens->text + t->end;
  if (n >= 8) return segi_eight_bytes(end - 8);
  if (t->end >= 8) return segi_eight_bytes(end - 8) >> 8 * (8 - n) << 8 * (8 - n);
  char bytes[8] = {0};
  memcpy(bytes + 8 - n, end - n, n);
  return segi_eight_bytes(bytes);
}

/* The first eight bytes, the first the lowest; zeros stand behind a shorter one. */
static uint64_t first_bytes(const segi_tokens *tokens, const segi_token *t) {
  size_t n = t->end - t->start;
  const char *start = tokens->text + t->start;
  if (n >= 8) return segi_eight_bytes(start);
  if (tokens->length - t->start >= 8) return segi_eight_bytes(start) << 8 * (8 - n) >> 8 * (8 - n);
  char bytes[8] = {0};
  memcpy(bytes, start, n);
  return segi_eight_bytes(bytes);
}

/* A class for what is written in ASCII; other bytes are their own. */
static uint32_t kind_of_byte(uint64_t byte) {
  return byte < 0x80 ? segi_ascii_classes[byte] : (uint32_t)byte;
}

/* One multiplication; of its product the highest bits hang on all. */
static uint32_t glance_cell(uint32_t template, uint64_t a, uint64_t b) {
  uint64_t h = a + (b * 4 + template) * UINT64_C(0x9E3779B97F4A7C15);
  return (uint32_t)(h * UINT64_C(0xD6E8FEB86659FD93) >> 32) / ((UINT64_C(1) << 32) / SEGI_GLANCE);
}

void segi_glance_cells(const segi_tokens *tokens, size_t i, uint32_t cell[SEGI_GLANCE_TEMPLATES]) {
  uint64_t left = last_bytes(tokens, &tokens->items[i]);
  uint64_t right = first_bytes(tokens, &tokens->items[i + 1]);
  uint32_t ends = kind_of_byte(left >> 56), begins = kind_of_byte(right & 0xFF), k = 0;
#define GLANCE_CELL(id, a, b) cell[k] = glance_cell(k, a, b), k++;
  GLANCE(GLANCE_CELL)
}

/* --- First look: id, the two numbers that are hashed. */

#define FIRST_LOOK(X) \
  X("marks",           (uint32_t)left->trail << 16 | right->lead, left->shape * 16u + right->shape) \
  X("left-word",       left->word,        shape * 256 + marks) \
  X("right-word",      right->word,       shape * 256 + marks) \
  X("kind-right-case", left->trail_kind,  (shape * 32 + right->case_class) * 2 + (right->lead != 0)) \
  X("left-ending",     left->ending,      (shape * 32 + right->case_class) * 256 + marks) \
  X("left-word-kind",  left->word,        left->trail_kind) \
  X("words",           left->word,        right->word) \
  X("second-left",     before,            shape * 256 + marks) \
  X("second-right",    behind,            shape * 256 + marks)

#define FIRST_ID(id, a, b) id,
const char *const segi_first_look_ids[SEGI_FIRST_LOOK_TEMPLATES] = {FIRST_LOOK(FIRST_ID)};

enum {
  DIVIDING = SEGI_MARKS_FINAL | SEGI_MARK_COLON | SEGI_MARK_COMMA,
  ENDING = SEGI_MARKS_FINAL | SEGI_MARK_COLON | SEGI_MARK_QUOTE
};

void segi_first_look_cells(const segi_context *c, size_t i,
                           uint32_t cell[SEGI_FIRST_LOOK_TEMPLATES]) {
  const segi_traits *left = segi_context_seen(c, i), *right = segi_context_known(c, i + 1);
  uint32_t before = i > 0 ? segi_context_word(c, i - 1) : 0, behind = segi_context_word(c, i + 2);
  uint32_t marks = left->trail_marks & DIVIDING, shape = right->shape, k = 0;
#define FIRST_CELL(id, a, b) cell[k] = hash(k, a, b) % SEGI_FIRST_LOOK, k++;
  FIRST_LOOK(FIRST_CELL)
}

bool segi_settles_left(const segi_traits *t) {
  return (t->trail == 0 || t->trail_marks == SEGI_MARK_COMMA) && t->length > 0;
}

bool segi_settles_right(const segi_traits *t) {
  return t->shape == SEGI_SHAPE_LOWER && t->lead == 0 && !(t->trail_marks & SEGI_MARK_BRACKET);
}

/* --- Token rows: id, number of rows, the row. */

#define TOKEN(X) \
  X("ending",    SEGI_ENDINGS,     t->ending) \
  X("beginning", SEGI_BEGINNINGS,  t->beginning) \
  X("case",      SEGI_TRAIT_SHAPES * SEGI_CASE_CLASSES, t->shape * SEGI_CASE_CLASSES + t->case_class) \
  X("trail",     SEGI_TRAILS,      t->trail) \
  X("kind",      SEGI_TRAIL_KINDS, t->trail_kind) \
  X("lead",      SEGI_LEADS,       t->lead) \
  X("forms",     SEGI_FORMS * 3,   t->forms * 3 + writing) \
  X("uses",      SEGI_USES,        t->uses) \
  X("length",    16 * SEGI_TRAIT_SHAPES, (t->length < 16 ? t->length : 15) * SEGI_TRAIT_SHAPES + t->shape)

#define TOKEN_ID(id, rows, row) id,
const char *const segi_token_ids[SEGI_TOKEN_TEMPLATES] = {TOKEN(TOKEN_ID)};
#define TOKEN_ROWS(id, rows, row) + rows
_Static_assert(0 TOKEN(TOKEN_ROWS) <= SEGI_PADDING_ROW, "the templates' rows fit");

void segi_token_rows(const segi_traits *t, uint16_t row[SEGI_TOKEN_TEMPLATES]) {
  int writing = t->shape == SEGI_SHAPE_LOWER ? 0 : segi_is_capitalised(t) ? 1 : 2;
  int k = 0, first = 0;
#define TOKEN_ROW(id, rows, value) row[k++] = (uint16_t)(first + (value)), first += rows;
  TOKEN(TOKEN_ROW)
}

/* --- What stands around. */

/* Distances in tokens, finer where they are short. */
static uint32_t distance(int32_t tokens) {
  static const int32_t limits[] = {1, 2, 3, 5, 8, 13, 20, 35};
  uint32_t level = 0;
  while (level < 8 && tokens >= limits[level]) level++;
  return level;
}

/* The share of `count` among `tokens` in 8 levels. */
static uint32_t share(uint32_t count, size_t tokens) {
  static const uint32_t limits[] = {5, 15, 30, 60, 100, 200, 400}; /* in a thousand */
  uint32_t level = 0;
  while (level < 7 && (uint64_t)count * 1000 >= (uint64_t)limits[level] * (tokens + 1)) level++;
  return level;
}

static uint32_t at_most(uint32_t value, uint32_t limit) {
  return value < limit ? value : limit;
}

/* Capitalised words soon behind the junction that stand just before it too: a headline and the
 * text below it share them. */
typedef struct overlap {
  uint32_t count; /* at most 3 */
  bool first;     /* one of them is among the first two words */
} overlap;

static overlap count_overlap(const segi_context *c, size_t i) {
  overlap o = {0, false};
  size_t end = i + 9 < c->count ? i + 9 : c->count, begin = i < 12 ? 0 : i - 12;
  for (size_t j = i + 1; j < end; j++) {
    if (c->tokens->items[j].shape == SEGI_SHAPE_LOWER) continue;
    const segi_traits *t = segi_context_seen(c, j);
    if (!segi_is_capitalised(t) || t->length < 3) continue;
    for (size_t k = begin; k <= i; k++) {
      if (segi_context_seen(c, k)->word != t->word) continue;
      o.count = at_most(o.count + 1, 3);
      if (j < i + 3) o.first = true;
      break;
    }
  }
  return o;
}

/* The highest level among up to 30 junctions from `from` on, before `limit`. */
static uint32_t highest(const segi_context *c, int32_t from, int32_t limit) {
  uint32_t level = 0;
  for (int32_t k = from; k < limit; k++)
    if (segi_context_gap(c, (size_t)k)->level > level) level = segi_context_gap(c, (size_t)k)->level;
  return level;
}

/* Finite forms of verbs in lower case among tokens [from, to), at most 3. */
static uint32_t count_verbs(const segi_context *c, int32_t from, int32_t to) {
  uint32_t count = 0;
  for (int32_t i = from; i < to && count < 3; i++)
    if (c->kinds[i] & SEGI_IS_LOWER) count += segi_context_known(c, (size_t)i)->forms & 1;
  return count;
}

/* Levels of the distances to the nearest tokens of the kind on both sides of junction i. */
static uint32_t distances(const segi_context *c, size_t i, uint8_t kind) {
  return distance((int32_t)i - segi_context_before(c, i, kind)) * 16 +
         distance(segi_context_behind(c, i, kind) - (int32_t)i);
}

/* --- Second look: id, the two numbers that are hashed. */

#define SECOND_LOOK(X) \
  X("level",           level,             marks * 16 + right->shape) \
  X("levels",          (gap[-1].level * 32u + gap[1].level) * 16 + level, final) \
  X("left-words",      before,            left->word) \
  X("right-words",     right->word,       behind->word) \
  X("around",          before,            right->word) \
  X("distances",       ends,              shapes) \
  X("distances-case",  ends,              right->case_class * 2u + final) \
  X("distances-level", ends,              level * 2 + final) \
  X("forms",           forms,             (right->forms * 32u + right->case_class) * 16 + right->shape) \
  X("endings",         left->ending,      right->ending) \
  X("right-kind",      behind->ending, \
    (right->case_class * 16u + right->shape) * 512 + right->trail_kind) \
  X("rules",           gap->rules,        level * 32 + right->case_class) \
  X("sure-distances",  sures,             right->shape * 2u + final) \
  X("shares",          shares,            right->case_class * 2u + final) \
  X("levels-2",        gap[-2].level * 32u + gap[2].level, level * 2 + final) \
  X("edges",           edges,             final) \
  X("open-marks",      gap->open * 256u + marks_here, right->lead)

#define SECOND_ID(id, a, b) id,
const char *const segi_second_look_ids[SEGI_SECOND_LOOK_TEMPLATES] = {SECOND_LOOK(SECOND_ID)};

void segi_second_look_cells(const segi_context *c, size_t i,
                            uint32_t cell[SEGI_SECOND_LOOK_TEMPLATES]) {
  const segi_traits *left = segi_context_known(c, i), *right = segi_context_known(c, i + 1);
  uint32_t before = i > 0 ? segi_context_seen(c, i - 1)->word : 0;
  const segi_traits *behind = segi_context_seen(c, i + 2);
  const segi_gap *gap = segi_context_gap(c, i);
  uint32_t marks = left->trail_marks & DIVIDING, level = gap->level, k = 0;
  uint32_t final = (left->trail_marks & SEGI_MARKS_FINAL) != 0;
  uint32_t ends = distances(c, i, SEGI_CARRIES_END), sures = distances(c, i, SEGI_IS_SURE);
  uint32_t shapes = ((left[-1].shape * 16u + left->shape) * 16 + right->shape) * 16 + behind->shape;
  uint32_t forms = (left->forms * 32u + left->case_class) * 16 + left->shape;
  size_t first = i < 200 ? 0 : i - 200, last = i + 200 < c->count ? i + 200 : c->count;
  uint32_t shares = share(segi_context_count(c, first, last, SEGI_IS_END), last - first) * 8 +
                    share(segi_context_count(c, first, last, SEGI_IS_SURE), last - first);
  uint32_t edges = distance((int32_t)i + 1) * 16 + distance((int32_t)(c->count - 1 - i));
  uint32_t marks_here = left->trail_marks & ENDING;
#define SECOND_CELL(id, a, b) cell[k] = hash(32 + k, a, b) % SEGI_SECOND_LOOK, k++;
  SECOND_LOOK(SECOND_CELL)
}

/* --- Context: id, the number that is hashed. What the names mean stands in segi_context_rows. */
#define CONTEXT(X) \
  X("always",         0) \
  X("score",          level(0)) \
  X("scores-1",       level(-1) * 32 + level(1)) \
  X("scores-2",       level(-2) * 32 + level(2)) \
  X("scores-3",       level(-3) * 32 + level(3)) \
  X("score-left",     level(-1)) \
  X("score-right",    level(1)) \
  X("score-left-2",   level(-2)) \
  X("score-right-2",  level(2)) \
  X("rules",          gap->rules * 32u + level(0)) \
  X("rules-case",     (gap->rules * 16u + right->shape) * 32 + right->case_class) \
  X("kind-lead",      left->trail_kind * (uint32_t)SEGI_LEADS + right->lead) \
  X("right-case",     (right->shape * 32u + right->case_class) * 256 + marks) \
  X("left-case",      (left->shape * 32u + left->case_class) * 256 + marks) \
  X("end-distances",  (since_end * 16 + until_end) * 2 + final) \
  X("since-end",      since_end * 2 + final) \
  X("until-end",      until_end * 2 + final) \
  X("overlap",        shared * 2 + (left->trail_marks != 0)) \
  X("overlap-shapes", (shared * 16 + right->shape) * 16 + left->shape) \
  X("open-marks",     gap->open * 256u + marks_here) \
  X("open-lead",      gap->open * (uint32_t)SEGI_LEADS + right->lead) \
  X("verbs",          (verbs_before * 4 + verbs_behind) * 2 + final) \
  X("sure-distances", since_sure * 16 + until_sure) \
  X("since-sure",     (since_sure * 4 + verbs_before) * 2 + final) \
  X("until-sure",     (until_sure * 4 + verbs_behind) * 2 + final) \
  X("best-before",    best_before) \
  X("best-behind",    best_behind) \
  X("best-scores",    (best_before * 16 + best_behind) * 16 + level(0)) \
  X("since-start",    distance((int32_t)i + 1) * 2 + final) \
  X("until-finish",   distance((int32_t)(c->count - 1 - i)) * 2 + final) \
  X("share-ends",     nearby(SEGI_IS_END, 200) * 2 + final) \
  X("share-numbers",  nearby(SEGI_IS_NUMBER, 200) * 2 + final) \
  X("share-stops",    nearby(SEGI_IS_STOP, 200) * 2 + final) \
  X("share-capitals", nearby(SEGI_IS_CAPITAL, 100) * 2 + final) \
  X("share-sure",     nearby(SEGI_IS_SURE, 200) * 2 + final) \
  X("share-lower",    nearby(SEGI_IS_LOWER, 100) * 2 + final)

#define CONTEXT_ID(id, value) id,
const char *const segi_context_ids[SEGI_CONTEXT_TEMPLATES] = {CONTEXT(CONTEXT_ID)};

static int32_t larger(int32_t a, int32_t b) {
  return a > b ? a : b;
}
static int32_t smaller(int32_t a, int32_t b) {
  return a < b ? a : b;
}

void segi_context_rows(const segi_context *c, size_t i, uint16_t row[SEGI_CONTEXT_TEMPLATES]) {
  const segi_traits *left = segi_context_token(c, i), *right = left + 1;
  const segi_gap *gap = segi_context_gap(c, i);
  uint32_t marks = left->trail_marks & DIVIDING;
  uint32_t marks_here = left->trail_marks & ENDING;
  uint32_t final = (left->trail_marks & SEGI_MARKS_FINAL) != 0;
  bool right_is_name = !final && segi_is_capitalised(right);
  int32_t here = (int32_t)i;
  int32_t previous_sure = segi_context_before(c, i, SEGI_IS_SURE);
  int32_t next_sure = segi_context_behind(c, i, SEGI_IS_SURE);
  uint32_t since_end = distance(here - segi_context_before(c, i, SEGI_CARRIES_END));
  uint32_t until_end = distance(segi_context_behind(c, i, SEGI_CARRIES_END) - here);
  uint32_t since_sure = distance(here - previous_sure), until_sure = distance(next_sure - here);
  overlap common = right_is_name ? count_overlap(c, i) : (overlap){0, false};
  uint32_t shared = common.count * 2 + common.first;
  uint32_t verbs_before = count_verbs(c, previous_sure + 1, here + 1);
  uint32_t verbs_behind = count_verbs(c, here + 1, next_sure);
  uint32_t best_before = highest(c, larger(previous_sure + 1, here - 29), here);
  uint32_t best_behind = highest(c, here + 1, smaller(next_sure, here + 30));
#define level(k) ((uint32_t)gap[k].level)
/* The share of tokens of a kind within `reach` tokens on each side. */
#define nearby(kind, reach) \
  share(segi_context_count(c, before_##reach, after_##reach, kind), after_##reach - before_##reach)
  size_t before_100 = i < 100 ? 0 : i - 100, after_100 = i + 100 < c->count ? i + 100 : c->count;
  size_t before_200 = i < 200 ? 0 : i - 200, after_200 = i + 200 < c->count ? i + 200 : c->count;
  uint32_t k = 0;
#define CONTEXT_ROW(id, value) row[k] = (uint16_t)(hash(k, value, 0) % SEGI_CONTEXT_ROWS), k++;
  CONTEXT(CONTEXT_ROW)
}

/* --- Lost marks: id, the two numbers that are hashed. */

#define MARKS(X) \
  X("left-word",    left->word,  0) \
  X("right-word",   right->word, right->shape) \
  X("words",        left->word,  right->word) \
  X("left-words",   left2->word, left->word) \
  X("right-words",  right->word, right2->word) \
  X("around",       left2->word, right->word) \
  X("left-ending",  left->ending, right->word) \
  X("right-ending", left->word,  right->ending) \
  X("endings",      left->ending, right->ending) \
  X("left-forms",   left->forms * 32u + left->case_class, right->word) \
  X("forms",        (left->forms * 32u + left->case_class) * 16 + left->shape, \
                    (right->forms * 32u + right->case_class) * 16 + right->shape)

#define MARK_ID(id, a, b) id,
const char *const segi_mark_ids[SEGI_MARK_TEMPLATES] = {MARKS(MARK_ID)};

void segi_mark_rows(const segi_traits *const window[2 * SEGI_K], uint32_t row[SEGI_MARK_TEMPLATES]) {
  const segi_traits *left = window[SEGI_K - 1], *left2 = window[SEGI_K - 2];
  const segi_traits *right = window[SEGI_K], *right2 = window[SEGI_K + 1];
  uint32_t k = 0;
#define MARK_ROW(id, a, b) row[k] = hash(k, a, b) % SEGI_MARK_ROWS, k++;
  MARKS(MARK_ROW)
}
