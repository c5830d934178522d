#include "split/paragraphs.h"

#include <string.h>

#include "lex/lexicon.h"
#include "split/stream.h"
#include "text/chars.h"
#include "text/lines.h"

enum {
  SHORTEST_WRAPPED_LINE = 40, /* bytes: shorter lines are list items or verse */
  LONGEST_WRAPPED_LINE = 200,
  LONGEST_HEADING = 120,
  LONGEST_FURNITURE = 300,
  LONGEST_LABEL = 100
};

/* Class of the last character before end that is neither a closing quote nor a bracket. */
static segi_class closing_class(const char *text, size_t start, size_t end) {
  segi_class c = SEGI_OTHER;
  while (end > start) {
    const char *p = segi_previous(text + start, text + end);
    size_t n;
    c = segi_class_at(p, (size_t)(text + end - p), &n);
    if (c != SEGI_QUOTE && c != SEGI_CLOSE) break;
    end = (size_t)(p - text);
  }
  return c;
}

bool segi_ends_with_mark(const char *text, size_t start, size_t end) {
  segi_class c = closing_class(text, start, end);
  return c >= SEGI_STOP && c <= SEGI_COLON;
}

static bool starts_in_lower_case(const char *text, size_t length) {
  size_t n;
  return length > 0 && segi_class_at(text, length, &n) == SEGI_LOWER;
}

typedef struct line_counts {
  size_t breaks;  /* line breaks between two lines of a paragraph */
  size_t soft;    /* those that look as if a long line was wrapped there */
  size_t blank;   /* blank lines between lines of text */
  size_t longest; /* bytes of the longest line that a break follows */
} line_counts;

static line_counts count_lines(const char *text, size_t length) {
  line_counts n = {0};
  size_t previous_start = 0, previous_end = 0, blank = 0;
  bool any = false;
  for (size_t i = 0; i < length;) {
    size_t start = segi_skip_blanks(text, length, i), end = start;
    while (end < length && segi_line_break(text, length, end) == 0) end++;
    i = end < length ? end + segi_line_break(text, length, end) : length;
    if (start == end) {
      blank++;
      continue;
    }
    if (any && blank > 0) n.blank++;
    if (any && blank == 0) {
      size_t before = previous_end - previous_start;
      n.breaks++;
      if (before > n.longest) n.longest = before;
      if (before >= SHORTEST_WRAPPED_LINE && !segi_ends_with_mark(text, previous_start, previous_end) &&
          starts_in_lower_case(text + start, end - start))
        n.soft++;
    }
    any = true;
    blank = 0;
    previous_start = start;
    previous_end = segi_trim_end(text, start, end);
  }
  return n;
}

seg_paragraphs seg_guess_paragraphs(const char *text, size_t length) {
  line_counts n = count_lines(text, length < SEG_GUESS_LENGTH ? length : SEG_GUESS_LENGTH);
  if (n.soft > 0 && n.soft * 4 >= n.breaks && n.longest <= LONGEST_WRAPPED_LINE)
    return SEG_PARAGRAPHS_WRAPPED;
  return n.blank > 0 ? SEG_PARAGRAPHS_BLANK : SEG_PARAGRAPHS_LINE;
}

/* Whether text stands right before and behind the line break that begins and ends there. */
static bool divides_lines(const char *text, size_t length, size_t break_start, size_t break_end) {
  enum { LONGEST_CHARACTER = 4 };
  return break_end + LONGEST_CHARACTER <= length &&
         !segi_is_white(segi_class_before_place(text, break_start)) &&
         !segi_is_white(segi_class_at_place(text, length, break_end));
}

/* Of blank lines only those without spaces and of LF or CR LF: the others are rare. The first line of
 * a paragraph is a heading when there is no second one, so a part inside one ends with a later line. */
size_t seg_split_cut(const seg_splitter *splitter, seg_paragraphs paragraphs, const char *text,
                     size_t length, bool *inside) {
  bool at_lines = paragraphs == SEG_PARAGRAPHS_BLANK && splitter->min_length == 0;
  size_t line = 0; /* where a line ends that the next one goes on with */
  *inside = false;
  for (size_t end = length, before; end > 0; end = before) {
    before = end - 1;
    if (text[before] != '\n') {
      if (line > 0 && segi_line_break(text, length, before) > 0) line = 0;
      continue;
    }
    if (before > 0 && text[before - 1] == '\r') before--;
    if (paragraphs == SEG_PARAGRAPHS_LINE || (before > 0 && text[before - 1] == '\n')) return end;
    bool goes_on = at_lines && divides_lines(text, length, before, end);
    *inside = goes_on && line > 0;
    if (*inside) return line;
    line = goes_on ? end : 0;
  }
  return 0;
}

/* "Startseite | Aktuelles | Kontakt": a row of links. */
static bool is_menu(const char *line, size_t length) {
  static const char *const separators[] = {" | ", " · ", " » ", " › ", " • "};
  if (segi_ends_with_mark(line, 0, length)) return false;
  for (size_t k = 0; k < sizeof separators / sizeof *separators; k++) {
    size_t count = 0, n = strlen(separators[k]);
    for (size_t i = 0; i + n <= length; i++)
      if (line[i] == ' ' && memcmp(line + i, separators[k], n) == 0) count++;
    if (count >= 2) return true;
  }
  return false;
}

/* "Anmelden Registrieren": every word would be furniture alone. */
static bool is_row_of_buttons(const char *line, size_t length) {
  for (size_t i = 0; i < length;) {
    size_t end = i;
    while (end < length && line[end] != ' ') end++;
    if (!segi_lexicon_furniture(line + i, end - i)) return false;
    i = segi_skip_blanks(line, length, end);
  }
  return length > 0;
}

bool segi_is_furniture(const char *line, size_t length) {
  if (length > LONGEST_FURNITURE) return false;
  char folded[2 * LONGEST_FURNITURE];
  size_t n = segi_fold(line, length, folded, sizeof folded);
  return n > 0 && (segi_lexicon_furniture(folded, n) || is_row_of_buttons(folded, n) ||
                   is_menu(folded, n));
}

static bool is_letter_at(const char *line, size_t length, size_t at, size_t *n) {
  return segi_is_letter(segi_class_at(line + at, length - at, n));
}

static size_t count_words(const char *phrase, size_t length) {
  size_t words = 1;
  for (size_t i = 0; i < length; i++) words += phrase[i] == ' ';
  return words;
}

/* Points for the phrases of furniture that the line is made of, with any marks and digits between
 * them; 0 when it holds other words or ends like a sentence. */
static int phrase_points(const char *line, size_t length) {
  int points = 0;
  bool several_words = false;
  size_t last = 0, last_length = 0, n;
  segi_class end = closing_class(line, 0, length);
  if (end == SEGI_STOP || end == SEGI_END) return 0;
  for (size_t i = 0; i < length;) {
    size_t phrase = segi_lexicon_furniture_phrase(line + i, length - i);
    if (phrase == 0 && is_letter_at(line, length, i, &n)) return 0;
    if (phrase > 0 && is_letter_at(line, length, i, &n)) {
      bool again = phrase == last_length && memcmp(line + last, line + i, phrase) == 0;
      points += !again;
      several_words |= count_words(line + i, phrase) > 1;
      last = i;
      last_length = phrase;
    }
    if (phrase == 0) segi_class_at(line + i, length - i, &n);
    i += phrase > 0 ? phrase : n;
  }
  return points + several_words;
}

/* Whether one of the links of a row is known: "Sport | Kultur | Impressum". */
static bool has_known_link(const char *line, size_t length) {
  for (size_t i = 0; i < length;) {
    size_t end = i;
    while (end < length && memchr("|>\xC2\xE2", line[end], 4) == NULL) end++;
    size_t stop = segi_trim_end(line, i, end), start = segi_skip_blanks(line, stop, i);
    if (start < stop && phrase_points(line + start, stop - start) > 0) return true;
    i = end + 1;
    while (i < length && ((unsigned char)line[i] & 0xC0) == 0x80) i++;
  }
  return false;
}

static bool speaks_of(const char *line, size_t length, const char *word) {
  size_t n = strlen(word);
  for (size_t i = 0; i + n <= length; i++)
    if (memcmp(line + i, word, n) == 0) return true;
  return false;
}

int segi_furniture_points(const char *line, size_t length, int *known) {
  char folded[2 * LONGEST_FURNITURE];
  size_t n = 0;
  *known = 0;
  if (length <= LONGEST_FURNITURE) n = segi_fold(line, length, folded, sizeof folded);
  if (n == 0) return 0;
  *known = is_menu(folded, n) && has_known_link(folded, n) ? SEGI_SURE_FURNITURE
                                                          : phrase_points(folded, n);
  if (*known > 0) return *known;
  bool label = n <= LONGEST_LABEL || speaks_of(folded, n, "cookie");
  return label && segi_is_furniture(line, length);
}

bool segi_is_heading(const char *line, size_t length) {
  if (length == 0 || length > LONGEST_HEADING || segi_ends_with_mark(line, 0, length)) return false;
  size_t n;
  if (segi_class_at(line, length, &n) == SEGI_BULLET) return false;
  for (size_t i = 0; i < length; i += n)
    if (segi_is_letter(segi_class_at(line + i, length - i, &n))) return true;
  return false;
}
