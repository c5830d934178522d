/* Junctions hidden inside a token: where words grew together, and what was lost there.
 *
 *   token -> places where it could come apart -> features and scorer -> labels
 *
 * A place lies between two characters of a token. Places of the sure families (a mark before a
 * letter, lower before upper case, letters and digits, an opening sign) are decided each for
 * itself; words in lower case without any sign between them are searched for in what is left. */
#ifndef SEGI_INNER_H
#define SEGI_INNER_H

#include "junction/inner_features.h"

typedef enum segi_family {
  SEGI_AFTER_MARK,  /* zuletzt.Damals   zuletzt,aber   (LSVD)Wir */
  SEGI_CASE_CHANGE, /* RusslandDamit    EURLetzte */
  SEGI_AFTER_DIGIT, /* 2018Das */
  SEGI_BEFORE_DIGIT, /* am17.Januar */
  SEGI_BEFORE_OPENING, /* planen.„Die */
  SEGI_WORDS        /* stattals */
} segi_family;

typedef struct segi_place {
  size_t offset;    /* bytes from the start of the text; something is missing before it */
  segi_family family;
  seg_label label;  /* what is missing, never SEG_LABEL_NONE */
  bool mark_behind; /* a punctuation mark or closing sign stands before the place already */
  double probability; /* that something is missing here at all */
} segi_place;

typedef struct segi_places {
  segi_place *items;
  size_t count;
  size_t capacity;
} segi_places;

/* Fills *places with the places of a document where something is missing with a probability of
 * at least `threshold`, in order. False when memory is short. */
bool segi_find_places(const segi_words *words, const char *text, const segi_tokens *tokens,
                      double threshold, segi_places *places);

void segi_places_clear(segi_places *places); /* frees */

#endif
