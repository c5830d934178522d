/* What can be seen at a junction inside a token, as named features with weights set by hand.
 *
 *   left2   left  ^  right   right2
 *                 junction, with the white space that stands there (or none, inside a token)
 *
 * Every feature is a row of one table: id, what makes it hold, and its weight for each label.
 * A label's score is the sum of the weights of the features that hold. */
#ifndef SEGI_INNER_FEATURES_H
#define SEGI_INNER_FEATURES_H

#include "junction/tokens.h"
#include "seg/model.h"

typedef struct segi_junction {
  const char *text;         /* what the tokens' offsets count in */
  const segi_token *left2;  /* never NULL: &segi_no_token beyond the ends */
  const segi_token *left;
  const segi_token *right;
  const segi_token *right2;
  bool inside_token;        /* no white space: left and right are parts of one token */
  bool line_break;          /* the white space holds a line break */
  size_t since_end;         /* tokens since the last sentence end, left included */
  bool in_quote, in_bracket; /* something was opened and is not closed before the junction */
} segi_junction;

extern const segi_token segi_no_token;

typedef struct segi_feature {
  const char *id;
  bool (*holds)(const segi_junction *j);
  float weight[SEG_LABELS]; /* ORDER of seg_label */
} segi_feature;

extern const segi_feature segi_features[];
extern const size_t segi_feature_count;

/* Probabilities of the six labels; they sum to 1. */
void segi_score(const segi_junction *j, double probability[SEG_LABELS]);

/* Log odds of a sentence end against a mere space. */
double segi_sentence_odds(const segi_junction *j);

#endif
