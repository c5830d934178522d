/* The compiled-in tables, written by gen/mktables.c from data/de into the build tree. */
#ifndef SEGI_TABLES_H
#define SEGI_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* A slot of the table of listed words. A word is known by its place and 48 bits of its hash; an
 * empty slot has no classes. */
typedef struct segi_listed {
  uint32_t print;
  uint16_t print_more;
  uint16_t classes;
} segi_listed;

typedef struct segi_phrase {
  const char *text;
  uint8_t length;
  uint8_t whole; /* the entry ended in $: data/de/README.md tells what it says */
} segi_phrase;

extern const segi_listed segi_listed_words[]; /* [segi_listed_count], places as in lexicon.h */
extern const uint32_t segi_listed_count;

/* One bit for the hashes (modulo the bits) of listed words: spares most look-ups of others. */
enum { SEGI_LISTED_HINTS = 1 << 16 };
extern const uint64_t segi_listed_hints[SEGI_LISTED_HINTS / 64];
extern const segi_phrase segi_furniture[]; /* [segi_furniture_count], in byte order */
extern const uint32_t segi_furniture_count;
extern const segi_phrase segi_name_suffixes[]; /* [segi_name_suffixes_count], in byte order */
extern const uint32_t segi_name_suffixes_count;

#endif
