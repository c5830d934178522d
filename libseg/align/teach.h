/* A document teaches its own words: the beads of a first pass extend the lexicon. */
#ifndef SEGI_TEACH_H
#define SEGI_TEACH_H

#include "align/translations.h"
#include "seg/align.h"

/* Word translations that the beads agree on. Only a sample of the beads of long documents is
 * used, so that time and memory have a bound. False when memory is short; nothing is allocated
 * then. */
bool segi_teach(const seg_sentence *source, const seg_sentence *target, const seg_bead *beads,
                size_t count, segi_translations *taught);

#endif
