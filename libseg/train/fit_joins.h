/* Fits the trees that find and name what is missing inside tokens (junction/inner.h). */
#ifndef SEGI_FIT_JOINS_H
#define SEGI_FIT_JOINS_H

#include "train/fit.h"
#include "train/page.h"

/* Appends the sections "join-trees" and "label-trees". The model's words and its network for lost
 * marks are used; how->sampler is not: pages have one of their own. Errors: SEG_NOMEM. */
seg_status segi_fit_joins(const segi_material *material, const seg_model *model, uint64_t seed,
                          const segi_fitting *how, segi_buf *joins, segi_buf *labels,
                          seg_train_joins *report, seg_error *error);

#endif
