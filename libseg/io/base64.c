#include "io/base64.h"

#include <stdint.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool segi_base64_encode(seg_bytes bytes, segi_buf *out) {
  if (!segi_buf_reserve(out, (bytes.length + 2) / 3 * 4)) return false;
  for (size_t i = 0; i < bytes.length; i += 3) {
    size_t count = bytes.length - i < 3 ? bytes.length - i : 3;
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; k++)
      bits = bits << 8 | (k < count ? (unsigned char)bytes.data[i + k] : 0u);
    char code[4] = {digits[bits >> 18], digits[bits >> 12 & 63], '=', '='};
    if (count > 1) code[2] = digits[bits >> 6 & 63];
    if (count > 2) code[3] = digits[bits & 63];
    if (!segi_buf_append(out, code, sizeof code)) return false;
  }
  return true;
}

/* The value of a digit, -1 for what is none. */
static int value_of(char digit) {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  return digit == '+' ? 62 : digit == '/' ? 63 : -1;
}

seg_status segi_base64_decode(seg_bytes code, segi_buf *out) {
  if (code.length % 4 != 0) return SEG_BAD_RECORD;
  for (size_t i = 0; i < code.length; i += 4) {
    size_t count = 4;
    if (i + 4 == code.length)
      while (count > 2 && code.data[i + count - 1] == '=') count--;
    uint32_t bits = 0;
    for (size_t k = 0; k < 4; k++) {
      int value = k < count ? value_of(code.data[i + k]) : 0;
      if (value < 0) return SEG_BAD_RECORD;
      bits = bits << 6 | (uint32_t)value;
    }
    /* Bits that no byte takes are zero. */
    if ((count == 3 && (bits & 0xFF) != 0) || (count == 2 && (bits & 0xFFFF) != 0))
      return SEG_BAD_RECORD;
    char bytes[3] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};
    if (!segi_buf_append(out, bytes, count - 1)) return SEG_NOMEM;
  }
  return SEG_OK;
}
