/* Words that were spaced out for emphasis: S p e r r d r u c k. */
#include <string.h>

#include "repair/parted.h"
#include "repair/passes.h"
#include "text/chars.h"

/* Lengths in bytes. A word that typewriters spaced out stands between wider gaps. */
enum { LONGEST_RUN = 160, WIDEST_GAP = 4 };

/* The frequency of segi_word that a word of three letters needs, about one in 2500. */
enum { VERY_FREQUENT = 140 };

/* Single letters with single spaces between them. */
typedef struct run {
  size_t start, end;
  char letters[LONGEST_RUN];
  size_t length; /* of the letters, in bytes */
  size_t count;
} run;

static bool begins_word(const char *text, size_t at) {
  if (at == 0) return true;
  const char *p = segi_previous(text, text + at);
  size_t n;
  return !segi_is_word(segi_class_at(p, (size_t)(text + at - p), &n));
}

/* Length of the letter that stands alone at `at`; 0 when none does. */
static size_t lone_letter(const char *text, size_t length, size_t at) {
  size_t n, m;
  if (at >= length || !segi_is_letter(segi_class_at(text + at, length - at, &n))) return 0;
  bool alone = at + n >= length ||
               !segi_is_word(segi_class_at(text + at + n, length - at - n, &m));
  return alone ? n : 0;
}

static void read_run(const char *text, size_t length, size_t start, run *r) {
  size_t n;
  *r = (run){.start = start, .end = start};
  for (size_t at = start; (n = lone_letter(text, length, at)) > 0; at++) {
    if (r->length + n > LONGEST_RUN) return;
    memcpy(r->letters + r->length, text + at, n);
    r->length += n;
    r->count++;
    r->end = at += n;
    if (at >= length || text[at] != ' ') return;
  }
}

static bool append(char *to, size_t *used, const char *bytes, size_t length) {
  if (*used + length > 2 * LONGEST_RUN) return false;
  memcpy(to + *used, bytes, length);
  *used += length;
  return true;
}

/* Where a capital stands behind a lower-case letter: a word begins there; 0 for nowhere. */
static size_t inner_capital(const char *letters, size_t length) {
  segi_class before = SEGI_SPACE;
  for (size_t i = 0, n; i < length; i += n) {
    segi_class c = segi_class_at(letters + i, length - i, &n);
    if (before == SEGI_LOWER && c == SEGI_UPPER) return i;
    before = c;
  }
  return 0;
}

/* Where two known words meet, one of them an article or the like; 0 for nowhere. */
static size_t two_words(const segi_words *words, const char *letters, size_t length) {
  enum { SHORTEST = 3 };
  size_t best = 0;
  int most = 0;
  for (size_t cut = SHORTEST; cut + SHORTEST <= length; cut++) {
    if (((unsigned char)letters[cut] & 0xC0) == 0x80) continue;
    segi_word left = segi_word_at(words, letters, 0, cut);
    segi_word right = segi_word_at(words, letters, cut, length);
    int least = left.frequency < right.frequency ? left.frequency : right.frequency;
    if (!((left.classes | right.classes) & SEGI_FUNCTION_WORD) || least <= most) continue;
    best = cut;
    most = least;
  }
  return best;
}

/* Writes the letters as words with single spaces; false when they make none. */
static bool write_words(const segi_words *words, const char *letters, size_t length, char *to,
                        size_t *used) {
  size_t cut = inner_capital(letters, length);
  if (cut == 0) {
    if (segi_word_at(words, letters, 0, length).frequency > 0)
      return append(to, used, letters, length);
    cut = two_words(words, letters, length);
    if (cut == 0)
      return segi_is_compound(words, letters, length) && append(to, used, letters, length);
  }
  return write_words(words, letters, cut, to, used) && append(to, used, " ", 1) &&
         write_words(words, letters + cut, length - cut, to, used);
}

static size_t gap_behind(const char *text, size_t length, size_t at) {
  size_t end = at;
  while (end < length && text[end] == ' ') end++;
  return end - at;
}

/* Whether so few letters can be a word: at a wide gap, or as a frequent one in lower case. */
static bool is_long_enough(const segi_words *words, const run *r, bool at_gap) {
  if (r->count >= 4 || (at_gap && r->count >= 2)) return true;
  size_t n;
  segi_word word = segi_word_at(words, r->letters, 0, r->length);
  return r->count == 3 && (word.classes & SEGI_FUNCTION_WORD) &&
         word.frequency >= VERY_FREQUENT &&
         segi_class_at(r->letters + 1, r->length - 1, &n) == SEGI_LOWER;
}

static bool stands_before_mark(const char *text, size_t length, size_t at) {
  return length - at >= 2 && text[at] == ' ' && strchr(",.;:!?", text[at + 1]) != NULL &&
         text[at + 1] != '\0' && (length - at == 2 || text[at + 2] == ' ' || text[at + 2] == '\n');
}

/* Puts the run together, and what stands around it: a wide gap becomes a space, the space before
 * a mark goes. */
static bool propose_run(const char *text, size_t length, const run *r, segi_proposals *proposals) {
  char with[2 * LONGEST_RUN + 2];
  size_t used = 0, start = r->start, end = r->end;
  while (start > 0 && text[start - 1] == ' ') start--;
  bool wide = r->start - start > 1 && r->start - start <= WIDEST_GAP && start > 0 &&
              text[start - 1] != '\n';
  if (wide) with[used++] = ' ';
  else start = r->start;
  if (!write_words(segi_known_words(proposals), r->letters, r->length, with, &used)) return true;
  size_t gap = gap_behind(text, length, end);
  if (stands_before_mark(text, length, end)) end++;
  else if (gap > 1 && gap <= WIDEST_GAP && begins_word(text, end + gap) &&
           lone_letter(text, length, end + gap) == 0)
    end += gap - 1;
  return segi_propose(proposals, SEGI_LETTER_SPACING, start, end - start, (seg_bytes){with, used},
                      0.9);
}

bool segi_repair_spaced(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_LETTER_SPACING)) return true;
  size_t last_end = 0; /* of the last word that was spaced out */
  for (size_t i = 0; i < length;) {
    run r = {.end = i};
    if (begins_word(text, i)) read_run(text, length, i, &r);
    if (r.end == i) {
      i += segi_decode(text + i, length - i, &(int32_t){0});
      continue;
    }
    bool at_gap = last_end > 0 && i - last_end > 1 && i - last_end <= WIDEST_GAP;
    size_t gap = gap_behind(text, length, r.end);
    at_gap |= gap > 1 && gap <= WIDEST_GAP && lone_letter(text, length, r.end + gap) > 0;
    if (is_long_enough(segi_known_words(proposals), &r, at_gap)) {
      if (!propose_run(text, length, &r, proposals)) return false;
      last_end = r.end;
    }
    i = r.end;
  }
  return true;
}
