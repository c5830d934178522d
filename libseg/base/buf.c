#include "base/buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool segi_buf_reserve(segi_buf *buf, size_t length) {
  if (length >= SIZE_MAX - buf->length) return false;
  return segi_grow(&buf->data, &buf->capacity, buf->length + length + 1, 1);
}

bool segi_buf_append(segi_buf *buf, const char *bytes, size_t length) {
  if (!segi_buf_reserve(buf, length)) return false;
  if (length > 0) memcpy(buf->data + buf->length, bytes, length);
  buf->length += length;
  buf->data[buf->length] = '\0';
  return true;
}

bool segi_buf_append_string(segi_buf *buf, const char *string) {
  return segi_buf_append(buf, string, strlen(string));
}

void segi_buf_drop(segi_buf *buf, size_t length) {
  if (length == 0) return;
  buf->length -= length;
  memmove(buf->data, buf->data + length, buf->length);
  buf->data[buf->length] = '\0';
}

char *segi_buf_take(segi_buf *buf) {
  char *data = buf->data;
  *buf = (segi_buf)SEGI_BUF_EMPTY;
  return data;
}

void segi_buf_clear(segi_buf *buf) {
  free(buf->data);
  *buf = (segi_buf)SEGI_BUF_EMPTY;
}
