/* The numbers that the alignment turns on. `segtrain align` fits them; the fitted ones are in
 * libseg/data/align/weights.txt and compiled in. */
#ifndef SEGI_WEIGHTS_H
#define SEGI_WEIGHTS_H

#include "base/buf.h"
#include "seg/span.h"
#include "seg/status.h"

enum { SEGI_LARGEST_GROUP = 8 };

/* What a bead's cost is the weighted sum of. ORDER: as in the list below.
 * a source and b target sentences; words are likely by what the other side says. */
#define SEGI_FEATURES_LIST(X)                                                                      \
  X(DISTANCE, distance)               /* (a + b)(1 - cosine) / its mean against random groups */   \
  X(UNLIKELY, unlikely)               /* minus the log-likelihood ratio of all words */            \
  X(WORST, worst)                     /* the sentence with the least likely words */               \
  X(STRAY, stray)                     /* sentences of which the other side holds nothing */        \
  X(LOOSE, loose)                     /* 1 when two smaller beads explain it as well */            \
  X(LENGTH, length)                   /* square of the difference in length by its variance */     \
  X(LOWER_START, lower_start)         /* one side alone starts in lower case */                    \
  X(OPEN_END, open_end)               /* one side alone starts behind a comma, colon or dash */    \
  X(END_MARK, end_mark)               /* the sides end with different marks */                     \
  X(STOPS, stops)                     /* difference in marks that end sentences */                 \
  X(QUESTIONS, questions)             /* difference in question marks */                           \
  X(QUOTES, quotes)                   /* difference in quotation marks */                          \
  X(BREAKS, breaks)                   /* paragraphs that start inside */                           \
  X(APART, apart)                     /* a paragraph starts with it on one side alone */           \
  X(ONE_TWO, one_two)                 /* 1-2 or 2-1 */                                             \
  X(SMALLER, smaller)                 /* sentences that both sides have beyond one */              \
  X(LARGER, larger)                   /* sentences that one side has beyond twice one */           \
  X(UNEVEN, uneven)                   /* difference of a and b when both are beyond one */         \
  X(MERGED_MANNER, merged_manner)     /* sentences beyond 1-1, times manner.merged */              \
  X(MERGED_LITERAL, merged_literal)   /* the same, times manner.literal */                         \
  X(UNPAIRED, unpaired)               /* a sentence without partner; no other feature but these */ \
  X(UNPAIRED_LENGTH, unpaired_length) /* logarithm of its characters */                            \
  X(UNPAIRED_LOWER, unpaired_lower)   /* it starts in lower case */                                \
  X(UNPAIRED_HEADING, unpaired_heading) /* it ends without a mark */                               \
  X(UNPAIRED_MANNER, unpaired_manner)   /* manner.alone */                                         \
  X(UNPAIRED_LITERAL, unpaired_literal) /* manner.literal */

#define SEGI_FEATURE_NUMBER(NUMBER, name) SEGI_##NUMBER,
enum { SEGI_FEATURES_LIST(SEGI_FEATURE_NUMBER) SEGI_FEATURES };
#undef SEGI_FEATURE_NUMBER

/* What the logit of a bead's confidence is the weighted sum of. */
#define SEGI_CERTAINTIES_LIST(X)                                                                   \
  X(SURE_CONSTANT, sure_constant)                                                                  \
  X(SURE_CLOSE, sure_close)     /* how much closer the sides are than strangers */                 \
  X(SURE_LIKELY, sure_likely)   /* log-likelihood ratio for each word */                           \
  X(SURE_WORST, sure_worst)     /* of the sentence with the least likely words */                  \
  X(SURE_AROUND, sure_around)   /* mean log-likelihood ratio for each word of the beads around */  \
  X(SURE_SMALLER, sure_smaller) /* sentences that both sides have beyond one */                    \
  X(SURE_LARGER, sure_larger)   /* difference of a and b */                                        \
  X(SURE_LENGTH, sure_length)   /* as the feature */                                               \
  X(SURE_ALONE, sure_alone)     /* share of the sentences around without partner */

#define SEGI_CERTAINTY_NUMBER(NUMBER, name) SEGI_##NUMBER,
enum { SEGI_CERTAINTIES_LIST(SEGI_CERTAINTY_NUMBER) SEGI_CERTAINTIES };
#undef SEGI_CERTAINTY_NUMBER

typedef struct segi_weights {
  /* Of the parts of sentence vectors. */
  double translation;       /* of a word that the lexicon knows */
  double unknown;           /* of any other word */
  double taught;            /* share of what the document says of a word, against the lexicon */
  double draft;             /* of a word of the draft translation, as if the source had it */
  double embedding;         /* length of a sentence's dense vector, in lengths of the sparse one */
  double embedded_groups;   /* share of the vectors of groups in a bead's distance */
  double embedded_distance; /* added to the cost of the distance when there are dense vectors */
  double cognate;           /* of the first letters of a word */
  double name;              /* of a capitalised word, as written */
  double same;              /* of any other word, as written */
  double number;            /* of a string of digits */
  /* In the likelihood of words. */
  double chance; /* that a word stands there for no reason in the other side */
  double likely_name, likely_same, likely_cognate, likely_number, likely_draft; /* probability of
                                                                     what is written alike */
  /* In features. */
  double covered; /* share of a sentence that must be found for it to be no stray */
  double bonded;  /* share of the cosine that must cross every way to cut a bead in two */
  double topic;   /* what of it the parts have in common anyway, as each side shows by itself */
  double cost[SEGI_FEATURES];
  double sure[SEGI_CERTAINTIES];
} segi_weights;

/* Reads lines "name value"; lines that start with # are comments. Each weight must be there once.
 * Errors: SEG_BAD_FORMAT with the line. */
seg_status segi_weights_read(seg_bytes text, segi_weights *weights, seg_error *error);

/* Appends all weights in that form, in five digits. False when memory is short. */
bool segi_weights_write(const segi_weights *weights, segi_buf *out);

/* The text that is compiled in. */
seg_bytes segi_weights_default(void);

/* All weights in a row, for those that fit them: *count of them. */
double *segi_weights_row(segi_weights *weights, size_t *count);

/* The name of a weight of that row. */
const char *segi_weight_name(size_t number);

#endif
