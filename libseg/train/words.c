#include "train/words.h"

#include <stdlib.h>

#include "align/terms.h"
#include "base/mem.h"

static bool add_stem(segi_words *w, const segi_term *term) {
  size_t number = w->keys.count - 1;
  if (!segi_buf_append(&w->stems, term->stem, term->stem_length) ||
      !segi_grow(&w->stem_end, &w->stem_end_capacity, number + 1, sizeof *w->stem_end))
    return false;
  w->stem_end[number] = w->stems.length;
  return true;
}

static bool add_word(segi_words *w, const segi_term *term) {
  size_t known = w->keys.count;
  uint32_t number = segi_keys_add(&w->keys, segi_term_key(0, term->stem, term->stem_length));
  if (number == SEGI_NO_KEY ||
      !segi_grow(&w->word, &w->word_capacity, w->count + 1, sizeof *w->word))
    return false;
  w->word[w->count++] = number;
  return number < known || add_stem(w, term);
}

bool segi_words_add(segi_words *words, seg_bytes text, size_t most) {
  segi_term term;
  for (size_t at = 0; words->count < most && segi_next_term(text.data, text.length, &at, &term);)
    if (!term.number && !add_word(words, &term)) return false;
  return true;
}

seg_bytes segi_words_stem(const segi_words *words, size_t number) {
  size_t start = number > 0 ? words->stem_end[number - 1] : 0;
  return (seg_bytes){words->stems.data + start, words->stem_end[number] - start};
}

void segi_words_clear(segi_words *words) {
  segi_keys_clear(&words->keys);
  segi_buf_clear(&words->stems);
  free(words->stem_end);
  free(words->word);
  *words = (segi_words)SEGI_WORDS_EMPTY;
}
