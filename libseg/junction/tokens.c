#include "junction/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const segi_token segi_no_token = {.first_mark = SEGI_SPACE, .last_mark = SEGI_SPACE};

/* Longer words are in no lexicon. */
enum { LONGEST_WORD = 64 };

/* What a scan knows of the token so far: what shapes are told apart by, and the hash of what
 * would be its core, lower-cased, when it went up to here. */
typedef struct writing {
  segi_class first;     /* of the first letter or digit */
  segi_class_set seen;
  size_t letters;
  uint64_t hash;
  size_t folded;        /* bytes that were hashed; LONGEST_WORD + 1 when they did not fit */
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

static void look_up(const segi_words *words, const char *text, segi_token *t) {
  t->known = true;
  if (t->hash == 0) return;
  t->word = segi_words_find_hash(words, t->hash);
  if (t->word.frequency == 0 && may_have_last_part(text, t)) {
    char folded[LONGEST_WORD];
    t->word.classes = classes_of_last_part(words, folded, fold_core(text, t, folded));
  }
  if (has_abbreviation_form(text, t)) t->word.classes |= SEGI_ABBREVIATION_FORM;
}

/* As segi_fold, a character that does not surely fit is too long. */
static void hash_wide(writing *w, const char *p, size_t length) {
  char folded[8];
  bool latin = (unsigned char)*p == 0xC3 && length == 2 && p[1] != '\x97' && p[1] != '\xB7';
  size_t n = segi_fold(p, length, folded, sizeof folded);
  if (w->folded + (latin ? 2 : 4) > LONGEST_WORD) {
    w->folded = LONGEST_WORD + 1;
    return;
  }
  for (size_t i = 0; i < n; i++) w->hash = segi_word_hash_add(w->hash, folded[i]);
  w->folded += n;
}

static void hash_character(writing *w, const char *p, size_t length) {
  char c = *p;
  if ((unsigned char)c >= 0x80) {
    hash_wide(w, p, length);
  } else {
    w->hash = segi_word_hash_add(w->hash, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
    w->folded++;
  }
}

/* A letter in lower case of U+00DF to U+00FF, but for the sign of division. */
static bool is_lower_latin(const char *p) {
  unsigned char second = (unsigned char)p[1];
  return (unsigned char)*p == 0xC3 && second >= 0x9F && second <= 0xBF && second != 0xB7;
}

/* Takes in the letters in lower case from text[i] on, most of most words. Returns the place behind
 * them. */
static size_t hash_lower_case(writing *w, const char *text, size_t i, size_t end) {
  size_t start = i, letters = w->letters;
  uint64_t hash = w->hash;
  for (; i < end; i++, letters++) {
    if (text[i] >= 'a' && text[i] <= 'z') {
      hash = segi_word_hash_add(hash, text[i]);
    } else {
      if (i + 1 == end || !is_lower_latin(text + i)) break;
      hash = segi_word_hash_add(segi_word_hash_add(hash, text[i]), text[i + 1]);
      i++;
    }
  }
  if (i == start) return i;
  if (w->seen == 0) w->first = SEGI_LOWER;
  w->seen |= SEGI_SET(SEGI_LOWER);
  w->hash = hash;
  w->folded += i - start;
  w->letters = letters;
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
  writing w = {.hash = SEGI_WORD_HASH_START};
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
    if (!word && t->core_end == t->core) continue;
    hash_character(&w, text + i, length);
    if (!word) continue;
    i = hash_lower_case(&w, text, i + length, end);
    length = 0;
    t->core_end = i;
    t->hash = w.folded <= LONGEST_WORD ? w.hash : 0;
  }
  t->end = i;
  t->shape = (uint8_t)shape_of(&w);
  if (t->core_end - t->core > LONGEST_WORD) t->hash = 0;
  if (t->hash != 0) t->hash = segi_word_hash_end(t->hash);
}

/* An ASCII letter and others in lower case behind it, then a space, or a single mark and a space:
 * most tokens. False when the token is none of these. */
static bool scan_plain_token(const char *text, size_t start, size_t end, segi_token *t) {
  char first = (char)(text[start] | 0x20), mark = ' ';
  if (first < 'a' || first > 'z') return false;
  uint64_t hash = segi_word_hash_add(SEGI_WORD_HASH_START, first);
  size_t i = start + 1, limit = end - start > LONGEST_WORD ? start + LONGEST_WORD : end;
  for (;; i++) {
    for (; i < limit && text[i] >= 'a' && text[i] <= 'z'; i++)
      hash = segi_word_hash_add(hash, text[i]);
    if (i + 1 >= limit || !is_lower_latin(text + i)) break;
    hash = segi_word_hash_add(segi_word_hash_add(hash, text[i]), text[i + 1]);
    i++;
  }
  size_t core_end = i;
  if (i < end && text[i] != ' ') {
    mark = text[i++];
    if ((unsigned char)mark >= 0x80 || (i < end && text[i] != ' ')) return false;
    segi_class c = (segi_class)segi_ascii_classes[(unsigned char)mark];
    if (segi_is_word(c) || segi_is_white(c)) return false;
  }
  bool upper = first != text[start], longer = core_end - start > 1;
  segi_class c = mark == ' ' ? SEGI_SPACE : (segi_class)segi_ascii_classes[(unsigned char)mark];
  t->start = t->core = start;
  t->core_end = core_end;
  t->end = i;
  t->lead = t->inner = 0;
  t->trail = mark == ' ' ? 0 : SEGI_SET(c);
  t->first_mark = t->last_mark = (uint8_t)c;
  t->shape = (uint8_t)(upper ? (longer ? SEGI_SHAPE_CAPITAL : SEGI_SHAPE_INITIAL)
                             : (longer ? SEGI_SHAPE_LOWER : SEGI_SHAPE_LETTER));
  t->line_break = t->known = false;
  t->plain = true;
  t->hash = segi_word_hash_end(hash);
  t->word = (segi_word){0};
  return true;
}

segi_token segi_token_at(const segi_words *words, const char *text, size_t start, size_t end) {
  segi_token t;
  if (!scan_plain_token(text, start, end, &t)) scan_any_token(text, start, end, &t);
  look_up(words, text, &t);
  return t;
}

void segi_know_token(segi_tokens *tokens, size_t i) {
  segi_token *t = &tokens->items[i];
  if (!t->known) look_up(tokens->words, tokens->text, t);
}

/* "z. B." and "a. a. O." are known to the lexicon as "z.b" and "a.a.o": the last token gets the
 * classes of the whole, those before it are parts of an abbreviation. */
static void join_abbreviation(segi_tokens *tokens, size_t last) {
  char joined[LONGEST_WORD];
  size_t used = sizeof joined;
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

bool segi_scan_tokens(const segi_words *words, const char *text, size_t length,
                      segi_tokens *tokens) {
  tokens->words = words;
  tokens->text = text;
  tokens->count = 0;
  for (size_t i = 0, n; i < length;) {
    segi_class c = segi_class_at(text + i, length - i, &n);
    if (segi_is_white(c)) {
      if (c == SEGI_NEWLINE && tokens->count > 0)
        tokens->items[tokens->count - 1].line_break = true;
      i += n;
      continue;
    }
    if (tokens->count == tokens->capacity &&
        !segi_grow(&tokens->items, &tokens->capacity, tokens->count + 1, sizeof *tokens->items))
      return false;
    segi_token *t = &tokens->items[tokens->count++];
    if (!scan_plain_token(text, i, length, t)) scan_any_token(text, i, length, t);
    i = t->end;
    if (t->first_mark == SEGI_STOP) join_abbreviation(tokens, tokens->count - 1);
  }
  return true;
}

/* Words are asked for early: their table does not fit into the cache. */
bool segi_tokenize(const segi_words *words, const char *text, size_t length, segi_tokens *tokens) {
  enum { AHEAD = 16 };
  if (!segi_scan_tokens(words, text, length, tokens)) return false;
  for (size_t i = 0; i < tokens->count; i++) {
    if (i + AHEAD < tokens->count) segi_words_ask(words, tokens->items[i + AHEAD].hash);
    segi_know_token(tokens, i);
  }
  return true;
}

void segi_tokens_clear(segi_tokens *tokens) {
  free(tokens->items);
  *tokens = (segi_tokens){0};
}
