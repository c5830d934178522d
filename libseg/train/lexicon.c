#include "seg/lexicon.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "align/learn.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "train/words.h"

enum { WORDS = 60 /* most words of a sentence that are looked at */ };

const seg_lexicon_options seg_lexicon_defaults = {
  .size = sizeof(seg_lexicon_options),
  .rounds = 5,
  .agreeing_rounds = 2,
  .most_translations = 8,
  .least_count = 0.9,
};

/* --- Reading. */

typedef struct corpus {
  segi_words source, target;
  segi_word_lists lists;
  size_t source_capacity, target_capacity;
} corpus;

static void clear_corpus(corpus *c) {
  segi_words_clear(&c->source);
  segi_words_clear(&c->target);
  free(c->lists.source_start);
  free(c->lists.target_start);
}

static bool add_pair(corpus *c, seg_bytes source, seg_bytes target) {
  segi_word_lists *l = &c->lists;
  if (!segi_words_add(&c->source, source, c->source.count + WORDS) ||
      !segi_words_add(&c->target, target, c->target.count + WORDS) ||
      !segi_grow(&l->source_start, &c->source_capacity, l->P + 2, sizeof *l->source_start) ||
      !segi_grow(&l->target_start, &c->target_capacity, l->P + 2, sizeof *l->target_start))
    return false;
  if (l->P == 0) l->source_start[0] = l->target_start[0] = 0;
  if (c->source.count == l->source_start[l->P] || c->target.count == l->target_start[l->P]) {
    c->source.count = l->source_start[l->P];
    c->target.count = l->target_start[l->P];
    return true;
  }
  l->P++;
  l->source_start[l->P] = c->source.count;
  l->target_start[l->P] = c->target.count;
  return true;
}

static seg_status read_pair(corpus *c, seg_bytes line, size_t number, seg_error *error) {
  const char *tab = line.length > 0 ? memchr(line.data, '\t', line.length) : NULL;
  if (tab == NULL)
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "no tab between source and target");
  seg_bytes source = {line.data, (size_t)(tab - line.data)};
  seg_bytes target = {tab + 1, line.length - source.length - 1};
  const char *end = target.length > 0 ? memchr(target.data, '\t', target.length) : NULL;
  if (end != NULL) target.length = (size_t)(end - target.data);
  return add_pair(c, source, target) ? SEG_OK : segi_nomem(error);
}

static seg_status read_corpus(corpus *c, seg_bytes pairs, seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t start = 0, number = 1; start < pairs.length && status == SEG_OK; number++) {
    const char *feed = memchr(pairs.data + start, '\n', pairs.length - start);
    size_t end = feed != NULL ? (size_t)(feed - pairs.data) : pairs.length;
    if (end > start)
      status = read_pair(c, (seg_bytes){pairs.data + start, end - start}, number, error);
    start = end + 1;
  }
  segi_word_lists *l = &c->lists;
  *l = (segi_word_lists){l->P, c->source.word, c->target.word, l->source_start, l->target_start,
                         c->source.keys.count, c->target.keys.count};
  return status;
}

/* --- Writing. */

/* A translation as it is written. */
typedef struct entry {
  seg_bytes source, target; /* stems */
  unsigned forward, backward; /* percent */
  float count;
} entry;

static int compare_bytes(seg_bytes a, seg_bytes b) {
  size_t shorter = a.length < b.length ? a.length : b.length;
  int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;
  return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* By source word; the likelier translation first. A total order, whatever the sort does. */
static int compare_entries(const void *left, const void *right) {
  const entry *a = left, *b = right;
  int order = compare_bytes(a->source, b->source);
  if (order != 0) return order;
  unsigned a_sum = a->forward + a->backward, b_sum = b->forward + b->backward;
  if (a_sum != b_sum) return a_sum < b_sum ? 1 : -1;
  return compare_bytes(a->target, b->target);
}

static unsigned percent(float probability) {
  unsigned value = (unsigned)(probability * 100 + 0.5f);
  return value > 100 ? 100 : value;
}

static entry *choose(const corpus *c, const segi_learned *learned, size_t count,
                     const seg_lexicon_options *options, size_t *chosen) {
  entry *entries = segi_alloc(count, sizeof *entries);
  if (entries == NULL) return NULL;
  *chosen = 0;
  for (size_t n = 0; n < count; n++) {
    entry e = {.forward = percent(learned[n].forward), .backward = percent(learned[n].backward)};
    if ((double)learned[n].count < options->least_count || (e.forward < 2 && e.backward < 2))
      continue;
    e.source = segi_words_stem(&c->source, learned[n].source);
    e.target = segi_words_stem(&c->target, learned[n].target);
    entries[(*chosen)++] = e;
  }
  qsort(entries, *chosen, sizeof *entries, compare_entries);
  return entries;
}

/* Stems are decomposed; people and other programs expect composed letters. */
static bool put_word(segi_buf *out, seg_bytes stem) {
  utf8proc_uint8_t *composed;
  utf8proc_ssize_t length =
      utf8proc_map((const utf8proc_uint8_t *)stem.data, (utf8proc_ssize_t)stem.length, &composed,
                   UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  if (length < 0) return false;
  bool fine = segi_buf_append(out, (const char *)composed, (size_t)length);
  free(composed);
  return fine;
}

static bool put_entry(segi_buf *out, const entry *e) {
  char numbers[32];
  snprintf(numbers, sizeof numbers, " %u %u", e->forward, e->backward);
  return segi_buf_append(out, "\t", 1) && put_word(out, e->target) &&
         segi_buf_append_string(out, numbers);
}

static bool put_heading(segi_buf *out, const corpus *c, const seg_lexicon_options *o) {
  char line[256];
  snprintf(line, sizeof line,
           "# learned from %zu sentence pairs with %zu and %zu different words\n"
           "# in %u rounds of which %u agree; counts of at least %u.%02u\n",
           c->lists.P, c->source.keys.count, c->target.keys.count, o->rounds,
           o->agreeing_rounds, (unsigned)o->least_count,
           (unsigned)(o->least_count * 100 + 0.5) % 100);
  return segi_buf_append_string(out, line);
}

static bool put_entries(segi_buf *out, const entry *entries, size_t count, unsigned most) {
  bool fine = true;
  for (size_t k = 0, of_word = 0; k < count && fine; k++) {
    bool new_word = k == 0 || compare_bytes(entries[k].source, entries[k - 1].source) != 0;
    if (new_word) {
      of_word = 0;
      fine = (k == 0 || segi_buf_append(out, "\n", 1)) && put_word(out, entries[k].source);
    }
    if (fine && of_word++ < most) fine = put_entry(out, &entries[k]);
  }
  return fine && (count == 0 || segi_buf_append(out, "\n", 1));
}

seg_status seg_lexicon_train(seg_bytes pairs, const seg_lexicon_options *options, char **lexicon,
                             size_t *length, seg_error *error) {
  corpus c = {.source = SEGI_WORDS_EMPTY, .target = SEGI_WORDS_EMPTY};
  segi_buf out = SEGI_BUF_EMPTY;
  segi_learned *learned = NULL;
  entry *entries = NULL;
  size_t learned_count = 0, chosen = 0;
  *lexicon = NULL;
  *length = 0;
  if (options == NULL) options = &seg_lexicon_defaults;
  if (options->size < sizeof(seg_lexicon_options) || options->rounds == 0)
    return segi_fail(error, SEG_BAD_ARGUMENT, "incomplete options");
  seg_status status = read_corpus(&c, pairs, error);
  if (status == SEG_OK &&
      (!segi_learn_words(&c.lists, options->rounds, options->agreeing_rounds, &learned,
                         &learned_count) ||
       (entries = choose(&c, learned, learned_count, options, &chosen)) == NULL ||
       !put_heading(&out, &c, options) ||
       !put_entries(&out, entries, chosen, options->most_translations)))
    status = segi_nomem(error);
  if (status == SEG_OK) {
    *length = out.length;
    *lexicon = segi_buf_take(&out);
  }
  segi_buf_clear(&out);
  free(entries);
  free(learned);
  clear_corpus(&c);
  return status;
}
