/* Words that were parted by a hyphen, a line end or spaces, and whether they were one. */
#ifndef SEGI_PARTED_H
#define SEGI_PARTED_H

#include <stdbool.h>
#include <stddef.h>

#include "lex/lexicon.h"

/* Longer words, in bytes, are in no lexicon. */
enum { SEGI_LONGEST_PART = 64 };

/* What the lexicon knows of text[start, end), lower-cased. */
segi_word segi_word_at(const segi_words *words, const char *text, size_t start, size_t end);

/* Where the letters begin that end before `at`, not before `least`; where those end that begin
 * at `at`. Both look at SEGI_LONGEST_PART bytes and a few more at most. */
size_t segi_letters_before(const char *text, size_t least, size_t at);
size_t segi_letters_behind(const char *text, size_t length, size_t at);

/* Whether word is made of two or three known words: Sperrdruck, Landesverwaltungsgericht. */
bool segi_is_compound(const segi_words *words, const char *word, size_t length);

/* Whether text[left, hyphen) and text[next, right), which goes on in lower case, are one word:
 * Regie- rung, Landesverwaltungs- gericht, but not deutsch- französisch and US- amerikanisch. */
bool segi_was_parted(const segi_words *words, const char *text, size_t left, size_t hyphen,
                     size_t next, size_t right);

/* The same for a hyphen that a space follows, where the hyphen may as well stand for a part of a
 * word: the whole must be known. */
bool segi_was_parted_in_line(const segi_words *words, const char *text, size_t left,
                             size_t hyphen, size_t next, size_t right);

#endif
