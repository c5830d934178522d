/* The recipe inside: sources with what the table says of them. */
#ifndef SEGI_RECIPE_H
#define SEGI_RECIPE_H

#include <stdbool.h>

#include "seg/train.h"

typedef enum segi_source_kind {
  SEGI_RUNNING,
  SEGI_SENTENCES,
  SEGI_COURT,
  SEGI_WORDS,
  SEGI_FREQUENCIES,
  SEGI_NOUNS,
  SEGI_ADJECTIVES,
  SEGI_VERBS,
  SEGI_ABBREVIATIONS,
  SEGI_PHRASES
} segi_source_kind;

typedef enum segi_spelling { SEGI_SPELLING_NEW, SEGI_SPELLING_OLD, SEGI_SPELLING_SWISS } segi_spelling;

typedef struct segi_source {
  const char *file, *licence, *origin;
  segi_source_kind kind;
  double share;
  unsigned count;
  segi_spelling spelling;
  bool headlines;
  seg_bytes text;
} segi_source;

struct seg_recipe {
  char *table; /* the sources' strings point into it */
  segi_source *sources;
  size_t count, capacity;
};

static inline bool segi_is_text(const segi_source *s) {
  return s->kind <= SEGI_COURT;
}

const char *segi_source_kind_name(segi_source_kind kind);

/* Cuts the next line off *rest (without its line end); false when nothing is left. */
bool segi_next_line(seg_bytes *rest, seg_bytes *line);

/* Cuts the next field off *line at a tab; false when nothing is left. */
bool segi_next_field(seg_bytes *line, seg_bytes *field);

#endif
