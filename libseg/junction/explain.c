#include "junction/explain.h"

#include "junction/rules.h"

enum { MOST_WEIGHTS = 64 };

typedef struct explaining {
  const seg_model *model;
  segi_boundaries *boundaries;
  segi_tokens *tokens;
  size_t base, count; /* junctions to explain */
  size_t next;        /* the next one */
  size_t boundary;    /* the next sentence end */
  double threshold;
  bool furniture;
  seg_explain *explain;
  void *context;
  seg_weight weights[MOST_WEIGHTS];
  size_t weight_count;
} explaining;

static void add_weight(explaining *x, const char *id, double weight) {
  if (weight != 0 && x->weight_count < MOST_WEIGHTS)
    x->weights[x->weight_count++] = (seg_weight){id, weight};
}

static void add_cells(explaining *x, const char *const *ids, const int8_t *table,
                      const uint32_t *cell, size_t count) {
  for (size_t k = 0; k < count; k++) add_weight(x, ids[k], table[cell[k]] / (double)SEGI_LOOK_STEP);
}

/* The looks that were taken at junction i. Returns how many. */
static int add_looks(explaining *x, size_t i) {
  const segi_context *c = &x->boundaries->network.context;
  const segi_looks *looks = &x->model->weights.looks;
  uint32_t glance[SEGI_GLANCE_TEMPLATES];
  uint32_t first[SEGI_FIRST_LOOK_TEMPLATES], second[SEGI_SECOND_LOOK_TEMPLATES];
  int16_t score = segi_context_gap(c, i)->score, sum = 0;
  if (score == SEGI_SETTLED) return 0;
  segi_glance_cells(c->tokens, i, glance);
  add_cells(x, segi_glance_ids, looks->glance, glance, SEGI_GLANCE_TEMPLATES);
  if (segi_glance(c->tokens, i, looks->glance) != 0) return 0;
  segi_first_look_cells(c, i, first);
  add_cells(x, segi_first_look_ids, looks->first, first, SEGI_FIRST_LOOK_TEMPLATES);
  for (size_t k = 0; k < SEGI_FIRST_LOOK_TEMPLATES; k++) sum += looks->first[first[k]];
  if (sum < SEGI_HOPELESS || sum >= SEGI_CERTAIN) return 1;
  segi_second_look_cells(c, i, second);
  add_cells(x, segi_second_look_ids, looks->second, second, SEGI_SECOND_LOOK_TEMPLATES);
  return 2;
}

/* Whether the list of sentence ends has one at the junction; goes along with it. */
static bool ends_at(explaining *x, size_t i) {
  const segi_boundaries *b = x->boundaries;
  size_t from = x->tokens->items[i].end, to = x->tokens->items[i + 1].start;
  while (x->boundary < b->count && b->items[x->boundary].offset < from) x->boundary++;
  return x->boundary < b->count && b->items[x->boundary].offset <= to;
}

static const char *decided_by(const explaining *x, const segi_gap *gap, int looks,
                              const seg_explanation *e) {
  bool wanted = gap->score >= SEGI_HOPELESS && e->probability >= x->threshold;
  if (wanted != e->ends) return x->furniture && wanted ? "furniture" : "srx";
  if (looks == 0) return gap->score == SEGI_SETTLED ? "settled" : "glance";
  if (gap->score >= SEGI_HOPELESS && gap->score < SEGI_CERTAIN) return "network";
  return looks == 1 ? "first-look" : "second-look";
}

static seg_bytes bytes_of(const explaining *x, const segi_token *t) {
  return (seg_bytes){x->tokens->text + t->start, t->end - t->start};
}

/* The junction behind token i; what the rules say of it is in the list of weights already. */
static void tell(explaining *x, size_t i) {
  const segi_weights *w = &x->model->weights;
  segi_network *network = &x->boundaries->network;
  const segi_token *t = &x->tokens->items[i];
  const segi_gap *gap = segi_context_gap(&network->context, i);
  int32_t score = segi_network_score(network, w, i), rules = segi_rules_share(gap->rules);
  int looks = add_looks(x, i);
  seg_explanation e = {
    .offset = x->base + t->end,
    .left = bytes_of(x, t),
    .right = bytes_of(x, t + 1),
    .ends = ends_at(x, i),
    .probability = segi_network_probability(w, score),
    .first_look = gap->score / (double)SEGI_LOOK_STEP,
    .score = (double)(score - rules) / SEGI_SCORE_STEP,
    .rules = (double)rules / SEGI_SCORE_STEP,
    .weights = x->weights,
    .weight_count = x->weight_count,
  };
  e.decided_by = decided_by(x, gap, looks, &e);
  x->explain(x->context, &e);
  x->weight_count = 0;
}

static void tell_before(explaining *x, size_t i) {
  while (x->next < i && x->next < x->count) tell(x, x->next++);
}

static void visit(void *context, size_t i, const segi_junction *j, uint8_t level) {
  explaining *x = context;
  (void)level;
  tell_before(x, i);
  for (size_t f = 0; f < segi_feature_count; f++)
    if (segi_features[f].holds(j))
      add_weight(x, segi_features[f].id, (double)segi_features[f].odds);
}

void segi_explain(const seg_model *model, segi_boundaries *boundaries, segi_tokens *tokens,
                  size_t base, size_t count, double threshold, bool furniture, seg_explain *explain,
                  void *context) {
  explaining x = {.model = model,
                  .boundaries = boundaries,
                  .tokens = tokens,
                  .base = base,
                  .count = count,
                  .threshold = threshold,
                  .furniture = furniture,
                  .explain = explain,
                  .context = context};
  segi_judge_junctions(&boundaries->network.context, visit, &x);
  tell_before(&x, count);
}
