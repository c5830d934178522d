/* What the library knows about German: words, abbreviations and the weights that say what
 * stands at a junction. One model serves splitting and repair. */
#ifndef SEG_MODEL_H
#define SEG_MODEL_H

#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Read-only after loading; any number of threads may share it. */
typedef struct seg_model seg_model;

/* The German model that is compiled in, NULL when the build was given a file that is none. Static
 * storage, never freed. Thread-safe. */
SEG_API const seg_model *seg_model_default(void);

/* Loads a model that segtrain wrote. The file is read into memory and checked first: it may come
 * from anywhere. *model is NULL after an error. Errors: SEG_IO, SEG_NOMEM, SEG_BAD_FORMAT (no
 * model, cut short, damaged, or of another format version). */
SEG_API seg_status seg_model_load(const char *path, seg_model **model, seg_error *error);

/* NULL is fine, and so is the default model, which stays. */
SEG_API void seg_model_free(seg_model *model);

/* Name and version of the model, "de-6". Borrowed from the model. */
SEG_API const char *seg_model_name(const seg_model *model);

/* The model card: a JSON text that tells what the model was trained on, under which licences,
 * and how well it does. Borrowed from the model. */
SEG_API const char *seg_model_card(const seg_model *model);

/* Thresholds in (0, 1) that the model advises: a probability of at least this for a sentence
 * end. SEG_PREFER_BALANCE is 0.5. */
typedef enum seg_preference {
  SEG_PREFER_BALANCE,
  SEG_PREFER_PRECISION, /* rather miss an end than see a false one */
  SEG_PREFER_RECALL
} seg_preference;
SEG_API double seg_model_threshold(const seg_model *model, seg_preference preference);

/* What stands at a junction: the place between two neighbouring tokens, or a place inside a
 * token where two words may have grown together. The numbers never change meaning. */
typedef enum seg_label {
  SEG_LABEL_NONE = 0,     /* nothing: one word */
  SEG_LABEL_SPACE = 1,    /* white space only */
  SEG_LABEL_COMMA = 2,    /* comma and space */
  SEG_LABEL_COLON = 3,    /* colon and space */
  SEG_LABEL_SENTENCE = 4, /* a sentence ends */
  SEG_LABEL_PARAGRAPH = 5 /* a paragraph, heading or list item ends */
} seg_label;
#define SEG_LABELS 6

/* What one thing that was seen weighs in a decision. */
typedef struct seg_weight {
  const char *id; /* static storage */
  double weight;  /* log odds */
} seg_weight;

#ifdef __cplusplus
}
#endif
#endif
