/* A model in memory: the word table, the weights, and whose bytes they are. */
#ifndef SEGI_MODEL_H
#define SEGI_MODEL_H

#include <stdbool.h>

#include "lex/lexicon.h"
#include "model/weights.h"
#include "seg/model.h"

struct seg_model {
  const char *name;
  const char *card;
  segi_words words;
  segi_weights weights;
  void *bytes; /* what all of them point into, when the model owns it; NULL otherwise */
};

/* Makes *model from the bytes of a model file, which are borrowed. Nothing in them is believed
 * before it was checked; a `trusted` file, the one compiled in, is not read through for its
 * checksum and its word table. Errors: SEG_BAD_FORMAT; *model is not usable then. */
seg_status segi_model_open(const void *bytes, size_t length, bool trusted, seg_model *model,
                           seg_error *error);

/* The model that was given, or when that is NULL the one compiled in. Errors: SEG_BAD_FORMAT. */
seg_status segi_model_choose(const seg_model *given, const seg_model **model, seg_error *error);

/* Makes segi_maybe_common and segi_maybe_following right for the words of a model, once; they are for
 * the models that were loaded. Thread-safe. */
void segi_model_note_common(const seg_model *model);

#endif
