/* Made-up pieces of text (by-lines, datelines, emoticons, quotation marks) from a table that a
 * linguist can edit: lists of phrases with weights, where a phrase may name other lists.
 *
 *   list TAB weight TAB text
 *   byline	30	Von {first} {surname} ÷       {surname}: a phrase of that list
 *   byline	10	{1-30}. {month} {1990-2024} ÷ {1-30}: a number; {01-12} with leading zeros
 *
 * A standalone ÷ says that a sentence ends there. */
#ifndef SEGI_PHRASES_H
#define SEGI_PHRASES_H

#include "base/buf.h"
#include "train/random.h"
#include "train/recipe.h"

typedef struct segi_phrase_entry {
  const char *list, *text; /* terminated; owned */
  double weight;
} segi_phrase_entry;

typedef struct segi_phrases {
  segi_phrase_entry *entries; /* sorted by list once all are there */
  size_t count, capacity;
} segi_phrases;

/* Adds the phrases of a source. Errors: SEG_BAD_FORMAT with file and line, SEG_NOMEM. */
seg_status segi_phrases_read(const segi_source *source, segi_phrases *phrases, seg_error *error);

/* Adds a list of abbreviations (libseg/data/de/README.md) as the lists "abbreviation" and "number
 * abbreviation", each entry as it is and with a capital, with its full stop. Errors: as above. */
seg_status segi_phrases_read_abbreviations(const segi_source *source, segi_phrases *phrases,
                                           seg_error *error);

/* Adds one phrase. False when memory is short. */
bool segi_phrases_add(segi_phrases *phrases, const char *list, seg_bytes text, double weight);

/* To be called when all phrases are there: every list that is named must have one.
 * Errors: SEG_BAD_FORMAT. */
seg_status segi_phrases_finish(segi_phrases *phrases, seg_error *error);

/* Appends a phrase of the list, drawn by weight. False when memory is short. */
bool segi_phrases_draw(const segi_phrases *phrases, const char *list, segi_random *random,
                       segi_buf *out);

bool segi_phrases_has(const segi_phrases *phrases, const char *list);

/* Whether the list holds exactly this phrase. */
bool segi_phrases_hold(const segi_phrases *phrases, const char *list, seg_bytes text);

void segi_phrases_clear(segi_phrases *phrases); /* frees */

#endif
