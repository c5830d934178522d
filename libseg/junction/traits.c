#include "junction/traits.h"

#include <string.h>

const segi_traits segi_no_traits = {.stage = SEGI_KNOWN};

enum { LONGEST_MARKS = 24, LONGEST_EMOTICON = 24 };

static uint32_t mix(uint32_t h) {
  h = (h ^ h >> 16) * 0x7feb352du;
  h = (h ^ h >> 15) * 0x846ca68bu;
  return h ^ h >> 16;
}

static uint32_t hash_bytes(const char *bytes, size_t n) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)bytes[i]) * 16777619u;
  return mix(h);
}

/* From 1 to count - 1: 0 stands for nothing. */
static uint16_t bucket(uint32_t hash, uint32_t count) {
  return (uint16_t)(1 + hash % (count - 1));
}

/* --- Emoticons: they may hold letters, and end a sentence without being a mark. */

static bool among(char c, const char *set) {
  return c != '\0' && strchr(set, c) != NULL;
}

/* Characters beyond the basic plane, with a selector U+FE0F at most behind them. */
static bool is_emoji(const char *p, size_t n) {
  size_t i = 0;
  while (i + 4 <= n && (unsigned char)p[i] == 0xF0) i += 4;
  return i > 0 && (i == n || (unsigned char)p[i] == 0xEF);
}

/* ":-)" ";P" ">:o(" "=D" "8)" "xD" */
static bool is_face(const char *p, size_t n) {
  size_t i = among(p[0], "<>") ? 1 : 0;
  if (i == n || !among(p[i], ":;=8xX")) return false;
  char eyes = p[i++];
  if (i + 1 < n && among(p[i], "-'oO~")) i++;
  if (i == n) return false;
  for (; i < n; i++)
    if (!among(p[i], ")(DPpO|/\\*3[]c")) return false;
  return !among(eyes, "xX8") || among(p[n - 1], "D)P");
}

/* "^^" "^_^" */
static bool is_brows(const char *p, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!among(p[i], i == 0 ? "^" : "^_")) return false;
  return true;
}

static bool is_emoticon(const char *p, size_t n) {
  static const bool begins_one[256] = {
    ['<'] = true, ['>'] = true, [':'] = true, [';'] = true, ['='] = true,
    ['8'] = true, ['x'] = true, ['X'] = true, ['^'] = true, [0xF0] = true};
  if (!begins_one[(unsigned char)*p] || n < 2 || n > LONGEST_EMOTICON) return false;
  return is_emoji(p, n) || (n <= 12 && (is_face(p, n) || is_brows(p, n)));
}

/* --- Marks. */

typedef struct marks {
  uint8_t set;
  uint32_t hash, kind;
} marks;

uint8_t segi_mark_of(segi_class c) {
  switch (c) {
    case SEGI_STOP: return SEGI_MARK_STOP;
    case SEGI_END: return SEGI_MARK_END;
    case SEGI_ELLIPSIS: return SEGI_MARK_ELLIPSIS;
    case SEGI_COLON: return SEGI_MARK_COLON;
    case SEGI_COMMA: case SEGI_SEMICOLON: return SEGI_MARK_COMMA;
    case SEGI_LOW_QUOTE: case SEGI_QUOTE: return SEGI_MARK_QUOTE;
    case SEGI_OPEN: case SEGI_CLOSE: return SEGI_MARK_BRACKET;
    case SEGI_HYPHEN: case SEGI_DASH: return SEGI_MARK_DASH;
    default: return 0;
  }
}

/* Quotation marks, dashes and ellipses are one kind each; others are their own. */
static uint32_t kind_of(uint8_t mark, const char *p, size_t n) {
  switch (mark) {
    case SEGI_MARK_QUOTE: return 1;
    case SEGI_MARK_DASH: return 2;
    case SEGI_MARK_ELLIPSIS: return '.';
    default: return hash_bytes(p, n);
  }
}

static marks read_marks(const char *p, size_t n) {
  if (n > LONGEST_MARKS) n = LONGEST_MARKS;
  marks m = {0, hash_bytes(p, n), 17};
  uint32_t last = 0;
  bool repeated = false;
  for (size_t i = 0, length; i < n; i += length) {
    uint8_t mark = segi_mark_of(segi_class_at(p + i, n - i, &length));
    bool dots = mark == SEGI_MARK_STOP && i + 1 < n && p[i + 1] == '.';
    m.set |= dots ? SEGI_MARK_ELLIPSIS : mark;
    uint32_t kind = mark == SEGI_MARK_STOP ? '.' : kind_of(mark, p + i, length);
    if (kind != last) m.kind = mix(m.kind * 31 + kind);
    else if (kind == '.') repeated = true;
    last = kind;
  }
  if (repeated) m.kind = mix(m.kind + 1);
  return m;
}

int8_t segi_bracket_of(const char *p, size_t n) {
  for (size_t i = n; i-- > 0;) {
    if (p[i] == ')' || p[i] == ']' || p[i] == '>') return -1;
    if (p[i] == '(' || p[i] == '[' || (p[i] == '<' && n > 1)) return 1;
  }
  return 0;
}

/* --- Words. */

static uint32_t hash_eight(uint64_t bytes) {
  return mix((uint32_t)(bytes * UINT64_C(0x9E3779B97F4A7C15) >> 32));
}

/* Lower case of ASCII letters; digits are all the same. */
static unsigned char level_byte(unsigned char c) {
  bool upper = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
  return (unsigned char)(digit ? '0' : c + 32 * upper);
}

/* Hash of the last eight bytes of letters, lower-cased as far as German needs it. */
static uint32_t hash_letters(const char *p, size_t n) {
  uint64_t bytes = n;
  unsigned char before = 0;
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)p[i];
    bytes = bytes << 8 | (before == 0xC3 && c < 0x9F ? (unsigned char)(c + 32) : level_byte(c));
    before = c;
  }
  return hash_eight(bytes);
}

/* The same of three ASCII characters. */
static bool are_ascii(const char *three) {
  return !((three[0] | three[1] | three[2]) & 0x80);
}
static uint32_t hash_ascii(const char *three) {
  uint64_t bytes = 3;
  for (size_t i = 0; i < 3; i++) bytes = bytes << 8 | level_byte((unsigned char)three[i]);
  return hash_eight(bytes);
}

/* The same of three ASCII letters. */
static uint32_t hash_letters_only(const char *three) {
  uint64_t bytes = (uint64_t)three[0] << 16 | (uint64_t)three[1] << 8 | (uint64_t)three[2];
  return hash_eight(UINT64_C(3) << 24 | bytes | 0x202020);
}

static bool continues(char c) {
  return ((unsigned char)c & 0xC0) == 0x80;
}

/* Hash of the first and of the last three characters of n bytes. */
static uint32_t hash_beginning(const char *p, size_t n) {
  if (n >= 3 && are_ascii(p)) return hash_ascii(p);
  size_t i = 0;
  for (int k = 0; k < 3 && i < n; k++) {
    i++;
    while (i < n && continues(p[i])) i++;
  }
  return hash_letters(p, i);
}
static uint32_t hash_ending(const char *p, size_t n) {
  if (n >= 3 && are_ascii(p + n - 3)) return hash_ascii(p + n - 3);
  size_t i = n;
  for (int k = 0; k < 3 && i > 0; k++) {
    i--;
    while (i > 0 && continues(p[i])) i--;
  }
  return hash_letters(p + i, n - i);
}

enum {
  FORMS = SEGI_VERB_FORM | SEGI_NOUN_FORM | SEGI_ADJECTIVE_FORM | SEGI_FUNCTION_WORD |
          SEGI_SUBORDINATOR | SEGI_OPENER
};

/* Bit `to` of a number when the class holds. */
static unsigned bit_if(uint16_t classes, uint16_t class, int to) {
  return (unsigned)((classes & class) != 0) << to;
}

static uint8_t forms_of(uint16_t c) {
  return (uint8_t)(bit_if(c, SEGI_VERB_FORM, 0) | bit_if(c, SEGI_NOUN_FORM, 1) |
                   bit_if(c, SEGI_ADJECTIVE_FORM, 2) | bit_if(c, SEGI_FUNCTION_WORD, 3) |
                   bit_if(c, SEGI_SUBORDINATOR, 4) | bit_if(c, SEGI_OPENER, 5));
}

static uint8_t uses_of(uint16_t c) {
  return (uint8_t)(bit_if(c, SEGI_ABBREVIATION, 0) | bit_if(c, SEGI_ABBREVIATION_NUMBER, 1) |
                   bit_if(c, SEGI_ABBREVIATION_FINAL, 2) | bit_if(c, SEGI_MONTH, 3) |
                   bit_if(c, SEGI_ORDINAL_NOUN, 4) | bit_if(c, SEGI_NAME_TITLE, 5) |
                   bit_if(c, SEGI_UNIT, 6) | bit_if(c, SEGI_ABBREVIATION_FORM, 7));
}

static uint8_t case_class(const segi_word *word) {
  uint8_t share = word->capital;
  if (word->seen == 0) return 0;
  int band = (share > 5) + (share > 25) + (share > 102) + (share > 204) + (share > 247);
  return (uint8_t)(1 + 3 * band + (word->seen - 1)); /* bands: 2, 10, 40, 80, 97 percent of 255 */
}

static void see_word(segi_traits *r, const char *text, const segi_token *t) {
  const char *core = text + t->core;
  size_t n = t->core_end - t->core;
  bool number = t->shape == SEGI_SHAPE_NUMBER || t->shape == SEGI_SHAPE_DIGIT_FIRST;
  r->word = number ? hash_letters(core, n) : (uint32_t)t->hash;
  r->word |= 1;
  r->ending = (uint16_t)(hash_ending(core, n) % SEGI_ENDINGS);
  r->length = (uint8_t)(n < 40 ? n : 40);
}

static void read_lead(segi_traits *r, const char *p, size_t n) {
  marks m = read_marks(p, n);
  r->lead = bucket(m.hash, SEGI_LEADS);
  r->lead_marks = m.set;
  r->brackets = segi_bracket_of(p, n);
}

static void read_trail(segi_traits *r, const char *p, size_t n) {
  marks m = read_marks(p, n);
  r->trail = bucket(m.hash, SEGI_TRAILS);
  r->trail_kind = bucket(m.kind, SEGI_TRAIL_KINDS);
  r->trail_marks = m.set;
  int8_t bracket = segi_bracket_of(p, n);
  if (bracket != 0) r->brackets = bracket;
}

/* As below, for a plain token. */
static segi_traits see_plain(const char *text, const segi_token *t) {
  segi_traits r = {.stage = SEGI_SEEN, .shape = t->shape, .word = segi_traits_word(t)};
  size_t n = t->core_end - t->core;
  const char *last = text + t->core_end - 3;
  bool ascii = n >= 3 && are_ascii(last);
  r.ending =
    (uint16_t)((ascii ? hash_letters_only(last) : hash_ending(text + t->core, n)) % SEGI_ENDINGS);
  r.length = (uint8_t)(n < 40 ? n : 40);
  if (t->trail != 0) read_trail(&r, text + t->core_end, 1);
  return r;
}

segi_traits segi_traits_seen(const char *text, const segi_token *t) {
  if (t->plain && !segi_may_be_face(text, t)) return see_plain(text, t);
  segi_traits r = {.stage = SEGI_SEEN, .shape = (uint8_t)t->shape};
  if (is_emoticon(text + t->start, t->end - t->start)) {
    r.shape = SEGI_SHAPE_EMOTICON;
    r.trail = bucket(hash_bytes(text + t->start, t->end - t->start), SEGI_TRAILS);
    r.stage = SEGI_KNOWN;
    return r;
  }
  if (t->core_end > t->core) see_word(&r, text, t);
  if (t->core > t->start) read_lead(&r, text + t->start, t->core - t->start);
  if (t->end > t->core_end) read_trail(&r, text + t->core_end, t->end - t->core_end);
  return r;
}

void segi_traits_know(segi_traits *r, const char *text, const segi_token *t) {
  r->stage = SEGI_KNOWN;
  if (t->core_end == t->core || r->shape == SEGI_SHAPE_EMOTICON) return;
  uint16_t classes = t->word.classes;
  r->beginning =
    (uint16_t)(hash_beginning(text + t->core, t->core_end - t->core) % SEGI_BEGINNINGS);
  r->word_row = t->word.row;
  r->case_class = case_class(&t->word);
  if (classes & FORMS) r->forms = forms_of(classes);
  if (classes & ~FORMS) r->uses = uses_of(classes);
}

segi_traits segi_traits_of(const char *text, const segi_token *t) {
  segi_traits r = segi_traits_seen(text, t);
  segi_traits_know(&r, text, t);
  return r;
}

segi_traits segi_traits_without_trail(const segi_traits *t) {
  segi_traits bare = *t;
  bare.trail = bare.trail_kind = 0;
  bare.trail_marks = 0;
  bare.uses &= (uint8_t)~uses_of(SEGI_ABBREVIATION_FORM);
  return bare;
}
