#include "align/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A beginning that more words of the other side share says nothing. */
enum { COGNATES = 32 };

/* Target words by what they share with source words: those of key number k are
 * word[start[k], start[k + 1]). */
typedef struct shared {
  segi_keys keys;
  size_t *start;
  uint32_t *word;
} shared;

static uint64_t shared_key(const segi_text_word *w, bool prefix) {
  return prefix ? w->prefix : w->stem;
}

static bool share(const segi_text_word *words, size_t count, bool prefix, shared *s) {
  for (size_t w = 0; w < count; w++)
    if (shared_key(&words[w], prefix) != 0 &&
        segi_keys_add(&s->keys, shared_key(&words[w], prefix)) == SEGI_NO_KEY)
      return false;
  s->start = segi_calloc(s->keys.count + 2, sizeof *s->start);
  s->word = segi_alloc(count, sizeof *s->word);
  if (s->start == NULL || s->word == NULL) return false;
  /* Counts stand two places on, so that filling moves them to where they belong. */
  for (size_t w = 0; w < count; w++)
    if (shared_key(&words[w], prefix) != 0)
      s->start[segi_keys_find(&s->keys, shared_key(&words[w], prefix)) + 2]++;
  for (size_t k = 2; k < s->keys.count + 2; k++) s->start[k] += s->start[k - 1];
  for (size_t w = 0; w < count; w++)
    if (shared_key(&words[w], prefix) != 0)
      s->word[s->start[segi_keys_find(&s->keys, shared_key(&words[w], prefix)) + 1]++] =
        (uint32_t)w;
  return true;
}

static void clear_shared(shared *s) {
  segi_keys_clear(&s->keys);
  free(s->start);
  free(s->word);
}

/* The links of one source word after the other. */
typedef struct linker {
  const segi_weights *weights;
  const segi_side *source, *target;
  shared stems, prefixes;
  segi_links *links;
  size_t first, count, capacity; /* of links->items: where those of this word begin; all */
  size_t
    *place; /* [target words] 1 + where the word stands in items, if that is not before first */
} linker;

static bool add_link(linker *l, uint32_t target, float forward, float backward) {
  size_t at = l->place[target];
  if (at <= l->first) {
    if (!segi_grow(&l->links->items, &l->capacity, l->count + 1, sizeof *l->links->items))
      return false;
    l->links->items[l->count] = (segi_link){.target = target};
    at = l->place[target] = ++l->count;
  }
  l->links->items[at - 1].forward += forward;
  l->links->items[at - 1].backward += backward;
  return true;
}

static bool add_known(linker *l, const segi_translation *items, size_t count, float factor) {
  for (size_t k = 0; k < count; k++) {
    uint32_t target = segi_keys_find(&l->target->keys, items[k].key);
    if (target != SEGI_NO_KEY &&
        !add_link(l, target, factor * items[k].forward, factor * items[k].backward))
      return false;
  }
  return true;
}

static float alike(const linker *l, const segi_text_word *s, const segi_text_word *t, bool prefix) {
  const segi_weights *w = l->weights;
  if (s->number != t->number) return 0;
  if (prefix) return (float)w->likely_cognate;
  if (s->number) return (float)w->likely_number;
  if (s->draft) return (float)w->likely_draft;
  return (float)(s->capital && t->capital ? w->likely_name : w->likely_same);
}

static bool add_alike(linker *l, const segi_text_word *s, const shared *like, bool prefix) {
  uint64_t key = shared_key(s, prefix);
  uint32_t number = key != 0 ? segi_keys_find(&like->keys, key) : SEGI_NO_KEY;
  if (number == SEGI_NO_KEY) return true;
  size_t start = like->start[number], end = like->start[number + 1];
  if (end - start > COGNATES) return true;
  for (size_t k = start; k < end; k++) {
    float p = alike(l, s, &l->target->words[like->word[k]], prefix);
    if (p > 0 && !add_link(l, like->word[k], p, p)) return false;
  }
  return true;
}

static bool link_word(linker *l, size_t number, const segi_translations *lexicon,
                      const segi_translations *taught) {
  const segi_text_word *s = &l->source->words[number];
  size_t known, learned;
  const segi_translation *lexicon_items = segi_translations_find(lexicon, s->key, &known);
  const segi_translation *taught_items = segi_translations_find(taught, s->key, &learned);
  float share = known == 0 ? 1 : learned == 0 ? 0 : (float)l->weights->taught;
  return add_known(l, lexicon_items, known, 1 - share) &&
         add_known(l, taught_items, learned, share) && add_alike(l, s, &l->stems, false) &&
         add_alike(l, s, &l->prefixes, true);
}

static float share_of(size_t some, size_t all) {
  return all > 0 ? (float)some / (float)all : 0;
}

/* place marks the target words that have a link. */
static void measure(const size_t *place, segi_links *links) {
  const segi_side *s = links->source, *t = links->target;
  size_t linked = 0;
  for (size_t w = 0; w < s->keys.count; w++)
    if (links->start[w + 1] > links->start[w]) linked += s->words[w].count;
  links->source_linked = share_of(linked, s->start[s->n]);
  linked = 0;
  for (size_t w = 0; w < t->keys.count; w++)
    if (place[w] > 0) linked += t->words[w].count;
  links->target_linked = share_of(linked, t->start[t->n]);
}

static bool link_words(const segi_weights *weights, const segi_translations *lexicon,
                       const segi_translations *taught, segi_links *links) {
  const segi_side *source = links->source, *target = links->target;
  linker l = {.weights = weights,
              .source = source,
              .target = target,
              .links = links,
              .stems = {.keys = SEGI_KEYS_EMPTY},
              .prefixes = {.keys = SEGI_KEYS_EMPTY}};
  const size_t words = source->keys.count;
  links->start = segi_calloc(words + 1, sizeof *links->start);
  l.place = segi_calloc(target->keys.count, sizeof *l.place);
  bool fine = links->start != NULL && l.place != NULL &&
              share(target->words, target->keys.count, false, &l.stems) &&
              share(target->words, target->keys.count, true, &l.prefixes);
  for (size_t w = 0; w < words && fine; w++) {
    l.first = l.count;
    fine = link_word(&l, w, lexicon, taught);
    links->start[w + 1] = l.count;
  }
  if (fine) measure(l.place, links);
  clear_shared(&l.stems);
  clear_shared(&l.prefixes);
  free(l.place);
  return fine;
}

bool segi_links_make(const segi_texts *texts, const segi_weights *weights,
                     const segi_translations *lexicon, const segi_translations *taught,
                     segi_links *links) {
  *links = (segi_links){.source = &texts->source, .target = &texts->target};
  if (link_words(weights, lexicon, taught, links)) return true;
  segi_links_clear(links);
  return false;
}

void segi_links_clear(segi_links *links) {
  free(links->start);
  free(links->items);
  *links = (segi_links){0};
}
