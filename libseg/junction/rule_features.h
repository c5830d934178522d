/* What the hand-set rules see at a junction between two tokens, as named features.
 *
 *   left2   left  ^  right   right2
 *                 junction
 *
 * Every feature is a row of one table: id, what makes it hold, and its log odds. */
#ifndef SEGI_RULE_FEATURES_H
#define SEGI_RULE_FEATURES_H

#include "junction/tokens.h"

typedef struct segi_junction {
  const char *text;         /* what the tokens' offsets count in */
  const segi_token *left2;  /* never NULL: &segi_no_token beyond the ends */
  const segi_token *left;
  const segi_token *right;
  const segi_token *right2;
  bool line_break;          /* the white space holds a line break */
  size_t since_end;         /* tokens since the last sentence end, left included */
  bool in_quote, in_bracket; /* something was opened and is not closed before the junction */
} segi_junction;

typedef struct segi_feature {
  const char *id;
  bool (*holds)(const segi_junction *j);
  float odds;
} segi_feature;

extern const segi_feature segi_features[];
extern const size_t segi_feature_count;

/* Log odds of a sentence end against a mere space. */
double segi_sentence_odds(const segi_junction *j);

#endif
