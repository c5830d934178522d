/* The two sides of a document as words, once for all passes over it.
 *
 * words: numbers for the distinct words and numbers of a side
 * tokens: the words of its sentences, one after the other; those of a draft behind the sentence's */
#ifndef SEGI_TEXTS_H
#define SEGI_TEXTS_H

#include <stdint.h>

#include "align/keys.h"
#include "seg/align.h"

/* A word as it first occurred. */
typedef struct segi_text_word {
  uint64_t key;    /* of the term, with the kind of its side or draft */
  uint64_t own;    /* the same, but a draft's words are those of the target side */
  uint64_t stem;   /* key of what is written, the same on both sides; 0: too short to compare */
  uint64_t prefix; /* the same of the beginning; 0 for numbers, too */
  uint32_t count, sentences; /* tokens; sentences that hold it */
  bool capital, number, draft;
} segi_text_word;

typedef struct segi_side {
  const seg_sentence *sentences; /* [n] borrowed */
  size_t n;
  size_t *start; /* [n + 1] tokens of sentence i: word[start[i], start[i + 1]) */
  uint32_t *word;
  bool *capital; /* [tokens] starts with an upper-case letter */
  segi_keys keys;
  segi_text_word *words; /* [keys.count] */
  float *rarity;         /* [keys.count] 1 / share of the word in the side's text */
  float *length, *root;  /* [n] tokens of a sentence; square root of one more */
} segi_side;

typedef struct segi_texts {
  segi_side source, target;
} segi_texts;

/* The sentences are borrowed. False when memory is short; nothing is allocated then. */
bool segi_texts_make(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                     segi_texts *texts);
void segi_texts_clear(segi_texts *texts);

#endif
