#include "train/word_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "train/word_counts.h"
#include "train/word_forms.h"

/* What makes a word useful besides its frequency, and log10 frequencies where the list has none. */
static const double FORM_BONUS = 0.3, SEEN_BONUS = 0.15, LISTED_BONUS = 9;
static const double RARE = -5.5, ONLY_LISTED = -7;
static const double NARROW = 1;  /* our texts are narrower than those of the frequency list */
static const double LEAST_SHARE = 0.02; /* of one spelling among those of a word */

static uint8_t byte(double x) {
  return (uint8_t)(x < 0 ? 0 : x > 255 ? 255 : x + 0.5);
}

static unsigned seen_class(uint64_t uses) {
  return uses == 0 ? 0 : uses <= 5 ? 1 : uses <= 100 ? 2 : 3;
}

/* --- Which words, and how useful they are. */

static bool is_listed(const segi_word_list *list, const char *word, size_t length) {
  const segi_counted *c = segi_word_list_find(list, word, length);
  return c != NULL && c->listed;
}

/* Two function words run together: damage of a source, not a word. */
static bool is_glued(const segi_word_list *list, const segi_counted *w) {
  if (w->forms != 0 || w->listed || w->uses >= 50) return false;
  for (size_t i = 2; i + 1 < w->length; i++)
    if (is_listed(list, w->text, i) && is_listed(list, w->text + i, w->length - i)) return true;
  return false;
}

static void rate(const segi_word_list *list, segi_counted *w, double frequency) {
  if (is_glued(list, w)) return;
  if (w->forms == 0 && !w->listed && w->uses < 2 && frequency < RARE) return;
  double useful = frequency + SEEN_BONUS * seen_class(w->uses);
  if (w->forms != 0) useful += FORM_BONUS;
  if (w->listed) useful += LISTED_BONUS;
  w->usefulness = useful;
  w->frequency = frequency;
  w->rated = true;
}

/* How much a spelling is used today: counted, plus a little for being in the dictionary or in
 * old text. */
static double weight_of(const segi_counted *w) {
  return (double)w->today + (w->forms != 0) + 0.02 * (double)w->old;
}

/* The frequency list has ss for every sharp s: shares a frequency among the spellings. */
static void rate_spellings(const segi_word_list *list, segi_counted *w, double frequency) {
  const size_t first = (size_t)(w - list->items) + 1;
  double sum = 0, spellings = 0;
  for (size_t i = first; i > 0; i = list->items[i - 1].next_spelling) {
    sum += weight_of(&list->items[i - 1]);
    spellings++;
  }
  for (size_t i = first; i > 0; i = list->items[i - 1].next_spelling) {
    segi_counted *spelling = &list->items[i - 1];
    double share = sum > 0 ? weight_of(spelling) / sum : 1 / spellings;
    if (share < LEAST_SHARE) share = LEAST_SHARE;
    rate(list, spelling, frequency + log(share) / log(10));
  }
}

static size_t without_sharp_s(const char *word, size_t length, char *plain) {
  memcpy(plain, word, length);
  for (size_t i = 0; i + 1 < length; i++)
    if ((unsigned char)plain[i] == 0xc3 && (unsigned char)plain[i + 1] == 0x9f)
      plain[i] = plain[i + 1] = 's';
  return length;
}

/* Chains each word with sharp s behind the one that has ss instead. */
static seg_status link_spellings(segi_word_list *list, seg_error *error) {
  char *plain = NULL;
  size_t capacity = 0, words = list->count;
  seg_status status = SEG_OK;
  for (size_t i = 0; status == SEG_OK && i < words; i++) {
    const segi_counted *w = &list->items[i];
    if (!w->spelled || strstr(w->text, "ß") == NULL) continue;
    segi_counted *key = NULL;
    if (segi_grow(&plain, &capacity, w->length, 1))
      key = segi_word_list_add(list, plain, without_sharp_s(w->text, w->length, plain));
    if (key == NULL) {
      status = segi_nomem(error);
      break;
    }
    list->items[i].next_spelling = key->next_spelling;
    key->next_spelling = i + 1;
  }
  free(plain);
  return status;
}

/* A sign, digits and a point, read without the locale. */
static bool read_log(seg_bytes field, double *number) {
  double unit = 0, sum = 0;
  size_t i = field.length > 0 && field.data[0] == '-';
  if (i == field.length) return false;
  for (; i < field.length; i++) {
    char c = field.data[i];
    if (c == '.' && unit == 0) {
      unit = 1;
      continue;
    }
    if (c < '0' || c > '9') return false;
    sum = sum * 10 + (c - '0');
    unit *= 10;
  }
  *number = unit > 0 ? sum / unit : sum;
  if (field.data[0] == '-') *number = -*number;
  return true;
}

static seg_status read_frequencies(const segi_source *source, segi_word_list *list,
                                   seg_error *error) {
  seg_bytes rest = source->text, line, word, field;
  double frequency;
  for (size_t number = 1; segi_next_line(&rest, &line); number++) {
    if (line.length == 0) continue;
    if (!segi_next_field(&line, &word) || !segi_next_field(&line, &field) ||
        !read_log(field, &frequency)) {
      segi_error_source(error, source->file);
      return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "word and log10 of frequency wanted");
    }
    if (!segi_is_german_word(word.data, word.length)) continue;
    segi_counted *w = segi_word_list_add(list, word.data, word.length);
    if (w == NULL) return segi_nomem(error);
    rate_spellings(list, w, frequency);
  }
  return SEG_OK;
}

/* Words that the frequency list lacks. */
static void rate_others(segi_word_list *list) {
  uint64_t total = 0;
  for (size_t i = 0; i < list->count; i++) total += list->items[i].uses;
  for (size_t i = 0; i < list->count; i++) {
    segi_counted *w = &list->items[i];
    if (!w->rated && w->uses >= 5)
      rate(list, w, log((double)w->uses / (double)total) / log(10) - NARROW);
    if (!w->rated && w->listed && segi_is_german_word(w->text, w->length))
      rate(list, w, ONLY_LISTED);
  }
}

static seg_status read_listed(const segi_source *source, segi_word_list *list, seg_error *error) {
  seg_bytes rest = source->text, line;
  while (segi_next_line(&rest, &line)) {
    if (line.length == 0 || line.data[0] == '#') continue;
    segi_counted *w = segi_word_list_add(list, line.data, line.length);
    if (w == NULL) return segi_nomem(error);
    w->listed = true;
  }
  return SEG_OK;
}

static seg_status read_source(const segi_source *s, segi_word_list *list, seg_error *error) {
  switch (s->kind) {
    case SEGI_RUNNING:
    case SEGI_SENTENCES:
    case SEGI_COURT:
      return segi_count_words(s, list) ? SEG_OK : segi_nomem(error);
    case SEGI_WORDS:
      return read_listed(s, list, error);
    case SEGI_NOUNS:
    case SEGI_ADJECTIVES:
    case SEGI_VERBS:
      return segi_add_word_forms(s, list, error);
    case SEGI_FREQUENCIES: /* needs the spellings of all others */
    case SEGI_ABBREVIATIONS:
    case SEGI_PHRASES:
      break;
  }
  return SEG_OK;
}

static seg_status read_sources(const seg_recipe *recipe, segi_word_list *list, seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t i = 0; status == SEG_OK && i < recipe->count; i++)
    status = read_source(&recipe->sources[i], list, error);
  if (status == SEG_OK) status = link_spellings(list, error);
  for (size_t i = 0; status == SEG_OK && i < recipe->count; i++)
    if (recipe->sources[i].kind == SEGI_FREQUENCIES)
      status = read_frequencies(&recipe->sources[i], list, error);
  if (status == SEG_OK) rate_others(list);
  return status;
}

/* --- The table. */

/* To four digits, so that the order does not hang on the last bit of a logarithm. */
static long long rank_of(const segi_counted *w) {
  return llround(w->usefulness * 1e4);
}

static int by_usefulness(const void *a, const void *b) {
  const segi_counted *x = *(const segi_counted *const *)a, *y = *(const segi_counted *const *)b;
  if (rank_of(x) != rank_of(y)) return rank_of(x) > rank_of(y) ? -1 : 1;
  return strcmp(x->text, y->text);
}

static int by_text(const void *a, const void *b) {
  const segi_table_word *x = a, *y = b;
  return strcmp(x->counted->text, y->counted->text);
}

/* Where no use was counted inside sentences: what the dictionary says. */
static uint8_t guessed_capital(const segi_counted *w) {
  return w->forms == 0 ? 128 : w->forms == SEGI_NOUN_FORM ? 255 : 0;
}

static segi_word lexicon_word(const segi_counted *w) {
  double inside = (double)(w->capital + w->lower), all = inside + (double)w->initial;
  uint8_t frequency = byte(25 * (9 + w->frequency));
  return (segi_word){
    .frequency = frequency > 0 ? frequency : 1,
    .capital = inside > 0 ? byte(255 * (double)w->capital / inside) : guessed_capital(w),
    .initial = all > 0 ? byte(255 * (double)w->initial / all) : 0,
    .seen = (uint8_t)seen_class(w->uses),
    .classes = w->forms,
  };
}

static seg_status choose_words(segi_word_table *table, size_t most, seg_error *error) {
  const segi_word_list *list = &table->list;
  const segi_counted **rated = segi_alloc(list->count, sizeof *rated);
  size_t count = 0;
  for (size_t i = 0; rated != NULL && i < list->count; i++)
    if (list->items[i].rated) rated[count++] = &list->items[i];
  if (count > 0) qsort(rated, count, sizeof *rated, by_usefulness);
  if (count > most) count = most;
  if (rated != NULL) table->words = segi_alloc(count, sizeof *table->words);
  if (table->words != NULL) {
    for (size_t i = 0; i < count; i++)
      table->words[i] = (segi_table_word){rated[i], lexicon_word(rated[i])};
    table->count = count;
    if (count > 0) qsort(table->words, count, sizeof *table->words, by_text);
  }
  free(rated);
  return table->words != NULL ? SEG_OK : segi_nomem(error);
}

seg_status segi_word_table_make(const seg_recipe *recipe, size_t most, segi_word_table *table,
                                seg_error *error) {
  *table = (segi_word_table){0};
  seg_status status = read_sources(recipe, &table->list, error);
  return status == SEG_OK ? choose_words(table, most, error) : status;
}

void segi_word_table_clear(segi_word_table *table) {
  free(table->words);
  segi_word_list_clear(&table->list);
  *table = (segi_word_table){0};
}
