/* The words on both sides of a candidate. */
#include "junction/candidate.h"

bool segi_letter_at(const char *text, size_t at, size_t end, segi_class *c, size_t *n) {
  if (at >= end) return false;
  *c = segi_class_at(text + at, end - at, n);
  return segi_is_letter(*c) || *c == SEGI_MARK;
}

segi_class segi_class_before(const char *text, size_t begin, size_t at, size_t *start) {
  const char *p = segi_previous(text + begin, text + at);
  size_t n;
  *start = (size_t)(p - text);
  return segi_class_at(p, (size_t)(text + at - p), &n);
}

segi_word segi_look_up(const segi_words *words, const char *text, size_t start, size_t end,
                       uint64_t *hash) {
  char folded[SEGI_LONGEST_WORD];
  *hash = 0;
  if (end - start > sizeof folded) return (segi_word){0};
  size_t n = segi_fold(text + start, end - start, folded, sizeof folded);
  if (n == 0) return (segi_word){0};
  *hash = segi_word_hash(folded, n);
  return segi_words_find_hash(words, *hash);
}

static void count_letters(const char *text, segi_half *w) {
  segi_class c;
  size_t n;
  w->first = w->second = w->last = SEGI_SPACE;
  w->letters = 0;
  for (size_t at = w->start; at < w->end; at += n) {
    c = segi_class_at(text + at, w->end - at, &n);
    if (c == SEGI_MARK) continue;
    if (w->letters == 0) w->first = c;
    if (w->letters == 1) w->second = c;
    w->last = c;
    w->letters++;
  }
}

static void finish(const segi_words *words, const char *text, segi_half *w) {
  count_letters(text, w);
  w->known = segi_look_up(words, text, w->start, w->end, &w->hash);
}

segi_half segi_half_of(const segi_words *words, const char *text, size_t start, size_t end) {
  segi_half w = {.start = start, .end = end};
  finish(words, text, &w);
  return w;
}

segi_half segi_letters_from(const char *text, size_t start, size_t end) {
  segi_half w = {.start = start, .end = start};
  segi_class c, previous = SEGI_SPACE;
  size_t n, capitals = 0, last_capital = start;
  while (segi_letter_at(text, w.end, end, &c, &n)) {
    if (c == SEGI_UPPER) {
      if (previous != SEGI_SPACE && previous != SEGI_UPPER) break;
      capitals++;
      last_capital = w.end;
    } else if (c != SEGI_MARK && previous == SEGI_UPPER && capitals > 1) {
      size_t after = w.end + n, m;
      segi_class next;
      if (segi_letter_at(text, after, end, &next, &m) && next != SEGI_UPPER) {
        w.end = last_capital;
        break;
      }
    }
    if (c != SEGI_MARK) previous = c;
    w.end += n;
  }
  count_letters(text, &w);
  return w;
}

segi_half segi_half_from(const segi_words *words, const char *text, size_t start, size_t end) {
  segi_half w = segi_letters_from(text, start, end);
  w.known = segi_look_up(words, text, w.start, w.end, &w.hash);
  return w;
}

segi_half segi_half_before(const segi_words *words, const char *text, size_t begin, size_t end) {
  segi_half w = {.start = end, .end = end};
  size_t start;
  segi_class next = SEGI_SPACE;
  while (w.start > begin) {
    segi_class c = segi_class_before(text, begin, w.start, &start);
    if (!segi_is_letter(c) && c != SEGI_MARK) break;
    if (next != SEGI_SPACE && c != SEGI_MARK) {
      if (next == SEGI_UPPER && c != SEGI_UPPER) break;
      if (next != SEGI_UPPER && c == SEGI_UPPER) {
        w.start = start;
        break;
      }
    }
    if (c != SEGI_MARK) next = c;
    w.start = start;
  }
  finish(words, text, &w);
  return w;
}
