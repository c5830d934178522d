#include "align/marks.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "text/chars.h"

enum {
  LENGTH_OFFSET = 10,    /* characters, so that tiny texts have a sensible ratio */
  SURE_CHARACTERS = 1000 /* on the target side of sure beads; fewer tell too little */
};
static const double sure_score = 0.5;    /* least one of a bead that tells the ratio */
static const double largest_ratio = 1.4; /* of characters between languages; more means that one
                                            side is not complete */

enum { NO_MARK, FULL_STOP, QUESTION, EXCLAMATION, COLON, COMMA };

static bool is_quote(segi_class c) {
  return c == SEGI_QUOTE || c == SEGI_LOW_QUOTE || c == SEGI_OPEN || c == SEGI_CLOSE ||
         c == SEGI_SPACE;
}

static bool is_question(int32_t c) {
  return c == '?' || c == 0xFF1F;
}

/* Not the single ones, which are apostrophes too. */
static bool is_double_quote(int32_t c) {
  return c == '"' || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201E);
}

static bool starts_lower(seg_bytes text) {
  for (size_t i = 0, step; i < text.length; i += step) {
    segi_class c = segi_class_at(text.data + i, text.length - i, &step);
    if (!is_quote(c)) return c == SEGI_LOWER;
  }
  return false;
}

/* The last character that is no quotation mark, bracket or space; -1 when there is none. */
static int32_t last_character(seg_bytes text) {
  const char *end = text.data + text.length;
  while (end > text.data) {
    const char *p = segi_previous(text.data, end);
    int32_t c;
    segi_decode(p, (size_t)(end - p), &c);
    if (!is_quote(segi_classify(c))) return c;
    end = p;
  }
  return -1;
}

static uint8_t end_kind(int32_t c) {
  switch (segi_classify(c)) {
    case SEGI_STOP:
    case SEGI_ELLIPSIS: return FULL_STOP;
    case SEGI_END: return is_question(c) ? QUESTION : EXCLAMATION;
    case SEGI_COLON: return COLON;
    case SEGI_COMMA:
    case SEGI_SEMICOLON: return COMMA;
    default: return NO_MARK;
  }
}

static bool is_open(int32_t last) {
  segi_class c = segi_classify(last);
  return c == SEGI_COMMA || c == SEGI_SEMICOLON || c == SEGI_COLON || c == SEGI_DASH ||
         c == SEGI_HYPHEN;
}

static void count_sentence(segi_marks *m, const seg_sentence *sentence, size_t i) {
  seg_bytes text = sentence->text;
  double characters = 0;
  float count[SEGI_COUNTS] = {[SEGI_COUNT_BREAKS] = sentence->opens_paragraph};
  for (size_t at = 0; at < text.length;) {
    int32_t c;
    at += segi_decode(text.data + at, text.length - at, &c);
    segi_class class = segi_classify(c);
    characters += class != SEGI_SPACE && class != SEGI_NEWLINE;
    count[SEGI_COUNT_STOPS] += class == SEGI_STOP || class == SEGI_END || class == SEGI_ELLIPSIS;
    count[SEGI_COUNT_QUESTIONS] += is_question(c);
    count[SEGI_COUNT_QUOTES] += is_double_quote(c);
  }
  for (int k = 0; k < SEGI_COUNTS; k++) m->count[k][i + 1] = m->count[k][i] + count[k];
  m->characters[i + 1] = m->characters[i] + characters;
}

static void look(segi_marks *m, const seg_sentence *sentences) {
  for (size_t i = 0; i < m->n; i++) {
    int32_t last = last_character(sentences[i].text);
    count_sentence(m, &sentences[i], i);
    m->end[i] = end_kind(last);
    m->behind_open[i + 1] = is_open(last);
    m->lower[i] = i > 0 && starts_lower(sentences[i].text);
    if (!sentences[i].opens_paragraph) continue;
    m->lower[i] = m->behind_open[i] = 0;
  }
  m->behind_open[m->n] = 0;
}

static bool allocate(segi_marks *m, size_t n) {
  *m = (segi_marks){.n = n};
  bool fine = true;
  for (int k = 0; k < SEGI_COUNTS; k++)
    fine = (m->count[k] = segi_calloc(n + 1, sizeof(float))) != NULL && fine;
  m->lower = segi_calloc(n + 1, 1);
  m->behind_open = segi_calloc(n + 1, 1);
  m->end = segi_calloc(n + 1, 1);
  m->characters = segi_calloc(n + 1, sizeof *m->characters);
  return fine && m->lower != NULL && m->behind_open != NULL && m->end != NULL &&
         m->characters != NULL;
}

static void scale(segi_marks *m, double factor) {
  for (size_t i = 0; i <= m->n; i++) m->characters[i] *= factor;
}

/* Target characters for a source character: in sure beads, or in all when those are few. */
static double length_ratio(const segi_marks *mx, const segi_marks *my, const seg_bead *beads,
                           size_t count) {
  const double *x = mx->characters, *y = my->characters;
  double source = 0, target = 0;
  for (size_t k = 0; k < count; k++) {
    const seg_bead *b = &beads[k];
    if (b->score < sure_score) continue;
    source += x[b->source_first + b->source_count] - x[b->source_first];
    target += y[b->target_first + b->target_count] - y[b->target_first];
  }
  if (target < SURE_CHARACTERS) {
    source = x[mx->n];
    target = y[my->n];
  }
  double ratio = (target + LENGTH_OFFSET) / (source + LENGTH_OFFSET);
  if (ratio > largest_ratio) return largest_ratio;
  return ratio < 1 / largest_ratio ? 1 / largest_ratio : ratio;
}

bool segi_marks_make(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                     const seg_bead *beads, size_t bead_count, segi_marks *mx, segi_marks *my) {
  *my = (segi_marks){0};
  if (!allocate(mx, S) || !allocate(my, G)) {
    segi_marks_clear(mx);
    segi_marks_clear(my);
    return false;
  }
  look(mx, source);
  look(my, target);
  double ratio = length_ratio(mx, my, beads, bead_count);
  scale(mx, sqrt(ratio));
  scale(my, 1 / sqrt(ratio));
  return true;
}

void segi_marks_clear(segi_marks *marks) {
  for (int k = 0; k < SEGI_COUNTS; k++) free(marks->count[k]);
  free(marks->lower);
  free(marks->behind_open);
  free(marks->end);
  free(marks->characters);
  *marks = (segi_marks){0};
}
