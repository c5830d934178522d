/* One growable byte buffer.
 *
 * data is NULL only while nothing was appended; otherwise data[length] is a NUL that length
 * does not count. NUL bytes may stand inside. */
#ifndef SEGI_BUF_H
#define SEGI_BUF_H

#include <stdbool.h>
#include <stddef.h>

typedef struct segi_buf {
  char *data;
  size_t length;
  size_t capacity;
} segi_buf;

#define SEGI_BUF_EMPTY {NULL, 0, 0}

/* False when memory is short; the buffer is unchanged then. */
bool segi_buf_append(segi_buf *buf, const char *bytes, size_t length);
bool segi_buf_append_string(segi_buf *buf, const char *string);
bool segi_buf_reserve(segi_buf *buf, size_t length); /* room for that many more bytes */

/* Removes the first bytes. */
void segi_buf_drop(segi_buf *buf, size_t length);

/* Hands the memory over (free with seg_free); the buffer is empty again. */
char *segi_buf_take(segi_buf *buf);

void segi_buf_clear(segi_buf *buf); /* frees */

#endif
