/* Where stretches of text end, and how a document marks its paragraphs. */
#ifndef SEGI_PARAGRAPHS_H
#define SEGI_PARAGRAPHS_H

#include "seg/split.h"

/* Whether text[start, end) ends with a mark, from full stop to colon, closing quotation marks and
 * brackets left out. */
bool segi_ends_with_mark(const char *text, size_t start, size_t end);

/* What a line says of itself. The line is trimmed. */
bool segi_is_furniture(const char *line, size_t length);
/* How sure that is, for those that would throw the line away: 0 for no furniture, 1 when the line
 * begins like some and is no long sentence. A line that is made of phrases of furniture has *known
 * points, one for each different phrase and one more when a phrase has several words; a row of links
 * with a known one has SEGI_SURE_FURNITURE. */
enum { SEGI_SURE_FURNITURE = 3 };
int segi_furniture_points(const char *line, size_t length, int *known);

bool segi_is_heading(const char *line, size_t length);

#endif
