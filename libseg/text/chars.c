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

static segi_class classify_ascii(int32_t c) {
  if (c >= 'a' && c <= 'z') return SEGI_LOWER;
  if (c >= 'A' && c <= 'Z') return SEGI_UPPER;
  if (c >= '0' && c <= '9') return SEGI_DIGIT;
  switch (c) {
    case ' ': case '\t': return SEGI_SPACE;
    case '\n': case '\r': case '\v': case '\f': return SEGI_NEWLINE;
    case '.': return SEGI_STOP;
    case '!': case '?': return SEGI_END;
    case ',': return SEGI_COMMA;
    case ';': return SEGI_SEMICOLON;
    case ':': return SEGI_COLON;
    case '(': case '[': case '{': return SEGI_OPEN;
    case ')': case ']': case '}': return SEGI_CLOSE;
    case '"': case '\'': case '`': return SEGI_QUOTE;
    case '-': return SEGI_HYPHEN;
    case '/': case '\\': return SEGI_SLASH;
    case '*': return SEGI_BULLET;
    default: return SEGI_OTHER;
  }
}

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
  if (c < 0x80) return classify_ascii(c);
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

segi_class segi_class_at(const char *p, size_t n, size_t *length) {
  int32_t code_point;
  *length = segi_decode(p, n, &code_point);
  return segi_classify(code_point);
}

size_t segi_fold(const char *text, size_t n, char *folded, size_t capacity) {
  size_t out = 0;
  for (size_t i = 0; i < n;) {
    int32_t c;
    size_t length = segi_decode(text + i, n - i, &c);
    if (c >= 0 && c < 0x80) {
      if (out >= capacity) return 0;
      folded[out++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (c < 0) {
      if (out >= capacity) return 0;
      folded[out++] = text[i];
    } else {
      if (capacity - out < 4) return 0;
      utf8proc_ssize_t put =
          utf8proc_encode_char(utf8proc_tolower(c), (utf8proc_uint8_t *)folded + out);
      out += (size_t)put;
    }
    i += length;
  }
  return out;
}
