/* The compiled-in tables, written by gen/mktables.c from data/de into the build tree. */
#ifndef SEGI_TABLES_H
#define SEGI_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* A slot of the word table. A word is known by its place and 48 bits of its hash; an empty slot
 * has frequency 0. */
typedef struct segi_entry {
  uint32_t print;
  uint16_t print_more;
  uint16_t classes;
  uint8_t frequency, capital, initial, seen;
} segi_entry;

typedef struct segi_phrase {
  const char *text;
  uint8_t length;
  uint8_t whole; /* nothing but marks and digits may follow */
} segi_phrase;

extern const segi_entry segi_words[]; /* [segi_word_slots], open addressing, linear probing */
extern const uint32_t segi_word_slots;
extern const segi_phrase segi_furniture[]; /* [segi_furniture_count], in byte order */
extern const uint32_t segi_furniture_count;

/* FNV-1a over the bytes, then the finish of MurmurHash3, so that all bits are good. */
static inline uint64_t segi_word_hash(const char *word, size_t length) {
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)word[i]) * 1099511628211u;
  h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
  h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
  return h ^ h >> 33;
}

/* The first slot to look at: the high half of the hash chooses, its low 48 bits are the print. */
static inline uint32_t segi_word_slot(uint64_t hash, uint32_t slots) {
  return (uint32_t)((hash >> 32) * slots >> 32);
}

#endif
