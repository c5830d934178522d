/* Setting errors: the first one stays. */
#ifndef SEGI_ERROR_H
#define SEGI_ERROR_H

#include "seg/status.h"

/* Fills *error (NULL is fine) unless it holds an error already, and returns status. */
__attribute__((format(printf, 3, 4)))
seg_status segi_fail(seg_error *error, seg_status status, const char *format, ...);

/* The same, with a place: bytes from the start, line from 1 (0: unknown). */
__attribute__((format(printf, 5, 6)))
seg_status segi_fail_at(seg_error *error, seg_status status, size_t offset, size_t line,
                        const char *format, ...);

/* "out of memory". */
seg_status segi_nomem(seg_error *error);

/* Sets the source name where it is still empty; cut at the front when too long. */
void segi_error_source(seg_error *error, const char *source);

#endif
