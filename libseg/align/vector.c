#include "align/vector.h"

#include <math.h>
#include <stdlib.h>

#include "align/keys.h"
#include "align/terms.h"
#include "base/mem.h"

/* In how many sentences of one side each stem stands. */
typedef struct frequencies {
  size_t sentences;
  segi_keys stems;
  uint32_t *count, *last; /* [stems.count] last: 1 + the last sentence that held the stem */
  size_t count_capacity, last_capacity;
} frequencies;

static void clear_frequencies(frequencies *f) {
  segi_keys_clear(&f->stems);
  free(f->count);
  free(f->last);
}

static bool count_stem(frequencies *f, const segi_term *term, size_t sentence) {
  size_t known = f->stems.count;
  uint32_t stem = segi_keys_add(&f->stems, segi_term_key('w', term->stem, term->stem_length));
  if (stem == SEGI_NO_KEY ||
      !segi_grow(&f->count, &f->count_capacity, stem + 1, sizeof *f->count) ||
      !segi_grow(&f->last, &f->last_capacity, stem + 1, sizeof *f->last))
    return false;
  if (stem == known) f->count[stem] = f->last[stem] = 0;
  if (f->last[stem] != sentence + 1) f->count[stem]++;
  f->last[stem] = (uint32_t)sentence + 1;
  return true;
}

static bool count_text(frequencies *f, seg_bytes text, size_t sentence) {
  segi_term term;
  for (size_t at = 0; segi_next_term(text.data, text.length, &at, &term);)
    if (!count_stem(f, &term, sentence)) return false;
  return true;
}

/* Counts the sentences and their drafts, each by themselves. */
static bool count_stems(frequencies *texts, frequencies *drafts, const seg_sentence *sentences,
                        size_t n) {
  texts->sentences = drafts->sentences = n;
  for (size_t i = 0; i < n; i++)
    if (!count_text(texts, sentences[i].text, i) || !count_text(drafts, sentences[i].draft, i))
      return false;
  return true;
}

/* Inverse document frequency; the stem was counted. */
static double rarity(const frequencies *f, const segi_term *term) {
  uint32_t stem = segi_keys_find(&f->stems, segi_term_key('w', term->stem, term->stem_length));
  double idf = log((double)(f->sentences + 1) / f->count[stem]);
  return idf > 0.1 ? idf : 0.1;
}

/* Sums up one row. */
typedef struct builder {
  char kind; /* of the side's own words */
  const segi_weights *weights;
  const segi_translations *lexicon, *taught;
  segi_keys *dimensions;
  float *sum; /* [dimensions.count] */
  size_t sum_capacity, filled;
  segi_vectors *vectors;
  size_t capacity; /* of vectors->entries */
} builder;

static bool add_key(builder *b, uint64_t key, double weight) {
  uint32_t dimension = segi_keys_add(b->dimensions, key);
  if (dimension == SEGI_NO_KEY ||
      !segi_grow(&b->sum, &b->sum_capacity, dimension + 1, sizeof *b->sum))
    return false;
  while (b->filled <= dimension) b->sum[b->filled++] = 0;
  segi_vectors *v = b->vectors;
  if (b->sum[dimension] == 0) {
    if (!segi_grow(&v->entries, &b->capacity, v->start[v->n + 1] + 1, sizeof *v->entries))
      return false;
    v->entries[v->start[v->n + 1]++].dimension = dimension;
  }
  b->sum[dimension] += (float)weight;
  return true;
}

static bool add(builder *b, char kind, const char *bytes, size_t length, double weight) {
  return add_key(b, segi_term_key(kind, bytes, length), weight);
}

static bool add_translations(builder *b, const segi_translation *items, size_t count,
                             double weight) {
  bool fine = true;
  for (size_t i = 0; i < count && fine; i++)
    fine = add_key(b, items[i].key, weight * (double)items[i].weight);
  return fine;
}

/* A word with its translations. */
static bool add_word(builder *b, const segi_term *term, double idf) {
  const segi_weights *w = b->weights;
  uint64_t key = segi_term_key(b->kind, term->stem, term->stem_length);
  size_t known, taught;
  const segi_translation *lexicon_items = segi_translations_find(b->lexicon, key, &known);
  const segi_translation *taught_items = segi_translations_find(b->taught, key, &taught);
  double weight = idf * (known + taught > 0 ? w->translation : w->unknown);
  double share = known == 0 ? 1 : w->taught;
  return add_key(b, key, weight) &&
         add_translations(b, lexicon_items, known, taught == 0 ? weight : weight * (1 - share)) &&
         add_translations(b, taught_items, taught, weight * share);
}

static bool add_term(builder *b, const segi_term *term, double idf) {
  const segi_weights *w = b->weights;
  if (term->number) return add(b, '#', term->stem, term->stem_length, idf * w->number);
  if (!add_word(b, term, idf)) return false;
  if (term->prefix_length == 0) return true;
  if (!add(b, 'c', term->prefix, term->prefix_length, idf * w->cognate)) return false;
  return add(b, '=', term->stem, term->stem_length, idf * (term->capital ? w->name : w->same));
}

static void finish_row(builder *b) {
  segi_vectors *v = b->vectors;
  for (size_t k = v->start[v->n]; k < v->start[v->n + 1]; k++) {
    segi_entry *entry = &v->entries[k];
    entry->weight = b->sum[entry->dimension];
    b->sum[entry->dimension] = 0;
  }
  v->n++;
}

static bool add_text(builder *b, const frequencies *f, seg_bytes text, double weight) {
  segi_term term;
  for (size_t at = 0; segi_next_term(text.data, text.length, &at, &term);)
    if (!add_term(b, &term, weight * rarity(f, &term))) return false;
  return true;
}

/* A draft counts as if the sentence were written in both languages. */
static bool add_sentence(builder *b, const frequencies *texts, const frequencies *drafts,
                         const seg_sentence *sentence) {
  char own = b->kind;
  bool fine = add_text(b, texts, sentence->text, 1);
  b->kind = SEGI_TARGET_WORD;
  fine = fine && add_text(b, drafts, sentence->draft, b->weights->draft);
  b->kind = own;
  return fine;
}

static bool build(builder b, const seg_sentence *sentences, size_t n) {
  segi_vectors *vectors = b.vectors;
  frequencies texts = {0}, drafts = {0};
  bool fine = count_stems(&texts, &drafts, sentences, n);
  vectors->start = segi_calloc(n + 1, sizeof *vectors->start);
  if (vectors->start == NULL) fine = false;
  for (size_t i = 0; i < n && fine; i++) {
    vectors->start[i + 1] = vectors->start[i];
    fine = add_sentence(&b, &texts, &drafts, &sentences[i]);
    if (fine) finish_row(&b);
  }
  clear_frequencies(&texts);
  clear_frequencies(&drafts);
  free(b.sum);
  return fine;
}

bool segi_vectorize(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                    const segi_weights *weights, const segi_translations *lexicon,
                    const segi_translations *taught, segi_vectors *x, segi_vectors *y,
                    size_t *dimensions) {
  segi_keys keys = SEGI_KEYS_EMPTY;
  *x = *y = (segi_vectors){0};
  builder b = {.weights = weights, .lexicon = lexicon, .taught = taught, .dimensions = &keys};
  b.kind = SEGI_SOURCE_WORD;
  b.vectors = x;
  bool fine = build(b, source, S);
  b.kind = SEGI_TARGET_WORD;
  b.vectors = y;
  fine = fine && build(b, target, G);
  *dimensions = keys.count;
  segi_keys_clear(&keys);
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
