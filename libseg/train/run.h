/* A run: some paragraphs of training text after damage, word by word, with labels. */
#ifndef SEGI_RUN_H
#define SEGI_RUN_H

#include "base/buf.h"
#include "train/labels.h"

typedef struct segi_run_word {
  size_t start, end; /* bytes of the run's text */
  uint8_t label;     /* segi_gap_label of the gap behind it */
  bool broken;       /* a line ends behind it: nothing beyond is seen from here */
} segi_run_word;

typedef struct segi_run {
  segi_buf text; /* the words, with a space behind each */
  segi_run_word *words;
  size_t count, capacity;
  bool short_memory; /* something could not be added */
} segi_run;

void segi_run_start(segi_run *run); /* empties it */

/* Adds one word, without white space; an empty one adds nothing. */
void segi_run_put(segi_run *run, seg_bytes word, segi_gap_label label, bool broken);

/* Adds the words of a phrase, where ÷ ends a sentence; the last word gets `label` unless ÷
 * follows it. */
void segi_run_put_words(segi_run *run, seg_bytes words, segi_gap_label label, bool broken);

void segi_run_clear(segi_run *run); /* frees */

#endif
