/* Segments that are too long for those who read them. */
#ifndef SEGI_LENGTH_H
#define SEGI_LENGTH_H

#include "junction/tokens.h"
#include "seg/span.h"

/* Code points of text[start, end) or, with `tokens`, words between white space. */
size_t segi_measure(bool tokens, const char *text, size_t start, size_t end);

/* Cuts texts into parts; scratch memory, zero before the first use. T tokens. */
typedef struct segi_cutter {
  bool count_tokens;
  size_t most; /* length of a part, at least 1 */
  segi_tokens tokens;
  struct segi_cut_place *places; /* [T] */
  size_t place_capacity;
  struct segi_cut_range *ranges; /* still to be looked at */
  size_t range_count, range_capacity;
  seg_span *parts; /* [part_count] of the last text */
  size_t part_count, part_capacity;
} segi_cutter;

/* Cuts text[0, length), which has no white space at its ends, into parts of at most `most`: at as few
 * places as need be, behind a semicolon, a colon, a comma before a conjunction, a dash, a comma, else
 * at a space, so that the parts are of like length; within a quotation only when that alone is too long,
 * within a word likewise. False when memory is short. */
bool segi_cut(segi_cutter *cutter, const segi_words *words, const char *text, size_t length);

void segi_cutter_clear(segi_cutter *cutter); /* frees */

#endif
