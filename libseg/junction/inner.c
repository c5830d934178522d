#include "junction/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/model.h"

/* After so many trees a place is given up whose score has fallen so far: none that all trees find
 * likely falls near that. */
enum { LOOK = 60, FALL = 3072 /* step 1/SEGI_TREE_STEP */ };

/* The score is that of the trees before `from`. */
static double go_on(const segi_trees *joins, const segi_candidate *c, uint32_t from, int32_t score) {
  uint32_t look = joins->count < LOOK ? joins->count : LOOK;
  if (c->hopeless) return 0;
  segi_trees_add(joins, c->row, from, look, &score);
  if (score < joins->bias[0] - FALL) return 0;
  segi_trees_add(joins, c->row, look, joins->count, &score);
  return 1 / (1 + exp(-score / (double)SEGI_TREE_STEP));
}

double segi_join_probability(const segi_trees *joins, const segi_candidate *c) {
  return go_on(joins, c, 0, joins->bias[0]);
}

/* A sentence ends with a paragraph too, and a full stop breaks no line: the end of a paragraph must be
 * likelier by so much. */
enum { PARAGRAPH_MARGIN = 5 * SEGI_TREE_STEP / 4 };

/* Class k of the trees is label k + 1: nothing missing is none of them. */
seg_label segi_join_label(const segi_trees *labels, const segi_candidate *c) {
  int32_t score[SEGI_TREE_CLASSES];
  int best = 0;
  if (!segi_needs_label(c)) return SEG_LABEL_SPACE;
  for (uint32_t k = 0; k < labels->classes; k++) score[k] = labels->bias[k];
  segi_trees_add(labels, c->row, 0, labels->count, score);
  score[SEG_LABEL_PARAGRAPH - 1] -= PARAGRAPH_MARGIN;
  for (int k = 1; k < SEG_LABELS - 1; k++)
    if (score[k] > score[best]) best = k;
  return (seg_label)(best + 1);
}

static bool add_place(const segi_weights *w, const segi_candidate *c, double probability,
                      segi_places *places) {
  if (!segi_grow(&places->items, &places->capacity, places->count + 1, sizeof *places->items))
    return false;
  places->items[places->count++] = (segi_place){c->offset, c->family, segi_join_label(&w->labels, c),
                                                segi_sign_behind(c), probability};
  return true;
}

/* SchülerInnen, KollegInnenkreis: one word, by the rule of those who write so. */
static bool is_gendered(const segi_candidate *c, const char *text, size_t length) {
  static const char suffix[] = "Innen";
  return c->family == SEGI_CASE_CHANGE && c->before == SEGI_LOWER && length >= sizeof suffix - 1 &&
         memcmp(text, suffix, sizeof suffix - 1) == 0;
}

bool segi_find_places(const seg_model *model, const char *text, const segi_tokens *tokens,
                      const segi_candidates *candidates, double threshold, segi_places *places) {
  const segi_trees *joins = &model->weights.joins;
  places->count = 0;
  for (size_t i = 0; i < candidates->count; i++) {
    const segi_candidate *c = &candidates->items[i];
    if (is_gendered(c, text + c->offset, tokens->items[c->token].end - c->offset)) continue;
    double probability = go_on(joins, c, segi_first_trees(joins), joins->bias[0] + c->first_score);
    if (probability >= threshold && !add_place(&model->weights, c, probability, places))
      return false;
  }
  return true;
}

void segi_places_clear(segi_places *places) {
  free(places->items);
  *places = (segi_places){0};
}
