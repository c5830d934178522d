#include "junction/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/masks.h"

const segi_token segi_no_token = {.first_mark = SEGI_SPACE, .last_mark = SEGI_SPACE};

/* Longer words are in no lexicon. */
enum { LONGEST_WORD = 64 };

/* What a scan knows of the token so far, by which shapes are told apart. */
typedef struct writing {
  segi_class first;     /* of the first letter or digit */
  segi_class_set seen;
  size_t letters;
} writing;

enum {
  LOWER_CASE = SEGI_SET(SEGI_LOWER) | SEGI_SET(SEGI_LETTER),
  DIGITS = SEGI_SET(SEGI_DIGIT)
};

static segi_shape shape_of(const writing *w) {
  bool upper = (w->seen & SEGI_SET(SEGI_UPPER)) != 0, lower = (w->seen & LOWER_CASE) != 0;
  bool digits = (w->seen & DIGITS) != 0;
  if (w->letters == 0) return digits ? SEGI_SHAPE_NUMBER : SEGI_SHAPE_NONE;
  if (w->first == SEGI_DIGIT) return SEGI_SHAPE_DIGIT_FIRST;
  if (w->letters == 1 && !digits) return upper ? SEGI_SHAPE_INITIAL : SEGI_SHAPE_LETTER;
  if (w->first == SEGI_UPPER) return lower ? SEGI_SHAPE_CAPITAL : SEGI_SHAPE_CAPITALS;
  return upper ? SEGI_SHAPE_MIXED : SEGI_SHAPE_LOWER;
}

static void add_character(writing *w, segi_class c) {
  if (c == SEGI_MARK) return;
  if (w->seen == 0) w->first = c;
  w->seen |= SEGI_SET(c);
  w->letters += segi_is_letter(c);
}

enum {
  ABBREVIATIONS = SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER | SEGI_ABBREVIATION_FINAL |
                  SEGI_NAME_TITLE
};

/* An unknown word is an abbreviation when its last part is one: "Dipl.-Ing", "Bahnhofstr". */
static uint16_t classes_of_last_part(const segi_words *words, const char *folded, size_t n) {
  for (size_t i = n; i-- > 1;)
    if (folded[i - 1] == '-')
      return segi_words_find(words, folded + i, n - i).classes & ABBREVIATIONS;
  bool street = n > 5 && memcmp(folded + n - 3, "str", 3) == 0;
  return street ? SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER : 0;
}

/* Lower-cases the core. Returns its length, 0 when it is too long for a word. */
static size_t fold_core(const char *text, const segi_token *t, char folded[LONGEST_WORD]) {
  size_t length = t->core_end - t->core;
  return length <= LONGEST_WORD ? segi_fold(text + t->core, length, folded, LONGEST_WORD) : 0;
}

/* A full stop behind a few consonants, or behind letters that have full stops between them. */
static bool has_abbreviation_form(const char *text, const segi_token *t) {
  size_t length = t->core_end - t->core, part = 0;
  bool vowel = false;
  if (t->first_mark != SEGI_STOP || length > 12 || t->shape == SEGI_SHAPE_NUMBER) return false;
  for (size_t i = t->core; i < t->core_end; i++) {
    part = text[i] == '.' || text[i] == '-' ? 0 : part + 1;
    vowel |= (text[i] & 0x80) || memchr("aeiouyAEIOUY0123456789-", text[i], 23) != NULL;
    if (part > 4) return false;
  }
  segi_class_set between = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_HYPHEN);
  bool dotted = (t->inner & SEGI_SET(SEGI_STOP)) && !(t->inner & ~between);
  return dotted || (t->inner == 0 && length > 1 && !vowel);
}

/* Whether classes_of_last_part may find anything: parts end at hyphens, streets in "str". */
static bool may_have_last_part(const char *text, const segi_token *t) {
  return (t->inner & SEGI_SET(SEGI_HYPHEN)) || (text[t->core_end - 1] | 0x20) == 'r';
}

__attribute__((noinline)) static uint64_t hash_any_core(const char *text, const segi_token *t) {
  char folded[LONGEST_WORD];
  size_t n = fold_core(text, t, folded);
  return n > 0 ? segi_word_hash(folded, n) : 0;
}

/* A plain core is written in lower case but for its first letter. */
static uint64_t hash_plain_core(const char *text, const segi_token *t) {
  uint64_t hash = segi_word_hash_add(SEGI_WORD_HASH_START, (char)(text[t->core] | 0x20));
  for (size_t i = t->core + 1; i < t->core_end; i++) hash = segi_word_hash_add(hash, text[i]);
  return segi_word_hash_end(hash);
}

static void hash_token(const char *text, segi_token *t) {
  if (t->hash != 0 || t->core_end == t->core) return;
  t->hash = t->plain ? hash_plain_core(text, t) : hash_any_core(text, t);
}

static void look_up(const segi_words *words, const char *text, segi_token *t) {
  t->known = true;
  hash_token(text, t);
  if (t->hash == 0) return;
  t->word = segi_words_find_hash(words, t->hash);
  if (t->word.frequency == 0 && may_have_last_part(text, t)) {
    char folded[LONGEST_WORD];
    t->word.classes = classes_of_last_part(words, folded, fold_core(text, t, folded));
  }
  if (has_abbreviation_form(text, t)) t->word.classes |= SEGI_ABBREVIATION_FORM;
}

/* A letter in lower case of U+00DF to U+00FF, but for the sign of division. */
static bool is_lower_latin(const char *p) {
  unsigned char second = (unsigned char)p[1];
  return (unsigned char)*p == 0xC3 && second >= 0x9F && second <= 0xBF && second != 0xB7;
}

/* Takes in the letters in lower case from text[i] on, most of most words. Returns the place behind
 * them. */
static size_t add_lower_case(writing *w, const char *text, size_t i, size_t end) {
  size_t start = i;
  for (; i < end; i++, w->letters++) {
    if (text[i] >= 'a' && text[i] <= 'z') continue;
    if (i + 1 == end || !is_lower_latin(text + i)) break;
    i++;
  }
  if (i == start) return i;
  if (w->seen == 0) w->first = SEGI_LOWER;
  w->seen |= SEGI_SET(SEGI_LOWER);
  return i;
}

/* The core goes on past the marks that seemed to be the trail. */
static void extend_core(segi_token *t, size_t i) {
  if (t->core_end > t->core) {
    t->inner |= t->trail;
  } else {
    t->core = i;
    t->lead = t->trail;
  }
  t->trail = 0;
  t->first_mark = t->last_mark = SEGI_SPACE;
}

static void extend_trail(segi_token *t, segi_class c) {
  if (t->trail == 0) t->first_mark = (uint8_t)c;
  t->last_mark = (uint8_t)c;
  t->trail |= SEGI_SET(c);
}

static void scan_any_token(const char *text, size_t start, size_t end, segi_token *t) {
  *t = (segi_token){.start = start, .core = start, .core_end = start,
                    .first_mark = SEGI_SPACE, .last_mark = SEGI_SPACE};
  writing w = {0};
  size_t i = start, length;
  for (; i < end; i += length) {
    segi_class c = segi_class_at(text + i, end - i, &length);
    if (c == SEGI_SPACE || c == SEGI_NEWLINE) break;
    bool word = segi_is_word(c);
    if (word) {
      add_character(&w, c);
      if (t->trail != 0 || t->core_end == t->core) extend_core(t, i);
    } else {
      extend_trail(t, c);
    }
    if (!word) continue;
    i = add_lower_case(&w, text, i + length, end);
    length = 0;
    t->core_end = i;
  }
  t->end = i;
  t->shape = (uint8_t)shape_of(&w);
}

/* --- Plain tokens: an ASCII letter and others in lower case behind it, and a single mark at most.
 * Most tokens are plain. */

static bool is_mark(char c) {
  segi_class class =
    (unsigned char)c < 0x80 ? (segi_class)segi_ascii_classes[(unsigned char)c] : SEGI_UPPER;
  return !segi_is_word(class) && !segi_is_white(class);
}

/* One whose core is text[start, core_end). Its word is left as it is: it is not known yet. */
static void set_plain(segi_token *t, const char *text, size_t start, size_t core_end, bool marked) {
  static const uint8_t shapes[2][2] = {{SEGI_SHAPE_LETTER, SEGI_SHAPE_LOWER},
                                       {SEGI_SHAPE_INITIAL, SEGI_SHAPE_CAPITAL}};
  bool upper = text[start] <= 'Z', longer = core_end - start > 1;
  segi_class c =
    marked ? (segi_class)segi_ascii_classes[(unsigned char)text[core_end]] : SEGI_SPACE;
  t->start = t->core = start;
  t->core_end = core_end;
  t->end = core_end + marked;
  t->lead = t->inner = 0;
  t->trail = marked ? SEGI_SET(c) : 0;
  t->first_mark = t->last_mark = (uint8_t)c;
  t->shape = shapes[upper][longer];
  t->line_break = t->known = false;
  t->plain = true;
  t->hash = 0;
}

segi_token segi_token_at(const segi_words *words, const char *text, size_t start, size_t end) {
  segi_token t;
  scan_any_token(text, start, end, &t);
  look_up(words, text, &t);
  return t;
}

void segi_hash_token(segi_tokens *tokens, size_t i) {
  hash_token(tokens->text, &tokens->items[i]);
}

void segi_know_token(segi_tokens *tokens, size_t i) {
  segi_token *t = &tokens->items[i];
  if (!t->known) look_up(tokens->words, tokens->text, t);
}

void segi_ask_tokens(segi_tokens *tokens, size_t first, size_t end) {
  if (end > tokens->count) end = tokens->count;
  for (size_t i = first; i < end; i++) {
    if (tokens->items[i].known) continue;
    segi_hash_token(tokens, i);
    segi_words_ask(tokens->words, tokens->items[i].hash);
  }
}

/* "z. B." and "a. a. O." are known to the lexicon as "z.b" and "a.a.o": the last token gets the
 * classes of the whole, those before it are parts of an abbreviation. */
void segi_join_abbreviation(segi_tokens *tokens, size_t last) {
  char joined[LONGEST_WORD];
  size_t used = sizeof joined;
  if (last == 0 || tokens->items[last].first_mark != SEGI_STOP) return;
  if (tokens->items[last - 1].trail != SEGI_SET(SEGI_STOP)) return;
  for (size_t i = last + 1; i-- > 0 && last - i < 5;) {
    const segi_token *t = &tokens->items[i];
    size_t length = t->core_end - t->core;
    if (length == 0 || length > 8 || t->first_mark != SEGI_STOP || length + 1 > used) return;
    if (i < last && (t->trail != SEGI_SET(SEGI_STOP) || tokens->items[i + 1].lead != 0)) return;
    if (i < last) joined[--used] = '.';
    char folded[16];
    size_t n = segi_fold(tokens->text + t->core, length, folded, sizeof folded);
    if (n == 0 || n > used) return;
    used -= n;
    memcpy(joined + used, folded, n);
    if (i == last) continue;
    segi_word whole = segi_words_find(tokens->words, joined + used, sizeof joined - used);
    if (!(whole.classes & SEGI_ABBREVIATION)) continue;
    for (size_t part = i; part <= last; part++) segi_know_token(tokens, part);
    for (size_t part = i; part < last; part++) {
      uint16_t *classes = &tokens->items[part].word.classes;
      *classes = (uint16_t)((*classes & ~ABBREVIATIONS) | SEGI_ABBREVIATION);
    }
    tokens->items[last].word.classes |= whole.classes;
  }
}

/* --- All tokens of a text, 64 bytes at a time. */

/* A part of the text that begins with a token or white space, and which of its bytes are what.
 * Beyond the text there is white space. */
typedef struct view {
  size_t start;
  segi_masks masks;
} view;

static view view_of(const char *text, size_t length, size_t start) {
  char rest[SEGI_MASKED];
  if (length - start >= SEGI_MASKED) return (view){start, segi_masks_of(text + start)};
  memset(rest, ' ', sizeof rest);
  memcpy(rest, text + start, length - start);
  return (view){start, segi_masks_of(rest)};
}

/* How many bytes from place `at` on are before white space; SEGI_MASKED when none is in view. */
static size_t length_at(const view *v, size_t at) {
  uint64_t white = v->masks.white >> at;
  return white != 0 ? (size_t)__builtin_ctzll(white) : SEGI_MASKED;
}

/* Reads what stands at place `at` and goes on to white space `length` bytes behind, if it is plain. */
static bool read_plain(const view *v, const char *text, size_t at, size_t length, segi_token *t) {
  if (!(v->masks.letter >> at & 1)) return false;
  size_t letters = 1 + (size_t)__builtin_ctzll(~v->masks.lower >> (at + 1));
  size_t start = v->start + at;
  bool marked = letters < length;
  if (marked && (letters + 1 != length || !is_mark(text[start + letters]))) return false;
  set_plain(t, text, start, start + letters, marked);
  return true;
}

static void note_line_break(segi_tokens *tokens) {
  if (tokens->count > 0) tokens->items[tokens->count - 1].line_break = true;
}

static void add_token(segi_tokens *tokens) {
  size_t last = tokens->count++;
  if (tokens->items[last].first_mark == SEGI_STOP) segi_join_abbreviation(tokens, last);
}

/* Reads any token at `start`, or white space that is not ASCII. Returns the place behind it. */
static size_t read_any(segi_tokens *tokens, size_t start) {
  size_t n;
  segi_class c = segi_class_at(tokens->text + start, tokens->length - start, &n);
  if (c == SEGI_NEWLINE) note_line_break(tokens);
  if (segi_is_white(c)) return start + n;
  segi_token *t = &tokens->items[tokens->count];
  scan_any_token(tokens->text, start, tokens->length, t);
  add_token(tokens);
  return t->end;
}

/* Reads the tokens in view. Returns where the next view begins: with a token that is not all in
 * view, or in the middle of what seemed to be one. */
static size_t read_view(segi_tokens *tokens, const view *v) {
  uint64_t newlines = v->masks.newline;
  uint64_t starts = ~v->masks.white & (v->masks.white << 1 | 1);
  for (; starts != 0; starts &= starts - 1) {
    size_t at = (size_t)__builtin_ctzll(starts), length = length_at(v, at);
    uint64_t passed = newlines & (starts ^ (starts - 1));
    if (passed != 0) note_line_break(tokens);
    newlines ^= passed;
    if (length == SEGI_MASKED && at > 0) return v->start + at;
    if (length < SEGI_MASKED &&
        read_plain(v, tokens->text, at, length, &tokens->items[tokens->count])) {
      add_token(tokens);
      continue;
    }
    size_t end = read_any(tokens, v->start + at);
    if (end != v->start + at + length) return end;
  }
  if (newlines != 0) note_line_break(tokens);
  return v->start + SEGI_MASKED;
}

bool segi_scan_more_tokens(size_t from, size_t to, segi_tokens *tokens) {
  enum { MOST = SEGI_MASKED / 2 + 1 /* tokens in view */ };
  tokens->length = to;
  for (size_t i = from; i < to;) {
    if (!segi_grow(&tokens->items, &tokens->capacity, tokens->count + MOST, sizeof *tokens->items))
      return false;
    view v = view_of(tokens->text, to, i);
    i = read_view(tokens, &v);
  }
  return true;
}

bool segi_scan_tokens(const segi_words *words, const char *text, size_t length,
                      segi_tokens *tokens) {
  *tokens = (segi_tokens){tokens->items, 0, tokens->capacity, text, length, words};
  return segi_scan_more_tokens(0, length, tokens);
}

bool segi_tokenize(const segi_words *words, const char *text, size_t length, segi_tokens *tokens) {
  enum { AHEAD = 16 };
  if (!segi_scan_tokens(words, text, length, tokens)) return false;
  segi_ask_tokens(tokens, 0, AHEAD);
  for (size_t i = 0; i < tokens->count; i++) {
    if (i % AHEAD == 0) segi_ask_tokens(tokens, i + AHEAD, i + 2 * AHEAD);
    segi_know_token(tokens, i);
  }
  return true;
}

void segi_tokens_clear(segi_tokens *tokens) {
  free(tokens->items);
  *tokens = (segi_tokens){0};
}
