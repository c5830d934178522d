#include "align/learn.h"

#include <stdlib.h>
#include <string.h>

#include "align/keys.h"
#include "base/mem.h"

static const double unlinked = 0.1; /* prior of a word without counterpart */
static const double steepness = 8;  /* of the preference for the diagonal */

/* N distinct word pairs, C cells. */
typedef struct learner {
  const segi_word_lists *lists;
  segi_learned *pairs; /* [N] */
  size_t N, pair_capacity;
  uint32_t *cell;      /* [C] number of its word pair */
  float *forward, *backward;     /* [N] expected counts of this round */
  double *source_sum, *target_sum; /* [words] of the counts */
  double *source_alone, *target_alone; /* [words] probability among words without counterpart */
  double *source_lonely, *target_lonely; /* [words] their counts */
  double *prior, *p, *q; /* [cells of a pair] prior and posteriors of links */
} learner;

static size_t source_length(const segi_word_lists *l, size_t p) {
  return l->source_start[p + 1] - l->source_start[p];
}

static size_t target_length(const segi_word_lists *l, size_t p) {
  return l->target_start[p + 1] - l->target_start[p];
}

/* Fibonacci hashing spreads the small numbers over all bits. */
static uint64_t pair_key(uint32_t source, uint32_t target) {
  return ((uint64_t)source << 32 | target) * 11400714819323198485u;
}

/* Numbers the word pairs of all cells. */
static bool number_cells(learner *m) {
  const segi_word_lists *l = m->lists;
  segi_keys keys = SEGI_KEYS_EMPTY;
  bool fine = true;
  size_t c = 0;
  for (size_t p = 0; p < l->P && fine; p++)
    for (size_t i = l->source_start[p]; i < l->source_start[p + 1] && fine; i++) {
      for (size_t j = l->target_start[p]; j < l->target_start[p + 1]; j++)
        segi_keys_ask(&keys, pair_key(l->source[i], l->target[j]));
      for (size_t j = l->target_start[p]; j < l->target_start[p + 1] && fine; j++) {
        uint32_t number = segi_keys_add(&keys, pair_key(l->source[i], l->target[j]));
        fine = number != SEGI_NO_KEY &&
               segi_grow(&m->pairs, &m->pair_capacity, number + 1, sizeof *m->pairs);
        if (!fine) break;
        if (number == m->N)
          m->pairs[m->N++] = (segi_learned){.source = l->source[i], .target = l->target[j]};
        m->cell[c++] = number;
      }
    }
  segi_keys_clear(&keys);
  return fine;
}

static bool prepare(learner *m) {
  const segi_word_lists *l = m->lists;
  size_t cells = 0, most = 0;
  for (size_t p = 0; p < l->P; p++) {
    size_t here = source_length(l, p) * target_length(l, p);
    cells += here;
    if (here > most) most = here;
  }
  m->cell = segi_alloc(cells, sizeof *m->cell);
  if (m->cell == NULL || !number_cells(m)) return false;
  m->forward = segi_alloc(m->N, sizeof *m->forward);
  m->backward = segi_alloc(m->N, sizeof *m->backward);
  m->source_sum = segi_alloc(l->source_words, 3 * sizeof *m->source_sum);
  m->target_sum = segi_alloc(l->target_words, 3 * sizeof *m->target_sum);
  m->prior = segi_alloc(most, 3 * sizeof *m->prior);
  if (m->forward == NULL || m->backward == NULL || m->source_sum == NULL ||
      m->target_sum == NULL || m->prior == NULL)
    return false;
  m->source_alone = m->source_sum + l->source_words;
  m->source_lonely = m->source_alone + l->source_words;
  m->target_alone = m->target_sum + l->target_words;
  m->target_lonely = m->target_alone + l->target_words;
  m->p = m->prior + most;
  m->q = m->p + most;
  for (size_t w = 0; w < l->source_words; w++) m->source_alone[w] = 1.0 / (double)l->source_words;
  for (size_t w = 0; w < l->target_words; w++) m->target_alone[w] = 1.0 / (double)l->target_words;
  for (size_t n = 0; n < m->N; n++) {
    m->pairs[n].forward = (float)(1.0 / (double)l->target_words);
    m->pairs[n].backward = (float)(1.0 / (double)l->source_words);
  }
  return true;
}

/* Links near the diagonal are likelier. */
static void fill_prior(learner *m, size_t a, size_t b) {
  double *column = m->q; /* which is free as yet */
  for (size_t j = 0; j < b; j++) column[j] = ((double)j + 0.5) / (double)b;
  for (size_t i = 0; i < a; i++) {
    double row = ((double)i + 0.5) / (double)a;
    for (size_t j = 0; j < b; j++) {
      double off = row - column[j];
      m->prior[i * b + j] = 1 / (1 + steepness * (off < 0 ? -off : off));
    }
  }
}

/* Posterior of each link of one word: `count` cells, `step` apart. */
static void explain_word(const double *prior, double *posterior, const uint32_t *cell,
                         const segi_learned *pairs, bool forward, size_t count, size_t step,
                         double alone, double *lonely) {
  double norm = 0, sum = 0;
  for (size_t k = 0; k < count * step; k += step) {
    const segi_learned *pair = &pairs[cell[k]];
    posterior[k] = prior[k] * (double)(forward ? pair->forward : pair->backward);
    norm += prior[k];
    sum += posterior[k];
  }
  double linked = (1 - unlinked) / norm, total = sum * linked + unlinked * alone;
  if (total <= 0) total = 1;
  for (size_t k = 0; k < count * step; k += step) posterior[k] *= linked / total;
  *lonely += unlinked * alone / total;
}

static void explain_pair(learner *m, size_t p, const uint32_t *cell, bool agree) {
  const segi_word_lists *l = m->lists;
  size_t a = source_length(l, p), b = target_length(l, p);
  if (l->source_words == 0 || l->target_words == 0) return; /* there are no lists then */
  const uint32_t *source = l->source + l->source_start[p];
  const uint32_t *target = l->target + l->target_start[p];
  fill_prior(m, a, b);
  for (size_t j = 0; j < b; j++)
    explain_word(m->prior + j, m->p + j, cell + j, m->pairs, true, a, b,
                 m->target_alone[target[j]], &m->target_lonely[target[j]]);
  for (size_t i = 0; i < a; i++)
    explain_word(m->prior + i * b, m->q + i * b, cell + i * b, m->pairs, false, b, 1,
                 m->source_alone[source[i]], &m->source_lonely[source[i]]);
  for (size_t k = 0; k < a * b; k++) {
    double both = m->p[k] * m->q[k];
    m->forward[cell[k]] += (float)(agree ? both : m->p[k]);
    m->backward[cell[k]] += (float)(agree ? both : m->q[k]);
  }
}

static void normalize_alone(double *alone, const double *lonely, size_t words) {
  double sum = 0;
  for (size_t w = 0; w < words; w++) sum += lonely[w];
  for (size_t w = 0; w < words; w++) alone[w] = sum > 0 ? lonely[w] / sum : 0;
}

static void maximize(learner *m) {
  const segi_word_lists *l = m->lists;
  memset(m->source_sum, 0, l->source_words * sizeof *m->source_sum);
  memset(m->target_sum, 0, l->target_words * sizeof *m->target_sum);
  for (size_t n = 0; n < m->N; n++) {
    m->source_sum[m->pairs[n].source] += (double)m->forward[n];
    m->target_sum[m->pairs[n].target] += (double)m->backward[n];
  }
  for (size_t n = 0; n < m->N; n++) {
    segi_learned *pair = &m->pairs[n];
    double from_source = m->source_sum[pair->source], from_target = m->target_sum[pair->target];
    pair->forward = from_source > 0 ? (float)((double)m->forward[n] / from_source) : 0;
    pair->backward = from_target > 0 ? (float)((double)m->backward[n] / from_target) : 0;
    pair->count = m->forward[n];
  }
  normalize_alone(m->source_alone, m->source_lonely, l->source_words);
  normalize_alone(m->target_alone, m->target_lonely, l->target_words);
}

static void learn_round(learner *m, bool agree) {
  const segi_word_lists *l = m->lists;
  memset(m->forward, 0, m->N * sizeof *m->forward);
  memset(m->backward, 0, m->N * sizeof *m->backward);
  memset(m->source_lonely, 0, l->source_words * sizeof *m->source_lonely);
  memset(m->target_lonely, 0, l->target_words * sizeof *m->target_lonely);
  const uint32_t *cell = m->cell;
  for (size_t p = 0; p < l->P; p++) {
    explain_pair(m, p, cell, agree);
    cell += source_length(l, p) * target_length(l, p);
  }
  maximize(m);
}

bool segi_learn_words(const segi_word_lists *lists, unsigned rounds, unsigned agreeing_rounds,
                      segi_learned **learned, size_t *count) {
  learner m = {.lists = lists};
  bool fine = prepare(&m);
  for (unsigned r = 0; r < rounds && fine; r++) learn_round(&m, r + agreeing_rounds >= rounds);
  *learned = NULL;
  *count = 0;
  if (fine) {
    *learned = m.pairs;
    *count = m.N;
    m.pairs = NULL;
  }
  free(m.pairs);
  free(m.cell);
  free(m.forward);
  free(m.backward);
  free(m.source_sum);
  free(m.target_sum);
  free(m.prior);
  return fine;
}
