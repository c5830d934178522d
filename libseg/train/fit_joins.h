/* Fits the trees that find and name what is missing inside tokens (junction/inner.h). */
#ifndef SEGI_FIT_JOINS_H
#define SEGI_FIT_JOINS_H

#include "train/fit.h"
#include "train/page.h"

/* What the trees do on pages of text held back from training, at a probability of 0.5. */
typedef struct segi_join_report {
  size_t lost;   /* places where something is missing, */
  size_t open;   /* of them candidates, */
  size_t found, right; /* places found, and right; */
  size_t named, named_right; /* of those right: labels that had to be found, and right ones */
  size_t characters, false_in_clean; /* bytes of undamaged pages, places found in them */
} segi_join_report;

/* Appends the sections "join-trees" and "label-trees". Errors: SEG_NOMEM. */
seg_status segi_fit_joins(const segi_material *material, const seg_model *model, uint64_t seed,
                          const segi_fitting *how, segi_buf *joins, segi_buf *labels,
                          segi_join_report *report, seg_error *error);

#endif
