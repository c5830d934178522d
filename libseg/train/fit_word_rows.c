/* Rows of words from their neighbours, left and right ones and the marks between kept apart
 * (after T. Mikolov et al., Distributed Representations of Words and Phrases, 2013). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "train/fit.h"
#include "train/number.h"

enum {
  WORDS = 40000000,
  LONGEST = 600,    /* words of a paragraph that are read */
  NEGATIVES = 4,
  FREQUENT = 200,   /* rows of the commonest words, most of whose uses are skipped */
  MARKS = 5,        /* kinds of marks, which are neighbours as words are */
  STEPS = 64, SPAN = 8 /* of the table of the logistic function */
};
static const double RATE = 0.05, LEAST_RATE = 0.0005, SKIPPED = 0.7, FAR_SKIPPED = 0.5;
static const double COURT_SHARE = 0.4; /* of what court text gets in the other stages */
static const double SPREAD = 0.15;     /* root mean square of the finished rows */

typedef struct skip_gram {
  segi_fit *fit;
  segi_random random;
  size_t targets;    /* rows, then marks before and behind */
  float *context[2]; /* [targets][D]: neighbours on the left, on the right */
  float logistic[2 * SPAN * STEPS];
  float rate;
} skip_gram;

static float logistic(const skip_gram *g, float z) {
  int i = (int)(z * STEPS) + SPAN * STEPS;
  return i < 0 ? 0 : i >= 2 * SPAN * STEPS ? 1 : g->logistic[i];
}

static float dot(const float *a, const float *b) {
  float lanes[8] = {0}, sum = 0;
  for (int d = 0; d < SEGI_D; d += 8)
    for (int k = 0; k < 8; k++) lanes[k] += a[d + k] * b[d + k];
  for (int k = 0; k < 8; k++) sum += lanes[k];
  return sum;
}

/* Rows lie in the order of frequency. Under Zipf's law the fourth power of an even share draws
 * them by the power 3/4 of their frequency. */
static size_t draw_negative(skip_gram *g) {
  double u = segi_random_share(&g->random);
  u *= u;
  return 1 + (size_t)(u * u * (double)(g->fit->word_row_count - 1));
}

static void learn_pair(skip_gram *g, size_t row, size_t target, float *context) {
  float *r = g->fit->word_rows + row * SEGI_D, change[SEGI_D] = {0};
  for (int k = 0; k <= NEGATIVES; k++) {
    size_t other = k == 0 ? target : draw_negative(g);
    if (k > 0 && other == target) continue;
    float *c = context + other * SEGI_D;
    float gradient = g->rate * ((k == 0 ? 1.0f : 0.0f) - logistic(g, dot(r, c)));
    for (int d = 0; d < SEGI_D; d++) {
      change[d] += gradient * c[d];
      c[d] += gradient * r[d];
    }
  }
  for (int d = 0; d < SEGI_D; d++) r[d] += change[d];
}

static size_t mark_kind(const segi_token *t) {
  const segi_class_set ends = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS);
  if (t->trail & ends) return 1;
  if (t->trail & (SEGI_SET(SEGI_COMMA) | SEGI_SET(SEGI_SEMICOLON))) return 2;
  if (t->trail & SEGI_SET(SEGI_COLON)) return 3;
  return t->trail & (SEGI_SET(SEGI_QUOTE) | SEGI_SET(SEGI_LOW_QUOTE)) ? 4 : 0;
}

/* What stands beside token i on a side: the mark between, or the word; 0 when it is unknown. */
static size_t neighbour(const skip_gram *g, const segi_token *t, bool right) {
  size_t mark = mark_kind(right ? t : t - 1);
  if (mark > 0) return g->fit->word_row_count + (right ? 0 : MARKS) + mark;
  return right ? t[1].word.row : t[-1].word.row;
}

static void learn_token(skip_gram *g, const segi_tokens *tokens, size_t i) {
  const segi_token *t = &tokens->items[i];
  size_t row = t->word.row;
  if (row == 0 || (row < FREQUENT && segi_happens(&g->random, SKIPPED))) return;
  for (int right = 0; right < 2; right++) {
    if (right ? i + 1 >= tokens->count : i == 0) continue;
    size_t target = neighbour(g, t, right);
    if (target > 0) learn_pair(g, row, target, g->context[right]);
    if (right ? i + 2 >= tokens->count : i < 2) continue;
    if (mark_kind(right ? t : t - 1) > 0 || segi_happens(&g->random, FAR_SKIPPED)) continue;
    target = right ? t[2].word.row : t[-2].word.row;
    if (target > 0) learn_pair(g, row, target, g->context[right]);
  }
}

static void scale(segi_fit *fit) {
  double squares = 0;
  size_t count = fit->word_row_count * SEGI_D;
  for (size_t i = SEGI_D; i < count; i++)
    squares += (double)fit->word_rows[i] * (double)fit->word_rows[i];
  double mean = sqrt(squares / (double)count);
  for (size_t i = SEGI_D; mean > 0 && i < count; i++)
    fit->word_rows[i] = (float)(fit->word_rows[i] * SPREAD / mean);
}

static bool learn_all(skip_gram *g, const segi_fitting *how) {
  segi_sampler *s = how->sampler;
  double wanted = WORDS * how->effort, words = 0;
  while (words < wanted) {
    const segi_corpus *corpus = segi_sampler_corpus(s);
    size_t i = segi_random_below(&g->random, corpus->count);
    bool court = corpus->source->kind == SEGI_COURT;
    if (segi_part_of(corpus, i) == SEGI_HELD_BACK ||
        (court && !segi_happens(&g->random, COURT_SHARE)))
      continue;
    seg_bytes text = corpus->paragraphs[i].text;
    if (!segi_tokenize(s->words, text.data, text.length, &s->tokens)) return false;
    if (s->tokens.count > LONGEST) s->tokens.count = LONGEST;
    g->rate = (float)(RATE * (1 - words / wanted) + LEAST_RATE);
    for (size_t k = 0; k < s->tokens.count; k++) learn_token(g, &s->tokens, k);
    words += (double)s->tokens.count + 1;
  }
  scale(g->fit);
  return true;
}

bool segi_fit_word_rows(segi_fit *fit, const segi_fitting *how) {
  skip_gram *g = segi_calloc(1, sizeof *g);
  bool ok = false;
  if (g != NULL) {
    *g = (skip_gram){.fit = fit, .targets = fit->word_row_count + 2 * MARKS + 1};
    g->random = segi_random_seed(segi_random_bits(&how->sampler->random));
    for (int i = 0; i < 2 * SPAN * STEPS; i++)
      g->logistic[i] = (float)segi_logistic((double)(i - SPAN * STEPS) / STEPS);
    g->context[0] = segi_calloc(g->targets * SEGI_D, sizeof(float));
    g->context[1] = segi_calloc(g->targets * SEGI_D, sizeof(float));
    ok = g->context[0] != NULL && g->context[1] != NULL &&
         (fit->word_row_count < 2 || learn_all(g, how));
    free(g->context[0]);
    free(g->context[1]);
  }
  free(g);
  return ok;
}
