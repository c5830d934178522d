#include "align/learn.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const double unlinked = 0.1; /* prior of a word without counterpart */
static const double steepness = 8;  /* of the preference for the diagonal */

enum { AHEAD = 16 /* cells whose word pairs are brought into the cache in time */ };

/* N distinct word pairs, C cells. */
typedef struct learner {
  const segi_word_lists *lists;
  segi_learned *pairs; /* [N] */
  size_t N, pair_capacity;
  uint32_t *cell;                        /* [C + AHEAD] number of its word pair */
  double *source_sum, *target_sum;       /* [words] of the counts of this round */
  double *source_alone, *target_alone;   /* [words] probability among words without counterpart */
  double *source_lonely, *target_lonely; /* [words] their counts */
  double *prior, *p, *q;                 /* [cells of a pair] prior and posteriors of links */
  double *column_norm, *column_sum;      /* [target words of a pair] of prior, of p */
} learner;

static size_t source_length(const segi_word_lists *l, size_t p) {
  return l->source_start[p + 1] - l->source_start[p];
}

static size_t target_length(const segi_word_lists *l, size_t p) {
  return l->target_start[p + 1] - l->target_start[p];
}

/* The cells of one token of the source. */
typedef struct cell_row {
  size_t first;  /* cell */
  uint32_t pair; /* of lists */
} cell_row;

/* The rows of the source words, one word after the other: those of word w end at end[w]. */
static void sort_rows(const segi_word_lists *l, cell_row *rows, size_t *end) {
  size_t cell = 0, before = 0;
  for (size_t p = 0; p < l->P; p++)
    for (size_t i = l->source_start[p]; i < l->source_start[p + 1]; i++) end[l->source[i]]++;
  for (size_t w = 0; w < l->source_words; w++) {
    size_t count = end[w];
    end[w] = before;
    before += count;
  }
  for (size_t p = 0; p < l->P; p++)
    for (size_t i = l->source_start[p]; i < l->source_start[p + 1]; i++) {
      rows[end[l->source[i]]++] = (cell_row){cell, (uint32_t)p};
      cell += target_length(l, p);
    }
}

/* number: 1 + the last number that each target word got; it is this source word's when it is above
 * `before`. */
static bool number_row(learner *m, uint32_t source, cell_row row, size_t before, size_t *number) {
  const segi_word_lists *l = m->lists;
  const uint32_t *target = l->target + l->target_start[row.pair];
  for (size_t j = 0; j < target_length(l, row.pair); j++) {
    size_t *here = &number[target[j]];
    if (*here <= before) {
      if (m->N == UINT32_MAX ||
          !segi_grow(&m->pairs, &m->pair_capacity, m->N + 1, sizeof *m->pairs))
        return false;
      m->pairs[m->N] = (segi_learned){.source = source, .target = target[j]};
      *here = ++m->N;
    }
    m->cell[row.first + j] = (uint32_t)(*here - 1);
  }
  return true;
}

/* Numbers the word pairs of all cells; those of a source word stand together. */
static bool number_cells(learner *m) {
  const segi_word_lists *l = m->lists;
  cell_row *rows = segi_alloc(l->P > 0 ? l->source_start[l->P] : 0, sizeof *rows);
  size_t *end = segi_calloc(l->source_words, sizeof *end);
  size_t *number = segi_calloc(l->target_words, sizeof *number);
  bool fine = rows != NULL && end != NULL && number != NULL;
  if (fine) sort_rows(l, rows, end);
  for (size_t w = 0, k = 0; w < l->source_words && fine; w++)
    for (size_t before = m->N; k < end[w] && fine; k++)
      fine = number_row(m, (uint32_t)w, rows[k], before, number);
  free(rows);
  free(end);
  free(number);
  return fine;
}

static bool prepare(learner *m) {
  const segi_word_lists *l = m->lists;
  size_t cells = 0, most = 0, longest = 0;
  for (size_t p = 0; p < l->P; p++) {
    size_t here = source_length(l, p) * target_length(l, p);
    cells += here;
    if (here > most) most = here;
    if (target_length(l, p) > longest) longest = target_length(l, p);
  }
  m->cell = segi_calloc(cells + AHEAD, sizeof *m->cell);
  if (m->cell == NULL || !number_cells(m)) return false;
  m->source_sum = segi_alloc(l->source_words, 3 * sizeof *m->source_sum);
  m->target_sum = segi_alloc(l->target_words, 3 * sizeof *m->target_sum);
  m->prior = segi_alloc(most, 3 * sizeof *m->prior);
  m->column_norm = segi_alloc(longest, 2 * sizeof *m->column_norm);
  if (m->source_sum == NULL || m->target_sum == NULL || m->prior == NULL || m->column_norm == NULL)
    return false;
  m->source_alone = m->source_sum + l->source_words;
  m->source_lonely = m->source_alone + l->source_words;
  m->target_alone = m->target_sum + l->target_words;
  m->target_lonely = m->target_alone + l->target_words;
  m->p = m->prior + most;
  m->q = m->p + most;
  m->column_sum = m->column_norm + longest;
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
  double *column = m->column_norm; /* which is free as yet */
  for (size_t j = 0; j < b; j++) column[j] = ((double)j + 0.5) / (double)b;
  for (size_t i = 0; i < a; i++) {
    double row = ((double)i + 0.5) / (double)a;
    for (size_t j = 0; j < b; j++) {
      double off = row - column[j];
      m->prior[i * b + j] = 1 / (1 + steepness * (off < 0 ? -off : off));
    }
  }
}

/* The factor that makes products of prior and probability, of which `sum` is the sum, posteriors of
 * the links of one word; norm is the sum of the priors. */
static double explain_word(double norm, double sum, double alone, double *lonely) {
  double linked = (1 - unlinked) / norm, total = sum * linked + unlinked * alone;
  if (total <= 0) total = 1;
  *lonely += unlinked * alone / total;
  return linked / total;
}

/* Source word i of a pair in its b cells: posteriors in q, products in p and in the columns' sums. */
static void explain_row(learner *m, uint32_t word, const uint32_t *cell, size_t i, size_t b) {
  const double *prior = m->prior + i * b;
  double *p = m->p + i * b, *q = m->q + i * b, norm = 0, sum = 0;
  for (size_t j = 0; j < b; j++) {
    const segi_learned *pair = &m->pairs[cell[j]];
    __builtin_prefetch(&m->pairs[cell[j + AHEAD]], 1);
    p[j] = prior[j] * (double)pair->forward;
    q[j] = prior[j] * (double)pair->backward;
    m->column_norm[j] += prior[j];
    m->column_sum[j] += p[j];
    norm += prior[j];
    sum += q[j];
  }
  double factor = explain_word(norm, sum, m->source_alone[word], &m->source_lonely[word]);
  for (size_t j = 0; j < b; j++) q[j] *= factor;
}

static void explain_pair(learner *m, size_t p, const uint32_t *cell, bool agree) {
  const segi_word_lists *l = m->lists;
  size_t a = source_length(l, p), b = target_length(l, p);
  const uint32_t *source = l->source + l->source_start[p];
  const uint32_t *target = l->target + l->target_start[p];
  fill_prior(m, a, b);
  for (size_t j = 0; j < b; j++) m->column_norm[j] = m->column_sum[j] = 0;
  for (size_t i = 0; i < a; i++) explain_row(m, source[i], cell + i * b, i, b);
  for (size_t j = 0; j < b; j++)
    m->column_sum[j] = explain_word(m->column_norm[j], m->column_sum[j], m->target_alone[target[j]],
                                    &m->target_lonely[target[j]]);
  for (size_t k = 0, j = 0; k < a * b; k++, j = j + 1 < b ? j + 1 : 0) {
    double forward = m->p[k] * m->column_sum[j], both = forward * m->q[k];
    m->pairs[cell[k]].count += (float)(agree ? both : forward);
    m->pairs[cell[k]].back_count += (float)(agree ? both : m->q[k]);
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
    m->source_sum[m->pairs[n].source] += (double)m->pairs[n].count;
    m->target_sum[m->pairs[n].target] += (double)m->pairs[n].back_count;
  }
  for (size_t n = 0; n < m->N; n++) {
    segi_learned *pair = &m->pairs[n];
    double from_source = m->source_sum[pair->source], from_target = m->target_sum[pair->target];
    pair->forward = from_source > 0 ? (float)((double)pair->count / from_source) : 0;
    pair->backward = from_target > 0 ? (float)((double)pair->back_count / from_target) : 0;
  }
  normalize_alone(m->source_alone, m->source_lonely, l->source_words);
  normalize_alone(m->target_alone, m->target_lonely, l->target_words);
}

static void learn_round(learner *m, bool agree) {
  const segi_word_lists *l = m->lists;
  for (size_t n = 0; n < m->N; n++) m->pairs[n].count = m->pairs[n].back_count = 0;
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
  free(m.source_sum);
  free(m.target_sum);
  free(m.prior);
  free(m.column_norm);
  return fine;
}
