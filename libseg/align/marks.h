/* What sentences show beside their words: length, punctuation, paragraphs. */
#ifndef SEGI_MARKS_H
#define SEGI_MARKS_H

#include <stdint.h>

#include "seg/align.h"

/* What is counted over groups of sentences. */
enum { SEGI_COUNT_STOPS, SEGI_COUNT_QUESTIONS, SEGI_COUNT_QUOTES, SEGI_COUNT_BREAKS, SEGI_COUNTS };

/* Of one side with n sentences. Counts and characters are those before a sentence, so that a
 * group's are a difference. */
typedef struct segi_marks {
  size_t n;
  uint8_t *lower;       /* [n + 1] the sentence starts in lower case, and no paragraph with it */
  uint8_t *behind_open; /* [n + 1] it stands behind a comma, colon or dash, and so on */
  uint8_t *end;         /* [n] kind of mark that ends it; 0: none */
  float *count[SEGI_COUNTS]; /* [n + 1] each; BREAKS are paragraphs that start */
  double *characters;        /* [n + 1] without white space, in the mean of both sides' terms */
} segi_marks;

/* The beads of an earlier pass, if there are some, tell how long one language is in the other.
 * False when memory is short; nothing is allocated then. */
bool segi_marks_make(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                     const seg_bead *beads, size_t bead_count, segi_marks *mx, segi_marks *my);
void segi_marks_clear(segi_marks *marks);

#endif
