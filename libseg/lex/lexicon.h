/* What the library knows about single German words, compiled in from libseg/data/de. */
#ifndef SEGI_LEXICON_H
#define SEGI_LEXICON_H

#include <stddef.h>
#include <stdint.h>

/* Classes of a word; several may hold. The lists in data/de name them in lower case. */
enum {
  SEGI_ABBREVIATION = 1 << 0,        /* is written with a full stop: bzw, dr, z.b */
  SEGI_ABBREVIATION_NUMBER = 1 << 1, /* and takes a number: nr, abs, art, rn, bd, s */
  SEGI_ABBREVIATION_FINAL = 1 << 2,  /* and often stands last in its sentence: usw, etc, u.a, ff */
  SEGI_MONTH = 1 << 3,               /* januar, jan */
  SEGI_ORDINAL_NOUN = 1 << 4,        /* follows an ordinal: jahrhundert, weltkrieg, auflage */
  SEGI_SUBORDINATOR = 1 << 5,        /* opens a subordinate clause after a comma: als, dass, weil */
  SEGI_FUNCTION_WORD = 1 << 6,       /* articles, pronouns, prepositions, conjunctions, auxiliaries */
  SEGI_OPENER = 1 << 7,              /* often the first word of a sentence: damit, dies, doch */
  SEGI_VERB_FORM = 1 << 8,           /* a finite form of a verb: ist, sagte, wird */
  SEGI_NAME_TITLE = 1 << 9,          /* stands before a name: dr, prof, hl, st */
  SEGI_NOUN_FORM = 1 << 10,          /* a form of a noun in the dictionary */
  SEGI_ADJECTIVE_FORM = 1 << 11,
  SEGI_UNIT = 1 << 12,               /* km, kg, uhr, euro */
};

/* All zero for a word that is not known. */
typedef struct segi_word {
  uint8_t frequency; /* 25 * (9 + log10 of the relative frequency), at least 1 when known, at most 255 */
  uint8_t capital;   /* share of capitalised uses inside sentences, 0 never to 255 always */
  uint8_t initial;   /* share of uses as the first word of a sentence, 0 to 255 */
  uint8_t seen;      /* uses counted for the two shares: 0 none, 1 few (1-5), 2 some (6-100), 3 many */
  uint16_t classes;
} segi_word;

/* Looks up a lower-cased (utf8proc case folding with sharp s kept) UTF-8 word without its final full
 * stop; inner full stops stay ("z.b"), spaces inside abbreviations are left out. Thread-safe. */
segi_word segi_lexicon_find(const char *folded, size_t length);

/* Whether a line (lower-cased, trimmed) begins like navigation, copyright or a teaser of a web
 * page: the phrases of data/de/furniture.txt. */
int segi_lexicon_furniture(const char *folded, size_t length);

#endif
