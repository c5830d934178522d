/* Words met while a vocabulary is made, with what was counted of each. */
#ifndef SEGI_WORD_LIST_H
#define SEGI_WORD_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct segi_counted {
  const char *text; /* lower-cased, terminated; owned by the list */
  size_t length;
  uint64_t hash;    /* segi_word_hash */
  uint64_t capital, lower; /* weighted uses inside sentences, by the case of the first letter */
  uint64_t initial;        /* weighted uses as the first word of a sentence */
  uint64_t uses;           /* not weighted */
  uint64_t today, old;     /* weighted uses in new, uses in old spelling */
  uint16_t forms;          /* SEGI_NOUN_FORM, SEGI_ADJECTIVE_FORM, SEGI_VERB_FORM */
  bool listed;             /* must be in the vocabulary */
  bool spelled;            /* with sharp s, and not from Swiss text only */
  bool rated;
  size_t next_spelling;    /* 1 + index of another word that is this one with ss for sharp s */
  double usefulness;       /* what the vocabulary is chosen by */
  double frequency;        /* log10 of the share among running words */
} segi_counted;

typedef struct segi_word_list {
  segi_counted *items;
  size_t count, capacity;
  size_t *slots; /* [slot_count] 1 + index, 0 empty */
  size_t slot_count;
} segi_word_list;

/* The word's record, made when new; NULL when memory is short. Valid until the next call. */
segi_counted *segi_word_list_add(segi_word_list *list, const char *word, size_t length);

/* NULL when it is not there. */
segi_counted *segi_word_list_find(const segi_word_list *list, const char *word, size_t length);

void segi_word_list_clear(segi_word_list *list); /* frees */

#endif
