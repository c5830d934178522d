/* Mojibake: UTF-8 that was read as windows-1252 or Latin-1. Read several times over, it comes
 * right in as many rounds. */
#include <string.h>

#include "repair/passes.h"
#include "text/chars.h"

/* What windows-1252 makes of the bytes 80 to 9F; 0 where it has nothing. */
static const uint16_t windows_1252[32] = {
  0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* The byte that was read as this character; -1 when none above 7F was. */
static int byte_of(int32_t c) {
  if (c >= 0x80 && c <= 0xFF) return (int)c;
  for (int i = 0; i < 32; i++)
    if (windows_1252[i] != 0 && windows_1252[i] == c) return 0x80 + i;
  return -1;
}

static size_t sequence_length(int lead) {
  if (lead == 0xC2 || lead == 0xC3 || lead == 0xC5) return 2;
  if (lead == 0xE2) return 3;
  return lead == 0xF0 ? 4 : 0;
}

/* Letters and signs of German texts and their neighbours, and emoji: what no one would find by
 * chance in another text. */
static bool is_plausible(int32_t c) {
  static const uint16_t latin_extended[] = {0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E};
  for (size_t i = 0; i < sizeof latin_extended / sizeof *latin_extended; i++)
    if (latin_extended[i] == c) return true;
  return (c >= 0xA0 && c <= 0xFF) || (c >= 0x2010 && c <= 0x2044) || c == 0x20AC || c == 0x2122 ||
         (c >= 0x1F300 && c <= 0x1FAFF);
}

/* Reads the character that was taken apart at text; *used bytes of text hold it. Returns the
 * length of `bytes`, 0 when there is none. */
static size_t read_broken(const char *text, size_t length, char bytes[4], size_t *used) {
  size_t wanted = 1, at = 0;
  for (size_t i = 0; i < wanted; i++) {
    int32_t c;
    if (at >= length) return 0;
    at += segi_decode(text + at, length - at, &c);
    int byte = byte_of(c);
    if (byte < 0) return 0;
    if (i == 0 && (wanted = sequence_length(byte)) == 0) return 0;
    bytes[i] = (char)byte;
  }
  int32_t whole;
  if (segi_decode(bytes, wanted, &whole) != wanted || !is_plausible(whole)) return 0;
  *used = at;
  return wanted;
}

/* A lone "Â" or "Å" before a sign may be meant; not where other characters are broken too. */
static bool is_weak(const char *bytes) {
  return (unsigned char)bytes[0] == 0xC2 || (unsigned char)bytes[0] == 0xC5;
}

/* Broken and intact characters of a line beyond ASCII. */
typedef struct counts {
  size_t strong, broken, intact;
} counts;

static counts count_line(const char *text, size_t length) {
  counts c = {0, 0, 0};
  for (size_t i = 0, step; i < length; i += step) {
    char bytes[4];
    int32_t code_point;
    step = 1;
    if ((unsigned char)text[i] < 0x80) continue;
    size_t n = read_broken(text + i, length - i, bytes, &step);
    c.broken += n > 0;
    c.strong += n > 0 && !is_weak(bytes);
    if (n == 0) {
      step = segi_decode(text + i, length - i, &code_point);
      c.intact += code_point >= 0xA0;
    }
  }
  return c;
}

/* Scrapers break all of a text. Where most characters of a line are intact, its author did. */
static bool repair_line(const char *text, size_t start, size_t end, segi_proposals *proposals) {
  counts c = count_line(text + start, end - start);
  if (c.strong == 0) return true;
  double confidence = c.broken >= c.intact ? 0.97 : 0.4;
  for (size_t i = start, used; i < end; i += used) {
    char bytes[4];
    used = 1;
    if ((unsigned char)text[i] < 0x80) continue;
    size_t n = read_broken(text + i, end - i, bytes, &used);
    if (n > 0 &&
        !segi_propose(proposals, SEGI_MOJIBAKE, i, used, (seg_bytes){bytes, n}, confidence))
      return false;
    if (n == 0) used = 1;
  }
  return true;
}

bool segi_repair_mojibake(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_MOJIBAKE)) return true;
  for (size_t start = 0, end; start < length; start = end + 1) {
    const char *feed = memchr(text + start, '\n', length - start);
    end = feed != NULL ? (size_t)(feed - text) : length;
    if (!repair_line(text, start, end, proposals)) return false;
  }
  return true;
}
