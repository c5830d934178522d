/* Where stretches of text end, and how a document marks its paragraphs. */
#ifndef SEGI_PARAGRAPHS_H
#define SEGI_PARAGRAPHS_H

#include "seg/split.h"

/* How much text segi_guess_paragraphs wants to see, in bytes. */
enum { SEGI_GUESS_LENGTH = 64 * 1024 };

/* Decides for SEG_PARAGRAPHS_AUTO: wrapped when lines that end without a mark are often followed
 * by a lower-case word, else blank when there are blank lines, else line. */
seg_paragraphs segi_guess_paragraphs(const char *text, size_t length);

/* Whether text[start, end) ends with a mark, from full stop to colon, closing quotation marks and
 * brackets left out. */
bool segi_ends_with_mark(const char *text, size_t start, size_t end);

/* What a line says of itself. The line is trimmed. */
bool segi_is_furniture(const char *line, size_t length);
bool segi_is_heading(const char *line, size_t length);

#endif
