/* Characters that stand for others: signs of windows-1252 that were read as Latin-1 controls, and
 * letters that were taken apart into base and accent. */
#include <string.h>
#include <utf8proc.h>

#include "repair/passes.h"
#include "text/chars.h"

/* What windows-1252 has where Latin-1 has the controls 80 to 9F; 0 for nothing. 85 is left out:
 * as NEL it is a line break. */
static const char *const signs[32] = {
  "\u20AC", 0, "\u201A", "\u0192", "\u201E", 0, "\u2020", "\u2021", "\u02C6", "\u2030", "\u0160",
  "\u2039", "\u0152", 0, "\u017D", 0, 0, "\u2018", "\u2019", "\u201C", "\u201D", "\u2022",
  "\u2013", "\u2014", "\u02DC", "\u2122", "\u0161", "\u203A", "\u0153", 0, "\u017E", "\u0178"};

static bool propose_sign(const char *text, size_t length, size_t at, segi_proposals *proposals) {
  if (length - at < 2) return true;
  unsigned char byte = (unsigned char)text[at + 1];
  const char *sign = byte >= 0x80 && byte < 0xA0 ? signs[byte - 0x80] : NULL;
  if (sign == NULL) return true;
  seg_bytes with = {sign, (unsigned char)*sign >= 0xE0 ? 3 : 2};
  return segi_propose(proposals, SEGI_MISREAD_SIGN, at, 2, with, 0.98);
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

bool segi_repair_characters(const char *text, size_t length, segi_proposals *proposals) {
  bool done = true;
  if (segi_wanted(proposals, SEGI_MISREAD_SIGN))
    done = at_each('\xC2', propose_sign, text, length, proposals);
  if (!done || !segi_wanted(proposals, SEGI_DECOMPOSED)) return done;
  return at_each('\xCC', propose_composed, text, length, proposals) &&
         at_each('\xCD', propose_composed, text, length, proposals);
}
