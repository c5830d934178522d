/* What decided about the places inside tokens. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "junction/inner.h"
#include "model/model.h"
#include "repair/passes.h"

/* ORDER segi_family */
static const char *const families[] = {"after-mark",     "case-change", "after-digit", "before-digit",
                                       "before-opening", "at-sign",     "touching"};
/* ORDER seg_label */
static const char *const labels[SEG_LABELS] = {"nothing", "space",    "comma",
                                               "colon",   "sentence", "paragraph"};

/* Smaller weights are left out. */
static const double LEAST_WEIGHT = 0.05;

static double log_odds(const segi_trees *joins, const int16_t *row) {
  int32_t score = joins->bias[0];
  segi_trees_add(joins, row, 0, joins->count, &score);
  return score / (double)SEGI_TREE_STEP;
}

static int by_weight(const void *a, const void *b) {
  double x = fabs(((const seg_weight *)a)->weight), y = fabs(((const seg_weight *)b)->weight);
  return (x < y) - (x > y);
}

static size_t weigh(const segi_trees *joins, const segi_candidate *c,
                    seg_weight weights[SEGI_PLACE_FEATURES]) {
  double whole = log_odds(joins, c->row);
  int16_t row[SEGI_PLACE_FEATURES];
  size_t count = 0;
  memcpy(row, c->row, sizeof row);
  for (size_t f = 0; f < SEGI_PLACE_FEATURES; f++) {
    if (c->row[f] == 0) continue;
    row[f] = 0;
    double weight = whole - log_odds(joins, row);
    row[f] = c->row[f];
    if (fabs(weight) >= LEAST_WEIGHT) weights[count++] = (seg_weight){segi_place_ids[f], weight};
  }
  qsort(weights, count, sizeof *weights, by_weight);
  return count;
}

seg_status seg_repair_explain(const seg_repairer *repairer, const char *text, size_t length,
                              seg_explain_place *explain, void *context, seg_error *error) {
  const seg_model *model = segi_repairer_model(repairer);
  segi_tokens tokens = {0};
  segi_candidates candidates = {0};
  bool done = segi_scan_tokens(&model->words, text, length, &tokens) &&
              segi_find_candidates(model, text, &tokens, &candidates);
  for (size_t i = 0; done && i < candidates.count; i++) {
    const segi_candidate *c = &candidates.items[i];
    if (c->hopeless) continue;
    const segi_token *t = &tokens.items[c->token];
    seg_weight weights[SEGI_PLACE_FEATURES];
    seg_place_explanation e = {
      .offset = c->offset,
      .left = {text + t->start, c->offset - t->start},
      .right = {text + c->offset, t->end - c->offset},
      .family = families[c->family],
      .probability = segi_join_probability(&model->weights.joins, c),
      .missing = labels[segi_join_label(&model->weights.labels, c)],
      .weights = weights,
      .weight_count = weigh(&model->weights.joins, c, weights),
    };
    explain(context, &e);
  }
  segi_candidates_clear(&candidates);
  segi_tokens_clear(&tokens);
  return done ? SEG_OK : segi_nomem(error);
}
