/* Mojibake: UTF-8 that was read as windows-1252 or Latin-1, once or several times over. */
#include <string.h>
#include <utf8proc.h>

#include "repair/parted.h"
#include "repair/passes.h"
#include "repair/windows_1252.h"
#include "text/chars.h"

/* Deeper damage comes right in the next round. */
enum { DEEPEST = 3 };

/* The byte that was read as this character; -1 when none above 7F was. */
static int byte_of(int32_t c) {
  if (c >= 0x80 && c <= 0xFF) return (int)c;
  for (int i = 0; i < 32; i++)
    if (segi_windows_1252[i] != 0 && segi_windows_1252[i] == c) return 0x80 + i;
  return -1;
}

static size_t sequence_length(int lead) {
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Letters and signs of the languages around, and emoji. */
static bool is_plausible(int32_t c) {
  return (c >= 0xA0 && c <= 0x24F) || (c >= 0x386 && c <= 0x3CE) || (c >= 0x400 && c <= 0x45F) ||
         (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2009 && c <= 0x2044) ||
         (c >= 0x20A0 && c <= 0x2BFF) || c == 0xFB01 || c == 0xFB02 || c == 0xFE0F ||
         c == 0xFEFF || (c >= 0x1F1E6 && c <= 0x1FAFF);
}

/* The character at text once it is put together again, and how often it was taken apart: 0 for
 * one that was not. Returns how many bytes of text hold it. */
static size_t read_whole(const char *text, size_t length, int deepest, int32_t *c, int *depth) {
  size_t used;
  *depth = 0;
  if (deepest == 0 || (unsigned char)*text < 0x80) return segi_decode(text, length, c);
  used = read_whole(text, length, deepest - 1, c, depth);
  int byte = byte_of(*c), inner = *depth;
  size_t wanted = byte < 0 ? 0 : sequence_length(byte), at = used;
  char bytes[4] = {(char)byte};
  for (size_t i = 1; i < wanted; i++) {
    int32_t next;
    int next_depth;
    if (at >= length) return used;
    at += read_whole(text + at, length - at, deepest - 1, &next, &next_depth);
    if (next < 0x80 || (byte = byte_of(next)) < 0) return used;
    bytes[i] = (char)byte;
    if (next_depth > inner) inner = next_depth;
  }
  int32_t whole;
  if (wanted == 0 || segi_decode(bytes, wanted, &whole) != wanted || whole < 0) return used;
  bool inside = byte_of(whole) >= 0; /* may be a part of the next level */
  if (!inside && !is_plausible(whole)) return used;
  *c = whole;
  *depth = inner + 1;
  return at;
}

/* A character that was taken apart. */
typedef struct broken {
  size_t used; /* bytes that hold it */
  int32_t whole;
  bool strong; /* nobody writes so */
} broken;

static segi_class class_before(const char *text, size_t start, size_t at) {
  if (at == start) return SEGI_SPACE;
  const char *p = segi_previous(text + start, text + at);
  size_t n;
  return segi_class_at(p, (size_t)(text + at - p), &n);
}

/* Whether nobody means the characters that hold `whole`. A lone letter with a sign behind it may
 * be meant: „Ä“, «Â». */
static bool is_strong(const char *text, size_t start, size_t at, int32_t whole, int depth) {
  if (depth > 1) return true;
  segi_class before = class_before(text, start, at);
  if (whole < 0xC0)
    return before != SEGI_UPPER && before != SEGI_QUOTE && before != SEGI_LOW_QUOTE &&
           before != SEGI_OPEN;
  return (whole >= 0xC0 && whole <= 0xFF) || (whole >= 0x2009 && whole <= 0x2044) ||
         whole == 0x20AC || whole == 0x2122 || whole >= 0x2190;
}

/* Whether the character at text[at] was taken apart. What stays a control is none. */
static bool read_broken(const char *text, size_t start, size_t end, size_t at, broken *b) {
  int depth;
  b->used = read_whole(text + at, end - at, DEEPEST, &b->whole, &depth);
  if (depth == 0 || !is_plausible(b->whole)) return false;
  b->strong = is_strong(text, start, at, b->whole, depth);
  return true;
}

/* Broken and intact characters beyond ASCII. */
typedef struct counts {
  size_t strong, broken, intact;
  size_t row; /* most broken ones that follow each other: words of Greek or Cyrillic */
} counts;

static void count_line(const char *text, size_t start, size_t end, counts *line) {
  size_t row = 0, row_end = start;
  for (size_t i = start; i < end;) {
    broken b;
    if ((unsigned char)text[i] < 0x80) {
      i++;
    } else if (read_broken(text, start, end, i, &b)) {
      line->broken++;
      line->strong += b.strong;
      row = row_end == i ? row + 1 : 1;
      if (row > line->row) line->row = row;
      i = row_end = i + b.used;
    } else {
      int32_t c;
      i += segi_decode(text + i, end - i, &c);
      line->intact += c >= 0xA0;
    }
  }
}

/* Whether the character at `at`, which was taken apart, makes a known word with what stands around
 * it, and is not quoted as one that was: StraÃŸe, but not „fÃ¼r“. */
static bool makes_word(const char *text, size_t start, size_t end, size_t at,
                       const segi_words *words) {
  char word[SEGI_LONGEST_PART + 8];
  size_t begin = segi_letters_before(text, start, at), length = at - begin, i = at;
  if (length > SEGI_LONGEST_PART) return false;
  memcpy(word, text + begin, length);
  while (i < end && length <= SEGI_LONGEST_PART) {
    broken b;
    size_t n;
    if (read_broken(text, start, end, i, &b)) {
      if (!segi_is_letter(segi_classify(b.whole))) break;
      length += (size_t)utf8proc_encode_char(b.whole, (utf8proc_uint8_t *)word + length);
      i += b.used;
    } else {
      if (!segi_is_letter(segi_class_at(text + i, end - i, &n))) break;
      memcpy(word + length, text + i, n);
      length += n;
      i += n;
    }
  }
  segi_class before = class_before(text, start, begin);
  return length > 2 && before != SEGI_LOW_QUOTE && before != SEGI_QUOTE &&
         segi_word_at(words, word, 0, length).frequency > 0;
}

/* Scrapers break all of a text. Where most characters of a line are intact, its author may have
 * meant the others; less so where they make words. */
static bool repair_line(const char *text, size_t start, size_t end, segi_proposals *proposals) {
  enum { WORD = 4 };
  counts line = {0};
  count_line(text, start, end, &line);
  if (line.strong == 0 && line.row < WORD) return true;
  bool most = line.broken >= line.intact;
  const segi_words *words = segi_known_words(proposals);
  for (size_t i = start; i < end;) {
    broken b;
    if ((unsigned char)text[i] < 0x80 || !read_broken(text, start, end, i, &b)) {
      i++;
      continue;
    }
    bool word = !most && b.strong && makes_word(text, start, end, i, words);
    double confidence = most ? 0.97 : word ? 0.45 : 0.2;
    utf8proc_uint8_t bytes[4];
    seg_bytes with = {(const char *)bytes, (size_t)utf8proc_encode_char(b.whole, bytes)};
    if (!segi_propose(proposals, SEGI_MOJIBAKE, i, b.used, with, confidence))
      return false;
    i += b.used;
  }
  return true;
}

/* Where the next character may be broken, else length. Every first byte, C2 to F4, was read as
 * a character that is C3 82 to C3 B4 in UTF-8, and one beyond ASCII follows it. */
static size_t next_suspect(const char *text, size_t length, size_t at) {
  for (; length - at >= 3; at++) {
    const char *found = memchr(text + at, '\xC3', length - at - 2);
    if (found == NULL) break;
    at = (size_t)(found - text);
    unsigned char second = (unsigned char)found[1];
    if (second >= 0x82 && second <= 0xB4 && (unsigned char)found[2] >= 0xC2) return at;
  }
  return length;
}

bool segi_repair_mojibake(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_MOJIBAKE)) return true;
  for (size_t at = 0, end; (at = next_suspect(text, length, at)) < length; at = end) {
    const char *feed = memchr(text + at, '\n', length - at);
    end = feed != NULL ? (size_t)(feed - text) : length;
    while (at > 0 && text[at - 1] != '\n') at--;
    if (!repair_line(text, at, end, proposals)) return false;
  }
  return true;
}
