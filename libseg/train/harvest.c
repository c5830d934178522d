#include "train/harvest.h"

#include <string.h>

#include "base/error.h"

/* One paragraph in STRIDE is read: more would only bring more of the same. */
enum { STRIDE = 7, MOST_NAMES = 2000, LONGEST_NAME = 40 };

typedef struct harvest {
  segi_phrases *phrases;
  size_t places, surnames;
  bool short_memory;
} harvest;

static bool is(const char *text, const segi_token *t, const char *word) {
  size_t length = strlen(word);
  return t->end - t->start == length && memcmp(text + t->start, word, length) == 0;
}

/* Capitalised, with nothing between it and the word before, and no end of a sentence behind. */
static bool may_be_name(const segi_token *before, const segi_token *t) {
  const segi_class_set ends = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_QUOTE);
  size_t length = t->core_end - t->core;
  return t->shape == SEGI_SHAPE_CAPITAL && length > 3 && length < LONGEST_NAME && t->lead == 0 &&
         before->trail == 0 && !(t->trail & ends);
}

static void add(harvest *h, const char *list, const char *text, const segi_token *t, size_t *count) {
  if (*count >= MOST_NAMES) return;
  seg_bytes name = {text + t->core, t->core_end - t->core};
  if (segi_phrases_add(h->phrases, list, name, 1)) ++*count;
  else h->short_memory = true;
}

static void read_paragraph(harvest *h, const char *text, const segi_tokens *tokens, bool places) {
  for (size_t i = 1; i < tokens->count; i++) {
    const segi_token *t = &tokens->items[i];
    if (!may_be_name(t - 1, t)) continue;
    bool noun = t->word.classes & SEGI_NOUN_FORM;
    if (places && !noun && is(text, t - 1, "in"))
      add(h, "found place", text, t, &h->places);
    if (!segi_mostly_lower(t) && (is(text, t - 1, "Herr") || is(text, t - 1, "Frau")))
      add(h, "found surname", text, t, &h->surnames);
  }
}

seg_status segi_harvest(segi_material *material, const segi_words *words, seg_error *error) {
  harvest h = {.phrases = &material->phrases};
  segi_tokens tokens = {0};
  for (size_t c = 0; c < material->count && !h.short_memory; c++) {
    const segi_corpus *corpus = &material->corpora[c];
    for (size_t i = 0; i < corpus->count && !h.short_memory; i += STRIDE) {
      seg_bytes text = corpus->paragraphs[i].text;
      if (h.places >= MOST_NAMES && h.surnames >= MOST_NAMES) break;
      if (segi_part_of(corpus, i) == SEGI_HELD_BACK) continue;
      h.short_memory = !segi_tokenize(words, text.data, text.length, &tokens);
      read_paragraph(&h, text.data, &tokens, corpus->source->headlines);
    }
  }
  segi_tokens_clear(&tokens);
  if (h.short_memory) return segi_nomem(error);
  return segi_phrases_finish(&material->phrases, error);
}
