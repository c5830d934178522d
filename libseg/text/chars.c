#include "text/chars.h"

#include <string.h>
#include <utf8proc.h>

size_t segi_decode(const char *p, size_t n, int32_t *code_point) {
  unsigned char first = (unsigned char)*p;
  if (first < 0x80) {
    *code_point = first;
    return 1;
  }
  utf8proc_int32_t decoded;
  utf8proc_ssize_t length =
      utf8proc_iterate((const utf8proc_uint8_t *)p, n < 4 ? (utf8proc_ssize_t)n : 4, &decoded);
  if (length <= 0) {
    *code_point = -1;
    return 1;
  }
  *code_point = decoded;
  return (size_t)length;
}

const char *segi_previous(const char *begin, const char *p) {
  const char *q = p - 1;
  while (q > begin && p - q < 4 && ((unsigned char)*q & 0xC0) == 0x80) q--;
  int32_t code_point;
  if (q + segi_decode(q, (size_t)(p - q), &code_point) == p) return q;
  return p - 1;
}

/* Sixteen characters a line; one letter for the common classes. */
#define S SEGI_SPACE
#define N SEGI_NEWLINE
#define U SEGI_UPPER
#define L SEGI_LOWER
#define D SEGI_DIGIT
#define O SEGI_OTHER
#define Q SEGI_QUOTE
const uint8_t segi_ascii_classes[128] = {
  O, O, O, O, O, O, O, O, O, S, N, N, N, N, O, O,
  O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
  S, SEGI_END, Q, O, O, O, O, Q, SEGI_OPEN, SEGI_CLOSE, SEGI_BULLET, O, SEGI_COMMA, SEGI_HYPHEN, SEGI_STOP, SEGI_SLASH,
  D, D, D, D, D, D, D, D, D, D, SEGI_COLON, SEGI_SEMICOLON, O, O, O, SEGI_END,
  O, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
  U, U, U, U, U, U, U, U, U, U, U, SEGI_OPEN, SEGI_SLASH, SEGI_CLOSE, O, O,
  Q, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
  L, L, L, L, L, L, L, L, L, L, L, SEGI_OPEN, O, SEGI_CLOSE, O, O,
};
#undef S
#undef N
#undef U
#undef L
#undef D
#undef O
#undef Q

/* Signs whose Unicode category says too little. */
static segi_class classify_sign(int32_t c) {
  switch (c) {
    case 0x85: case 0x2028: case 0x2029: return SEGI_NEWLINE;
    case 0x201E: case 0x201A: return SEGI_LOW_QUOTE;
    case 0xAB: case 0xBB: case 0xB4: case 0x2018: case 0x2019: case 0x201C: case 0x201D:
    case 0x2039: case 0x203A: return SEGI_QUOTE;
    case 0x2026: return SEGI_ELLIPSIS;
    case 0x203C: case 0x203D: case 0x2047: case 0x2048: case 0x2049: case 0xFF01: case 0xFF1F:
      return SEGI_END;
    case 0xAD: case 0x2010: case 0x2011: return SEGI_HYPHEN;
    case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return SEGI_DASH;
    case 0xB7: case 0x2022: case 0x2023: case 0x2043: case 0x25AA: case 0x25AB: case 0x25A0:
    case 0x25A1: case 0x25B6: case 0x25BA: case 0x25CF: case 0x25CB: case 0x25E6: case 0x2192:
    case 0x27A2: case 0x2794: return SEGI_BULLET;
    default: return SEGI_OTHER;
  }
}

segi_class segi_classify(int32_t c) {
  if (c < 0) return SEGI_OTHER;
  if (c < 0x80) return (segi_class)segi_ascii_classes[c];
  segi_class sign = classify_sign(c);
  if (sign != SEGI_OTHER) return sign;
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LT: return SEGI_UPPER;
    case UTF8PROC_CATEGORY_LL: return SEGI_LOWER;
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO: return SEGI_LETTER;
    case UTF8PROC_CATEGORY_ND: return SEGI_DIGIT;
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
      return SEGI_MARK;
    case UTF8PROC_CATEGORY_ZS: return SEGI_SPACE;
    case UTF8PROC_CATEGORY_PS: return SEGI_OPEN;
    case UTF8PROC_CATEGORY_PE: return SEGI_CLOSE;
    case UTF8PROC_CATEGORY_PI: case UTF8PROC_CATEGORY_PF: return SEGI_QUOTE;
    case UTF8PROC_CATEGORY_PD: return SEGI_DASH;
    default: return SEGI_OTHER;
  }
}

/* Eight bytes at a time: the high bit of a sum shows a byte below 20, from 7F or from 80 on. */
size_t segi_skip_printable(const char *text, size_t length, size_t at) {
  const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
  for (uint64_t eight; length - at >= sizeof eight; at += sizeof eight) {
    memcpy(&eight, text + at, sizeof eight);
    uint64_t below = eight - ones * 0x20, above = eight + ones;
    if ((eight | below | above) & high) break;
  }
  while (at < length && text[at] >= ' ' && text[at] < 0x7F) at++;
  return at;
}

/* The letters of U+00C0 to U+00FF, 0xC3 and one more byte in UTF-8: most of what is not ASCII in
 * German text. */
static bool is_latin(const char *p, size_t n) {
  if ((unsigned char)*p != 0xC3 || n < 2) return false;
  unsigned char second = (unsigned char)p[1];
  return (second & 0xC0) == 0x80 && second != 0x97 && second != 0xB7;
}
static bool is_upper_latin(const char *p) {
  return (unsigned char)p[1] < 0x9F;
}

segi_class segi_wide_class_at(const char *p, size_t n, size_t *length) {
  if (is_latin(p, n)) {
    *length = 2;
    return is_upper_latin(p) ? SEGI_UPPER : SEGI_LOWER;
  }
  int32_t code_point;
  *length = segi_decode(p, n, &code_point);
  return segi_classify(code_point);
}

/* Lower-cases one character beyond ASCII. Returns its length, 0 when it does not fit. */
static size_t fold_wide(const char *p, size_t n, char *folded, size_t capacity, size_t *length) {
  if (is_latin(p, n)) {
    *length = 2;
    if (capacity < 2) return 0;
    folded[0] = p[0];
    folded[1] = (char)(is_upper_latin(p) ? p[1] + 0x20 : p[1]);
    return 2;
  }
  int32_t c;
  *length = segi_decode(p, n, &c);
  if (capacity < 4) return 0;
  if (c < 0) {
    *folded = *p;
    return 1;
  }
  return (size_t)utf8proc_encode_char(utf8proc_tolower(c), (utf8proc_uint8_t *)folded);
}

/* Lower-cases eight ASCII characters; false when not all are. */
static bool fold_eight(const char *text, char *folded) {
  const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
  uint64_t eight;
  memcpy(&eight, text, sizeof eight);
  if (eight & high) return false;
  uint64_t from_a = eight + ones * (0x80 - 'A'), behind_z = eight + ones * (0x7F - 'Z');
  eight |= (from_a & ~behind_z & high) >> 2;
  memcpy(folded, &eight, sizeof eight);
  return true;
}

size_t segi_fold(const char *text, size_t n, char *folded, size_t capacity) {
  size_t out = 0, length;
  for (size_t i = 0; i < n; i += length) {
    char c = text[i];
    if (n - i >= 8 && capacity - out >= 8 && fold_eight(text + i, folded + out)) {
      length = 8;
      out += 8;
      continue;
    }
    if ((unsigned char)c < 0x80) {
      if (out == capacity) return 0;
      folded[out++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
      length = 1;
    } else {
      size_t put = fold_wide(text + i, n - i, folded + out, capacity - out, &length);
      if (put == 0) return 0;
      out += put;
    }
  }
  return out;
}

segi_class segi_class_before_place(const char *text, size_t at) {
  if (at == 0) return SEGI_NEWLINE;
  const char *p = segi_previous(text, text + at);
  size_t n;
  return segi_class_at(p, (size_t)(text + at - p), &n);
}

segi_class segi_class_at_place(const char *text, size_t length, size_t at) {
  size_t n;
  return at < length ? segi_class_at(text + at, length - at, &n) : SEGI_NEWLINE;
}
