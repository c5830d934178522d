/* Characters that stand for others: signs of windows-1252 that were read as Latin-1 controls, and
 * letters that were taken apart into base and accent. */
#include <string.h>
#include <utf8proc.h>

#include "repair/passes.h"
#include "repair/windows_1252.h"
#include "text/chars.h"

const uint16_t segi_windows_1252[32] = {
  0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* NEL is a line break, where no other sign of windows-1252 says that it is an ellipsis. */
enum { NEL = 0x85 };

/* What the two bytes at `at` stand for, 0 for themselves. */
static int32_t sign_at(const char *text, size_t length, size_t at) {
  if (length - at < 2) return 0;
  unsigned char byte = (unsigned char)text[at + 1];
  return byte >= 0x80 && byte < 0xA0 ? segi_windows_1252[byte - 0x80] : 0;
}

static bool propose_sign(const char *text, size_t length, size_t at, segi_proposals *proposals) {
  utf8proc_uint8_t bytes[4];
  int32_t sign = sign_at(text, length, at);
  if (sign == 0 || (unsigned char)text[at + 1] == NEL) return true;
  seg_bytes with = {(const char *)bytes, (size_t)utf8proc_encode_char(sign, bytes)};
  return segi_propose(proposals, SEGI_MISREAD_SIGN, at, 2, with, 0.98);
}

static bool propose_ellipsis(const char *text, size_t length, size_t at,
                             segi_proposals *proposals) {
  if (length - at < 2 || (unsigned char)text[at + 1] != NEL) return true;
  return segi_propose(proposals, SEGI_MISREAD_SIGN, at, 2, (seg_bytes){"\u2026", 3}, 0.9);
}

/* The accent at `at` and the letter before it as one character, where Unicode has it. */
static bool propose_composed(const char *text, size_t length, size_t at,
                             segi_proposals *proposals) {
  int32_t pair[2];
  utf8proc_uint8_t composed[4];
  if (at == 0) return true;
  pair[0] = (unsigned char)text[at - 1];
  if (pair[0] > 'z' || !segi_is_letter(segi_classify(pair[0]))) return true;
  size_t accent = segi_decode(text + at, length - at, &pair[1]);
  if (pair[1] < 0x300 || utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE) != 1) return true;
  seg_bytes with = {(const char *)composed, (size_t)utf8proc_encode_char(pair[0], composed)};
  return segi_propose(proposals, SEGI_DECOMPOSED, at - 1, 1 + accent, with, 1);
}

typedef bool proposer(const char *text, size_t length, size_t at, segi_proposals *proposals);

/* Hands on every place of a byte that few texts hold. */
static bool at_each(char byte, proposer *propose, const char *text, size_t length,
                    segi_proposals *proposals) {
  for (size_t at = 0; at < length; at++) {
    const char *found = memchr(text + at, byte, length - at);
    if (found == NULL) break;
    at = (size_t)(found - text);
    if (!propose(text, length, at, proposals)) return false;
  }
  return true;
}

static bool repair_signs(const char *text, size_t length, segi_proposals *proposals) {
  size_t before = segi_proposal_count(proposals);
  return at_each('\xC2', propose_sign, text, length, proposals) &&
         (segi_proposal_count(proposals) == before ||
          at_each('\xC2', propose_ellipsis, text, length, proposals));
}

bool segi_repair_characters(const char *text, size_t length, segi_proposals *proposals) {
  if (segi_wanted(proposals, SEGI_MISREAD_SIGN) && !repair_signs(text, length, proposals))
    return false;
  return !segi_wanted(proposals, SEGI_DECOMPOSED) ||
         (at_each('\xCC', propose_composed, text, length, proposals) &&
          at_each('\xCD', propose_composed, text, length, proposals));
}
