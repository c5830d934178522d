/* Checked allocation. Every allocation of the library goes through these functions, so that
 * the tests can make the n-th one fail. */
#ifndef SEGI_MEM_H
#define SEGI_MEM_H

#include <stdbool.h>
#include <stddef.h>

/* As malloc and realloc, for count items of size bytes; NULL when that overflows or memory
 * is short. The old block stays valid when segi_realloc returns NULL. */
void *segi_alloc(size_t count, size_t size);
void *segi_realloc(void *block, size_t count, size_t size);

/* Zero-filled. */
void *segi_calloc(size_t count, size_t size);

/* A terminated copy of length bytes. */
char *segi_strndup(const char *bytes, size_t length);

/* Makes room for `needed` items in a growing array: *capacity is doubled until it suffices.
 * False when memory is short; the array is unchanged then. */
bool segi_grow(void *array_pointer, size_t *capacity, size_t needed, size_t size);

#ifdef SEG_TEST_ALLOC
/* The n-th allocation from now on fails, and all after it (n from 1; 0: none). */
void segi_fail_allocation(long n);
#endif

#endif
