/* The trained numbers of a model: the sections of a model file and how they lie in memory.
 *
 * Letters: D numbers describe a token; K tokens on each side of a junction are looked at;
 * H and G hidden units, M those of the lost marks; R words with a row of their own; W slots of the
 * word table.
 *
 *   section        shape               type   step    what
 *   name           [..]                ASCII          "de-6" and a NUL
 *   card           [..]                UTF-8          JSON: sources, licences, figures; and a NUL
 *   words          [W]                 16 bytes       segi_word_slot (lex/lexicon.h)
 *   word-rows      [R][D]              int8   1/64    row 0 stands for all other words
 *   trait-rows     [TRAIT_ROWS][D]     int8   1/64    rows of the token templates, in their order
 *   glance         [GLANCE]            int8   1/32    hashed weights of the bytes on both sides
 *   first-look     [FIRST_LOOK]        int8   1/32    hashed weights of a cheap linear score
 *   second-look    [SECOND_LOOK]       int8   1/32    hashed weights of what is added to it
 *   context-rows   [CONTEXT_ROWS][H]   int8   1/32    hashed rows of the context templates
 *   window         [H][2K][D]          int8   1/64    token -> hidden, places from left to right
 *   hidden         [G][H]              int8   1/64
 *   output         [G]                 int8   1/32
 *   numbers        [G + 5]             int32          see segi_numbers, little-endian
 *   mark-rows      [MARK_ROWS][LABELS] int8   1/32    hashed rows of the lost marks' templates
 *   mark-window    [M][2K][D]          int8   1/64    as window, for lost marks
 *   mark-output    [LABELS][M]         int8   1/32    labels in the order of segi_lost_label
 *   mark-numbers   [M + LABELS]        int32          see segi_mark_numbers, little-endian
 *   join-trees     see trees.h         1 class        whether a token comes apart at a place
 *   label-trees    see trees.h         LABELS - 1     what is missing there: a space, comma, ...
 *
 * A stored number times its step is the weight. All arithmetic up to the score of a junction is
 * done on integers, so that it is the same on every machine:
 *
 *   x[2K][D]  = sum of the token's rows                                      step 1/64
 *   h[H]      = window * x + 128 * sum of the context rows                   step 1/4096
 *   h         = min(max(h, 0) / 16, 32767), rounded down                     step 1/256
 *   g[G]      = hidden * h + hidden bias                                     step 1/16384
 *   g         = max(g, 0) / 64, rounded down                                 step 1/256
 *   z         = output * g + output bias                                     step 1/8192
 *   P         = 1 / (1 + exp(-(slope * z + offset))), the calibrated probability
 *
 * The network of the lost marks sums the same rows, but has no context and one hidden layer:
 *
 *   h[M]      = mark window * x + hidden bias                                step 1/4096
 *   h         = min(max(h, 0) / 16, 32767), rounded down                     step 1/256
 *   z[LABELS] = mark output * h + output bias + 256 * sum of the mark rows   step 1/8192
 *   P[LABELS] = exp(z) divided by its sum over the labels */
#ifndef SEGI_WEIGHTS_H
#define SEGI_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include "model/trees.h"

enum {
  SEGI_D = 32,
  SEGI_K = 6,
  SEGI_H = 64,
  SEGI_G = 32,
  SEGI_M = 128,
  SEGI_TRAIT_ROWS = 8192,
  SEGI_GLANCE = 1 << 16,
  SEGI_FIRST_LOOK = 1 << 18,
  SEGI_SECOND_LOOK = 1 << 17,
  SEGI_CONTEXT_ROWS = 1 << 13,
  SEGI_MARK_ROWS = 1 << 16,

  SEGI_ROW_STEP = 64, /* steps: one divided by */
  SEGI_LOOK_STEP = 32,
  SEGI_CONTEXT_STEP = 32,
  SEGI_MARK_ROW_STEP = 32,
  SEGI_WINDOW_STEP = 64,
  SEGI_HIDDEN_STEP = 64,
  SEGI_OUTPUT_STEP = 32,
  SEGI_HIDDEN_BIAS_STEP = 16384,
  SEGI_MARK_BIAS_STEP = 4096,
  SEGI_SCORE_STEP = 8192,
  SEGI_NUMBER_STEP = 65536,

  SEGI_PLACE_FEATURES = 92, /* numbers that describe a place inside a token (junction/candidate.h) */

  SEGI_LARGEST_BIAS = 1 << 24 /* of hidden units and of lost marks, so that no sum overflows */
};

/* What two words lost when they were glued together: the mark behind the first one. */
typedef enum segi_lost_label {
  SEGI_LOST_NOTHING, /* but the space */
  SEGI_LOST_COMMA,
  SEGI_LOST_COLON,
  SEGI_LOST_SENTENCE, /* the end of a sentence, paragraph or heading, whatever its mark */
  SEGI_LOST_LABELS
} segi_lost_label;

/* The section "numbers". */
typedef struct segi_numbers {
  int32_t hidden_bias[SEGI_G]; /* step 1/16384 */
  int32_t output_bias;         /* step 1/8192 */
  int32_t slope, offset;       /* of the calibration, step 1/65536; slope above 0 */
  int32_t precision, recall;   /* probability thresholds that prefer one of the two, step 1/65536 */
} segi_numbers;

/* The section "mark-numbers". */
typedef struct segi_mark_numbers {
  int32_t hidden_bias[SEGI_M];           /* step 1/4096 */
  int32_t output_bias[SEGI_LOST_LABELS]; /* step 1/8192 */
} segi_mark_numbers;

/* The tables of the looks that are taken at a junction before the network is asked, one after the
 * other; a NULL one is not taken. */
typedef struct segi_looks {
  const int8_t *glance; /* [GLANCE] */
  const int8_t *first;  /* [FIRST_LOOK] */
  const int8_t *second; /* [SECOND_LOOK] */
} segi_looks;

/* Borrowed tables, and copies of the small ones in the width the arithmetic wants. */
typedef struct segi_weights {
  const int8_t *word_rows;    /* [R][D] */
  const int8_t *trait_rows;   /* [TRAIT_ROWS][D] */
  segi_looks looks;
  const int8_t *context_rows; /* [CONTEXT_ROWS][H] */
  const int8_t *mark_rows;    /* [MARK_ROWS][LOST_LABELS] */
  int16_t window[SEGI_H][2 * SEGI_K * SEGI_D];
  int16_t hidden[SEGI_G][SEGI_H];
  int16_t output[SEGI_G];
  segi_numbers numbers;
  int16_t mark_window[SEGI_M][2 * SEGI_K * SEGI_D];
  int16_t mark_output[SEGI_LOST_LABELS][SEGI_M];
  segi_mark_numbers mark_numbers;
  segi_trees joins, labels;
} segi_weights;

#endif
