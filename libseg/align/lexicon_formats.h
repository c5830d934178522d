/* Word translations in the formats that people have them in. */
#ifndef SEGI_LEXICON_FORMATS_H
#define SEGI_LEXICON_FORMATS_H

#include "align/translations.h"
#include "seg/align.h"

/* Reads a lexicon; `reversed` says that it leads from the target language to the source language.
 * Errors: SEG_BAD_FORMAT with the line, SEG_NOMEM; nothing is allocated then. */
seg_status segi_lexicon_parse(seg_bytes text, seg_lexicon_format format, bool reversed,
                              segi_translations *table, seg_error *error);

#endif
