#include "align/groups.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/chars.h"

enum {
  SAMPLES = 64,        /* random groups of a side; all of them when there are fewer */
  PRIOR_SAMPLES = 4,   /* weigh PRIOR_DISTANCE in, so that tiny documents have a sensible mean */
  LENGTH_OFFSET = 10   /* characters, so that lengths of short sentences are close */
};
static const double prior_distance = 0.95;
static const double largest_ratio = 1.4; /* of characters between languages; more means that one
                                            side is not complete */
static const double sure_score = 0.5; /* least one of a bead that tells the ratio */
enum { SURE_CHARACTERS = 1000 /* on the target side of such beads; fewer tell too little */ };

/* The generator is xorshift64* (Vigna 2016): the same samples on every machine. */
static size_t random_below(uint64_t *state, size_t limit) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (size_t)((*state * 2685821657736338717u >> 33) % limit);
}

/* The squared length of a group grows by the new sentence's dots with all its members. */
static void fill_norms(segi_groups *g, const segi_vectors *v, float *dense) {
  for (size_t i = 0; i < g->n; i++) {
    double squared = 0;
    for (size_t k = 0; k < g->K && i + k < g->n; k++) {
      double before = segi_vectors_dot(v, i + k, dense);
      segi_vectors_scatter(v, i + k, 1, dense);
      squared += before + segi_vectors_dot(v, i + k, dense);
      g->square[k * g->n + i] = (float)squared;
      g->inverse_norm[k * g->n + i] = squared > 0 ? (float)(1 / sqrt(squared)) : 0;
    }
    for (size_t k = 0; k < g->K && i + k < g->n; k++) segi_vectors_unscatter(v, i + k, dense);
  }
}

/* mean: the average direction of groups of k + 1 sentences. */
static size_t average_direction(const segi_groups *g, const segi_vectors *v, size_t k,
                                size_t dimensions, float *mean) {
  memset(mean, 0, dimensions * sizeof *mean);
  if (g->n <= k) return 0;
  size_t starts = g->n - k, samples = starts < SAMPLES ? starts : SAMPLES;
  uint64_t state = 88172645463325252u + k;
  for (size_t s = 0; s < samples; s++) {
    size_t i = starts <= SAMPLES ? s : random_below(&state, starts);
    double factor = (double)g->inverse_norm[k * g->n + i] / (double)samples;
    for (size_t member = 0; member <= k; member++)
      segi_vectors_scatter(v, i + member, factor, mean);
  }
  return samples;
}

/* How far the groups of one side are from the average group of b + 1 sentences of the other. */
static void fill_away(segi_groups *g, const segi_vectors *v, size_t b, const float *mean,
                      size_t samples, double *dots) {
  for (size_t i = 0; i < g->n; i++) dots[i] = segi_vectors_dot(v, i, mean);
  for (size_t i = 0; i < g->n; i++) {
    double sum = 0;
    for (size_t k = 0; k < g->K && i + k < g->n; k++) {
      sum += dots[i + k];
      double distance = 1 - sum * (double)g->inverse_norm[k * g->n + i];
      g->away[(k * g->K + b) * g->n + i] =
          (float)((distance * (double)samples + prior_distance * PRIOR_SAMPLES) /
                  (double)(samples + PRIOR_SAMPLES));
    }
  }
}

static bool compare_sides(const segi_vectors *x, const segi_vectors *y, size_t dimensions,
                          segi_groups *gx, segi_groups *gy) {
  float *dense = segi_calloc(dimensions, sizeof *dense);
  double *dots = segi_alloc(x->n > y->n ? x->n : y->n, sizeof *dots);
  bool fine = dense != NULL && dots != NULL;
  if (fine) {
    fill_norms(gx, x, dense);
    fill_norms(gy, y, dense);
  }
  for (size_t k = 0; k < gx->K && fine; k++) {
    size_t samples = average_direction(gy, y, k, dimensions, dense);
    fill_away(gx, x, k, dense, samples, dots);
    samples = average_direction(gx, x, k, dimensions, dense);
    fill_away(gy, y, k, dense, samples, dots);
  }
  free(dense);
  free(dots);
  return fine;
}

/* Characters that are not white space or controls; a byte that is no UTF-8 may count. */
static double count_characters(seg_bytes text) {
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.data[i];
    count += c > ' ' && (c & 0xC0) != 0x80;
  }
  return (double)count;
}

static void fill_lengths(segi_groups *g, const seg_sentence *sentences, const double *length,
                         double ratio) {
  for (size_t i = 0; i < g->n; i++) {
    double sum = 0, breaks = 0;
    for (size_t k = 0; k < g->K && i + k < g->n; k++) {
      sum += length[i + k];
      breaks += k > 0 && sentences[i + k].opens_paragraph;
      g->log_length[k * g->n + i] = (float)log(sum * ratio + LENGTH_OFFSET);
      g->breaks[k * g->n + i] = (float)breaks;
    }
  }
}

static double measure(const seg_sentence *sentences, size_t n, double *length) {
  double total = 0;
  for (size_t i = 0; i < n; i++) total += length[i] = count_characters(sentences[i].text);
  return total;
}

static double add_up(const double *length, size_t first, size_t count) {
  double sum = 0;
  for (size_t i = first; i < first + count; i++) sum += length[i];
  return sum;
}

/* Puts the totals of sure beads in place of those of all sentences, where there is enough. */
static void measure_beads(const seg_bead *beads, size_t count, const double *source_length,
                          const double *target_length, double *source_total,
                          double *target_total) {
  double source = 0, target = 0;
  for (size_t k = 0; k < count; k++) {
    if (beads[k].score < sure_score) continue;
    source += add_up(source_length, beads[k].source_first, beads[k].source_count);
    target += add_up(target_length, beads[k].target_first, beads[k].target_count);
  }
  if (target < SURE_CHARACTERS) return;
  *source_total = source;
  *target_total = target;
}

static bool compare_lengths(const seg_sentence *source, const seg_sentence *target,
                            const seg_bead *beads, size_t bead_count, segi_groups *gx,
                            segi_groups *gy) {
  double *length = segi_alloc(gx->n + gy->n, sizeof *length);
  if (length == NULL) return false;
  double source_total = measure(source, gx->n, length);
  double target_total = measure(target, gy->n, length + gx->n);
  measure_beads(beads, bead_count, length, length + gx->n, &source_total, &target_total);
  double ratio = (target_total + LENGTH_OFFSET) / (source_total + LENGTH_OFFSET);
  if (ratio > largest_ratio) ratio = largest_ratio;
  if (ratio < 1 / largest_ratio) ratio = 1 / largest_ratio;
  fill_lengths(gx, source, length, sqrt(ratio));
  fill_lengths(gy, target, length + gx->n, 1 / sqrt(ratio));
  free(length);
  return true;
}

static bool is_quote(segi_class c) {
  return c == SEGI_QUOTE || c == SEGI_LOW_QUOTE || c == SEGI_OPEN || c == SEGI_CLOSE ||
         c == SEGI_SPACE;
}

/* Class of the first or last character that is no quotation mark, bracket or space. */
static segi_class first_class(seg_bytes text) {
  for (size_t i = 0, step; i < text.length; i += step) {
    segi_class c = segi_class_at(text.data + i, text.length - i, &step);
    if (!is_quote(c)) return c;
  }
  return SEGI_OTHER;
}

static segi_class last_class(seg_bytes text) {
  const char *end = text.data + text.length;
  while (end > text.data) {
    const char *p = segi_previous(text.data, end);
    size_t step;
    segi_class c = segi_class_at(p, (size_t)(end - p), &step);
    if (!is_quote(c)) return c;
    end = p;
  }
  return SEGI_OTHER;
}

static double seam_cost(const seg_sentence *before, const seg_sentence *here,
                        const segi_weights *w) {
  if (here->opens_paragraph) return 0;
  double cost = first_class(here->text) == SEGI_LOWER ? w->lower_start : 0;
  switch (last_class(before->text)) {
    case SEGI_COMMA: case SEGI_SEMICOLON: case SEGI_COLON: case SEGI_DASH: case SEGI_HYPHEN:
      return cost + w->open_end;
    default: return cost;
  }
}

static void fill_seams(segi_groups *g, const seg_sentence *sentences, const segi_weights *w) {
  for (size_t i = 1; i < g->n; i++)
    g->seam[i] = (float)seam_cost(&sentences[i - 1], &sentences[i], w);
}

static bool allocate(segi_groups *g, size_t n, size_t K) {
  *g = (segi_groups){.n = n, .K = K};
  g->inverse_norm = segi_calloc(n, K * sizeof(float));
  g->square = segi_calloc(n, K * sizeof(float));
  g->away = segi_calloc(n, K * K * sizeof(float));
  g->log_length = segi_calloc(n, K * sizeof(float));
  g->breaks = segi_calloc(n, K * sizeof(float));
  g->seam = segi_calloc(n, sizeof(float));
  return g->inverse_norm != NULL && g->square != NULL && g->away != NULL && g->log_length != NULL &&
         g->breaks != NULL && g->seam != NULL;
}

bool segi_groups_make(const seg_sentence *source, const segi_vectors *x, const seg_sentence *target,
                      const segi_vectors *y, size_t dimensions, size_t K,
                      const seg_bead *beads, size_t bead_count, const segi_weights *weights,
                      segi_groups *gx, segi_groups *gy) {
  *gy = (segi_groups){0};
  bool fine = allocate(gx, x->n, K) && allocate(gy, y->n, K) &&
              compare_sides(x, y, dimensions, gx, gy) &&
              compare_lengths(source, target, beads, bead_count, gx, gy);
  if (fine) {
    fill_seams(gx, source, weights);
    fill_seams(gy, target, weights);
  } else {
    segi_groups_clear(gx);
    segi_groups_clear(gy);
  }
  return fine;
}

void segi_groups_clear(segi_groups *groups) {
  free(groups->inverse_norm);
  free(groups->square);
  free(groups->away);
  free(groups->log_length);
  free(groups->breaks);
  free(groups->seam);
  *groups = (segi_groups){0};
}
