#include "align/teach.h"

#include <stdlib.h>

#include "align/learn.h"
#include "base/mem.h"

enum {
  ROUNDS = 4,
  AGREEING_ROUNDS = 2,
  WORDS = 150, /* most words of one side of a bead */
  /* Of a longer document about so many beads are used, evenly spread: */
  BEADS = 10000,
  CELLS = 4000000 /* word pairs of beads; never more */
};
static const float least_probability = 0.114f; /* in both directions */
static const float least_count = 1.8f; /* one bead is no evidence: it would only confirm itself */

/* Appends the words of some sentences to a list, but not numbers and drafts. */
static size_t add_words(const segi_side *side, size_t first, size_t count, uint32_t *list,
                        size_t length) {
  size_t most = length + WORDS;
  for (size_t k = side->start[first]; k < side->start[first + count] && length < most; k++) {
    const segi_text_word *word = &side->words[side->word[k]];
    if (!word->number && !word->draft) list[length++] = side->word[k];
  }
  return length;
}

static size_t words_of(const segi_side *side, size_t first, size_t count) {
  size_t words = side->start[first + count] - side->start[first];
  return words < WORDS ? words : WORDS;
}

/* Every so many beads are used. */
static size_t find_step(const segi_texts *texts, const seg_bead *beads, size_t count) {
  size_t cells = 0;
  for (size_t k = 0; k < count; k++)
    cells += words_of(&texts->source, beads[k].source_first, beads[k].source_count) *
             words_of(&texts->target, beads[k].target_first, beads[k].target_count);
  size_t step = count / BEADS, more = cells / CELLS;
  return 1 + (step > more ? step : more);
}

static bool collect(const segi_texts *texts, const seg_bead *beads, size_t count,
                    segi_word_lists *l) {
  const segi_side *s = &texts->source, *t = &texts->target;
  *l = (segi_word_lists){.source_words = s->keys.count, .target_words = t->keys.count};
  l->source = segi_alloc(s->start[s->n], sizeof *l->source);
  l->target = segi_alloc(t->start[t->n], sizeof *l->target);
  l->source_start = segi_calloc(count + 1, sizeof *l->source_start);
  l->target_start = segi_calloc(count + 1, sizeof *l->target_start);
  if (l->source == NULL || l->target == NULL || l->source_start == NULL || l->target_start == NULL)
    return false;
  const size_t step = find_step(texts, beads, count);
  for (size_t k = 0, cells = 0; k < count && cells < CELLS; k += step) {
    const seg_bead *bead = &beads[k];
    size_t x = l->source_start[l->P], y = l->target_start[l->P];
    if (bead->source_count == 0 || bead->target_count == 0) continue;
    l->P++;
    l->source_start[l->P] = add_words(s, bead->source_first, bead->source_count, l->source, x);
    l->target_start[l->P] = add_words(t, bead->target_first, bead->target_count, l->target, y);
    cells += (l->source_start[l->P] - x) * (l->target_start[l->P] - y);
  }
  return true;
}

static bool keep_agreed(const segi_texts *texts, const segi_learned *learned, size_t count,
                        segi_translations *taught) {
  const segi_text_word *s = texts->source.words, *t = texts->target.words;
  segi_word_pair *pairs = segi_alloc(count, sizeof *pairs);
  size_t kept = 0;
  if (pairs == NULL) return false;
  for (size_t n = 0; n < count; n++) {
    const segi_learned *l = &learned[n];
    if (l->forward < least_probability || l->backward < least_probability || l->count < least_count)
      continue;
    pairs[kept++] = (segi_word_pair){s[l->source].key, t[l->target].key, l->forward, l->backward};
  }
  bool fine = segi_translations_make(pairs, kept, taught);
  free(pairs);
  return fine;
}

bool segi_teach(const segi_texts *texts, const seg_bead *beads, size_t count,
                segi_translations *taught) {
  segi_word_lists lists;
  segi_learned *learned = NULL;
  size_t learned_count;
  *taught = (segi_translations){.words = SEGI_KEYS_EMPTY};
  bool fine = collect(texts, beads, count, &lists) &&
              segi_learn_words(&lists, ROUNDS, AGREEING_ROUNDS, &learned, &learned_count) &&
              keep_agreed(texts, learned, learned_count, taught);
  free(learned);
  free(lists.source);
  free(lists.target);
  free(lists.source_start);
  free(lists.target_start);
  return fine;
}
