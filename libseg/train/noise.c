/* Scraping damage on purpose. Text is looked at in units: a token, the white space behind it, and
 * the token that follows. */
#include "seg/noise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "lex/lexicon.h"
#include "seg/text.h"
#include "text/chars.h"
#include "train/chance.h"

enum {
  LONGEST_PART = 4096, /* bytes of a token or gap; longer ones are cut, so that memory is bounded */
  LONGEST_CHARACTER = 4,
  LINE_WIDTH = 72 /* characters in a hard-wrapped line */
};

/* --- Units. */

typedef struct unit {
  seg_bytes token, gap, next; /* each may be empty; next is the following unit's token */
  bool breaks_line;           /* the gap holds a line break */
} unit;

/* Reads white space, or what is not, from text[start]. False when more text could change it. */
static bool read_part(seg_bytes text, size_t start, bool white, bool final, seg_bytes *part) {
  size_t end = start, length = 0;
  while (end < text.length && end - start < LONGEST_PART) {
    segi_class c = segi_class_at(text.data + end, text.length - end, &length);
    if ((c == SEGI_SPACE || c == SEGI_NEWLINE) != white) break;
    end += length;
  }
  *part = (seg_bytes){text.data + start, end - start};
  return final || end + LONGEST_CHARACTER <= text.length;
}

static bool holds_newline(seg_bytes gap) {
  size_t length;
  for (size_t i = 0; i < gap.length; i += length)
    if (segi_class_at(gap.data + i, gap.length - i, &length) == SEGI_NEWLINE) return true;
  return false;
}

static bool read_unit(seg_bytes text, size_t start, bool final, unit *u) {
  if (start == text.length || !read_part(text, start, false, final, &u->token)) return false;
  start += u->token.length;
  if (!read_part(text, start, true, final, &u->gap)) return false;
  start += u->gap.length;
  if (!read_part(text, start, false, final, &u->next)) return false;
  u->breaks_line = holds_newline(u->gap);
  return true;
}

/* --- What stands at the edges of a gap. */

typedef struct edge {
  segi_class last, before_last; /* of the token before; SEGI_OTHER where there is none */
  size_t last_length;           /* bytes of the last character */
  segi_class first, second;     /* of the token behind */
} edge;

static segi_class last_class(seg_bytes text, size_t *length) {
  *length = 0;
  if (text.length == 0) return SEGI_OTHER;
  const char *last = segi_previous(text.data, text.data + text.length);
  return segi_class_at(last, (size_t)(text.data + text.length - last), length);
}

static segi_class first_class(seg_bytes text, size_t *length) {
  *length = 0;
  return text.length > 0 ? segi_class_at(text.data, text.length, length) : SEGI_OTHER;
}

static seg_bytes without_last(seg_bytes text, size_t length) {
  return (seg_bytes){text.data, text.length - length};
}

static edge edge_of(const unit *u) {
  edge e;
  size_t length;
  e.last = last_class(u->token, &e.last_length);
  e.before_last = last_class(without_last(u->token, e.last_length), &length);
  e.first = first_class(u->next, &length);
  e.second = first_class((seg_bytes){u->next.data + length, u->next.length - length}, &length);
  return e;
}

static bool is_letter_or_digit(segi_class c) {
  return segi_is_letter(c) || c == SEGI_DIGIT;
}
static bool is_closing(segi_class c) {
  return c == SEGI_CLOSE || c == SEGI_QUOTE;
}

/* Letters at the start of a token, folded, as the word list knows them. */
static segi_word word_at_start(seg_bytes token) {
  char folded[64];
  size_t end = 0, length;
  while (end < token.length && segi_is_letter(segi_class_at(token.data + end, token.length - end,
                                                            &length)))
    end += length;
  end = segi_fold(token.data, end, folded, sizeof folded);
  return segi_lexicon_find(folded, end);
}

/* Whether the full stop behind `word` can only end a sentence: not so for abbreviations, initials
 * and ordinal numbers. */
static bool stop_ends_sentence(seg_bytes word) {
  char folded[64];
  size_t letters = 0, digits = 0, length;
  for (const char *p = word.data + word.length; p > word.data;) {
    p = segi_previous(word.data, p);
    segi_class c = segi_class_at(p, (size_t)(word.data + word.length - p), &length);
    if (c == SEGI_LOWER && digits == 0)
      letters++;
    else if (c == SEGI_DIGIT && letters == 0)
      digits++;
    else
      break;
  }
  if (letters < 2 && digits < 3) return false;
  length = segi_fold(word.data, word.length, folded, sizeof folded);
  return !(segi_lexicon_find(folded, length).classes & SEGI_ABBREVIATION);
}

/* --- Damage between tokens: whether a kind can strike here. What is struck loses the gap. */

static bool can_join_sentences(const unit *u, const edge *e) {
  return e->last == SEGI_STOP && e->first == SEGI_UPPER &&
         stop_ends_sentence(without_last(u->token, e->last_length));
}

static bool can_join_clauses(const unit *u, const edge *e) {
  return e->last == SEGI_COMMA && segi_is_letter(e->before_last) && e->first == SEGI_LOWER &&
         !u->breaks_line && (word_at_start(u->next).classes & SEGI_SUBORDINATOR);
}

static bool can_lose_space_after_mark(const unit *u, const edge *e) {
  if (u->breaks_line || !segi_is_letter(e->first)) return false;
  bool word_before = segi_is_word(e->before_last) || is_closing(e->before_last);
  switch (e->last) {
    case SEGI_STOP:
      return e->first == SEGI_UPPER && stop_ends_sentence(without_last(u->token, e->last_length));
    case SEGI_END:
    case SEGI_ELLIPSIS:
    case SEGI_COMMA:
    case SEGI_SEMICOLON:
    case SEGI_COLON:
    case SEGI_CLOSE: return word_before;
    case SEGI_QUOTE: return word_before || e->before_last == SEGI_STOP || e->before_last == SEGI_END;
    default: return false;
  }
}

static bool can_join_blocks(const unit *u, const edge *e) {
  bool opens = is_letter_or_digit(e->first) || e->first == SEGI_LOW_QUOTE || e->first == SEGI_OPEN;
  return u->breaks_line && opens && u->token.length > 0;
}

static bool can_join_words(const unit *u, const edge *e) {
  return !u->breaks_line && is_letter_or_digit(e->last) && is_letter_or_digit(e->first) &&
         !(e->last == SEGI_DIGIT && e->first == SEGI_DIGIT);
}

static bool can_lose_space_before_opening(const unit *u, const edge *e) {
  bool opens = e->first == SEGI_OPEN || e->first == SEGI_LOW_QUOTE || e->first == SEGI_QUOTE;
  return !u->breaks_line && opens && is_letter_or_digit(e->second) &&
         (segi_is_word(e->last) || e->last == SEGI_STOP || e->last == SEGI_END ||
          e->last == SEGI_COLON || e->last == SEGI_COMMA);
}

/* Links and emphasis stand around names, numbers and nouns; the other places are struck a quarter
 * as often. */
static double link_weight(const unit *u, const edge *e) {
  size_t length;
  segi_class start = first_class(u->token, &length);
  bool linked = start == SEGI_UPPER || start == SEGI_DIGIT || e->first == SEGI_UPPER ||
                e->first == SEGI_DIGIT;
  return linked ? 1 : 0.25;
}

/* --- Damage inside a token. */

struct seg_noiser {
  uint64_t seed;
  double rates[16];
  uint64_t place;  /* number of the current unit since the noiser was made */
  segi_buf pending; /* fed, not yet looked at */
  segi_buf clean, damaged; /* of the stretch that is lent */
  seg_editlog *repairs;
  size_t damaged_offset;
  size_t column; /* characters since the last line break of the damaged text */
  char misread[128][LONGEST_CHARACTER]; /* bytes from 128 on, as windows-1252 reads them */
};

static uint64_t bits(const seg_noiser *n, size_t kind, size_t detail) {
  return segi_draw(n->seed, n->place, detail * 64 + kind);
}

static size_t count_characters(seg_bytes text) {
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++) count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
  return count;
}

static bool all_letters(seg_bytes token) {
  size_t length;
  for (size_t i = 0; i < token.length; i += length)
    if (!segi_is_letter(segi_class_at(token.data + i, token.length - i, &length))) return false;
  return true;
}

/* The letters that a token consists of but for marks around them. */
static seg_bytes letters_of(seg_bytes token) {
  size_t start = 0, length;
  while (start < token.length &&
         !segi_is_letter(segi_class_at(token.data + start, token.length - start, &length)))
    start += length;
  size_t end = start;
  while (end < token.length &&
         segi_is_letter(segi_class_at(token.data + end, token.length - end, &length)))
    end += length;
  return (seg_bytes){token.data + start, end - start};
}

static bool is_vowel(const char *p, size_t n) {
  int32_t c;
  segi_decode(p, n, &c);
  return c > 0 && c < 256 && strchr("aeiouyAEIOUY\xE4\xF6\xFC\xC4\xD6\xDC", (int)(char)c) != NULL;
}

/* Where a German word may be hyphenated, by rule of thumb: before a consonant and a vowel, with
 * three letters on both sides. 0 when nowhere. */
static size_t syllable(seg_bytes word, uint64_t chance) {
  size_t places[32], count = 0, letters = 0, length;
  if (!all_letters(word)) return 0;
  for (size_t i = 0; i < word.length && count < 32; i += length, letters++) {
    segi_class_at(word.data + i, word.length - i, &length);
    size_t next = i + length, left = word.length - next;
    if (letters >= 3 && left > 0 && !is_vowel(word.data + i, word.length - i) &&
        is_vowel(word.data + next, left) &&
        count_characters((seg_bytes){word.data + next, left}) >= 2)
      places[count++] = i;
  }
  return count > 0 ? places[segi_choice(chance, count)] : 0;
}

/* Appends the damaged form of `text`; false when memory is short. `chance` chooses a place. */
typedef bool rewrite(const seg_noiser *n, seg_bytes text, uint64_t chance, segi_buf *damaged);

static bool insert_in_syllable(seg_bytes text, uint64_t chance, const char *sign,
                               segi_buf *damaged) {
  seg_bytes word = letters_of(text);
  size_t at = (size_t)(word.data - text.data) + syllable(word, chance);
  return segi_buf_append(damaged, text.data, at) && segi_buf_append_string(damaged, sign) &&
         segi_buf_append(damaged, text.data + at, text.length - at);
}

static bool put_soft_hyphen(const seg_noiser *n, seg_bytes text, uint64_t chance,
                            segi_buf *damaged) {
  (void)n;
  return insert_in_syllable(text, chance, "\u00AD", damaged);
}

static bool hyphenate(const seg_noiser *n, seg_bytes text, uint64_t chance, segi_buf *damaged) {
  (void)n;
  return insert_in_syllable(text, chance, "-\n", damaged);
}

static bool misread(const seg_noiser *n, seg_bytes text, uint64_t chance, segi_buf *damaged) {
  (void)chance;
  bool done = true;
  for (size_t i = 0; i < text.length && done; i++) {
    unsigned char byte = (unsigned char)text.data[i];
    done = byte < 128 ? segi_buf_append(damaged, &text.data[i], 1)
                      : segi_buf_append_string(damaged, n->misread[byte - 128]);
  }
  return done;
}

static bool space_letters(const seg_noiser *n, seg_bytes text, uint64_t chance,
                          segi_buf *damaged) {
  (void)n, (void)chance;
  bool done = true;
  for (size_t i = 0, length; i < text.length && done; i += length) {
    segi_class_at(text.data + i, text.length - i, &length);
    done = (i == 0 || segi_buf_append(damaged, " ", 1)) &&
           segi_buf_append(damaged, text.data + i, length);
  }
  return done;
}

static const struct {
  const char *character, *name;
} entities[] = {
  {"&", "amp"},    {"<", "lt"},     {">", "gt"},     {"\"", "quot"},   {"ä", "auml"},
  {"ö", "ouml"},   {"ü", "uuml"},   {"Ä", "Auml"},   {"Ö", "Ouml"},    {"Ü", "Uuml"},
  {"ß", "szlig"},  {"–", "ndash"},  {"—", "mdash"},  {"„", "bdquo"},   {"“", "ldquo"},
  {"”", "rdquo"},  {"‚", "sbquo"},  {"‘", "lsquo"},  {"’", "rsquo"},   {"…", "hellip"},
  {"»", "raquo"},  {"«", "laquo"},  {"é", "eacute"}, {"€", "euro"},    {"§", "sect"},
};

static bool append_entity(seg_bytes character, int32_t code_point, segi_buf *damaged) {
  char number[16];
  snprintf(number, sizeof number, "#%d", (int)code_point);
  const char *name = number;
  for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
    if (strlen(entities[i].character) == character.length &&
        memcmp(entities[i].character, character.data, character.length) == 0)
      name = entities[i].name;
  return segi_buf_append(damaged, "&", 1) && segi_buf_append_string(damaged, name) &&
         segi_buf_append(damaged, ";", 1);
}

static bool needs_entity(int32_t code_point) {
  return code_point >= 128 || code_point == '&' || code_point == '<' || code_point == '>';
}

static bool encode_entities(const seg_noiser *n, seg_bytes text, uint64_t chance,
                            segi_buf *damaged) {
  (void)n, (void)chance;
  bool done = true;
  for (size_t i = 0, length; i < text.length && done; i += length) {
    int32_t c;
    length = segi_decode(text.data + i, text.length - i, &c);
    seg_bytes character = {text.data + i, length};
    done = needs_entity(c) ? append_entity(character, c, damaged)
                           : segi_buf_append(damaged, character.data, length);
  }
  return done;
}

static bool double_mark(const seg_noiser *n, seg_bytes text, uint64_t chance, segi_buf *damaged) {
  (void)n, (void)chance;
  return segi_buf_append(damaged, text.data, text.length) &&
         segi_buf_append(damaged, text.data + text.length - 1, 1);
}

static bool break_line(const seg_noiser *n, seg_bytes text, uint64_t chance, segi_buf *damaged) {
  (void)n, (void)text, (void)chance;
  return segi_buf_append(damaged, "\n", 1);
}

/* Whether a kind can strike the text. */
typedef bool open_to(const seg_noiser *n, seg_bytes text);

static bool can_misread(const seg_noiser *n, seg_bytes text) {
  (void)n;
  bool any = false;
  for (size_t i = 0, length; i < text.length; i += length) {
    int32_t c;
    length = segi_decode(text.data + i, text.length - i, &c);
    if (c < 0) return false;
    any = any || c >= 128;
  }
  return any;
}

static bool can_encode_entities(const seg_noiser *n, seg_bytes text) {
  (void)n;
  bool any = false;
  for (size_t i = 0, length; i < text.length; i += length) {
    int32_t c;
    length = segi_decode(text.data + i, text.length - i, &c);
    any = any || needs_entity(c);
  }
  return any;
}

static bool has_syllables(const seg_noiser *n, seg_bytes text) {
  (void)n;
  seg_bytes word = letters_of(text);
  return word.length < 256 && syllable(word, 0) > 0;
}

static bool can_hyphenate(const seg_noiser *n, seg_bytes text) {
  size_t width = count_characters(text);
  return n->column < LINE_WIDTH && n->column + width > LINE_WIDTH && has_syllables(n, text);
}

static bool can_space_letters(const seg_noiser *n, seg_bytes text) {
  (void)n;
  return text.length < 64 && all_letters(text) && count_characters(text) >= 4;
}

static bool can_double_mark(const seg_noiser *n, seg_bytes text) {
  (void)n;
  size_t length;
  segi_class last = last_class(text, &length), before;
  before = last_class(without_last(text, length), &length);
  return segi_is_letter(before) &&
         (last == SEGI_COMMA || last == SEGI_SEMICOLON || last == SEGI_COLON);
}

/* --- The table of kinds. */

/* A kind strikes either the gap, which is then lost with or without the mark before it, or the
 * token. Of the kinds that could, the first drawn in the order of the table strikes. */
typedef struct kind {
  seg_noise_kind about;
  double article, pages; /* rates of the presets */
  bool (*joins)(const unit *u, const edge *e); /* NULL: strikes the token */
  bool takes_mark;
  double (*weight)(const unit *u, const edge *e); /* of the rate; NULL: 1 everywhere */
  open_to *open;
  rewrite *damage;
} kind;

/* ORDER and number of the kinds decide the chances drawn: new kinds go to the end. */
static const seg_noise_kind about[] = {
  {"sentence-join", "full stop and space between two sentences are lost",
   "nach Russland. Damit ist", "nach RusslandDamit ist"},
  {"comma-join", "comma and space before a subordinate clause are lost",
   "fand statt, als er kam", "fand stattals er kam"},
  {"space-after-mark", "the space behind a mark or a closing sign is lost",
   "ist da. Dann kam", "ist da.Dann kam"},
  {"space-before-opening", "the space before a bracket or quotation mark is lost",
   "planen. „Das geht“", "planen.„Das geht“"},
  {"word-join", "the space between two words is lost, most often where links stand",
   "für alle Gruppen da", "für alleGruppen da"},
  {"block-join", "the line break behind a paragraph, heading or list item is lost",
   "Unsere Kontaktdaten\nImpressum", "Unsere KontaktdatenImpressum"},
  {"hard-wrap", "a space becomes a line break where the line has 72 characters",
   "Zeile voll", "Zeile\nvoll"},
  {"hyphenation", "a word is hyphenated where the line has 72 characters", "Regierung",
   "Regie-\nrung"},
  {"mojibake", "UTF-8 is read as windows-1252", "für", "fÃ¼r"},
  {"entities", "characters outside ASCII and & < > become HTML entities", "für", "f&uuml;r"},
  {"soft-hyphens", "a soft hyphen stands in a word", "Regierung", "Regie\u00ADrung"},
  {"letter-spacing", "the letters of a word stand apart", "Sperrdruck", "S p e r r d r u c k"},
  {"doubled-mark", "a comma, colon or semicolon stands twice", "kam, sah", "kam,, sah"},
};
