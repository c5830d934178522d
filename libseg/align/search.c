#include "align/search.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* K the largest group. Rings hold the last rows, row i at i % (K + 1); [G + 1] columns. */
typedef struct search {
  const segi_bitext *bitext;
  const segi_corridor *corridor;
  const segi_weights *weights;
  size_t K;
  double *dots;     /* [G] of one source sentence with the target sentences */
  double *prefix;   /* ring: sums of the dots of source sentence i - 1 left of a column */
  double *area;     /* [K][G + 1] sums of the prefixes of the last a source sentences */
  float *loose;     /* how loosely the parts of a bead are bound, by the column where it ends */
  double *best;     /* ring: cost of the cheapest path to a node */
  float *price;     /* of one kind of bead, by the column where it ends */
  double *stray_targets; /* sums left of a column: strays among targets for one source group */
  float *stray_sources;  /* [K][G + 1] strays in a source group, by size and end of the target's */
  uint8_t *back;    /* last bead of that path: 16 * source count + target count */
  size_t *row;      /* [S + 1] where a row of the corridor begins in back */
} search;

static bool allocate(search *s) {
  const segi_corridor *c = s->corridor;
  size_t columns = c->G + 1, nodes = 0;
  s->row = segi_alloc(c->S + 1, sizeof *s->row);
  if (s->row == NULL) return false;
  for (size_t i = 0; i <= c->S; i++) {
    s->row[i] = nodes;
    nodes += c->high[i] - c->low[i] + 1;
  }
  s->back = segi_calloc(nodes, 1);
  s->dots = segi_calloc(columns, sizeof *s->dots);
  s->prefix = segi_calloc(columns, (s->K + 1) * sizeof *s->prefix);
  s->area = segi_calloc(columns, s->K * sizeof *s->area);
  s->loose = segi_calloc(columns, sizeof *s->loose);
  s->best = segi_calloc(columns, (s->K + 1) * sizeof *s->best);
  s->price = segi_calloc(columns, sizeof *s->price);
  s->stray_targets = segi_calloc(columns, sizeof *s->stray_targets);
  s->stray_sources = segi_calloc(columns, s->K * sizeof *s->stray_sources);
  return s->back != NULL && s->dots != NULL && s->prefix != NULL && s->area != NULL && s->loose != NULL &&
         s->best != NULL && s->price != NULL && s->stray_targets != NULL &&
         s->stray_sources != NULL;
}

static void clear(search *s) {
  free(s->row);
  free(s->back);
  free(s->dots);
  free(s->prefix);
  free(s->area);
  free(s->loose);
  free(s->best);
  free(s->price);
  free(s->stray_targets);
  free(s->stray_sources);
}

static double *ring_row(const search *s, double *ring, size_t i) {
  return ring + i % (s->K + 1) * (s->corridor->G + 1);
}

static double *areas(const search *s, size_t a) {
  return s->area + (a - 1) * (s->corridor->G + 1);
}

/* The dots of source sentence i - 1 with all target sentences that a bead may pair it with. */
static void add_dots(search *s, size_t i, size_t first, size_t end) {
  const segi_vectors *x = &s->bitext->x;
  const segi_postings *p = &s->bitext->targets;
  memset(s->dots + first, 0, (end - first) * sizeof *s->dots);
  for (size_t e = x->start[i - 1]; e < x->start[i]; e++) {
    size_t dimension = x->entries[e].dimension, stop = p->start[dimension + 1];
    double weight = (double)x->entries[e].weight;
    for (size_t k = segi_postings_from(p, dimension, first); k < stop && p->sentence[k] < end; k++)
      s->dots[p->sentence[k]] += weight * (double)p->weight[k];
  }
}

static void add_prefix(search *s, size_t i) {
  const segi_corridor *c = s->corridor;
  size_t first = c->low[i > s->K ? i - s->K : 0];
  size_t end = c->high[i + s->K - 1 < c->S ? i + s->K - 1 : c->S];
  add_dots(s, i, first, end);
  double *prefix = ring_row(s, s->prefix, i);
  prefix[first] = 0;
  for (size_t j = first; j < end; j++) prefix[j + 1] = prefix[j] + s->dots[j];
}

/* How much of a sentence a group of the other side misses: 0 when it holds the covered share,
 * 1 when it is no closer than a stranger. norm is the group's length in lengths of the sentence. */
static inline float missing(float cosine, float away, float norm, float per_covered) {
  float share = (1 - (1 - cosine) / away) * norm * per_covered;
  return share >= 1 ? 0 : share <= 0 ? 1 : 1 - share;
}

/* Strays among the target sentences of columns first to last, for the a source sentences before
 * node i. */
static void find_stray_targets(search *s, size_t i, size_t a, size_t first, size_t last) {
  const segi_groups *gx = &s->bitext->gx, *gy = &s->bitext->gy;
  const float inverse = gx->inverse_norm[(a - 1) * gx->n + i - a];
  const float norm = inverse > 0 ? 1 / inverse : 0, per_covered = (float)(1 / s->weights->covered);
  const float *inverses = gy->inverse_norm, *aways = gy->away + (a - 1) * gy->n;
  const double *area = areas(s, a);
  s->stray_targets[first] = 0;
  for (size_t j = first; j < last; j++) {
    float cosine = (float)(area[j + 1] - area[j]) * inverse * inverses[j];
    s->price[j] = missing(cosine, aways[j], norm * inverses[j], per_covered);
  }
  for (size_t j = first; j < last; j++)
    s->stray_targets[j + 1] = s->stray_targets[j] + (double)s->price[j];
}

/* Adds source sentence x to the strays for the target groups of b sentences that end at first to
 * last. */
static void add_stray_source(search *s, size_t x, size_t b, size_t first, size_t last) {
  const segi_groups *gx = &s->bitext->gx, *gy = &s->bitext->gy;
  const double *prefix = ring_row(s, s->prefix, x + 1);
  const float inverse = gx->inverse_norm[x], away = gx->away[(b - 1) * gx->n + x];
  const float per_covered = (float)(1 / s->weights->covered);
  const float *inverses = gy->inverse_norm + (b - 1) * gy->n;
  float *strays = s->stray_sources + (b - 1) * (s->corridor->G + 1);
  for (size_t j = first; j <= last; j++) {
    float dot = (float)(prefix[j] - prefix[j - b]), other = inverses[j - b];
    strays[j] += missing(dot * inverse * other, away, other > 0 ? inverse / other : 0, per_covered);
  }
}

/* For each way to cut the bead into two beads, what of the cosine joins the one's source with the
 * other's target; where that is no more than chance, nothing binds them. The weakest cut counts. */
static void find_loose(search *s, size_t i, size_t a, size_t b, size_t first, size_t last) {
  const segi_groups *gx = &s->bitext->gx, *gy = &s->bitext->gy;
  const size_t x = i - a, K = s->K;
  const float norm = gx->inverse_norm[(a - 1) * gx->n + x];
  const float away = gx->away[((a - 1) * K + b - 1) * gx->n + x];
  const float *norms = gy->inverse_norm + (b - 1) * gy->n;
  const float *aways = gy->away + ((b - 1) * K + a - 1) * gy->n;
  const float per_bonded = (float)(1 / s->weights->bonded);
  const double *all = areas(s, a);
  memset(s->loose + first, 0, (last - first + 1) * sizeof *s->loose);
  for (size_t c = 1; c < a; c++) {
    const double *below = areas(s, c); /* of the last c source sentences */
    for (size_t d = 1; d < b; d++)     /* of the last d target sentences */
      for (size_t j = first; j <= last; j++) {
        double above_right = all[j] - all[j - d] - (below[j] - below[j - d]);
        double below_left = below[j - d] - below[j - b];
        float mean_away = (away + aways[j - b]) / 2;
        float crossing = (float)(above_right + below_left) * norm * norms[j - b];
        float missing_share = 1 - (crossing - (1 - mean_away) / 2) / mean_away * per_bonded;
        if (missing_share > 1) missing_share = 1;
        if (missing_share > s->loose[j]) s->loose[j] = missing_share;
      }
  }
}

/* The price of beads of a and b sentences that end at the nodes first <= j <= last of row i;
 * area[j] - area[j - b] is the dot of their sums. */
static void price_beads(search *s, size_t i, size_t a, size_t b, size_t first, size_t last) {
  const segi_groups *gx = &s->bitext->gx, *gy = &s->bitext->gy;
  const segi_weights *w = s->weights;
  const size_t x = i - a, source = (a - 1) * gx->n + x, K = s->K, G = gy->n;
  const float norm = gx->inverse_norm[source], log_length = gx->log_length[source];
  const float away = gx->away[((a - 1) * K + b - 1) * gx->n + x];
  const float size = (float)(a + b);
  const float *norms = gy->inverse_norm + (b - 1) * G, *lengths = gy->log_length + (b - 1) * G;
  const float *aways = gy->away + ((b - 1) * K + a - 1) * G;
  const float merge = (float)(w->merge * (double)(a + b - 2) +
                              w->cross * (double)((a < b ? a : b) - 1));
  const float weight = (float)w->length, stray = (float)w->stray, bond = (float)w->bond;
  const double *area = areas(s, a), *stray_targets = s->stray_targets;
  const float *stray_sources = s->stray_sources + (b - 1) * (s->corridor->G + 1);
  for (size_t j = first; j <= last; j++) {
    float dot = (float)(area[j] - area[j - b]);
    float distance = 1 - dot * norm * norms[j - b];
    float stretch = log_length - lengths[j - b];
    s->price[j] = size * distance / (away + aways[j - b]) + merge + weight * stretch * stretch + bond * s->loose[j] +
                  stray * (stray_sources[j] + (float)(stray_targets[j] - stray_targets[j - b]));
  }
}

/* Paragraphs that start inside a bead, or at its start on one side only. */
static void price_paragraphs(search *s, size_t i, size_t a, size_t b, size_t first, size_t last) {
  const segi_bitext *t = s->bitext;
  const float inside = t->gx.breaks[(a - 1) * t->gx.n + i - a], *breaks = t->gy.breaks + (b - 1) * t->gy.n;
  const float weight = (float)s->weights->paragraph;
  const bool opens = t->source[i - a].opens_paragraph;
  for (size_t j = first; j <= last; j++)
    s->price[j] += weight * (inside + breaks[j - b] + (float)(opens != t->target[j - b].opens_paragraph));
}

static void try_beads(search *s, size_t i, size_t a, size_t b) {
  const segi_corridor *c = s->corridor;
  size_t first = c->low[i - a] + b, last = c->high[i - a] + b;
  if (first < c->low[i]) first = c->low[i];
  if (last > c->high[i]) last = c->high[i];
  if (first > last) return;
  find_loose(s, i, a, b, first, last);
  price_beads(s, i, a, b, first, last);
  if (s->bitext->paragraphs) price_paragraphs(s, i, a, b, first, last);
  const double *from = ring_row(s, s->best, i - a);
  double *best = ring_row(s, s->best, i);
  uint8_t *back = s->back + s->row[i] - c->low[i];
  for (size_t j = first; j <= last; j++) {
    double cost = from[j - b] + (double)s->price[j];
    if (cost < best[j]) {
      best[j] = cost;
      back[j] = (uint8_t)(16 * a + b);
    }
  }
}

/* Sentences without partner: from the row above, then from the left. */
static void delete_source(search *s, size_t i) {
  const segi_corridor *c = s->corridor;
  const double *from = ring_row(s, s->best, i > 0 ? i - 1 : 0);
  double *best = ring_row(s, s->best, i);
  uint8_t *back = s->back + s->row[i] - c->low[i];
  for (size_t j = c->low[i]; j <= c->high[i]; j++) {
    bool reached = i > 0 && j <= c->high[i - 1];
    best[j] = reached ? from[j] + s->weights->deletion : (double)INFINITY;
    back[j] = 16;
  }
  if (i == 0) best[0] = 0;
}

static void delete_targets(search *s, size_t i) {
  const segi_corridor *c = s->corridor;
  double *best = ring_row(s, s->best, i);
  uint8_t *back = s->back + s->row[i] - c->low[i];
  for (size_t j = c->low[i] + 1; j <= c->high[i]; j++) {
    double cost = best[j - 1] + s->weights->deletion;
    if (cost < best[j]) {
      best[j] = cost;
      back[j] = 1;
    }
  }
}

static void search_row(search *s, size_t i) {
  const segi_corridor *c = s->corridor;
  if (i > 0) add_prefix(s, i);
  delete_source(s, i);
  size_t first = c->low[i > s->K ? i - s->K : 0];
  for (size_t b = 0; b < s->K; b++)
    memset(s->stray_sources + b * (c->G + 1) + first, 0,
           (c->high[i] - first + 1) * sizeof *s->stray_sources);
  for (size_t a = 1; a <= s->K && a <= i; a++) {
    const double *prefix = ring_row(s, s->prefix, i - a + 1);
    double *area = areas(s, a);
    const double *less = a > 1 ? areas(s, a - 1) : NULL;
    for (size_t j = first; j <= c->high[i]; j++) area[j] = prefix[j] + (a > 1 ? less[j] : 0);
    find_stray_targets(s, i, a, first, c->high[i]);
    for (size_t b = 1; b <= s->K && b <= c->high[i]; b++) {
      add_stray_source(s, i - a, b, first + b, c->high[i]);
      try_beads(s, i, a, b);
    }
  }
  delete_targets(s, i);
}

static bool trace_back(const search *s, seg_bead **beads, size_t *count) {
  const segi_corridor *c = s->corridor;
  size_t capacity = 0, n = 0;
  *beads = NULL;
  for (size_t i = c->S, j = c->G;;) {
    if (!segi_grow(beads, &capacity, n + 1, sizeof **beads)) return false;
    if (i == 0 && j == 0) break;
    uint8_t step = s->back[s->row[i] + j - c->low[i]];
    size_t a = step / 16, b = step % 16;
    i -= a;
    j -= b;
    (*beads)[n++] = (seg_bead){i, a, j, b, 0};
  }
  for (size_t k = 0; k < n / 2; k++) {
    seg_bead swap = (*beads)[k];
    (*beads)[k] = (*beads)[n - 1 - k];
    (*beads)[n - 1 - k] = swap;
  }
  *count = n;
  return true;
}

bool segi_search(const segi_bitext *bitext, const segi_corridor *corridor,
                 const segi_weights *weights, seg_bead **beads, size_t *count) {
  search s = {.bitext = bitext, .corridor = corridor, .weights = weights, .K = bitext->gx.K};
  *beads = NULL;
  *count = 0;
  bool fine = allocate(&s);
  for (size_t i = 0; i <= corridor->S && fine; i++) search_row(&s, i);
  fine = fine && trace_back(&s, beads, count);
  if (!fine) {
    free(*beads);
    *beads = NULL;
  }
  clear(&s);
  return fine;
}
