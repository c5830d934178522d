#include "align/likely.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clones.h"
#include "base/mem.h"

enum {
  LONG = 60,   /* words of a sentence beyond which they share what they count */
  ABSURD = 600 /* and beyond which they count ever less */
};

/* Natural logarithm of a positive number, to five digits: quick, and the same on every machine. */
static inline float quick_log(float x) {
  const uint32_t half_root = 0x3F3504F3, one = 0x3F800000; /* bits of sqrt(1/2) and 1 */
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  int32_t exponent = (int32_t)((bits - half_root + one) >> 23) - 127;
  bits -= (uint32_t)exponent << 23;
  float mantissa;
  memcpy(&mantissa, &bits, sizeof mantissa);
  float t = (mantissa - 1) / (mantissa + 1), square = t * t;
  return 0.69314718f * (float)exponent +
         2 * t * (1 + square * (1 / 3.0f + square * (1 / 5.0f + square * (1 / 7.0f))));
}

/* Nothing is known: all is chance. Everything is: chance is as small as it gets. */
static float chance_of(float linked, double chance) {
  return expf((float)log(chance) * linked * linked);
}

/* The factor for the gain of a sentence. */
static float part_of(const segi_side *side, size_t sentence) {
  size_t words = side->start[sentence + 1] - side->start[sentence];
  if (words <= LONG) return 1;
  float part = (float)LONG / (float)words;
  return words > ABSURD ? part * (float)ABSURD / (float)words : part;
}

bool segi_likely_make(const segi_links *links, double chance, size_t K, segi_likely *l) {
  const segi_side *t = links->target;
  *l = (segi_likely){.links = links, .K = K, .columns = t->n + 1};
  l->source_chance = chance_of(links->source_linked, chance);
  l->target_chance = chance_of(links->target_linked, chance);
  l->post_start = segi_calloc(t->keys.count + 2, sizeof *l->post_start);
  l->post = segi_alloc(t->start[t->n], sizeof *l->post);
  l->cursor = segi_alloc(t->keys.count, sizeof *l->cursor);
  l->answer = segi_calloc(t->keys.count, sizeof *l->answer);
  l->touched = segi_alloc(t->keys.count, sizeof *l->touched);
  l->sum = segi_alloc(l->columns, sizeof *l->sum);
  l->words = segi_alloc(l->columns, K * sizeof *l->words);
  if (l->post_start == NULL || l->post == NULL || l->cursor == NULL || l->answer == NULL ||
      l->touched == NULL || l->sum == NULL || l->words == NULL) {
    segi_likely_clear(l);
    return false;
  }
  /* Counts stand two places on, so that filling moves them to where they belong. */
  for (size_t k = 0; k < t->start[t->n]; k++) l->post_start[t->word[k] + 2]++;
  for (size_t w = 2; w < t->keys.count + 2; w++) l->post_start[w] += l->post_start[w - 1];
  for (size_t j = 0; j < t->n; j++)
    for (size_t k = t->start[j]; k < t->start[j + 1]; k++)
      l->post[l->post_start[t->word[k] + 1]++] = (uint32_t)j;
  if (t->keys.count > 0) memcpy(l->cursor, l->post_start, t->keys.count * sizeof *l->cursor);
  return true;
}

void segi_likely_clear(segi_likely *likely) {
  free(likely->post_start);
  free(likely->post);
  free(likely->cursor);
  free(likely->answer);
  free(likely->touched);
  free(likely->sum);
  free(likely->words);
  *likely = (segi_likely){0};
}

static size_t first_posting(segi_likely *l, uint32_t word, size_t first) {
  size_t k = l->cursor[word];
  while (k < l->post_start[word + 1] && l->post[k] < first) k++;
  return l->cursor[word] = k;
}

/* Marks in sum where the target holds words that bring this one forth: left of a column. False when
 * it does nowhere. */
static bool find_links(segi_likely *l, uint32_t word, size_t first, size_t last) {
  const segi_links *links = l->links;
  bool found = false;
  memset(l->sum + first, 0, (last - first + 1) * sizeof *l->sum);
  for (size_t k = links->start[word]; k < links->start[word + 1]; k++) {
    const segi_link *link = &links->items[k];
    size_t end = l->post_start[link->target + 1];
    for (size_t p = first_posting(l, link->target, first); p < end && l->post[p] < last; p++) {
      l->sum[l->post[p] + 1] += (double)link->backward;
      found = true;
    }
  }
  return found;
}

static void add_chance(segi_likely *l, size_t first, size_t last, float *gain) {
  const float log_chance = quick_log(l->source_chance);
  for (size_t b = 1; b <= l->K; b++)
    for (size_t j = first + b; j <= last; j++) gain[(b - 1) * l->columns + j] += log_chance;
}

/* Adds one word's share to the gains of a source sentence. */
SEGI_CLONED static void add_source_word(segi_likely *l, uint32_t word, size_t first, size_t last, float *gain) {
  const float chance = l->source_chance, share = (1 - chance) * l->links->source->rarity[word];
  double *sum = l->sum;
  if (!find_links(l, word, first, last)) {
    add_chance(l, first, last, gain);
    return;
  }
  for (size_t j = first; j < last; j++) sum[j + 1] += sum[j];
  for (size_t b = 1; b <= l->K && first + b <= last; b++) {
    const float *words = l->words + (b - 1) * l->columns;
    float *row = gain + (b - 1) * l->columns;
    for (size_t j = first + b; j <= last; j++)
      row[j] += quick_log(chance + share * (float)(sum[j] - sum[j - b]) / words[j]);
  }
}

static void count_words(segi_likely *l, size_t first, size_t last) {
  const size_t *start = l->links->target->start;
  for (size_t b = 1; b <= l->K; b++)
    for (size_t j = first + b; j <= last; j++)
      l->words[(b - 1) * l->columns + j] = (float)(int)(start[j] - start[j - b]) + 1e-9f;
}

void segi_likely_source(segi_likely *l, size_t x, size_t first, size_t last, float *gain) {
  const segi_side *s = l->links->source;
  for (size_t b = 0; b < l->K; b++)
    memset(gain + b * l->columns + first, 0, (last - first + 1) * sizeof *gain);
  count_words(l, first, last);
  for (size_t k = s->start[x]; k < s->start[x + 1]; k++)
    add_source_word(l, s->word[k], first, last, gain);
  const float part = part_of(s, x);
  for (size_t b = 0; b < l->K && part < 1; b++)
    for (size_t j = first; j <= last; j++) gain[b * l->columns + j] *= part;
}

static void forget_group(segi_likely *l) {
  for (size_t k = 0; k < l->touched_count; k++) l->answer[l->touched[k]] = 0;
  l->touched_count = 0;
}

static void add_to_group(segi_likely *l, size_t x) {
  const segi_links *links = l->links;
  for (size_t k = links->source->start[x]; k < links->source->start[x + 1]; k++) {
    uint32_t word = links->source->word[k];
    for (size_t n = links->start[word]; n < links->start[word + 1]; n++) {
      const segi_link *link = &links->items[n];
      if (link->forward <= 0) continue;
      if (l->answer[link->target] == 0) l->touched[l->touched_count++] = link->target;
      l->answer[link->target] += link->forward;
    }
  }
}

void segi_likely_target(segi_likely *l, size_t i, size_t a, size_t first, size_t last,
                        float *gain) {
  const segi_side *s = l->links->source, *t = l->links->target;
  if (a == 1) forget_group(l);
  add_to_group(l, i - a);
  const float words = (float)(s->start[i] - s->start[i - a]) + 1e-9f;
  const float chance = l->target_chance, log_chance = quick_log(chance);
  const float share = (1 - chance) / words;
  for (size_t j = first; j < last; j++)
    gain[j] = log_chance * (float)(int)(t->start[j + 1] - t->start[j]);
  for (size_t k = 0; k < l->touched_count; k++) {
    uint32_t word = l->touched[k];
    float more = quick_log(chance + share * l->answer[word] * t->rarity[word]) - log_chance;
    size_t end = l->post_start[word + 1];
    for (size_t p = first_posting(l, word, first); p < end && l->post[p] < last; p++)
      gain[l->post[p]] += more;
  }
  for (size_t j = first; j < last; j++)
    if (t->start[j + 1] - t->start[j] > LONG) gain[j] *= part_of(t, j);
}

float segi_gain_share(const segi_side *side, size_t sentence, float gain) {
  float share = gain / sqrtf((float)(side->start[sentence + 1] - side->start[sentence] + 1));
  return share < 2 ? share : 2;
}

/* --- One bead by itself. */

static void note(double gain, const segi_side *side, size_t sentence, double *sum,
                 double *worst) {
  double share = (double)segi_gain_share(side, sentence, (float)gain);
  *sum += gain;
  if (share < *worst) *worst = share;
}

static double target_gain(const segi_likely *l, size_t j, double words) {
  const segi_side *t = l->links->target;
  double gain = 0;
  for (size_t k = t->start[j]; k < t->start[j + 1]; k++) {
    double p = (double)l->answer[t->word[k]] / words * (double)t->rarity[t->word[k]];
    gain += (double)quick_log(l->target_chance + (1 - l->target_chance) * (float)p);
  }
  return gain * (double)part_of(t, j);
}

/* answer holds how often each target word stands in the bead. */
static double source_gain(const segi_likely *l, size_t x, double words) {
  const segi_links *links = l->links;
  double gain = 0;
  for (size_t k = links->source->start[x]; k < links->source->start[x + 1]; k++) {
    uint32_t word = links->source->word[k];
    double p = 0;
    for (size_t n = links->start[word]; n < links->start[word + 1]; n++)
      p += (double)links->items[n].backward * (double)l->answer[links->items[n].target];
    p *= (double)links->source->rarity[word] / words;
    gain += (double)quick_log(l->source_chance + (1 - l->source_chance) * (float)p);
  }
  return gain * (double)part_of(links->source, x);
}

double segi_likely_bead(segi_likely *l, const seg_bead *bead, double *worst) {
  const segi_side *s = l->links->source, *t = l->links->target;
  const size_t x = bead->source_first, i = x + bead->source_count;
  const size_t y = bead->target_first, j = y + bead->target_count;
  double sum = 0;
  *worst = 2;
  forget_group(l);
  for (size_t n = x; n < i; n++) add_to_group(l, n);
  for (size_t n = y; n < j; n++)
    note(target_gain(l, n, (double)(s->start[i] - s->start[x]) + 1e-9), t, n, &sum, worst);
  forget_group(l);
  for (size_t k = t->start[y]; k < t->start[j]; k++) {
    if (l->answer[t->word[k]] == 0) l->touched[l->touched_count++] = t->word[k];
    l->answer[t->word[k]] += 1;
  }
  for (size_t n = x; n < i; n++)
    note(source_gain(l, n, (double)(t->start[j] - t->start[y]) + 1e-9), s, n, &sum, worst);
  return sum;
}
