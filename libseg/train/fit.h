/* Fitting the numbers of a model, in floating point; model/weights.h tells the letters.
 *
 *   first look    logistic regression on hashed cells, on each half of the text apart
 *   glance        the same on the bytes around: whether a first look is worth while
 *   second look   the same on the gaps that the first look of the other half leaves open
 *   word rows     skip-gram with negative sampling: words used alike get like rows
 *   network       the undecided gaps, with the first look of the other half
 *   lost marks    all gaps of running text, their marks hidden one at a time; on finished rows */
#ifndef SEGI_FIT_H
#define SEGI_FIT_H

#include "model/weights.h"
#include "train/sampler.h"

typedef struct segi_fit {
  int8_t *first_look[3]; /* [FIRST_LOOK] each: of half A, of half B, their mean; stored numbers */
  int8_t *glance;        /* [GLANCE] stored numbers */
  int8_t *second_look;   /* [SECOND_LOOK] stored numbers */
  size_t word_row_count; /* R */
  float *word_rows;      /* [R][D] */
  float *trait_rows;     /* [TRAIT_ROWS][D] */
  float *context_rows;   /* [CONTEXT_ROWS][H] */
  float *window;         /* [2K][D][H] */
  float *hidden;         /* [H][G] */
  float output[SEGI_G];
  float hidden_bias[SEGI_G], output_bias;
  float *mark_window;    /* [M][2K][D] */
  float *mark_rows;      /* [MARK_ROWS][LOST_LABELS] */
  float mark_output[SEGI_LOST_LABELS][SEGI_M];
  float mark_hidden_bias[SEGI_M], mark_output_bias[SEGI_LOST_LABELS];
} segi_fit;

enum { SEGI_FIRST_LOOK_MEAN = 2 };

/* Tells how far a stage is: the share done and the loss since the last call. */
typedef void segi_progress(void *context, const char *stage, double done, double loss);

typedef struct segi_fitting {
  segi_sampler *sampler;
  double effort; /* share of the full number of steps */
  segi_progress *progress;
  void *context;
} segi_fitting;

/* Makes room and draws the first numbers. False when memory is short. */
bool segi_fit_make(segi_fit *fit, size_t word_row_count, segi_random *random);
void segi_fit_clear(segi_fit *fit);

/* The stages, to be called in this order. False when memory is short. */
bool segi_fit_first_look(segi_fit *fit, const segi_fitting *how);
bool segi_fit_glance(segi_fit *fit, const segi_fitting *how);
bool segi_fit_second_look(segi_fit *fit, const segi_fitting *how);
bool segi_fit_word_rows(segi_fit *fit, const segi_fitting *how);
bool segi_fit_network(segi_fit *fit, const segi_fitting *how);

/* The last stage, over the stored rows of `rows`: its numbers are drawn from how->sampler alone, so
 * that a sampler of its own leaves the other stages as they are. */
bool segi_fit_marks(segi_fit *fit, const segi_weights *rows, const segi_fitting *how);

#endif
