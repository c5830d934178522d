/* Text as it comes from the web: marks lost, chat, headlines run into the text, other quotation
 * marks. What is done is drawn from the run's style; labels follow the words. */
#ifndef SEGI_DAMAGE_H
#define SEGI_DAMAGE_H

#include "train/draft.h"
#include "train/run.h"
#include "train/style.h"

/* A paragraph and its labels, one for the gap behind each token. */
typedef struct segi_labelled {
  const char *text;
  const segi_tokens *tokens;
  uint8_t *labels;
} segi_labelled;

typedef struct segi_damage {
  const segi_phrases *phrases;
  segi_random *random;
  segi_style style;
  segi_run *run;
  segi_buf phrase; /* scratch; the caller clears it */
} segi_damage;

/* Checks that the phrases have all lists that damage draws from. Errors: SEG_BAD_FORMAT. */
seg_status segi_damage_check(const segi_phrases *phrases, seg_error *error);

/* Adds a paragraph to the run, damaged. */
void segi_damage_paragraph(segi_damage *d, const segi_labelled *paragraph);

/* Puts a headline, by-line or dateline made of the words of the paragraph into the run. */
void segi_damage_news_head(segi_damage *d, const segi_labelled *paragraph);

/* What stands around the words of a paragraph: a list marker before each sentence, one quotation
 * or bracket with an end mark inside. */
typedef struct segi_insertions {
  char marker[32];        /* how items are marked, "{n}." with n for the number; empty: not at all */
  unsigned items;         /* marked so far */
  size_t open, close;     /* tokens that carry the marks; both 0: none */
  char marks[SEGI_CONVENTION]; /* opening, space, closing */
} segi_insertions;

/* Chooses them for a paragraph, and puts a heading above it now and then. */
void segi_insert_before_paragraph(segi_damage *d, const segi_labelled *p, segi_insertions *in);
/* Puts what stands before token i: a list marker, an abbreviation. start: it opens a sentence. */
void segi_insert_before_word(segi_damage *d, const segi_labelled *p, size_t i, bool start,
                             segi_insertions *in);
/* Puts the marks on the word. */
void segi_insert_marks(const segi_insertions *in, size_t i, segi_draft *word);
/* A sentence that ends in a full stop gets a number as its last word. True when it has. */
bool segi_insert_number_at_end(segi_damage *d, const segi_labelled *p, size_t i,
                               segi_draft *word, bool broken);

/* Draws a phrase of the list into d->phrase, which it empties before; borrowed. */
seg_bytes segi_damage_phrase(segi_damage *d, const char *list);

static inline seg_bytes segi_token_bytes(const segi_labelled *p, size_t i) {
  const segi_token *t = &p->tokens->items[i];
  return (seg_bytes){p->text + t->start, t->end - t->start};
}

#endif
