#include "align/translations.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/terms.h"
#include "base/error.h"
#include "base/mem.h"

/* Flatter than the probability, because rare translations do occur. */
static const double flatness = 0.68;

static bool number_words(const segi_word_pair *pairs, size_t count, segi_keys *words) {
  for (size_t i = 0; i < count; i++)
    if (segi_keys_add(words, pairs[i].source) == SEGI_NO_KEY ||
        segi_keys_add(words, pairs[i].target) == SEGI_NO_KEY)
      return false;
  return true;
}

static void place(segi_translations *table, uint64_t word, uint64_t key, float forward,
                  float backward) {
  size_t slot = table->start[segi_keys_find(&table->words, word) + 1]++;
  table->items[slot] = (segi_translation){key, (float)pow((double)forward, flatness), forward,
                                          backward};
}

static void normalize(segi_translation *items, size_t count) {
  double squares = 0;
  for (size_t i = 0; i < count; i++) squares += (double)items[i].weight * (double)items[i].weight;
  double factor = squares > 0 ? 1 / sqrt(squares) : 0;
  for (size_t i = 0; i < count; i++) items[i].weight = (float)(factor * (double)items[i].weight);
}

bool segi_translations_make(const segi_word_pair *pairs, size_t count, segi_translations *table) {
  *table = (segi_translations){.words = SEGI_KEYS_EMPTY};
  bool fine = number_words(pairs, count, &table->words);
  size_t words = table->words.count;
  table->start = segi_calloc(words + 2, sizeof *table->start);
  table->items = segi_alloc(2 * count, sizeof *table->items);
  if (!fine || table->start == NULL || table->items == NULL) {
    segi_translations_clear(table);
    return false;
  }
  /* Counts stand two places on, so that filling moves them to where they belong. */
  for (size_t i = 0; i < count; i++) {
    table->start[segi_keys_find(&table->words, pairs[i].source) + 2]++;
    table->start[segi_keys_find(&table->words, pairs[i].target) + 2]++;
  }
  for (size_t w = 2; w <= words; w++) table->start[w] += table->start[w - 1];
  for (size_t i = 0; i < count; i++) {
    place(table, pairs[i].source, pairs[i].target, pairs[i].forward, pairs[i].backward);
    place(table, pairs[i].target, pairs[i].source, pairs[i].backward, pairs[i].forward);
  }
  for (size_t w = 0; w < words; w++)
    normalize(table->items + table->start[w], table->start[w + 1] - table->start[w]);
  return true;
}

const segi_translation *segi_translations_find(const segi_translations *table, uint64_t key,
                                               size_t *count) {
  uint32_t word = segi_keys_find(&table->words, key);
  *count = word == SEGI_NO_KEY ? 0 : table->start[word + 1] - table->start[word];
  return word == SEGI_NO_KEY ? NULL : table->items + table->start[word];
}

void segi_translations_clear(segi_translations *table) {
  segi_keys_clear(&table->words);
  free(table->start);
  free(table->items);
  *table = (segi_translations){.words = SEGI_KEYS_EMPTY};
}

/* --- Merging. */

static bool number_all(const segi_keys *words, segi_keys *all) {
  for (size_t slot = 0; slot < words->slots; slot++)
    if (words->slot[slot].number != 0 &&
        segi_keys_add(all, words->slot[slot].key) == SEGI_NO_KEY)
      return false;
  return true;
}

/* Appends the translations of a word; those that stand there already get heavier. */
static size_t append(const segi_translations *from, uint64_t word, float share,
                     segi_translation *items, size_t count) {
  size_t more;
  const segi_translation *item = segi_translations_find(from, word, &more);
  for (; more > 0; more--, item++) {
    size_t k = 0;
    while (k < count && items[k].key != item->key) k++;
    if (k == count) items[count++] = (segi_translation){.key = item->key};
    items[k].weight += item->weight;
    items[k].forward += share * item->forward;
    items[k].backward += share * item->backward;
  }
  return count;
}

bool segi_translations_merge(const segi_translations *a, const segi_translations *b,
                             segi_translations *table) {
  *table = (segi_translations){.words = SEGI_KEYS_EMPTY};
  size_t items = (a->words.count > 0 ? a->start[a->words.count] : 0) +
                 (b->words.count > 0 ? b->start[b->words.count] : 0);
  bool fine = number_all(&a->words, &table->words) && number_all(&b->words, &table->words);
  const segi_keys *words = &table->words;
  uint64_t *word = segi_alloc(words->count, sizeof *word); /* [words->count] keys by number */
  table->start = segi_calloc(words->count + 2, sizeof *table->start);
  table->items = segi_alloc(items, sizeof *table->items);
  fine = fine && word != NULL && table->start != NULL && table->items != NULL;
  for (size_t slot = 0; slot < words->slots && fine; slot++)
    if (words->slot[slot].number != 0) word[words->slot[slot].number - 1] = words->slot[slot].key;
  for (size_t w = 0; w < words->count && fine; w++) {
    segi_translation *here = table->items + table->start[w];
    size_t known_a, known_b;
    segi_translations_find(a, word[w], &known_a);
    segi_translations_find(b, word[w], &known_b);
    float share = known_a > 0 && known_b > 0 ? 0.5f : 1;
    size_t count = append(b, word[w], share, here, append(a, word[w], share, here, 0));
    normalize(here, count);
    table->start[w + 1] = table->start[w] + count;
  }
  free(word);
  if (!fine) segi_translations_clear(table);
  return fine;
}

/* --- Reading. */

/* The part of a line before the next `end`; *line moves behind it. */
static seg_bytes cut(seg_bytes *line, char end) {
  const char *found = line->length > 0 ? memchr(line->data, end, line->length) : NULL;
  seg_bytes part = {line->data, found != NULL ? (size_t)(found - line->data) : line->length};
  size_t step = part.length + (found != NULL);
  line->data += step;
  line->length -= step;
  return part;
}

static bool read_word(seg_bytes text, char kind, uint64_t *key) {
  segi_term term;
  size_t at = 0;
  if (!segi_next_term(text.data, text.length, &at, &term) || at != text.length) return false;
  *key = segi_term_key(kind, term.stem, term.stem_length);
  return true;
}

static bool read_percent(seg_bytes text, float *probability) {
  unsigned value = 0;
  for (size_t i = 0; i < text.length; i++) {
    if (text.data[i] < '0' || text.data[i] > '9' || value > 100) return false;
    value = 10 * value + (unsigned)(text.data[i] - '0');
  }
  *probability = (float)value / 100;
  return text.length > 0 && value <= 100;
}

typedef struct reader {
  bool swapped;
  segi_word_pair *pairs;
  size_t count, capacity;
} reader;

static bool read_target(seg_bytes field, char kind, segi_word_pair *pair) {
  return read_word(cut(&field, ' '), kind, &pair->target) &&
         read_percent(cut(&field, ' '), &pair->forward) && read_percent(field, &pair->backward);
}

static seg_status read_line(reader *r, seg_bytes line, size_t number, seg_error *error) {
  segi_word_pair pair;
  char first = r->swapped ? SEGI_TARGET_WORD : SEGI_SOURCE_WORD;
  char second = r->swapped ? SEGI_SOURCE_WORD : SEGI_TARGET_WORD;
  bool fine = read_word(cut(&line, '\t'), first, &pair.source);
  while (fine && line.length > 0) {
    fine = read_target(cut(&line, '\t'), second, &pair);
    if (!fine) break;
    if (!segi_grow(&r->pairs, &r->capacity, r->count + 1, sizeof *r->pairs))
      return segi_nomem(error);
    r->pairs[r->count++] = pair;
  }
  return fine ? SEG_OK
              : segi_fail_at(error, SEG_BAD_FORMAT, 0, number,
                             "not a word with translations and percentages");
}

seg_status segi_translations_read(seg_bytes text, bool swapped, segi_translations *table,
                                  seg_error *error) {
  reader r = {.swapped = swapped};
  seg_status status = SEG_OK;
  *table = (segi_translations){.words = SEGI_KEYS_EMPTY};
  for (size_t number = 1; text.length > 0 && status == SEG_OK; number++) {
    seg_bytes line = cut(&text, '\n');
    if (line.length > 0 && line.data[0] != '#') status = read_line(&r, line, number, error);
  }
  if (status == SEG_OK && !segi_translations_make(r.pairs, r.count, table))
    status = segi_nomem(error);
  free(r.pairs);
  return status;
}
