/* Names for made-up by-lines and datelines, found in the text itself. */
#ifndef SEGI_HARVEST_H
#define SEGI_HARVEST_H

#include "train/sampler.h"

/* Adds words that stand after "in" to the list "found place" and words after "Herr" and "Frau" to
 * "found surname", some thousand of each, and finishes the phrases. Errors: as
 * segi_phrases_finish, SEG_NOMEM. */
seg_status segi_harvest(segi_material *material, const segi_words *words, seg_error *error);

#endif
