/* The word translations that are compiled in, from libseg/data/translations. */
#ifndef SEGI_LEXICONS_H
#define SEGI_LEXICONS_H

#include "align/translations.h"

/* Loads what is known of a pair of languages, in either direction; an empty table when there is
 * nothing. Languages are tags like "de" or "de-CH". Errors: SEG_NOMEM. */
seg_status segi_lexicon_load(const char *source_language, const char *target_language,
                             segi_translations *table, seg_error *error);

#endif
