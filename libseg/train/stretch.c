#include "train/stretch.h"

static bool read_stretch(segi_stretch *s, segi_run *run, const segi_words *words, size_t begin) {
  const char *text = run->text.data + run->words[begin].start;
  size_t length = run->words[s->next - 1].end - run->words[begin].start;
  if (!segi_tokenize(words, text, length, &s->tokens) ||
      !segi_context_begin(&s->context, &s->tokens)) {
    run->short_memory = true;
    return false;
  }
  for (size_t i = 0; i < s->tokens.count; i++) segi_context_look_up(&s->context, i);
  s->words = &run->words[begin];
  return true;
}

bool segi_stretch_next(segi_stretch *s, segi_run *run, const segi_words *words) {
  while (s->next < run->count) {
    size_t begin = s->next;
    while (s->next < run->count && !run->words[s->next].broken) s->next++;
    if (s->next < run->count) s->next++;
    if (!read_stretch(s, run, words, begin)) return false;
    if (s->tokens.count == s->next - begin) return true;
  }
  return false;
}

void segi_stretch_clear(segi_stretch *s) {
  segi_tokens_clear(&s->tokens);
  segi_context_clear(&s->context);
}
