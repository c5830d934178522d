#include "align/vector.h"

#include <math.h>
#include <stdlib.h>

#include "align/keys.h"
#include "base/mem.h"

static const double least_rarity = 0.1;

/* Vectors of the words of one side: row 2 w is that of word w in lower case, row 2 w + 1 that with a
 * capital. A dimension may stand there more than once. */
typedef struct builder {
  const segi_weights *weights;
  const segi_translations *lexicon, *taught;
  segi_keys *dimensions;
  segi_vectors *words;
  size_t capacity; /* of words->entries */
} builder;

static bool add(builder *b, uint64_t key, double weight) {
  segi_vectors *v = b->words;
  size_t end = v->start[v->n + 1];
  uint32_t dimension = segi_keys_add(b->dimensions, key);
  if (dimension == SEGI_NO_KEY ||
      !segi_grow(&v->entries, &b->capacity, end + 1, sizeof *v->entries))
    return false;
  v->entries[end] = (segi_entry){dimension, (float)weight};
  v->start[v->n + 1]++;
  return true;
}

static bool add_translations(builder *b, const segi_translation *items, size_t count,
                             double weight) {
  bool fine = true;
  for (size_t i = 0; i < count && fine; i++)
    fine = add(b, items[i].key, weight * (double)items[i].weight);
  return fine;
}

/* A word's own dimension and its translations. */
static bool add_meaning(builder *b, const segi_text_word *word, double idf) {
  const segi_weights *w = b->weights;
  size_t known, taught;
  const segi_translation *lexicon_items = segi_translations_find(b->lexicon, word->own, &known);
  const segi_translation *taught_items = segi_translations_find(b->taught, word->own, &taught);
  double weight = idf * (known + taught > 0 ? w->translation : w->unknown);
  double share = known == 0 ? 1 : w->taught;
  return add(b, word->own, weight) &&
         add_translations(b, lexicon_items, known, taught == 0 ? weight : weight * (1 - share)) &&
         add_translations(b, taught_items, taught, weight * share);
}

/* A draft counts as if the sentence were written in both languages. */
static bool add_word(builder *b, const segi_text_word *word, size_t sentences, bool capital) {
  const segi_weights *w = b->weights;
  double idf = log((double)(sentences + 1) / word->sentences);
  if (idf < least_rarity) idf = least_rarity;
  if (word->draft) idf *= w->draft;
  if (word->number) return add(b, word->own, idf * w->number);
  if (!add_meaning(b, word, idf)) return false;
  if (word->prefix == 0) return true;
  return add(b, word->prefix, idf * w->cognate) &&
         add(b, word->stem, idf * (capital ? w->name : w->same));
}

static bool vectorize_words(builder b, const segi_side *side) {
  segi_vectors *v = b.words;
  v->start = segi_calloc(2 * side->keys.count + 1, sizeof *v->start);
  bool fine = v->start != NULL;
  for (; v->n < 2 * side->keys.count && fine; v->n++) {
    v->start[v->n + 1] = v->start[v->n];
    fine = add_word(&b, &side->words[v->n / 2], side->n, v->n % 2 == 1);
  }
  return fine;
}

/* Adds a word to row v->n, which has room. */
static void add_entries(const segi_vectors *words, size_t row, segi_vectors *v, float *sum) {
  size_t end = v->start[v->n + 1];
  for (size_t k = words->start[row]; k < words->start[row + 1]; k++) {
    segi_entry entry = words->entries[k];
    if (sum[entry.dimension] == 0) v->entries[end++].dimension = entry.dimension;
    sum[entry.dimension] += entry.weight;
  }
  v->start[v->n + 1] = end;
}

static void finish_row(segi_vectors *v, float *sum) {
  for (size_t k = v->start[v->n]; k < v->start[v->n + 1]; k++) {
    segi_entry *entry = &v->entries[k];
    entry->weight = sum[entry->dimension];
    sum[entry->dimension] = 0;
  }
}

/* sum: of all dimensions, 0 before and after. */
static bool add_up(const segi_side *side, const segi_vectors *words, float *sum, segi_vectors *v) {
  size_t capacity = 0;
  v->start = segi_calloc(side->n + 1, sizeof *v->start);
  if (v->start == NULL) return false;
  for (; v->n < side->n; v->n++) {
    size_t first = side->start[v->n], last = side->start[v->n + 1], most = v->start[v->n];
    v->start[v->n + 1] = most;
    for (size_t k = first; k < last; k++) {
      size_t row = 2 * side->word[k] + side->capital[k];
      most += words->start[row + 1] - words->start[row];
    }
    if (!segi_grow(&v->entries, &capacity, most, sizeof *v->entries)) return false;
    for (size_t k = first; k < last; k++)
      add_entries(words, 2 * side->word[k] + side->capital[k], v, sum);
    finish_row(v, sum);
  }
  return true;
}

bool segi_vectorize(const segi_texts *texts, const segi_weights *weights,
                    const segi_translations *lexicon, const segi_translations *taught,
                    segi_vectors *x, segi_vectors *y, size_t *dimensions) {
  segi_keys keys = SEGI_KEYS_EMPTY;
  segi_vectors source = {0}, target = {0};
  builder b = {.weights = weights, .lexicon = lexicon, .taught = taught, .dimensions = &keys};
  *x = *y = (segi_vectors){0};
  b.words = &source;
  bool fine = vectorize_words(b, &texts->source);
  b.words = &target;
  fine = fine && vectorize_words(b, &texts->target);
  float *sum = segi_calloc(keys.count, sizeof *sum);
  fine = fine && sum != NULL && add_up(&texts->source, &source, sum, x) &&
         add_up(&texts->target, &target, sum, y);
  *dimensions = keys.count;
  free(sum);
  segi_keys_clear(&keys);
  segi_vectors_clear(&source);
  segi_vectors_clear(&target);
  if (!fine) {
    segi_vectors_clear(x);
    segi_vectors_clear(y);
  }
  return fine;
}

double segi_vectors_dot(const segi_vectors *v, size_t i, const float *row) {
  double sum = 0;
  for (size_t k = v->start[i]; k < v->start[i + 1]; k++)
    sum += (double)v->entries[k].weight * (double)row[v->entries[k].dimension];
  for (size_t d = 0; d < v->D; d++)
    sum += (double)v->dense[i * v->D + d] * (double)row[v->first_dense + d];
  return sum;
}

void segi_vectors_scatter(const segi_vectors *v, size_t i, double factor, float *row) {
  for (size_t k = v->start[i]; k < v->start[i + 1]; k++)
    row[v->entries[k].dimension] += (float)(factor * (double)v->entries[k].weight);
  for (size_t d = 0; d < v->D; d++)
    row[v->first_dense + d] += (float)(factor * (double)v->dense[i * v->D + d]);
}

void segi_vectors_unscatter(const segi_vectors *v, size_t i, float *row) {
  for (size_t k = v->start[i]; k < v->start[i + 1]; k++) row[v->entries[k].dimension] = 0;
  for (size_t d = 0; d < v->D; d++) row[v->first_dense + d] = 0;
}

void segi_vectors_clear(segi_vectors *vectors) {
  free(vectors->start);
  free(vectors->entries);
  free(vectors->dense);
  *vectors = (segi_vectors){0};
}
