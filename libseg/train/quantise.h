/* From floating point to the stored numbers of model/weights.h, and to the bytes of a model. */
#ifndef SEGI_QUANTISE_H
#define SEGI_QUANTISE_H

#include "model/format.h"
#include "train/fit.h"
#include "train/vocabulary.h"

/* The nearest stored number of a weight; what is too large for one byte becomes the largest. */
int8_t segi_quantise(float weight, int step);

/* The stored tables of a fit. */
typedef struct segi_tables {
  int8_t *word_rows, *trait_rows, *context_rows, *window, *hidden;
  int8_t output[SEGI_G];
  segi_numbers numbers;
  int8_t *mark_window, *mark_rows; /* NULL until segi_tables_add_marks */
  int8_t mark_output[SEGI_LOST_LABELS * SEGI_M];
  segi_mark_numbers mark_numbers;
} segi_tables;

/* Makes the tables; the calibration is the identity. False when memory is short. */
bool segi_tables_make(const segi_fit *fit, segi_tables *tables);
void segi_tables_clear(segi_tables *tables);

/* Adds those of the lost marks, to *weights too. False when memory is short. */
bool segi_tables_add_marks(const segi_fit *fit, segi_tables *tables, segi_weights *weights);

/* The tables as the networks read them, without those of the lost marks; borrowed from both. */
void segi_tables_weights(const segi_fit *fit, const segi_tables *tables, segi_weights *weights);

/* Numbers as their sections hold them. */
typedef struct segi_number_bytes {
  uint8_t numbers[(SEGI_G + 5) * 4];
  uint8_t mark_numbers[(SEGI_M + SEGI_LOST_LABELS) * 4];
} segi_number_bytes;

/* Lists the sections of a model but its name and card; what they hold is borrowed, from *bytes too,
 * which is filled in. Returns how many. */
enum { SEGI_TABLE_SECTIONS = 15 };
size_t segi_tables_sections(const segi_fit *fit, const segi_tables *tables,
                            const segi_vocabulary *vocabulary, segi_number_bytes *bytes,
                            segi_section sections[SEGI_TABLE_SECTIONS]);

#endif
