/* Half-open byte spans. */
#ifndef SEG_SPAN_H
#define SEG_SPAN_H

#include <stddef.h>

/* Bytes [start, end) of a text or of a stream; empty when start == end. */
typedef struct seg_span {
  size_t start;
  size_t end;
} seg_span;

/* Borrowed bytes: not terminated, NUL bytes allowed. */
typedef struct seg_bytes {
  const char *data;
  size_t length;
} seg_bytes;

#endif
