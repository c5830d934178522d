#include "junction/rules.h"

#include <math.h>

#include "junction/features.h"

static const segi_class_set end_marks =
    SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS);

/* What is open at a place of the text. */
typedef struct nesting {
  bool quote, bracket;
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
  if ((t->lead | t->inner) & SEGI_SET(SEGI_OPEN)) n->bracket = true;
  if ((t->trail | t->inner) & SEGI_SET(SEGI_CLOSE)) n->bracket = false;
}

/* Log odds of a sentence end as a level: 1 for -7 and less to 15 for more than 7; 8 for even. */
static uint8_t level_of(const segi_junction *j) {
  double odds = segi_sentence_odds(j);
  if (odds > 0) return odds > 7 ? 15 : (uint8_t)(ceil(odds) + 7);
  return odds < -7 ? 1 : (uint8_t)(floor(odds) + 8);
}

/* The words that the rules look at: what stands before a number, Arabic or Roman, and what follows
 * marks that stand alone. */
static void know_around(segi_tokens *tokens, size_t i) {
  const segi_token *left = &tokens->items[i], *right = left + 1;
  bool number = left->shape == SEGI_SHAPE_NUMBER || left->shape == SEGI_SHAPE_CAPITALS;
  if (i > 0 && number) segi_know_token(tokens, i - 1);
  segi_know_token(tokens, i);
  segi_know_token(tokens, i + 1);
  if (i + 2 < tokens->count && right->core == right->core_end) segi_know_token(tokens, i + 2);
}

void segi_judge_junctions(const segi_context *c, segi_visit_rules *visit, void *context) {
  segi_tokens *tokens = c->tokens;
  nesting open = {false, false};
  size_t sentence = 0;
  for (size_t i = 0; i + 1 < tokens->count; i++) {
    const segi_token *t = &tokens->items[i];
    if (segi_is_smooth(t)) continue;
    pass_token(&open, t);
    bool quote = t->shape == SEGI_SHAPE_NONE && (t->trail & SEGI_SET(SEGI_QUOTE)); /* « so » */
    if (!(t->trail & end_marks) && !quote) continue;
    if (segi_context_gap(c, i)->score == SEGI_GLANCED_END) {
      sentence = i + 1;
      open.bracket = false;
      continue;
    }
    know_around(tokens, i);
    segi_junction j = {
      .text = tokens->text,
      .left2 = i > 0 ? t - 1 : &segi_no_token,
      .left = t,
      .right = t + 1,
      .right2 = i + 2 < tokens->count ? t + 2 : &segi_no_token,
      .line_break = t->line_break,
      .since_end = i + 1 - sentence,
      .in_quote = open.quote,
      .in_bracket = open.bracket,
    };
    uint8_t level = level_of(&j);
    visit(context, i, &j, level);
    if (level <= 8) continue;
    sentence = i + 1;
    open.bracket = false;
  }
}

static void note_level(void *context, size_t i, const segi_junction *j, uint8_t level) {
  (void)j;
  segi_context_gap(context, i)->rules = level;
}

void segi_context_judge(segi_context *c) {
  segi_judge_junctions(c, note_level, c);
}
