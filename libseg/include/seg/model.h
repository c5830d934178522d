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

/* The German model that is compiled in. Static storage, never freed. */
SEG_API const seg_model *seg_model_default(void);

/* Name and version of the model, "de-1". Static storage or borrowed from the model. */
SEG_API const char *seg_model_name(const seg_model *model);

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

#ifdef __cplusplus
}
#endif
#endif
