/* Draws runs of labelled, damaged text from the corpora: what all stages of training read. */
#ifndef SEGI_SAMPLER_H
#define SEGI_SAMPLER_H

#include "train/corpus.h"
#include "train/damage.h"

/* The corpora, word lists and phrases of a recipe, read once. */
typedef struct segi_material {
  segi_corpus *corpora; /* [count] */
  size_t count;
  segi_phrases phrases;
  double shares; /* sum of the sources' shares */
} segi_material;

/* Reads texts and phrases. Errors: SEG_BAD_FORMAT with file and line, SEG_BAD_ARGUMENT when the
 * recipe has no text or too little, SEG_NOMEM. The caller clears *material in every case. */
seg_status segi_material_read(const seg_recipe *recipe, segi_material *material, seg_error *error);
void segi_material_clear(segi_material *material);

typedef struct segi_sampler {
  const segi_material *material;
  const segi_words *words;
  segi_random random;
  bool clean; /* runs without damage */
  segi_run run;
  segi_part part; /* that the run was drawn from */
  segi_tokens tokens;
  uint8_t *labels;
  size_t label_capacity;
  segi_buf phrase;
} segi_sampler;

segi_sampler segi_sampler_make(const segi_material *material, const segi_words *words,
                               uint64_t seed);
void segi_sampler_clear(segi_sampler *s); /* frees */

/* Draws a source by its share. */
const segi_corpus *segi_sampler_corpus(segi_sampler *s);

/* Makes s->run of about `wanted` words. held_back: from the part that training does not see;
 * otherwise from one of the halves, drawn anew. False when memory is short. */
bool segi_sampler_next(segi_sampler *s, bool held_back, size_t wanted);

#endif
