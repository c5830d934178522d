#include "align/anchors.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
  RARE = 24,     /* target sentences that a dimension may stand in and still single one out */
  NO_LINK = -1
};
static const double least_cosine = 0.1;

/* A pair of sentences, and how much closer they are than the second best choice. */
typedef struct candidate {
  uint32_t i, j;
  double weight;
  double chain;  /* weight of the heaviest chain that ends here */
  int64_t before; /* the candidate before this one in that chain, or NO_LINK */
} candidate;

/* Adds up the rare dimensions that a source sentence shares with target sentences. */
static size_t add_shared(const segi_bitext *t, size_t i, double *dots, uint32_t *touched) {
  size_t count = 0;
  const segi_postings *p = &t->targets;
  for (size_t e = t->x.start[i]; e < t->x.start[i + 1]; e++) {
    size_t d = t->x.entries[e].dimension;
    if (p->start[d + 1] - p->start[d] > RARE) continue;
    for (size_t k = p->start[d]; k < p->start[d + 1]; k++) {
      uint32_t j = p->items[k].sentence;
      if (dots[j] == 0) touched[count++] = j;
      dots[j] += (double)t->x.entries[e].weight * (double)p->items[k].weight;
    }
  }
  return count;
}

/* The best target sentence for a source sentence; a weight of 0 when there is none. */
static candidate best_candidate(const segi_bitext *t, size_t i, double *dots, uint32_t *touched) {
  size_t count = add_shared(t, i, dots, touched);
  candidate best = {.i = (uint32_t)i};
  double first = 0, second = 0;
  for (size_t k = 0; k < count; k++) {
    uint32_t j = touched[k];
    double cosine = dots[j] * (double)t->gx.inverse_norm[i] * (double)t->gy.inverse_norm[j];
    dots[j] = 0;
    if (cosine > first) {
      second = first;
      first = cosine;
      best.j = j;
    } else if (cosine > second) {
      second = cosine;
    }
  }
  best.weight = first >= least_cosine ? first - second : 0;
  return best;
}

static bool find_candidates(const segi_bitext *t, candidate *found, size_t *count) {
  double *dots = segi_calloc(t->y.n, sizeof *dots);
  uint32_t *touched = segi_alloc(t->y.n, sizeof *touched);
  bool fine = dots != NULL && touched != NULL;
  *count = 0;
  for (size_t i = 0; i < t->x.n && fine; i++) {
    candidate best = best_candidate(t, i, dots, touched);
    if (best.weight > 0) found[(*count)++] = best;
  }
  free(dots);
  free(touched);
  return fine;
}

/* Heaviest chain so far among those that end at a target sentence: a Fenwick tree of maxima. */
static int64_t heaviest_before(const int64_t *tree, const candidate *found, size_t j) {
  int64_t best = NO_LINK;
  for (; j > 0; j &= j - 1)
    if (tree[j] != NO_LINK && (best == NO_LINK || found[tree[j]].chain > found[best].chain))
      best = tree[j];
  return best;
}

static void enter_chain(int64_t *tree, size_t G, const candidate *found, size_t k) {
  for (size_t j = (size_t)found[k].j + 1; j <= G; j += j & (~j + 1))
    if (tree[j] == NO_LINK || found[tree[j]].chain < found[k].chain) tree[j] = (int64_t)k;
}

/* Links the candidates, which ascend by source sentence; returns the end of the best chain. */
static int64_t link_chains(candidate *found, size_t count, int64_t *tree, size_t G) {
  for (size_t j = 0; j <= G; j++) tree[j] = NO_LINK;
  for (size_t k = 0; k < count; k++) {
    found[k].before = heaviest_before(tree, found, found[k].j);
    found[k].chain = found[k].weight;
    if (found[k].before != NO_LINK) found[k].chain += found[found[k].before].chain;
    enter_chain(tree, G, found, k);
  }
  return heaviest_before(tree, found, G);
}

static bool take_chain(const candidate *found, int64_t last, segi_anchor **anchors,
                       size_t *count) {
  size_t length = 0;
  for (int64_t k = last; k != NO_LINK; k = found[k].before) length++;
  *anchors = segi_alloc(length, sizeof **anchors);
  if (*anchors == NULL) return false;
  *count = length;
  for (int64_t k = last; k != NO_LINK; k = found[k].before)
    (*anchors)[--length] = (segi_anchor){found[k].i, found[k].j};
  return true;
}

bool segi_find_anchors(const segi_bitext *bitext, segi_anchor **anchors, size_t *count) {
  size_t G = bitext->y.n, candidates;
  candidate *found = segi_alloc(bitext->x.n, sizeof *found);
  int64_t *tree = segi_alloc(G + 1, sizeof *tree);
  *anchors = NULL;
  *count = 0;
  bool fine = found != NULL && tree != NULL && find_candidates(bitext, found, &candidates) &&
              take_chain(found, link_chains(found, candidates, tree, G), anchors, count);
  free(found);
  free(tree);
  return fine;
}
