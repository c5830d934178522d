#include "align/links.h"

#include <stdlib.h>
#include <string.h>

#include "align/keys.h"
#include "align/terms.h"
#include "base/mem.h"

enum {
  BACKGROUND = 1000, /* tokens that a text is taken to be longer than it is, so that the words of
                         short ones are not all frequent */
  COGNATES = 32,     /* a beginning that more words of the other side share says nothing */
  DRAFT_WORD = 'd'
};

typedef struct word {
  uint64_t key;    /* of the term, with the kind of its side */
  uint64_t stem;   /* key of what is written, the same on both sides; 0: too short to compare */
  uint64_t prefix; /* the same of the beginning */
  uint32_t count;
  bool capital, number, draft;
} word;

/* The words of one side while they are collected. */
typedef struct collector {
  segi_tokens *tokens;
  segi_keys keys;
  word *words; /* [keys.count] */
  size_t words_capacity, token_capacity;
} collector;

static bool add_term(collector *c, const segi_term *term, char kind) {
  char own = term->number && kind != DRAFT_WORD ? '#' : kind;
  uint64_t key = segi_term_key(own, term->stem, term->stem_length);
  size_t known = c->keys.count, token = c->tokens->start[c->tokens->n + 1];
  uint32_t number = segi_keys_add(&c->keys, key);
  if (number == SEGI_NO_KEY ||
      !segi_grow(&c->words, &c->words_capacity, number + 1, sizeof *c->words) ||
      !segi_grow(&c->tokens->word, &c->token_capacity, token + 1, sizeof *c->tokens->word))
    return false;
  if (number == known) {
    bool comparable = term->prefix_length > 0;
    c->words[number] =
      (word){.key = key,
             .stem = comparable || term->number || kind == DRAFT_WORD
                       ? segi_term_key('=', term->stem, term->stem_length)
                       : 0,
             .prefix = comparable ? segi_term_key('c', term->prefix, term->prefix_length) : 0,
             .capital = term->capital,
             .number = term->number,
             .draft = kind == DRAFT_WORD};
  }
  c->words[number].count++;
  c->tokens->word[token] = number;
  c->tokens->start[c->tokens->n + 1]++;
  return true;
}

static bool add_text(collector *c, seg_bytes text, char kind) {
  segi_term term;
  for (size_t at = 0; segi_next_term(text.data, text.length, &at, &term);)
    if (!add_term(c, &term, kind)) return false;
  return true;
}

static bool collect(collector *c, const seg_sentence *sentences, size_t n, char kind) {
  segi_tokens *t = c->tokens;
  t->start = segi_calloc(n + 1, sizeof *t->start);
  if (t->start == NULL) return false;
  for (size_t i = 0; i < n; i++, t->n++) {
    t->start[i + 1] = t->start[i];
    if (!add_text(c, sentences[i].text, kind) || !add_text(c, sentences[i].draft, DRAFT_WORD))
      return false;
  }
  t->words = c->keys.count;
  t->rarity = segi_alloc(t->words, sizeof *t->rarity);
  if (t->rarity == NULL) return false;
  for (size_t w = 0; w < t->words; w++)
    t->rarity[w] = (float)(t->start[n] + BACKGROUND) / (float)c->words[w].count;
  return true;
}

/* Target words by what they share with source words: those of key number k are
 * word[start[k], start[k + 1]). */
typedef struct shared {
  segi_keys keys;
  size_t *start;
  uint32_t *word;
} shared;

static uint64_t shared_key(const word *w, bool prefix) {
  return prefix ? w->prefix : w->stem;
}

static bool share(const word *words, size_t count, bool prefix, shared *s) {
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
  const collector *source, *target;
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

static float alike(const linker *l, const word *s, const word *t, bool prefix) {
  const segi_weights *w = l->weights;
  if (s->number != t->number) return 0;
  if (prefix) return (float)w->likely_cognate;
  if (s->number) return (float)w->likely_number;
  if (s->draft) return (float)w->likely_draft;
  return (float)(s->capital && t->capital ? w->likely_name : w->likely_same);
}

static bool add_alike(linker *l, const word *s, const shared *like, bool prefix) {
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
  const word *s = &l->source->words[number];
  size_t known, learned;
  const segi_translation *lexicon_items = segi_translations_find(lexicon, s->key, &known);
  const segi_translation *taught_items = segi_translations_find(taught, s->key, &learned);
  float share = known == 0 ? 1 : learned == 0 ? 0 : (float)l->weights->taught;
  return add_known(l, lexicon_items, known, 1 - share) &&
         add_known(l, taught_items, learned, share) && add_alike(l, s, &l->stems, false) &&
         add_alike(l, s, &l->prefixes, true);
}

/* place marks the target words that have a link. */
static void measure(const collector *source, const collector *target, const size_t *place,
                    segi_links *links) {
  size_t all = 0, linked = 0;
  for (size_t w = 0; w < links->source.words; w++) {
    all += source->words[w].count;
    if (links->start[w + 1] > links->start[w]) linked += source->words[w].count;
  }
  links->source.linked = all > 0 ? (float)linked / (float)all : 0;
  all = linked = 0;
  for (size_t w = 0; w < links->target.words; w++) {
    all += target->words[w].count;
    if (place[w] > 0) linked += target->words[w].count;
  }
  links->target.linked = all > 0 ? (float)linked / (float)all : 0;
}

static bool link_words(const collector *source, const collector *target,
                       const segi_weights *weights, const segi_translations *lexicon,
                       const segi_translations *taught, segi_links *links) {
  linker l = {.weights = weights,
              .source = source,
              .target = target,
              .links = links,
              .stems = {.keys = SEGI_KEYS_EMPTY},
              .prefixes = {.keys = SEGI_KEYS_EMPTY}};
  const size_t words = links->source.words;
  links->start = segi_calloc(words + 1, sizeof *links->start);
  l.place = segi_calloc(links->target.words, sizeof *l.place);
  bool fine = links->start != NULL && l.place != NULL &&
              share(target->words, links->target.words, false, &l.stems) &&
              share(target->words, links->target.words, true, &l.prefixes);
  for (size_t w = 0; w < words && fine; w++) {
    l.first = l.count;
    fine = link_word(&l, w, lexicon, taught);
    links->start[w + 1] = l.count;
  }
  if (fine) measure(source, target, l.place, links);
  clear_shared(&l.stems);
  clear_shared(&l.prefixes);
  free(l.place);
  return fine;
}

bool segi_links_make(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                     const segi_weights *weights, const segi_translations *lexicon,
                     const segi_translations *taught, segi_links *links) {
  *links = (segi_links){0};
  collector s = {.tokens = &links->source, .keys = SEGI_KEYS_EMPTY};
  collector t = {.tokens = &links->target, .keys = SEGI_KEYS_EMPTY};
  bool fine = collect(&s, source, S, SEGI_SOURCE_WORD) &&
              collect(&t, target, G, SEGI_TARGET_WORD) &&
              link_words(&s, &t, weights, lexicon, taught, links);
  segi_keys_clear(&s.keys);
  segi_keys_clear(&t.keys);
  free(s.words);
  free(t.words);
  if (!fine) segi_links_clear(links);
  return fine;
}

static void clear_tokens(segi_tokens *t) {
  free(t->start);
  free(t->word);
  free(t->rarity);
}

void segi_links_clear(segi_links *links) {
  clear_tokens(&links->source);
  clear_tokens(&links->target);
  free(links->start);
  free(links->items);
  *links = (segi_links){0};
}
