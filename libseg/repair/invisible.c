/* Characters that nobody sees, and more spaces than one. */
#include <string.h>

#include "repair/parted.h"
#include "repair/passes.h"
#include "text/chars.h"

static bool is_zero_width(int32_t c) {
  return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x180E || c == 0x34F ||
         (c >= 0xFFF9 && c <= 0xFFFB);
}

/* Joiners and U+FE0F: they have a meaning behind emoji and the letters of other scripts. */
static bool is_joiner(int32_t c) {
  return c == 0x200C || c == 0x200D || c == 0xFE0F;
}

/* Marks for the direction of Hebrew and Arabic. */
static bool is_direction(int32_t c) {
  return c == 0x200E || c == 0x200F || c == 0x61C || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x206F);
}

/* NUL stays: it separates records. */
static bool is_control(int32_t c) {
  return (c > 0 && c < ' ' && !(c >= '\t' && c <= '\r')) || c == 0x7F ||
         (c >= 0x80 && c < 0xA0 && c != 0x85);
}

static bool is_exotic_space(int32_t c) {
  return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

/* A walk over the characters that may have to go. */
typedef struct walk {
  const char *text;
  size_t length;
  segi_proposals *proposals;
  size_t run_end;    /* of the characters that go, so far */
  bool behind_space; /* the run stands behind a space */
  enum { UNKNOWN, NO, YES } right_to_left; /* the text holds letters of such scripts */
} walk;

static bool has_right_to_left(walk *w) {
  for (size_t i = 0; w->right_to_left == UNKNOWN && i < w->length; i++) {
    unsigned char c = (unsigned char)w->text[i];
    bool mark = c == 0xD8 && i + 1 < w->length && (unsigned char)w->text[i + 1] == 0x9C;
    if (c >= 0xD6 && c <= 0xDD && !mark) w->right_to_left = YES;
  }
  if (w->right_to_left == UNKNOWN) w->right_to_left = NO;
  return w->right_to_left == YES;
}

/* Whether a Latin letter or a sign of ASCII stands before `at`; at the start, too. */
static bool behind_latin(const walk *w, size_t at) {
  if (at == 0) return true;
  int32_t c;
  const char *p = segi_previous(w->text, w->text + at);
  segi_decode(p, (size_t)(w->text + at - p), &c);
  return c >= 0 && c < 0x250 && !(c >= '0' && c <= '9') && c != '#' && c != '*' && c != 0xA9 &&
         c != 0xAE;
}

/* Takes text[at, at + n) away; of the spaces on both sides of a run one goes with it. */
static bool take_away(walk *w, segi_kind kind, size_t at, size_t n) {
  size_t end = at + n;
  if (at != w->run_end) w->behind_space = at > 0 && w->text[at - 1] == ' ';
  if (segi_wanted(w->proposals, kind) && w->behind_space && end < w->length &&
      w->text[end] == ' ')
    end++;
  w->run_end = end;
  return segi_propose(w->proposals, kind, at, end - at, (seg_bytes){"", 0}, 0.99);
}

static bool is_soft_hyphen(const char *text, size_t length, size_t at) {
  return length - at >= 2 && memcmp(text + at, "\u00AD", 2) == 0;
}

/* The end of a soft hyphen that stands before `end`: a line that it broke goes on in lower case;
 * so does a word where the line end became a space. */
static size_t soft_hyphen_end(const walk *w, size_t at, size_t end) {
  const char *text = w->text;
  size_t next = end, n;
  bool line_end = false;
  for (; next < w->length && strchr(" \t\r\n", text[next]) != NULL && text[next] != '\0'; next++) {
    if (line_end && text[next] == '\n') return end;
    line_end |= text[next] == '\n';
  }
  if (next == end || next >= w->length) return end;
  size_t go_on = next;
  while (go_on < w->length && is_soft_hyphen(text, w->length, go_on)) go_on += 2;
  if (go_on >= w->length ||
      segi_class_at(text + go_on, w->length - go_on, &n) != SEGI_LOWER)
    return end;
  if (line_end) return next;
  size_t left = segi_letters_before(text, 0, at);
  size_t right = segi_letters_behind(text, w->length, go_on);
  return segi_was_parted_in_line(segi_known_words(w->proposals), text, left, at, go_on, right)
             ? next
             : end;
}

static bool propose_character(walk *w, int32_t c, size_t at, size_t n) {
  if (is_zero_width(c) || (is_joiner(c) && behind_latin(w, at)))
    return take_away(w, SEGI_ZERO_WIDTH, at, n);
  if (is_direction(c))
    return !segi_wanted(w->proposals, SEGI_DIRECTION_MARK) || has_right_to_left(w) ||
           take_away(w, SEGI_DIRECTION_MARK, at, n);
  if (is_control(c)) return take_away(w, SEGI_CONTROL, at, n);
  if (is_exotic_space(c))
    return segi_propose(w->proposals, SEGI_EXOTIC_SPACE, at, n, (seg_bytes){" ", 1}, 0.9);
  return true;
}

/* A run of spaces; at the start of a line they are indentation, at its end none is needed. */
static bool propose_spaces(walk *w, size_t at, size_t end) {
  if (end - at < 2 || at == 0 || w->text[at - 1] == '\n') return true;
  size_t kept = end < w->length && w->text[end] == '\n' ? 0 : 1;
  return segi_propose(w->proposals, SEGI_DOUBLED_SPACE, at + kept, end - at - kept,
                      (seg_bytes){"", 0}, 0.9);
}

static bool propose_next(walk *w, size_t at, size_t *end) {
  size_t n = 1;
  bool done;
  if (w->text[at] == ' ') {
    while (at + n < w->length && w->text[at + n] == ' ') n++;
    done = propose_spaces(w, at, at + n);
  } else if (is_soft_hyphen(w->text, w->length, at)) {
    done = take_away(w, SEGI_SOFT_HYPHEN, at, soft_hyphen_end(w, at, at + 2) - at);
    n = 2;
  } else {
    int32_t c;
    n = segi_decode(w->text + at, w->length - at, &c);
    done = propose_character(w, c, at, n);
  }
  *end = at + n;
  return done;
}

bool segi_repair_invisible(const char *text, size_t length, segi_proposals *proposals) {
  walk w = {.text = text, .length = length, .proposals = proposals, .run_end = SIZE_MAX};
  bool spaces = segi_wanted(proposals, SEGI_DOUBLED_SPACE);
  for (size_t i = 0; i < length;) {
    i = spaces ? i : segi_skip_printable(text, length, i);
    if (i == length) break;
    unsigned char c = (unsigned char)text[i];
    if (c == 0xC3) { /* a letter of Latin-1 */
      i += i + 1 < length && ((unsigned char)text[i + 1] & 0xC0) == 0x80 ? 2 : 1;
      continue;
    }
    bool watched = c < ' ' ? !(c >= '\t' && c <= '\r') : c == ' ' || c >= 0x7F;
    if (!watched)
      i++;
    else if (!propose_next(&w, i, &i))
      return false;
  }
  return true;
}
