#include "train/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "train/word_table.h"

enum { MOST_ROWS = 60000 };

static uint64_t uses_of(const segi_counted *w) {
  return w->capital + w->lower + w->initial;
}

static int by_uses(const void *a, const void *b) {
  const segi_table_word *x = *(const segi_table_word *const *)a;
  const segi_table_word *y = *(const segi_table_word *const *)b;
  uint64_t m = uses_of(x->counted), n = uses_of(y->counted);
  if (m != n) return m > n ? -1 : 1;
  return strcmp(x->counted->text, y->counted->text);
}

static int by_frequency(const void *a, const void *b) {
  const segi_table_word *x = *(const segi_table_word *const *)a;
  const segi_table_word *y = *(const segi_table_word *const *)b;
  if (x->word.frequency != y->word.frequency) return x->word.frequency > y->word.frequency ? -1 : 1;
  return strcmp(x->counted->text, y->counted->text);
}

/* Rows from 1 in the order of uses; words without uses in the texts get none. */
static size_t number_rows(segi_table_word **words, size_t count) {
  size_t rows = 1;
  if (count > 0) qsort(words, count, sizeof *words, by_uses);
  for (size_t i = 0; i < count && i < MOST_ROWS && uses_of(words[i]->counted) > 0; i++)
    words[i]->word.row = (uint16_t)rows++;
  return rows;
}

static segi_word_slot slot_for(const segi_table_word *w) {
  segi_word_slot slot = {
    .classes = {(uint8_t)w->word.classes, (uint8_t)(w->word.classes >> 8)},
    .frequency = w->word.frequency,
    .capital = w->word.capital,
    .initial = w->word.initial,
    .seen = w->word.seen,
    .row = {(uint8_t)w->word.row, (uint8_t)(w->word.row >> 8)},
  };
  for (int k = 0; k < 6; k++) slot.print[k] = (uint8_t)(w->counted->hash >> 8 * k);
  return slot;
}

/* Frequent words are put in first, so that they are found at the first probe. */
static void fill_slots(segi_table_word **words, size_t count, segi_vocabulary *v) {
  if (count > 0) qsort(words, count, sizeof *words, by_frequency);
  for (size_t i = 0; i < count; i++) {
    uint32_t place = segi_word_place(words[i]->counted->hash, v->words.count);
    while (v->slots[place].frequency > 0) place = (place + 1) % v->words.count;
    v->slots[place] = slot_for(words[i]);
  }
}

/* --- How many words begin and end with a word. */

static size_t slot_index(const segi_vocabulary *v, const char *word, size_t length) {
  uint64_t hash = segi_word_hash(word, length);
  segi_word_slot wanted;
  for (int k = 0; k < 6; k++) wanted.print[k] = (uint8_t)(hash >> 8 * k);
  size_t place = segi_word_place(hash, v->words.count);
  while (v->slots[place].frequency > 0 &&
         memcmp(v->slots[place].print, wanted.print, sizeof wanted.print) != 0)
    place = (place + 1) % v->words.count;
  return v->slots[place].frequency > 0 ? place : SIZE_MAX;
}

static void count_part(const segi_vocabulary *v, const char *part, size_t length,
                       uint32_t *counts) {
  size_t i = slot_index(v, part, length);
  if (i != SIZE_MAX) counts[i]++;
}

/* Parts leave three bytes and more of the word. */
static void count_parts(const segi_vocabulary *v, const segi_counted *word, uint32_t *begins,
                        uint32_t *ends) {
  enum { REST = 3 };
  for (size_t k = 1; k < word->length; k++) {
    if (((unsigned char)word->text[k] & 0xC0) == 0x80) continue;
    if (k + REST <= word->length) count_part(v, word->text, k, begins);
    if (k >= REST) count_part(v, word->text + k, word->length - k, ends);
  }
}

/* 16 * log2(1 + n), in whole steps of the logarithm and linear between them. */
static uint8_t logarithmic(uint32_t n) {
  uint32_t whole = 0, value = n + 1;
  while (value >> (whole + 1) > 0) whole++;
  uint32_t step = 16 * whole + (16 * (value - (1u << whole)) >> whole);
  return (uint8_t)(step < 255 ? step : 255);
}

static bool fill_parts(segi_table_word *const *words, size_t count, segi_vocabulary *v) {
  uint32_t *begins = segi_calloc(v->words.count, sizeof *begins);
  uint32_t *ends = segi_calloc(v->words.count, sizeof *ends);
  bool ok = begins != NULL && ends != NULL;
  for (size_t i = 0; ok && i < count; i++) count_parts(v, words[i]->counted, begins, ends);
  for (size_t i = 0; ok && i < v->words.count; i++) {
    if (v->slots[i].frequency == 0) continue;
    v->slots[i].begins = logarithmic(begins[i]);
    v->slots[i].ends = logarithmic(ends[i]);
  }
  free(begins);
  free(ends);
  return ok;
}

static seg_status make_slots(segi_word_table *table, segi_vocabulary *v, seg_error *error) {
  size_t slots = table->count * 4 / 3 + 1;
  segi_table_word **order = segi_alloc(table->count, sizeof *order);
  v->slots = segi_calloc(slots, sizeof *v->slots);
  bool ok = order != NULL && v->slots != NULL;
  if (ok) {
    for (size_t i = 0; i < table->count; i++) order[i] = &table->words[i];
    v->words.slots = v->slots;
    v->words.count = (uint32_t)slots;
    v->count = table->count;
    v->row_count = number_rows(order, table->count);
    fill_slots(order, table->count, v);
    segi_words_note_common(&v->words);
    ok = fill_parts(order, table->count, v);
  }
  free(order);
  return ok ? SEG_OK : segi_nomem(error);
}

seg_status segi_vocabulary_make(const seg_recipe *recipe, size_t most, segi_vocabulary *vocabulary,
                                seg_error *error) {
  segi_word_table table;
  *vocabulary = (segi_vocabulary){0};
  seg_status status = segi_word_table_make(recipe, most, &table, error);
  if (status == SEG_OK) status = make_slots(&table, vocabulary, error);
  segi_word_table_clear(&table);
  return status;
}

void segi_vocabulary_clear(segi_vocabulary *vocabulary) {
  free(vocabulary->slots);
  *vocabulary = (segi_vocabulary){0};
}
