/* Candidates (junction/candidate.h) of a text that is edited again and again: it is looked at only
 * where it changed. */
#ifndef SEGI_FINDS_H
#define SEGI_FINDS_H

#include "junction/candidate.h"
#include "seg/editlog.h"

/* What a document holds. All zero: of no document yet. */
typedef struct segi_finds {
  segi_tokens tokens;
  segi_candidates candidates;
} segi_finds;

/* Makes *finds those of the text that the edits made of the one they are of; when they are of none,
 * all of the text is looked at. The text is borrowed until the next call. False when memory is
 * short: *finds are of none then. */
bool segi_find_again(const seg_model *model, const char *text, size_t length,
                     const seg_editlog *edits, segi_finds *finds);

void segi_finds_clear(segi_finds *finds); /* frees */

#endif
