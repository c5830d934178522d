#include "align/teach.h"

#include <stdlib.h>

#include "align/learn.h"
#include "align/terms.h"
#include "base/mem.h"

enum {
  ROUNDS = 4,
  AGREEING_ROUNDS = 2,
  WORDS = 150,      /* most words of one side of a bead */
  CELLS = 4000000,  /* most word pairs that are looked at */
};

double teach_count = 1.8, teach_p = 0.114;
#define least_count teach_count
#define least teach_p

/* The words of one side of the beads so far. */
typedef struct words {
  char kind;
  segi_keys keys;
  uint64_t *key; /* by number */
  uint32_t *word;
  size_t *start;
  size_t key_capacity, word_count, word_capacity;
} words;

static bool add_sentences(words *w, const seg_sentence *sentences, size_t count, size_t limit) {
  segi_term term;
  for (size_t i = 0; i < count; i++)
    for (size_t at = 0; w->word_count < limit &&
                        segi_next_term(sentences[i].text.data, sentences[i].text.length, &at, &term);) {
      if (term.number) continue;
      uint64_t key = segi_term_key(w->kind, term.stem, term.stem_length);
      uint32_t number = segi_keys_add(&w->keys, key);
      if (number == SEGI_NO_KEY || !segi_grow(&w->key, &w->key_capacity, number + 1, sizeof *w->key) ||
          !segi_grow(&w->word, &w->word_capacity, w->word_count + 1, sizeof *w->word))
        return false;
      w->key[number] = key;
      w->word[w->word_count++] = number;
    }
  return true;
}

static void clear_words(words *w) {
  segi_keys_clear(&w->keys);
  free(w->key);
  free(w->word);
  free(w->start);
}

/* Fills both sides from evenly spread beads; *pairs is how many were used. */
static bool collect(const seg_sentence *source, const seg_sentence *target, const seg_bead *beads,
                    size_t count, words *s, words *t, size_t *pairs) {
  size_t cells = 0, stride = 1 + count / (CELLS / 400);
  s->start = segi_calloc(count + 1, sizeof *s->start);
  t->start = segi_calloc(count + 1, sizeof *t->start);
  if (s->start == NULL || t->start == NULL) return false;
  *pairs = 0;
  for (size_t k = 0; k < count && cells < CELLS; k += stride) {
    const seg_bead *b = &beads[k];
    size_t s_start = s->word_count, t_start = t->word_count;
    if (b->source_count == 0 || b->target_count == 0) continue;
    if (!add_sentences(s, source + b->source_first, b->source_count, s_start + WORDS) ||
        !add_sentences(t, target + b->target_first, b->target_count, t_start + WORDS))
      return false;
    cells += (s->word_count - s_start) * (t->word_count - t_start);
    s->start[++*pairs] = s->word_count;
    t->start[*pairs] = t->word_count;
  }
  return true;
}

static bool keep_agreed(const words *s, const words *t, const segi_learned *learned, size_t count,
                        segi_translations *taught) {
  segi_word_pair *pairs = segi_alloc(count, sizeof *pairs);
  size_t kept = 0;
  if (pairs == NULL) return false;
  for (size_t n = 0; n < count; n++)
    if (learned[n].forward > least && learned[n].backward > least && learned[n].count > least_count)
      pairs[kept++] = (segi_word_pair){s->key[learned[n].source], t->key[learned[n].target],
                                       learned[n].forward, learned[n].backward};
  bool fine = segi_translations_make(pairs, kept, taught);
  free(pairs);
  return fine;
}

bool segi_teach(const seg_sentence *source, const seg_sentence *target, const seg_bead *beads,
                size_t count, segi_translations *taught) {
  words s = {.kind = SEGI_SOURCE_WORD}, t = {.kind = SEGI_TARGET_WORD};
  segi_word_lists lists = {0};
  segi_learned *learned = NULL;
  size_t learned_count;
  *taught = (segi_translations){.words = SEGI_KEYS_EMPTY};
  bool fine = collect(source, target, beads, count, &s, &t, &lists.P);
  if (fine) {
    lists = (segi_word_lists){lists.P, s.word, t.word, s.start, t.start, s.keys.count, t.keys.count};
    fine = segi_learn_words(&lists, ROUNDS, AGREEING_ROUNDS, &learned, &learned_count) &&
           keep_agreed(&s, &t, learned, learned_count, taught);
  }
  free(learned);
  clear_words(&s);
  clear_words(&t);
  return fine;
}
