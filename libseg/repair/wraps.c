/* Words that were taken apart by a hyphen at the end of a line. */
#include <string.h>

#include "repair/parted.h"
#include "repair/passes.h"
#include "text/chars.h"

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

static bool in_lower_case(const char *text, size_t length, size_t at) {
  size_t n;
  return at < length && segi_class_at(text + at, length - at, &n) == SEGI_LOWER;
}

/* Length of the hyphen that ends before `end`: "-", U+2010, and the "¬" that scanning makes of it.
 * 0 for none. */
static size_t hyphen_before(const char *text, size_t end) {
  if (end >= 1 && text[end - 1] == '-') return 1;
  if (end >= 3 && memcmp(text + end - 3, "\u2010", 3) == 0) return 3;
  return end >= 2 && memcmp(text + end - 2, "\u00AC", 2) == 0 ? 2 : 0;
}

/* Bäk-/kerei was hyphenated so until 1996: k-k for ck. */
static bool is_parted_ck(const segi_words *words, const char *text, size_t left, size_t hyphen,
                         size_t next, size_t right) {
  char whole[2 * SEGI_LONGEST_PART];
  size_t first = hyphen - left, second = right - next;
  if (first < 2 || first + second > sizeof whole || text[hyphen - 1] != 'k' || text[next] != 'k')
    return false;
  memcpy(whole, text + left, first);
  whole[first - 1] = 'c';
  memcpy(whole + first, text + next, second);
  return segi_word_at(words, whole, 0, first + second).frequency > 0 ||
         segi_is_compound(words, whole, first + second);
}

/* The line ends at `feed`: Regie-/rung becomes one word; Lebensmittel-/und stays. */
static bool propose_line_end(const char *text, size_t length, size_t feed,
                             segi_proposals *proposals) {
  size_t end = feed, next = feed + 1;
  while (end > 0 && is_blank(text[end - 1])) end--;
  size_t n = hyphen_before(text, end), hyphen = end - n;
  if (n == 0) return true;
  while (next < length && is_blank(text[next])) next++;
  size_t left = segi_letters_before(text, 0, hyphen);
  if (left == hyphen || !in_lower_case(text, length, next)) return true;
  size_t right = segi_letters_behind(text, length, next);
  const segi_words *words = segi_known_words(proposals);
  if (segi_was_parted(words, text, left, hyphen, next, right))
    return segi_propose(proposals, SEGI_HYPHENATED_LINE, hyphen, next - hyphen,
                        (seg_bytes){"", 0}, 0.95);
  if (is_parted_ck(words, text, left, hyphen, next, right))
    return segi_propose(proposals, SEGI_HYPHENATED_LINE, hyphen - 1, next - (hyphen - 1),
                        (seg_bytes){"c", 1}, 0.95);
  return true;
}

/* "Regie- rung": the line end became a space. */
static bool propose_space(const char *text, size_t length, size_t hyphen,
                          segi_proposals *proposals) {
  size_t next = hyphen + 2;
  if (next >= length || text[hyphen + 1] != ' ' || !in_lower_case(text, length, next)) return true;
  size_t left = segi_letters_before(text, 0, hyphen);
  size_t right = segi_letters_behind(text, length, next);
  if (!segi_was_parted_in_line(segi_known_words(proposals), text, left, hyphen, next, right))
    return true;
  return segi_propose(proposals, SEGI_HYPHENATED_SPACE, hyphen, 2, (seg_bytes){"", 0}, 0.9);
}

typedef bool proposer(const char *text, size_t length, size_t at, segi_proposals *proposals);

static bool at_each(char byte, proposer *propose, const char *text, size_t length,
                    segi_proposals *proposals) {
  const char *p = length > 0 ? memchr(text, byte, length) : NULL;
  for (; p != NULL; p = memchr(p + 1, byte, length - (size_t)(p + 1 - text)))
    if (!propose(text, length, (size_t)(p - text), proposals)) return false;
  return true;
}

bool segi_repair_wraps(const char *text, size_t length, segi_proposals *proposals) {
  return (!segi_wanted(proposals, SEGI_HYPHENATED_LINE) ||
          at_each('\n', propose_line_end, text, length, proposals)) &&
         (!segi_wanted(proposals, SEGI_HYPHENATED_SPACE) ||
          at_each('-', propose_space, text, length, proposals));
}
