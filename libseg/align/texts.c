#include "align/texts.h"

#include <math.h>
#include <stdlib.h>

#include "align/terms.h"
#include "align/translations.h"
#include "base/mem.h"

enum {
  BACKGROUND = 1000, /* tokens that a text is taken to be longer than it is, so that the words of
                         short ones are not all frequent */
  DRAFT_WORD = 'd'
};

/* One side while it is read. */
typedef struct reader {
  segi_side *side;
  char kind; /* of its words */
  size_t words_capacity, word_capacity, capital_capacity;
  uint32_t *last; /* [keys.count] 1 + the last sentence that held the word */
  size_t last_capacity;
} reader;

static segi_text_word describe(const segi_term *term, uint64_t key, bool draft) {
  bool comparable = term->prefix_length > 0;
  segi_text_word word = {
    .key = key, .own = key, .capital = term->capital, .number = term->number, .draft = draft};
  if (draft)
    word.own = segi_term_key(term->number ? '#' : SEGI_TARGET_WORD, term->stem, term->stem_length);
  if (comparable || term->number || draft)
    word.stem = segi_term_key('=', term->stem, term->stem_length);
  if (comparable) word.prefix = segi_term_key('c', term->prefix, term->prefix_length);
  return word;
}

static bool add_term(reader *r, const segi_term *term, bool draft) {
  segi_side *s = r->side;
  char kind = draft ? DRAFT_WORD : term->number ? '#' : r->kind;
  uint64_t key = segi_term_key(kind, term->stem, term->stem_length);
  size_t known = s->keys.count, token = s->start[s->n + 1];
  uint32_t number = segi_keys_add(&s->keys, key);
  if (number == SEGI_NO_KEY ||
      !segi_grow(&s->words, &r->words_capacity, number + 1, sizeof *s->words) ||
      !segi_grow(&r->last, &r->last_capacity, number + 1, sizeof *r->last) ||
      !segi_grow(&s->word, &r->word_capacity, token + 1, sizeof *s->word) ||
      !segi_grow(&s->capital, &r->capital_capacity, token + 1, sizeof *s->capital))
    return false;
  if (number == known) {
    s->words[number] = describe(term, key, draft);
    r->last[number] = 0;
  }
  s->words[number].count++;
  s->words[number].sentences += r->last[number] != s->n + 1;
  r->last[number] = (uint32_t)s->n + 1;
  s->word[token] = number;
  s->capital[token] = term->capital;
  s->start[s->n + 1]++;
  return true;
}

static bool add_text(reader *r, seg_bytes text, bool draft) {
  segi_term term;
  for (size_t at = 0; segi_next_term(text.data, text.length, &at, &term);)
    if (!add_term(r, &term, draft)) return false;
  return true;
}

static bool measure(segi_side *s) {
  s->rarity = segi_alloc(s->keys.count, sizeof *s->rarity);
  s->length = segi_alloc(s->n, sizeof *s->length);
  s->root = segi_alloc(s->n, sizeof *s->root);
  if (s->rarity == NULL || s->length == NULL || s->root == NULL) return false;
  for (size_t w = 0; w < s->keys.count; w++)
    s->rarity[w] = (float)(s->start[s->n] + BACKGROUND) / (float)s->words[w].count;
  for (size_t i = 0; i < s->n; i++) {
    s->length[i] = (float)(s->start[i + 1] - s->start[i]);
    s->root[i] = sqrtf(s->length[i] + 1);
  }
  return true;
}

static bool read_side(const seg_sentence *sentences, size_t n, char kind, segi_side *s) {
  reader r = {.side = s, .kind = kind};
  *s = (segi_side){.sentences = sentences, .keys = SEGI_KEYS_EMPTY};
  s->start = segi_calloc(n + 1, sizeof *s->start);
  bool fine = s->start != NULL;
  for (; s->n < n && fine; s->n++) {
    s->start[s->n + 1] = s->start[s->n];
    fine = add_text(&r, sentences[s->n].text, false) && add_text(&r, sentences[s->n].draft, true);
  }
  free(r.last);
  return fine && measure(s);
}

static void clear_side(segi_side *s) {
  free(s->start);
  free(s->word);
  free(s->capital);
  segi_keys_clear(&s->keys);
  free(s->words);
  free(s->rarity);
  free(s->length);
  free(s->root);
  *s = (segi_side){.keys = SEGI_KEYS_EMPTY};
}

bool segi_texts_make(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                     segi_texts *texts) {
  *texts = (segi_texts){.source.keys = SEGI_KEYS_EMPTY, .target.keys = SEGI_KEYS_EMPTY};
  if (read_side(source, S, SEGI_SOURCE_WORD, &texts->source) &&
      read_side(target, G, SEGI_TARGET_WORD, &texts->target))
    return true;
  segi_texts_clear(texts);
  return false;
}

void segi_texts_clear(segi_texts *texts) {
  clear_side(&texts->source);
  clear_side(&texts->target);
}
