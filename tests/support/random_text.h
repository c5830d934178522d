/* Random and hostile input for property tests: the same for a given seed on every machine. */
#ifndef RANDOM_TEXT_H
#define RANDOM_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* xorshift64* (Vigna 2016). *state must not be 0. */
uint64_t random_next(uint64_t *state);
size_t random_below(uint64_t *state, size_t limit);

/* German words, marks, quotes, line breaks, broken UTF-8, NUL bytes and controls thrown
 * together: at most `length` bytes. Free with free. */
char *random_text(uint64_t *state, size_t length, size_t *written);

#endif
