/* Sentence ends of running text, by rules that are sure of what they say. Gaps that they leave
 * open are not trained on. */
#ifndef SEGI_LABELS_H
#define SEGI_LABELS_H

#include "junction/tokens.h"
#include "train/phrases.h"
#include "train/recipe.h"

typedef enum segi_gap_label { SEGI_INSIDE, SEGI_ENDS, SEGI_UNKNOWN } segi_gap_label;

/* Labels the gaps behind all tokens of a paragraph but the last; labels is [tokens->count].
 * The phrases' list "before ordinal" holds words that stand before an ordinal number. */
void segi_label_paragraph(const segi_phrases *phrases, const char *text, const segi_tokens *tokens,
                          uint8_t *labels);

/* One rule; the first that holds gives the label. */
typedef struct segi_label_rule {
  const char *id;
  const char *example; /* ^ stands at the gap, where the text has a space */
  segi_gap_label label;
} segi_label_rule;

enum { SEGI_LABEL_RULES = 19 };
extern const segi_label_rule segi_label_rules[SEGI_LABEL_RULES];

/* The number of the rule that labels the gap behind token i; first: token i opens a sentence. */
size_t segi_label_rule_of(const segi_phrases *phrases, const char *text, const segi_tokens *tokens,
                          size_t i, bool first);

/* How a word is written inside sentences, when the vocabulary knows. */
bool segi_mostly_lower(const segi_token *t);
bool segi_mostly_capital(const segi_token *t);

#endif
