/* Which of many bytes are what, many at a time. */
#ifndef SEGI_MASKS_H
#define SEGI_MASKS_H

#include <stddef.h>
#include <stdint.h>

enum { SEGI_MASKED = 64 };

/* One bit for each of 64 bytes in a row, the first byte the lowest. */
typedef struct segi_masks {
  uint64_t white;   /* spaces, tabs and ASCII line breaks */
  uint64_t newline; /* ASCII line breaks: LF, VT, FF, CR */
  uint64_t letter;  /* A to Z, a to z */
  uint64_t lower;   /* a to z, and both bytes of the letters U+00DF to U+00FF */
} segi_masks;

segi_masks segi_masks_of(const char bytes[SEGI_MASKED]);

/* The first place from `at` on that may begin a line break (text/lines.h), or length. */
size_t segi_skip_within_line(const char *text, size_t length, size_t at);

#endif
