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
  const float words = side->length[sentence];
  if (words <= LONG) return 1;
  return words > ABSURD ? LONG / words * ABSURD / words : LONG / words;
}

bool segi_likely_make(const segi_links *links, double chance, size_t K, segi_likely *l) {
  const segi_side *t = links->target;
  const size_t words = t->keys.count;
  *l = (segi_likely){.links = links, .K = K, .columns = t->n + 1};
  l->source_chance = chance_of(links->source_linked, chance);
  l->target_chance = chance_of(links->target_linked, chance);
  l->range = segi_calloc(words, sizeof *l->range);
  l->post = segi_alloc(t->start[t->n], sizeof *l->post);
  l->answer = segi_calloc(words, sizeof *l->answer);
  l->touched = segi_alloc(words, sizeof *l->touched);
  l->answers = segi_alloc(words, K * sizeof *l->answers);
  l->answer_count = segi_calloc(K, sizeof *l->answer_count);
  l->sum = segi_calloc(l->columns, sizeof *l->sum);
  l->words = segi_alloc(l->columns, K * sizeof *l->words);
  if (l->range == NULL || l->post == NULL || l->answer == NULL || l->touched == NULL ||
      l->answers == NULL || l->answer_count == NULL || l->sum == NULL || l->words == NULL) {
    segi_likely_clear(l);
    return false;
  }
  for (size_t w = 0, next = 0; w < words; w++) {
    l->range[w] = (segi_range){next, next};
    next += t->words[w].count;
  }
  for (size_t j = 0; j < t->n; j++)
    for (size_t k = t->start[j]; k < t->start[j + 1]; k++)
      l->post[l->range[t->word[k]].end++] = (uint32_t)j;
  return true;
}

void segi_likely_clear(segi_likely *likely) {
  free(likely->range);
  free(likely->post);
  free(likely->answer);
  free(likely->touched);
  free(likely->answers);
  free(likely->answer_count);
  free(likely->sum);
  free(likely->words);
  *likely = (segi_likely){0};
}

/* The postings of a word from sentence `first` on, which must not fall from call to call. */
static segi_range postings(segi_likely *l, uint32_t word, size_t first) {
  segi_range *r = &l->range[word];
  while (r->next < r->end && l->post[r->next] < first) r->next++;
  return *r;
}

static void forget_group(segi_likely *l) {
  for (size_t k = 0; k < l->touched_count; k++) l->answer[l->touched[k]] = 0;
  l->touched_count = 0;
}

static void add_answer(segi_likely *l, uint32_t target, float forward) {
  if (forward <= 0) return;
  if (l->answer[target] == 0) l->touched[l->touched_count++] = target;
  l->answer[target] += forward;
}

/* Marks in sum where the target holds words that bring this one forth, left of a column, and notes
 * which of them it brings forth. They stand in sentences *low to *high; false when there are none. */
static bool find_links(segi_likely *l, uint32_t word, size_t first, size_t last, size_t *low,
                       size_t *high) {
  const segi_links *links = l->links;
  *low = last;
  *high = 0;
  for (size_t k = links->start[word]; k < links->start[word + 1]; k++) {
    const segi_link *link = &links->items[k];
    segi_range r = postings(l, link->target, first);
    if (r.next == r.end || l->post[r.next] >= last) continue;
    add_answer(l, link->target, link->forward);
    if (l->post[r.next] < *low) *low = l->post[r.next];
    for (; r.next < r.end && l->post[r.next] < last; r.next++)
      l->sum[l->post[r.next] + 1] += (double)link->backward;
    if (l->post[r.next - 1] > *high) *high = l->post[r.next - 1];
  }
  return *low < last;
}

/* Adds what links make of one word to the gains of a source sentence: nothing beyond sentences low
 * to high. sum is all 0 afterwards. */
SEGI_CLONED static void add_links(segi_likely *l, uint32_t word, size_t low, size_t high,
                                  size_t first, size_t last, float *gain) {
  const float chance = l->source_chance, log_chance = quick_log(chance);
  const float share = (1 - chance) * l->links->source->rarity[word];
  const size_t end = high + l->K < last ? high + l->K : last;
  double *sum = l->sum;
  for (size_t j = low + 1; j < end; j++) sum[j + 1] += sum[j];
  for (size_t b = 1; b <= l->K; b++) {
    const float *words = l->words + (b - 1) * l->columns;
    const size_t start = first + b > low ? first + b : low + 1,
                 stop = high + b < end ? high + b : end;
    float *row = gain + (b - 1) * l->columns;
    for (size_t j = start; j <= stop; j++)
      row[j] += quick_log(chance + share * (float)(sum[j] - sum[j - b]) / words[j]) - log_chance;
  }
  memset(sum + low + 1, 0, (end - low) * sizeof *sum);
}

static void count_words(segi_likely *l, size_t first, size_t last) {
  const size_t *start = l->links->target->start;
  for (size_t b = 1; b <= l->K; b++)
    for (size_t j = first + b; j <= last; j++)
      l->words[(b - 1) * l->columns + j] = (float)(int)(start[j] - start[j - b]) + 1e-9f;
}

static void keep_answers(segi_likely *l, size_t x) {
  segi_likely_answer *answers = l->answers + x % l->K * l->links->target->keys.count;
  for (size_t k = 0; k < l->touched_count; k++)
    answers[k] = (segi_likely_answer){l->touched[k], l->answer[l->touched[k]]};
  l->answer_count[x % l->K] = l->touched_count;
}

void segi_likely_source(segi_likely *l, size_t x, size_t first, size_t last, float *gain) {
  const segi_side *s = l->links->source;
  const float chance = s->length[x] * quick_log(l->source_chance), part = part_of(s, x);
  for (size_t b = 0; b < l->K; b++)
    for (size_t j = first; j <= last; j++) gain[b * l->columns + j] = chance;
  count_words(l, first, last);
  forget_group(l);
  for (size_t k = s->start[x], low, high; k < s->start[x + 1]; k++)
    if (find_links(l, s->word[k], first, last, &low, &high))
      add_links(l, s->word[k], low, high, first, last, gain);
  keep_answers(l, x);
  for (size_t b = 0; b < l->K && part < 1; b++)
    for (size_t j = first; j <= last; j++) gain[b * l->columns + j] *= part;
}

void segi_likely_target(segi_likely *l, size_t i, size_t a, size_t first, size_t last,
                        float *gain) {
  const segi_side *s = l->links->source, *t = l->links->target;
  const segi_likely_answer *answers = l->answers + (i - a) % l->K * t->keys.count;
  if (a == 1) forget_group(l);
  for (size_t k = 0; k < l->answer_count[(i - a) % l->K]; k++)
    add_answer(l, answers[k].target, answers[k].forward);
  const float words = (float)(s->start[i] - s->start[i - a]) + 1e-9f;
  const float chance = l->target_chance, log_chance = quick_log(chance);
  const float share = (1 - chance) / words;
  for (size_t j = first; j < last; j++) gain[j] = log_chance * t->length[j];
  for (size_t k = 0; k < l->touched_count; k++) {
    uint32_t word = l->touched[k];
    segi_range r = postings(l, word, first);
    if (r.next == r.end || l->post[r.next] >= last) continue;
    float more = quick_log(chance + share * l->answer[word] * t->rarity[word]) - log_chance;
    for (size_t p = r.next; p < r.end && l->post[p] < last; p++) gain[l->post[p]] += more;
  }
  for (size_t j = first; j < last; j++)
    if (t->length[j] > LONG) gain[j] *= part_of(t, j);
}

/* --- One bead by itself. */

static void note(double gain, const segi_side *side, size_t sentence, double *sum, double *worst) {
  double share = (double)((float)gain / side->root[sentence]);
  *sum += gain;
  if (share < *worst) *worst = share;
}

static void add_answers(segi_likely *l, size_t x) {
  const segi_links *links = l->links;
  for (size_t k = links->source->start[x]; k < links->source->start[x + 1]; k++)
    for (size_t n = links->start[links->source->word[k]];
         n < links->start[links->source->word[k] + 1]; n++)
      add_answer(l, links->items[n].target, links->items[n].forward);
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
  for (size_t n = x; n < i; n++) add_answers(l, n);
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
