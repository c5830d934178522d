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
#include "model/model.h"
#include "seg/text.h"
#include "text/chars.h"
#include "train/chance.h"

enum {
  LONGEST_PART = 4096, /* bytes of a token or gap; longer ones are cut, so that memory is bounded */
  LONGEST_CHARACTER = 4,
  LINE_WIDTH = 72 /* characters in a hard-wrapped line */
};

/* ORDER of the tables below. The numbers decide the chances drawn: new kinds go to the end. */
enum {
  SENTENCE_JOIN,
  COMMA_JOIN,
  SPACE_AFTER_MARK,
  SPACE_BEFORE_OPENING,
  WORD_JOIN,
  BLOCK_JOIN,
  WRAPPED_LINE,
  DOUBLED_SPACE,
  HYPHENATED_LINE,
  MOJIBAKE,
  ENTITY,
  SOFT_HYPHEN,
  LETTER_SPACING,
  DOUBLED_MARK,
  COLON_JOIN,
  LINK_JOIN,
  KINDS
};

struct seg_noiser {
  uint64_t seed;
  double rates[KINDS];
  uint64_t place;  /* number of the current unit since the noiser was made */
  segi_buf pending; /* fed, not yet looked at */
  segi_buf clean, damaged; /* of the stretch that is lent */
  seg_editlog *repairs;
  size_t damaged_offset;
  size_t link;   /* words until the link that stands here ends; 0: there is none */
  bool ended;    /* the stretch ends its text */
  size_t column; /* characters since the last line break of the damaged text */
  char misread[128][LONGEST_CHARACTER]; /* bytes from 128 on, as windows-1252 reads them */
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
  return final || end < text.length;
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
  const segi_words *words = &seg_model_default()->words;
  char folded[64];
  size_t end = 0, length;
  while (end < token.length && segi_is_letter(segi_class_at(token.data + end, token.length - end,
                                                            &length)))
    end += length;
  end = segi_fold(token.data, end, folded, sizeof folded);
  return segi_words_find(words, folded, end);
}

/* Whether the full stop behind `word` can only end a sentence: not so for abbreviations, initials
 * and ordinal numbers. */
static bool stop_ends_sentence(seg_bytes word) {
  const segi_words *words = &seg_model_default()->words;
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
  return !(segi_words_find(words, folded, length).classes & SEGI_ABBREVIATION);
}

/* --- Damage between tokens: whether a kind can strike here. */

static bool can_join_sentences(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
  return e->last == SEGI_STOP && e->first == SEGI_UPPER &&
         stop_ends_sentence(without_last(u->token, e->last_length));
}

static bool can_join_clauses(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
  return e->last == SEGI_COMMA && segi_is_letter(e->before_last) && e->first == SEGI_LOWER &&
         !u->breaks_line && (word_at_start(u->next).classes & SEGI_SUBORDINATOR);
}

static bool can_lose_colon(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
  return e->last == SEGI_COLON && segi_is_letter(e->before_last) && segi_is_letter(e->first) &&
         !u->breaks_line;
}

static bool can_lose_space_after_mark(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
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

static bool can_join_blocks(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
  (void)e;
  return u->breaks_line && u->token.length > 0 && u->next.length > 0;
}

static bool can_join_words(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
  return !u->breaks_line && is_letter_or_digit(e->last) && is_letter_or_digit(e->first) &&
         !(e->last == SEGI_DIGIT && e->first == SEGI_DIGIT);
}

static bool can_touch_link(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
  return !u->breaks_line && u->token.length > 0 && u->next.length > 0 &&
         !(e->last == SEGI_DIGIT && e->first == SEGI_DIGIT);
}

static bool can_lose_space_before_opening(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n;
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

static size_t count_characters(seg_bytes text) {
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++) count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
  return count;
}

static bool can_wrap(const seg_noiser *n, const unit *u, const edge *e) {
  (void)e;
  return !u->breaks_line && u->gap.length > 0 && n->column > 0 && u->next.length > 0 &&
         n->column + count_characters(u->token) + 1 + count_characters(u->next) > LINE_WIDTH;
}

static bool can_double_space(const seg_noiser *n, const unit *u, const edge *e) {
  (void)n, (void)e;
  return u->token.length > 0 && u->next.length > 0 && u->gap.length == 1 && u->gap.data[0] == ' ';
}

/* --- Damage inside a token. */

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
  static const char vowels[] = "aeiouyäöüAEIOUYÄÖÜ";
  int32_t c, vowel;
  segi_decode(p, n, &c);
  for (size_t i = 0; i < sizeof vowels - 1;) {
    i += segi_decode(vowels + i, sizeof vowels - 1 - i, &vowel);
    if (c == vowel) return true;
  }
  return false;
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

/* --- The tables of kinds. */

static const seg_noise_kind about[] = {
  [SENTENCE_JOIN] = {"sentence-join", "full stop and space between two sentences are lost",
                     "nach Russland. Damit ist", "nach RusslandDamit ist"},
  [COMMA_JOIN] = {"comma-join", "comma and space before a subordinate clause are lost",
                  "fand statt, als er kam", "fand stattals er kam"},
  [SPACE_AFTER_MARK] = {"space-after-mark", "the space behind a mark or a closing sign is lost",
                        "ist da. Dann kam", "ist da.Dann kam"},
  [SPACE_BEFORE_OPENING] = {"space-before-opening",
                            "the space before a bracket or quotation mark is lost",
                            "planen. „Das geht“", "planen.„Das geht“"},
  [WORD_JOIN] = {"word-join", "the space between two words is lost, mostly where links stand",
                 "alle Gruppen", "alleGruppen"},
  [BLOCK_JOIN] = {"block-join", "the line break behind a paragraph, heading or list item is lost",
                  "Kontaktdaten\nImpressum", "KontaktdatenImpressum"},
  [WRAPPED_LINE] = {"wrapped-line", "a line break stands for the space where a line gets too long",
                    "Es wird im nächsten Jahr noch einmal sehr viel schöner werden, hoffte er "
                    "sehr.",
                    "Es wird im nächsten Jahr noch einmal sehr viel schöner werden, hoffte er\n"
                    "sehr."},
  [DOUBLED_SPACE] = {"doubled-space", "a space stands twice", "So geht", "So  geht"},
  [HYPHENATED_LINE] = {"hyphenated-line", "a word is hyphenated where a line gets too long",
                       "Es wird im nächsten Jahr noch einmal sehr viel schöner werden, so die "
                       "Regierung",
                       "Es wird im nächsten Jahr noch einmal sehr viel schöner werden, so die "
                       "Regie-\nrung"},
  [MOJIBAKE] = {"mojibake", "the UTF-8 of a word is read as windows-1252", "für", "fÃ¼r"},
  [ENTITY] = {"entity", "characters of a word that are not ASCII, and & < >, become HTML entities",
              "für", "f&uuml;r"},
  [SOFT_HYPHEN] = {"soft-hyphen", "a soft hyphen stands in a word", "Regelung",
                   "Rege\u00ADlung"},
  [LETTER_SPACING] = {"letter-spacing", "the letters of a word stand apart", "Sperrdruck",
                      "S p e r r d r u c k"},
  [DOUBLED_MARK] = {"doubled-mark", "a comma, colon or semicolon stands twice", "kam, sah",
                    "kam,, sah"},
  [COLON_JOIN] = {"colon-join", "a colon and the space behind it are lost", "sagte: Das geht",
                  "sagteDas geht"},
  [LINK_JOIN] = {"link-join", "the spaces around a link of some words are lost",
                 "in der Alten Post", "in derAlten Post"},
};

const seg_noise_kind *seg_noise_kinds(size_t *count) {
  *count = KINDS;
  return about;
}

/* Rates of the presets. */
static const struct {
  double article, pages;
} presets[KINDS] = {
  [SENTENCE_JOIN] = {0.1, 0.01},         [COMMA_JOIN] = {0.1, 0.01},
  [SPACE_AFTER_MARK] = {0.03, 0.01},     [SPACE_BEFORE_OPENING] = {0.03, 0.02},
  [WORD_JOIN] = {0.008, 0.008},          [BLOCK_JOIN] = {0, 0.5},
};

/* A gap that is struck becomes `instead`, the mark before it goes as well or not. */
typedef struct gap_damage {
  bool (*open)(const seg_noiser *n, const unit *u, const edge *e);
  bool takes_mark;
  const char *instead;
  double (*weight)(const unit *u, const edge *e); /* of the rate; NULL: 1 everywhere */
} gap_damage;

static const gap_damage gaps[KINDS] = {
  [SENTENCE_JOIN] = {can_join_sentences, true, "", NULL},
  [COMMA_JOIN] = {can_join_clauses, true, "", NULL},
  [SPACE_AFTER_MARK] = {can_lose_space_after_mark, false, "", NULL},
  [SPACE_BEFORE_OPENING] = {can_lose_space_before_opening, false, "", NULL},
  [COLON_JOIN] = {can_lose_colon, true, "", NULL},
  [LINK_JOIN] = {can_touch_link, false, "", link_weight},
  [WORD_JOIN] = {can_join_words, false, "", link_weight},
  [BLOCK_JOIN] = {can_join_blocks, false, "", NULL},
  [WRAPPED_LINE] = {can_wrap, false, "\n", NULL},
  [DOUBLED_SPACE] = {can_double_space, false, "  ", NULL},
};

typedef struct token_damage {
  open_to *open;
  rewrite *damage;
} token_damage;

static const token_damage tokens[KINDS] = {
  [HYPHENATED_LINE] = {can_hyphenate, hyphenate},
  [MOJIBAKE] = {can_misread, misread},
  [ENTITY] = {can_encode_entities, encode_entities},
  [SOFT_HYPHEN] = {has_syllables, put_soft_hyphen},
  [LETTER_SPACING] = {can_space_letters, space_letters},
  [DOUBLED_MARK] = {can_double_mark, double_mark},
};

/* --- Striking. */

/* Whether chance strikes at the current place. */
static bool strikes(const seg_noiser *n, size_t kind, double weight) {
  return segi_chance(segi_draw(n->seed, n->place, kind)) < n->rates[kind] * weight;
}

/* Whether the link ends that began some words before. */
static bool link_ends(seg_noiser *n, const unit *u) {
  if (n->link == 0) return false;
  if (u->breaks_line) n->link = 0;
  return n->link > 0 && --n->link == 0;
}

/* Where the space before a link is lost, that behind it goes too. */
static void begin_link(seg_noiser *n) {
  enum { LONGEST = 4 };
  n->link = 1 + segi_choice(segi_draw(n->seed, n->place, 512), LONGEST);
}

/* The first kind of the table that is open here and strikes; KINDS for none. */
static size_t gap_kind(seg_noiser *n, const unit *u, const edge *e) {
  if (link_ends(n, u) && can_touch_link(n, u, e)) return LINK_JOIN;
  for (size_t k = 0; k < KINDS; k++)
    if (gaps[k].open != NULL && strikes(n, k, 1) && gaps[k].open(n, u, e) &&
        (k != LINK_JOIN || n->link == 0) &&
        (gaps[k].weight == NULL || strikes(n, k, gaps[k].weight(u, e)))) {
      if (k == LINK_JOIN) begin_link(n);
      return k;
    }
  return KINDS;
}

static size_t token_kind(const seg_noiser *n, seg_bytes token) {
  for (size_t k = 0; k < KINDS && token.length > 0; k++)
    if (tokens[k].open != NULL && strikes(n, k, 1) && tokens[k].open(n, token)) return k;
  return KINDS;
}

static bool inside_character(seg_bytes text, size_t i) {
  return i < text.length && ((unsigned char)text.data[i] & 0xC0) == 0x80;
}

/* Leaves out what two texts begin and end with in common, in whole characters. Returns the bytes
 * left out at the start. */
static size_t trim_common(seg_bytes *a, seg_bytes *b) {
  size_t start = 0, least = a->length < b->length ? a->length : b->length, end = 0;
  while (start < least && a->data[start] == b->data[start]) start++;
  while (start > 0 && (inside_character(*a, start) || inside_character(*b, start))) start--;
  while (end < least - start && a->data[a->length - 1 - end] == b->data[b->length - 1 - end]) end++;
  while (end > 0 && (inside_character(*a, a->length - end) || inside_character(*b, b->length - end)))
    end--;
  *a = (seg_bytes){a->data + start, a->length - start - end};
  *b = (seg_bytes){b->data + start, b->length - start - end};
  return start;
}

/* Notes how what stands in the damaged text from `start` on is repaired. */
static seg_status log_repair(seg_noiser *n, size_t kind, seg_bytes clean, size_t start,
                             seg_error *error) {
  seg_bytes damaged = {n->damaged.data + start, n->damaged.length - start};
  start += trim_common(&damaged, &clean);
  seg_edit edit = {start, damaged, clean, about[kind].id, 1};
  return seg_editlog_append(n->repairs, &edit, error);
}

static void count_columns(seg_noiser *n, size_t start) {
  for (size_t i = start; i < n->damaged.length; i++)
    n->column = n->damaged.data[i] == '\n'
                    ? 0
                    : n->column + (((unsigned char)n->damaged.data[i] & 0xC0) != 0x80);
}

static seg_status put_token(seg_noiser *n, seg_bytes token, seg_error *error) {
  size_t kind = token_kind(n, token), start = n->damaged.length;
  uint64_t chance = segi_draw(n->seed, n->place, 256 + kind);
  bool done = segi_buf_append(&n->clean, token.data, token.length) &&
              (kind < KINDS ? tokens[kind].damage(n, token, chance, &n->damaged)
                            : segi_buf_append(&n->damaged, token.data, token.length));
  if (!done) return segi_nomem(error);
  count_columns(n, start);
  return kind < KINDS ? log_repair(n, kind, token, start, error) : SEG_OK;
}

/* gap: with the mark before it where the kind takes that. */
static seg_status put_gap(seg_noiser *n, seg_bytes gap, size_t kind, seg_error *error) {
  size_t start = n->damaged.length;
  bool done = segi_buf_append(&n->clean, gap.data, gap.length) &&
              (kind < KINDS ? segi_buf_append_string(&n->damaged, gaps[kind].instead)
                            : segi_buf_append(&n->damaged, gap.data, gap.length));
  if (!done) return segi_nomem(error);
  count_columns(n, start);
  return kind < KINDS ? log_repair(n, kind, gap, start, error) : SEG_OK;
}

static seg_status put_unit(seg_noiser *n, const unit *u, seg_error *error) {
  edge e = edge_of(u);
  size_t kind = gap_kind(n, u, &e);
  seg_bytes token = u->token, gap = u->gap;
  if (kind < KINDS && gaps[kind].takes_mark) {
    token = without_last(token, e.last_length);
    gap = (seg_bytes){token.data + token.length, e.last_length + gap.length};
  }
  seg_status status = put_token(n, token, error);
  return status == SEG_OK ? put_gap(n, gap, kind, error) : status;
}

/* --- The noiser. */

static seg_status learn_misreading(seg_noiser *n, seg_error *error) {
  seg_decoder *decoder = NULL;
  seg_bytes text;
  char bytes[128];
  for (int i = 0; i < 128; i++) bytes[i] = (char)(unsigned char)(128 + i);
  seg_status status = seg_decoder_new("windows-1252", SEG_INVALID_REPLACE, &decoder, error);
  if (status == SEG_OK)
    status = seg_decoder_feed(decoder, bytes, sizeof bytes, true, &text, error);
  for (size_t i = 0, at = 0; status == SEG_OK && i < 128 && at < text.length; i++) {
    int32_t c;
    size_t length = segi_decode(text.data + at, text.length - at, &c);
    memcpy(n->misread[i], text.data + at, length);
    at += length;
  }
  seg_decoder_free(decoder);
  return status;
}

static seg_status set_preset(seg_noiser *n, const char *preset, seg_error *error) {
  bool article = strcmp(preset, "article") == 0, pages = strcmp(preset, "pages") == 0;
  if (!article && !pages && strcmp(preset, "none") != 0)
    return segi_fail(error, SEG_BAD_ARGUMENT, "preset '%.100s' is none of article, pages, none",
                     preset);
  for (size_t k = 0; k < KINDS; k++)
    n->rates[k] = article ? presets[k].article : pages ? presets[k].pages : 0;
  return SEG_OK;
}

seg_status seg_noiser_new(const char *preset, uint64_t seed, seg_noiser **noiser,
                          seg_error *error) {
  *noiser = NULL;
  seg_noiser *n = segi_calloc(1, sizeof *n);
  if (n == NULL) return segi_nomem(error);
  n->seed = seed;
  const seg_model *model;
  seg_status status = segi_model_choose(NULL, &model, error);
  if (status == SEG_OK) status = set_preset(n, preset, error);
  if (status == SEG_OK) status = learn_misreading(n, error);
  if (status == SEG_OK) status = seg_editlog_new(&n->repairs, error);
  if (status == SEG_OK)
    *noiser = n;
  else
    seg_noiser_free(n);
  return status;
}

void seg_noiser_free(seg_noiser *n) {
  if (n == NULL) return;
  segi_buf_clear(&n->pending);
  segi_buf_clear(&n->clean);
  segi_buf_clear(&n->damaged);
  seg_editlog_free(n->repairs);
  free(n);
}

seg_status seg_noiser_set_rate(seg_noiser *n, const char *kind, double rate, seg_error *error) {
  size_t k = 0;
  while (k < KINDS && strcmp(about[k].id, kind) != 0) k++;
  if (k == KINDS)
    return segi_fail(error, SEG_BAD_ARGUMENT, "no kind of damage is called '%.100s'", kind);
  if (!(rate >= 0 && rate <= 1))
    return segi_fail(error, SEG_BAD_ARGUMENT, "the rate of %s is not from 0 to 1", kind);
  n->rates[k] = rate;
  return SEG_OK;
}

/* Forgets the stretch that was lent. */
static void begin_stretch(seg_noiser *n) {
  n->damaged_offset += n->damaged.length;
  n->clean.length = n->damaged.length = 0;
  seg_editlog_clear(n->repairs);
  if (n->ended) n->damaged_offset = n->column = n->link = 0;
  n->ended = false;
}

seg_status seg_noiser_feed(seg_noiser *n, const char *text, size_t length, bool final,
                           seg_noised *block, seg_error *error) {
  unit u;
  size_t at = 0;
  seg_status status = SEG_OK;
  *block = (seg_noised){{"", 0}, {"", 0}, 0, n->repairs};
  begin_stretch(n);
  if (!segi_buf_append(&n->pending, text, length)) return segi_nomem(error);
  seg_bytes pending = {n->pending.data, n->pending.length};
  while (status == SEG_OK && read_unit(pending, at, final, &u)) {
    status = put_unit(n, &u, error);
    at += u.token.length + u.gap.length;
    n->place++;
  }
  segi_buf_drop(&n->pending, at);
  n->ended = final;
  if (status != SEG_OK) return status;
  block->damaged_offset = n->damaged_offset;
  if (n->clean.length > 0) block->clean = (seg_bytes){n->clean.data, n->clean.length};
  if (n->damaged.length > 0) block->damaged = (seg_bytes){n->damaged.data, n->damaged.length};
  return SEG_OK;
}
