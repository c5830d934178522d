#include "junction/score.h"

#include <stdlib.h>

#include "base/mem.h"

static bool add_boundary(segi_boundaries *b, size_t offset, double probability) {
  if (!segi_grow(&b->items, &b->capacity, b->count + 1, sizeof *b->items)) return false;
  b->items[b->count++] = (segi_boundary){offset, probability};
  return true;
}

bool segi_find_boundaries(const seg_model *model, segi_tokens *tokens, double threshold,
                          segi_boundaries *boundaries) {
  const segi_weights *weights = &model->weights;
  segi_network *network = &boundaries->network;
  boundaries->count = 0;
  if (tokens->count < 2) return true;
  if (!segi_network_begin(network, weights, tokens)) return false;
  const segi_context *context = &network->context;
  for (size_t k = 0; k + 1 < context->open_count; k++) {
    size_t i = context->open[k];
    if (segi_context_gap(context, i)->score < SEGI_HOPELESS) continue;
    double probability =
        segi_network_probability(weights, segi_network_score(network, weights, i));
    if (probability >= threshold && !add_boundary(boundaries, tokens->items[i].end, probability))
      return false;
  }
  return true;
}

void segi_boundaries_clear(segi_boundaries *boundaries) {
  free(boundaries->items);
  segi_network_clear(&boundaries->network);
  *boundaries = (segi_boundaries){0};
}
