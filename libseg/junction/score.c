#include "junction/score.h"

#include <math.h>

#include "base/mem.h"

void segi_score(const segi_junction *j, double probability[SEG_LABELS]) {
  double score[SEG_LABELS] = {0};
  for (size_t f = 0; f < segi_feature_count; f++) {
    if (!segi_features[f].holds(j)) continue;
    for (int label = 0; label < SEG_LABELS; label++)
      score[label] += (double)segi_features[f].weight[label];
  }
  double highest = score[0], sum = 0;
  for (int label = 1; label < SEG_LABELS; label++)
    if (score[label] > highest) highest = score[label];
  for (int label = 0; label < SEG_LABELS; label++)
    sum += probability[label] = exp(score[label] - highest);
  for (int label = 0; label < SEG_LABELS; label++) probability[label] /= sum;
}

/* What is open at a place of the text. */
typedef struct nesting {
  bool quote;
  int brackets;
} nesting;

static void pass_token(nesting *n, const segi_token *t) {
  const segi_class_set quotes = SEGI_SET(SEGI_QUOTE);
  if (t->shape == SEGI_SHAPE_NONE && (t->trail & quotes)) {
    n->quote = !n->quote; /* « so » */
    return;
  }
  if ((t->lead & (SEGI_SET(SEGI_LOW_QUOTE) | quotes)) || t->last_mark == SEGI_LOW_QUOTE)
    n->quote = true;
  if (t->trail & quotes) n->quote = false;
  if ((t->lead | t->inner) & SEGI_SET(SEGI_OPEN)) n->brackets++;
  if ((t->trail | t->inner) & SEGI_SET(SEGI_CLOSE)) n->brackets = 0;
}

bool segi_find_boundaries(const char *text, const segi_tokens *tokens, double threshold,
                          segi_boundaries *boundaries) {
  boundaries->count = 0;
  nesting open = {false, 0};
  size_t sentence = 0;
  for (size_t i = 0; i + 1 < tokens->count; i++) {
    const segi_token *t = &tokens->items[i];
    pass_token(&open, t);
    segi_junction j = {
      .text = text,
      .left2 = i > 0 ? t - 1 : &segi_no_token,
      .left = t,
      .right = t + 1,
      .right2 = i + 2 < tokens->count ? t + 2 : &segi_no_token,
      .line_break = t->line_break,
      .since_end = i + 1 - sentence,
      .in_quote = open.quote,
      .in_bracket = open.brackets > 0,
    };
    double probability[SEG_LABELS];
    segi_score(&j, probability);
    double end = probability[SEG_LABEL_SENTENCE] + probability[SEG_LABEL_PARAGRAPH];
    if (end < threshold) continue;
    if (!segi_grow(&boundaries->items, &boundaries->capacity, boundaries->count + 1,
                   sizeof *boundaries->items))
      return false;
    boundaries->items[boundaries->count++] = (segi_boundary){t->end, end};
    sentence = i + 1;
    open.brackets = 0;
  }
  return true;
}
