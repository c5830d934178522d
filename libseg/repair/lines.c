/* Lines that were cut at a fixed width grow together again.
 *
 *   die Regierung in der      =>  die Regierung in der Hauptstadt
 *   Hauptstadt                                                           */
#include <string.h>

#include "lex/lexicon.h"
#include "repair/passes.h"
#include "text/chars.h"
#include "text/lines.h"

enum {
  SHORTEST_WRAPPED = 40, /* bytes: shorter lines are list items or verse */
  LONGEST_WORD = 64
};

static segi_class last_class(const char *text, size_t start, size_t end) {
  const char *p = segi_previous(text + start, text + end);
  size_t n;
  return segi_class_at(p, (size_t)(text + end - p), &n);
}

static segi_word look_up(const char *text, size_t start, size_t end) {
  char folded[2 * LONGEST_WORD];
  size_t n = end - start <= LONGEST_WORD
                 ? segi_fold(text + start, end - start, folded, sizeof folded) : 0;
  return n > 0 ? segi_lexicon_find(folded, n) : (segi_word){0};
}

/* Whether the line text[start, end) ends in a word after which a sentence goes on. */
static bool ends_in_function_word(const char *text, size_t start, size_t end) {
  size_t word = end;
  while (word > start && end - word <= LONGEST_WORD && text[word - 1] != ' ') word--;
  return (look_up(text, word, end).classes & (SEGI_FUNCTION_WORD | SEGI_SUBORDINATOR)) != 0;
}

static bool begins_with_function_word(const char *text, size_t start, size_t length) {
  size_t end = start, n;
  while (end < length && end - start <= LONGEST_WORD &&
         segi_is_letter(segi_class_at(text + end, length - end, &n)))
    end += n;
  return (look_up(text, start, end).classes & SEGI_FUNCTION_WORD) != 0;
}

/* What joins the line text[start, end) to the one that begins at `next`; NULL when nothing does. */
static const char *joint(const char *text, size_t length, size_t start, size_t end, size_t next) {
  size_t n;
  segi_class last = last_class(text, start, end);
  segi_class first = segi_class_at(text + next, length - next, &n);
  if (last == SEGI_HYPHEN && end - start >= 2) {
    if (!segi_is_word(last_class(text, start, end - 1)) || !segi_is_word(first)) return NULL;
    return begins_with_function_word(text, next, length) ? " " : "";
  }
  if (last >= SEGI_STOP && last <= SEGI_ELLIPSIS) return NULL;
  if (first == SEGI_LOWER && last != SEGI_SEMICOLON && last != SEGI_COLON) return " ";
  if (!segi_is_word(first) && first != SEGI_LOW_QUOTE) return NULL;
  return last == SEGI_COMMA || ends_in_function_word(text, start, end) ? " " : NULL;
}

bool segi_repair_lines(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_WRAPPED_LINE)) return true;
  size_t joined = 0; /* bytes that stand before the line since lines were joined to it */
  for (size_t start = 0; start < length;) {
    const char *feed = memchr(text + start, '\n', length - start);
    if (feed == NULL) break;
    size_t line_end = (size_t)(feed - text), next = line_end + 1;
    size_t end = segi_trim_end(text, start, line_end);
    while (next < length && (text[next] == ' ' || text[next] == '\t')) next++;
    const char *with = NULL;
    if (end > start && next < length && joined + (end - start) >= SHORTEST_WRAPPED)
      with = joint(text, length, start, end, next);
    if (with != NULL && !segi_propose(proposals, SEGI_WRAPPED_LINE, end, next - end,
                                      (seg_bytes){with, strlen(with)}, 0.9))
      return false;
    joined = with != NULL ? joined + (end - start) : 0;
    start = with != NULL ? next : line_end + 1;
  }
  return true;
}
