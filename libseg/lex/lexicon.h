/* What the library knows about single German words: the word table of a model, and the lists of
 * libseg/data/de, which are compiled in. */
#ifndef SEGI_LEXICON_H
#define SEGI_LEXICON_H

#include <stdbool.h>
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
  SEGI_ABBREVIATION_FORM = 1 << 13,  /* looks like one where it stands: "Pck.", "J.R.R." */
  SEGI_CONJUNCTION = 1 << 14,        /* joins clauses of the same rank: und, aber, sondern */
};

/* All zero for a word that is not known. */
typedef struct segi_word {
  uint8_t frequency; /* 25 * (9 + log10 of the relative frequency), at least 1 when known, at most 255 */
  uint8_t capital;   /* share of capitalised uses inside sentences, 0 never to 255 always */
  uint8_t initial;   /* share of uses as the first word of a sentence, 0 to 255 */
  uint8_t seen;      /* uses counted for the two shares: 0 none, 1 few (1-5), 2 some (6-100), 3 many */
  uint8_t begins;    /* 16 * log2(1 + n), at most 255: n other known words begin with this one */
  uint8_t ends;      /* the same of words that end with it */
  uint16_t classes;
  uint16_t row;      /* of the model's word rows, 0 the common one */
} segi_word;

/* A slot of a model's word table, as it lies in the file: little-endian bytes. A word is known by
 * its place and 48 bits of its hash; frequency 0 marks an empty slot. */
typedef struct segi_word_slot {
  uint8_t print[6];   /* the low 48 bits of segi_word_hash */
  uint8_t classes[2]; /* forms: VERB_FORM, NOUN_FORM, ADJECTIVE_FORM; what the lists say is compiled in */
  uint8_t frequency, capital, initial, seen;
  uint8_t row[2];
  uint8_t begins, ends;
} segi_word_slot;

/* Words of that frequency are common; so many bits of their hashes tell most others apart. */
enum { SEGI_COMMON = 70, SEGI_COMMON_BITS = 19 };

/* Open addressing, linear probing from segi_word_place; at least one slot is empty. */
typedef struct segi_words {
  const segi_word_slot *slots; /* [W], borrowed */
  uint32_t count;              /* W */
  uint64_t common[(1 << SEGI_COMMON_BITS) / 64]; /* one bit for the hashes of common words */
  uint64_t following[(1 << SEGI_COMMON_BITS) / 64]; /* for those that are no mere nouns */
} segi_words;

/* FNV-1a over the bytes, then the finish of MurmurHash3, so that all bits are good: the start,
 * a byte more, and the finish. */
#define SEGI_WORD_HASH_START UINT64_C(14695981039346656037)
static inline uint64_t segi_word_hash_add(uint64_t h, char byte) {
  return (h ^ (unsigned char)byte) * UINT64_C(1099511628211);
}
static inline uint64_t segi_word_hash_end(uint64_t h) {
  h = (h ^ h >> 33) * UINT64_C(0xff51afd7ed558ccd);
  h = (h ^ h >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
  return h ^ h >> 33;
}

static inline uint64_t segi_word_hash(const char *word, size_t length) {
  uint64_t h = SEGI_WORD_HASH_START;
  for (size_t i = 0; i < length; i++) h = segi_word_hash_add(h, word[i]);
  return segi_word_hash_end(h);
}

/* The first slot to look at, of `count`. */
static inline uint32_t segi_word_place(uint64_t hash, uint32_t count) {
  return (uint32_t)((hash >> 32) * count >> 32);
}

/* Notes which words are common, once the slots are filled. */
void segi_words_note_common(segi_words *words);

/* Whether the word may be common: true for all that are, for a tenth of the others. It spares
 * reading the table, which does not fit into the cache. */
static inline bool segi_maybe_common(const segi_words *words, uint64_t hash) {
  uint32_t bit = (uint32_t)hash & ((1 << SEGI_COMMON_BITS) - 1);
  return words->common[bit / 64] >> bit % 64 & 1;
}

/* The same for words that may follow another within a word in lower case. */
static inline bool segi_maybe_following(const segi_words *words, uint64_t hash) {
  uint32_t bit = (uint32_t)hash & ((1 << SEGI_COMMON_BITS) - 1);
  return words->following[bit / 64] >> bit % 64 & 1;
}

/* Looks up a lower-cased (sharp s kept) UTF-8 word without its final full stop; inner full stops
 * stay ("z.b"), spaces inside abbreviations are left out. Thread-safe. */
segi_word segi_words_find(const segi_words *words, const char *folded, size_t length);

/* The same by the word's hash. */
segi_word segi_words_find_hash(const segi_words *words, uint64_t hash);

/* Whether it is known at all: frequency is above 0. */
bool segi_words_have(const segi_words *words, uint64_t hash);

/* Starts to bring the word's slot into the cache: a hint. */
static inline void segi_words_ask(const segi_words *words, uint64_t hash) {
  __builtin_prefetch(&words->slots[segi_word_place(hash, words->count)]);
}

/* Whether the table can be searched: it has an empty slot, and no row is `rows` or more. */
bool segi_words_check(const segi_words *words, size_t rows);


/* Whether a line (lower-cased, trimmed) begins like navigation, copyright or a teaser of a web
 * page: the phrases of data/de/furniture.txt. */
int segi_lexicon_furniture(const char *folded, size_t length);

/* Length of the longest of these phrases that the line begins with as whole words; 0 for none. */
size_t segi_lexicon_furniture_phrase(const char *folded, size_t length);

/* Whether the word, lower-cased, ends the name of a domain or a file (de, html): the entries of
 * data/de/name_suffixes.txt. one_case: it was written in lower case or in capitals. */
bool segi_lexicon_name_suffix(const char *folded, size_t length, bool one_case);

#endif
