#include "train/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void segi_run_start(segi_run *run) {
  run->text.length = 0;
  run->count = 0;
}

void segi_run_put(segi_run *run, seg_bytes word, segi_gap_label label, bool broken) {
  if (word.length == 0) return;
  size_t start = run->text.length;
  if (!segi_grow(&run->words, &run->capacity, run->count + 1, sizeof *run->words) ||
      !segi_buf_append(&run->text, word.data, word.length) || !segi_buf_append(&run->text, " ", 1)) {
    run->short_memory = true;
    return;
  }
  run->words[run->count++] = (segi_run_word){start, start + word.length, (uint8_t)label, broken};
}

void segi_run_put_words(segi_run *run, seg_bytes words, segi_gap_label label, bool broken) {
  const char *end = words.data + words.length, *word = words.data;
  size_t before = run->count;
  bool ended = false;
  while (word < end) {
    const char *space = memchr(word, ' ', (size_t)(end - word));
    size_t length = (size_t)((space != NULL ? space : end) - word);
    ended = length == 2 && memcmp(word, "÷", 2) == 0;
    if (!ended)
      segi_run_put(run, (seg_bytes){word, length}, SEGI_INSIDE, false);
    else if (run->count > before)
      run->words[run->count - 1].label = SEGI_ENDS;
    word += length + (space != NULL);
  }
  if (run->count == before) return;
  segi_run_word *last = &run->words[run->count - 1];
  if (!ended) last->label = (uint8_t)label;
  last->broken = broken;
}

void segi_run_clear(segi_run *run) {
  segi_buf_clear(&run->text);
  free(run->words);
  *run = (segi_run){0};
}
