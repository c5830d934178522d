#include "train/word_counts.h"

#include <string.h>
#include <utf8proc.h>

#include "text/chars.h"

enum { LONGEST = 120, SURE_WORD = 4 /* letters: shorter ones may be abbreviations */ };

typedef enum place { UNSURE, INSIDE, INITIAL } place;

/* A word in the line. */
typedef struct word {
  const char *end;
  char folded[LONGEST * 2 + 8];
  size_t length, letters, capitals;
  bool first_capital, plain; /* plain: letters only, short enough */
} word;

typedef struct counter {
  const segi_source *source;
  segi_word_list *list;
  bool short_memory;
} counter;

static bool is_capital(int32_t c) {
  return segi_classify(c) == SEGI_UPPER;
}

static void read_word(word *w, const char *p, const char *end) {
  int32_t c;
  w->length = w->letters = w->capitals = 0;
  w->plain = true;
  for (size_t n; p < end; p += n) {
    n = segi_decode(p, (size_t)(end - p), &c);
    if (!segi_is_word(segi_classify(c))) break;
    if (w->letters == 0) w->first_capital = is_capital(c);
    w->letters++;
    w->capitals += is_capital(c);
    if (segi_classify(c) == SEGI_DIGIT || w->length > LONGEST)
      w->plain = false;
    else
      w->length += (size_t)utf8proc_encode_char(utf8proc_tolower(c),
                                                (utf8proc_uint8_t *)w->folded + w->length);
  }
  w->end = p;
}

static bool in_capitals(const word *w) {
  return w->letters > 1 && w->capitals == w->letters;
}

static bool next_in_capitals(const char *p, const char *end) {
  word next;
  if (p == end || *p != ' ') return false;
  read_word(&next, p + 1, end);
  return in_capitals(&next);
}

static bool is_quote(int32_t c) {
  return c == '"' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x2039 ||
         c == 0x203a;
}

/* Whether the line ends as a sentence does, closing marks aside. */
static bool ends_sentence(const char *line, const char *end) {
  while (end > line) {
    const char *p = segi_previous(line, end);
    int32_t c;
    segi_decode(p, (size_t)(end - p), &c);
    if (!is_quote(c) && c != ')' && c != ' ') return c == '.' || c == '!' || c == '?';
    end = p;
  }
  return false;
}

/* Where the next word stands, when c was read and `last` is the word before it. */
static place step(place now, int32_t c, const word *last, bool touches) {
  if (c == '.') return touches && last->letters >= SURE_WORD && last->capitals < 2 ? INITIAL : UNSURE;
  if (c == '!' || c == '?') return INITIAL;
  if (c == ',' || c == ';') return INSIDE;
  if (c == ' ' || (is_quote(c) && now == INITIAL)) return now;
  return UNSURE;
}

/* Letters of ASCII, Latin-1, and œ š ž, in UTF-8. */
bool segi_is_german_word(const char *text, size_t length) {
  const unsigned char *w = (const unsigned char *)text;
  for (size_t i = 0; i < length; i++) {
    if (w[i] >= 'a' && w[i] <= 'z') continue;
    unsigned next = i + 1 < length ? w[i + 1] : 0;
    bool latin1 = w[i] == 0xc3 && next >= 0x9f && next <= 0xbf && next != 0xb7;
    bool extended = w[i] == 0xc5 && (next == 0x93 || next == 0xa1 || next == 0xbe);
    if (!latin1 && !extended) return false;
    i++;
  }
  return length > 0;
}

static void count_use(counter *k, const word *w, place now) {
  bool inside = now == INSIDE && (w->first_capital || w->capitals == 0);
  if (!inside && !(now == INITIAL && w->first_capital)) return;
  if (!segi_is_german_word(w->folded, w->length)) return;
  segi_counted *c = segi_word_list_add(k->list, w->folded, w->length);
  if (c == NULL) {
    k->short_memory = true;
    return;
  }
  unsigned weight = k->source->count;
  *(now == INITIAL ? &c->initial : w->first_capital ? &c->capital : &c->lower) += weight;
  c->uses++;
  if (k->source->spelling == SEGI_SPELLING_NEW) c->today += weight;
  if (k->source->spelling == SEGI_SPELLING_OLD) c->old++;
  if (k->source->spelling != SEGI_SPELLING_SWISS) c->spelled = true;
}

static void count_line(counter *k, const char *p, const char *end) {
  if (p == end || *p == '(' || end[-1] == ':') return;
  place now = ends_sentence(p, end) ? INITIAL : UNSURE;
  word w = {0};
  bool touches = false, space_before = true;
  while (p < end) {
    int32_t c;
    size_t n = segi_decode(p, (size_t)(end - p), &c);
    if (segi_is_word(segi_classify(c))) {
      bool capitals_before = in_capitals(&w);
      read_word(&w, p, end);
      p = w.end;
      bool joined = p < end && memchr("-'/", *p, 3) != NULL;
      bool heading = in_capitals(&w) && (capitals_before || next_in_capitals(p, end));
      if (space_before && !joined && w.plain && !heading) count_use(k, &w, now);
      now = w.plain ? INSIDE : UNSURE;
      touches = true;
      space_before = false;
      continue;
    }
    now = step(now, c, &w, touches);
    touches = false;
    space_before = c == ' ' || is_quote(c);
    p += n;
  }
}

bool segi_count_words(const segi_source *source, segi_word_list *list) {
  counter k = {source, list, false};
  seg_bytes rest = source->text, line;
  while (!k.short_memory && segi_next_line(&rest, &line))
    count_line(&k, line.data, line.data + line.length);
  return !k.short_memory;
}
