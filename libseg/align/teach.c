#include "align/teach.h"

#include <stdlib.h>

#include "align/learn.h"
#include "align/terms.h"
#include "align/words.h"
#include "base/mem.h"

enum {
  ROUNDS = 4,
  AGREEING_ROUNDS = 2,
  WORDS = 150,     /* most words of one side of a bead */
  CELLS = 4000000, /* most word pairs that are looked at */
  BEADS = 10000    /* about as many beads are used of a longer document, evenly spread */
};
static const float least_probability = 0.114f; /* in both directions */
static const float least_count = 1.8f; /* one bead is no evidence: it would only confirm itself */

static bool add_sentences(segi_words *words, const seg_sentence *sentences, size_t count) {
  size_t most = words->count + WORDS;
  for (size_t i = 0; i < count; i++)
    if (!segi_words_add(words, sentences[i].text, most)) return false;
  return true;
}

static bool collect(const seg_sentence *source, const seg_sentence *target, const seg_bead *beads,
                    size_t count, segi_words *s, segi_words *t, segi_word_lists *lists) {
  lists->source_start = segi_calloc(count + 1, sizeof *lists->source_start);
  lists->target_start = segi_calloc(count + 1, sizeof *lists->target_start);
  if (lists->source_start == NULL || lists->target_start == NULL) return false;
  for (size_t k = 0, cells = 0; k < count && cells < CELLS; k += 1 + count / BEADS) {
    const seg_bead *bead = &beads[k];
    size_t s_start = s->count, t_start = t->count;
    if (bead->source_count == 0 || bead->target_count == 0) continue;
    if (!add_sentences(s, source + bead->source_first, bead->source_count) ||
        !add_sentences(t, target + bead->target_first, bead->target_count))
      return false;
    cells += (s->count - s_start) * (t->count - t_start);
    lists->source_start[++lists->P] = s->count;
    lists->target_start[lists->P] = t->count;
  }
  lists->source = s->word;
  lists->target = t->word;
  lists->source_words = s->keys.count;
  lists->target_words = t->keys.count;
  return true;
}

static uint64_t stem_key(const segi_words *words, char kind, size_t number) {
  seg_bytes stem = segi_words_stem(words, number);
  return segi_term_key(kind, stem.data, stem.length);
}

static bool keep_agreed(const segi_words *s, const segi_words *t, const segi_learned *learned,
                        size_t count, segi_translations *taught) {
  segi_word_pair *pairs = segi_alloc(count, sizeof *pairs);
  size_t kept = 0;
  if (pairs == NULL) return false;
  for (size_t n = 0; n < count; n++) {
    const segi_learned *l = &learned[n];
    if (l->forward < least_probability || l->backward < least_probability ||
        l->count < least_count)
      continue;
    pairs[kept++] = (segi_word_pair){stem_key(s, SEGI_SOURCE_WORD, l->source),
                                     stem_key(t, SEGI_TARGET_WORD, l->target), l->forward,
                                     l->backward};
  }
  bool fine = segi_translations_make(pairs, kept, taught);
  free(pairs);
  return fine;
}

bool segi_teach(const seg_sentence *source, const seg_sentence *target, const seg_bead *beads,
                size_t count, segi_translations *taught) {
  segi_words s = SEGI_WORDS_EMPTY, t = SEGI_WORDS_EMPTY;
  segi_word_lists lists = {0};
  segi_learned *learned = NULL;
  size_t learned_count;
  *taught = (segi_translations){.words = SEGI_KEYS_EMPTY};
  bool fine = collect(source, target, beads, count, &s, &t, &lists) &&
              segi_learn_words(&lists, ROUNDS, AGREEING_ROUNDS, &learned, &learned_count) &&
              keep_agreed(&s, &t, learned, learned_count, taught);
  free(learned);
  free(lists.source_start);
  free(lists.target_start);
  segi_words_clear(&s);
  segi_words_clear(&t);
  return fine;
}
