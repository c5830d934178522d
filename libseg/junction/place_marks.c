/* The numbers of a candidate that tell which mark its words let expect: the token is taken apart
 * there, and the network for lost marks looks at the words around. */
#include "junction/candidate.h"
#include "junction/marks.h"

enum {
  FIRST = SEGI_PLACE_FEATURES - SEGI_DOCUMENT_NUMBERS - SEGI_MARK_NUMBERS,
  STEPS = SEGI_SCORE_STEP / 64, /* of a score in one of the row */
  LARGEST = 2000
};

static bool is_digit(const segi_place_view *v, size_t at) {
  return v->text[at] >= '0' && v->text[at] <= '9';
}

static size_t left_start(const segi_place_view *v) {
  size_t start = v->left.start;
  while (v->left.letters == 0 && start > v->token->start && is_digit(v, start - 1)) start--;
  return start;
}

/* What is left of a token is read no further than this, so that time stays linear in its length. */
enum { LONGEST_REST = 64 };

static size_t rest_start(const segi_place_view *v, size_t end) {
  size_t start = v->token->start + LONGEST_REST < end ? end - LONGEST_REST : v->token->start;
  while (start < end && ((unsigned char)v->text[start] & 0xC0) == 0x80) start++;
  return start;
}

static size_t rest_end(const segi_place_view *v, size_t start) {
  return start + LONGEST_REST < v->token->end ? start + LONGEST_REST : v->token->end;
}

/* The right word or number with the marks behind it. */
static size_t right_end(const segi_place_view *v) {
  size_t at = v->right.letters > 0 ? v->right.end : v->offset, end = rest_end(v, at), n;
  while (v->right.letters == 0 && at < end && is_digit(v, at)) at++;
  while (at < end && !segi_is_word(segi_class_at(v->text + at, end - at, &n))) at += n;
  return at;
}

/* Traits of text[start, end); false when that is empty. */
static bool read_part(const segi_place_view *v, size_t start, size_t end, segi_traits *traits) {
  if (start >= end) return false;
  segi_token token = segi_token_at(v->words, v->text, start, end);
  *traits = segi_traits_of(v->text, &token);
  return true;
}

/* Whole tokens before places [0, count) and behind places [from, 2K). */
static void read_before(const segi_place_view *v, size_t count, segi_traits *traits,
                        const segi_traits **window) {
  size_t i = (size_t)(v->token - v->tokens->items);
  while (count-- > 0 && i-- > 0) {
    traits[count] = segi_traits_of(v->text, &v->tokens->items[i]);
    window[count] = &traits[count];
  }
}

static void read_behind(const segi_place_view *v, size_t from, segi_traits *traits,
                        const segi_traits **window) {
  size_t i = (size_t)(v->token - v->tokens->items) + 1;
  for (; from < 2 * SEGI_K && i < v->tokens->count; from++, i++) {
    traits[from] = segi_traits_of(v->text, &v->tokens->items[i]);
    window[from] = &traits[from];
  }
}

static int16_t relative(int32_t score, int32_t to) {
  int32_t steps = (score - to) / STEPS;
  return (int16_t)(steps > LARGEST ? LARGEST : steps < -LARGEST ? -LARGEST : steps);
}

/* Scores against that of nothing. */
void segi_fill_mark_numbers(const seg_model *model, const segi_place_view *v, segi_candidate *c) {
  segi_traits traits[2 * SEGI_K];
  const segi_traits *window[2 * SEGI_K] = {NULL};
  int32_t score[SEGI_LOST_LABELS];
  size_t start = left_start(v), end = right_end(v), first = SEGI_K - 1, last = SEGI_K;
  if (!read_part(v, start, v->offset, &traits[first]) || !read_part(v, v->offset, end, &traits[last]))
    return;
  window[first] = &traits[first];
  window[last] = &traits[last];
  if (read_part(v, rest_start(v, start), start, &traits[first - 1])) first--, window[first] = &traits[first];
  if (read_part(v, end, rest_end(v, end), &traits[last + 1])) last++, window[last] = &traits[last];
  read_before(v, first, traits, window);
  read_behind(v, last + 1, traits, window);
  segi_score_lost_marks(&model->weights, window, score);
  for (int k = 1; k < SEGI_LOST_LABELS; k++)
    c->row[FIRST + k - 1] = relative(score[k], score[SEGI_LOST_NOTHING]);
}
