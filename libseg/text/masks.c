#include "text/masks.h"

/* What the letters of Latin-1 in lower case are told by: 0xC3, then one of 0x9F to 0xBF but for
 * 0xB7, the sign of division. */
typedef struct found {
  uint64_t blank, newline, upper, lower, first, second;
} found;

static segi_masks join(found f) {
  uint64_t pairs = f.first & f.second >> 1;
  return (segi_masks){f.blank | f.newline, f.newline, f.upper | f.lower,
                      f.lower | pairs | pairs << 1};
}

#ifdef __SSE2__
#include <emmintrin.h>

/* Which of sixteen bytes, signed, are within [low, high]. */
static __m128i within(__m128i bytes, int low, int high) {
  return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
                       _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static uint64_t bits(__m128i lanes) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(lanes);
}

segi_masks segi_masks_of(const char bytes[SEGI_MASKED]) {
  found f = {0};
  for (size_t i = 0; i < SEGI_MASKED; i += 16) {
    __m128i b = _mm_loadu_si128((const __m128i *)(bytes + i));
    __m128i second = _mm_andnot_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8((char)0xB7)),
                                      within(b, 0x9F - 256, 0xBF - 256));
    f.blank |= bits(_mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8(' ')),
                                 _mm_cmpeq_epi8(b, _mm_set1_epi8('\t')))) << i;
    f.newline |= bits(within(b, '\n', '\r')) << i;
    f.upper |= bits(within(b, 'A', 'Z')) << i;
    f.lower |= bits(within(b, 'a', 'z')) << i;
    f.first |= bits(_mm_cmpeq_epi8(b, _mm_set1_epi8((char)0xC3))) << i;
    f.second |= bits(second) << i;
  }
  return join(f);
}

static size_t skip_many_within_line(const char *text, size_t length, size_t at) {
  for (; length - at >= 16; at += 16) {
    __m128i b = _mm_loadu_si128((const __m128i *)(text + at));
    __m128i wide =
      _mm_cmpeq_epi8(_mm_and_si128(b, _mm_set1_epi8((char)0xDF)), _mm_set1_epi8((char)0xC2));
    uint64_t breaks = bits(_mm_or_si128(within(b, '\n', '\r'), wide));
    if (breaks != 0) return at + (size_t)__builtin_ctzll(breaks);
  }
  return at;
}
#else
segi_masks segi_masks_of(const char bytes[SEGI_MASKED]) {
  found f = {0};
  for (size_t i = 0; i < SEGI_MASKED; i++) {
    unsigned char b = (unsigned char)bytes[i];
    f.blank |= (uint64_t)(b == ' ' || b == '\t') << i;
    f.newline |= (uint64_t)(b >= '\n' && b <= '\r') << i;
    f.upper |= (uint64_t)(b >= 'A' && b <= 'Z') << i;
    f.lower |= (uint64_t)(b >= 'a' && b <= 'z') << i;
    f.first |= (uint64_t)(b == 0xC3) << i;
    f.second |= (uint64_t)(b >= 0x9F && b <= 0xBF && b != 0xB7) << i;
  }
  return join(f);
}

static size_t skip_many_within_line(const char *text, size_t length, size_t at) {
  (void)text, (void)length;
  return at;
}
#endif

size_t segi_skip_within_line(const char *text, size_t length, size_t at) {
  at = skip_many_within_line(text, length, at);
  for (; at < length; at++) {
    unsigned char b = (unsigned char)text[at];
    if ((b >= '\n' && b <= '\r') || b == 0xC2 || b == 0xE2) break;
  }
  return at;
}
