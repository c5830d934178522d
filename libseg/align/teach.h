/* A document teaches its own words: the beads of a first pass extend the lexicon. */
#ifndef SEGI_TEACH_H
#define SEGI_TEACH_H

#include "align/texts.h"
#include "align/translations.h"

/* Word translations that the beads agree on. Only a sample of the beads of long documents is
 * used, so that time and memory have a bound. False when memory is short; nothing is allocated
 * then. */
bool segi_teach(const segi_texts *texts, const seg_bead *beads, size_t count,
                segi_translations *taught);

#endif
