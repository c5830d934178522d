/* Bytes as numbers, the same on every machine. */
#ifndef SEGI_BYTES_H
#define SEGI_BYTES_H

#include <stdint.h>
#include <string.h>

/* Eight bytes, the first the lowest. */
static inline uint64_t segi_eight_bytes(const void *bytes) {
  uint64_t eight;
  memcpy(&eight, bytes, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  eight = __builtin_bswap64(eight);
#endif
  return eight;
}

#endif
