#include "seg/align_fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align/confidence.h"
#include "align/search.h"
#include "align/teach.h"
#include "base/error.h"
#include "base/mem.h"
#include "train/chance.h"
#include "train/gold_path.h"
#include "train/lattice.h"
#include "train/number.h"

enum {
  GROUP = 6,      /* largest, as the aligner's default */
  MOST = 7,       /* sentences of a bead that is looked at */
  NEAR = 5,       /* sentences around the gold path: what the fit sees */
  WIDE = 20,      /* and what is searched for a first pass */
  SHUFFLED = 300, /* sentences of a shuffled document, few enough for the whole grid */
  SLICES = 30,    /* pairs of short unrelated texts from a document */
  SLICE = 6       /* their sentences */
};
static const double narrow = 0.5; /* of the normal prior: 1 / (2 variance) of each weight */

const seg_align_fit_options seg_align_fit_defaults = {
  .size = sizeof(seg_align_fit_options),
  .rounds = 2,
  .steps = 120,
};

typedef struct document {
  const seg_align_example *example;
  segi_texts texts;
  seg_bead *gold;
  size_t gold_count;
  segi_translations lexicon;
  segi_corridor near, wide;
  segi_known nothing;
  segi_translations taught;
  segi_manner manner;
  segi_lattice lattice;
} document;

typedef struct fitter {
  const seg_align_fit_options *options;
  segi_weights weights;
  document *documents; /* [count] */
  size_t count;
  segi_lattice_work work;
  seg_error *error;
} fitter;

static void say(const fitter *f, const char *what, double value) {
  char line[128];
  if (f->options->progress == NULL) return;
  snprintf(line, sizeof line, "%s: %.1f", what, value);
  f->options->progress(f->options->context, line);
}

/* --- Documents. */

static seg_status open_document(document *d, const seg_align_example *e, seg_error *error) {
  d->example = e;
  seg_status status = segi_translations_read(e->lexicon, false, &d->lexicon, error);
  if (status == SEG_OK)
    status = segi_gold_path(e->gold, e->S, e->G, &d->gold, &d->gold_count, error);
  if (status == SEG_OK &&
      (!segi_texts_make(e->source, e->S, e->target, e->G, &d->texts) ||
       !segi_gold_corridor(d->gold, d->gold_count, e->S, e->G, NEAR, &d->near) ||
       !segi_gold_corridor(d->gold, d->gold_count, e->S, e->G, WIDE, &d->wide)))
    status = segi_nomem(error);
  if (status == SEG_OK) status = segi_known_make(NULL, 0, e->S, e->G, GROUP, &d->nothing, error);
  return status;
}

static void close_document(document *d) {
  free(d->gold);
  segi_texts_clear(&d->texts);
  segi_translations_clear(&d->lexicon);
  segi_translations_clear(&d->taught);
  segi_corridor_clear(&d->near);
  segi_corridor_clear(&d->wide);
  segi_known_clear(&d->nothing);
  segi_lattice_clear(&d->lattice);
}

static bool make_bitext(const document *d, const segi_weights *weights, segi_bitext *bitext) {
  segi_knowledge knowledge = {.lexicon = &d->lexicon, .taught = &d->taught, .manner = d->manner};
  return segi_bitext_make(&d->texts, GROUP, weights, &knowledge, bitext);
}

/* What a first pass teaches of the document's words and manner. */
static bool teach(document *d, const segi_weights *weights) {
  segi_bitext bitext;
  seg_bead *beads = NULL;
  size_t count;
  segi_translations_clear(&d->taught);
  d->manner = (segi_manner){0, 0, 0};
  bool fine = make_bitext(d, weights, &bitext) &&
              segi_search(&bitext, &d->wide, &d->nothing, weights, &beads, &count) &&
              segi_manner_find(&bitext, weights, beads, count, &d->manner) &&
              segi_teach(&d->texts, beads, count, &d->taught);
  free(beads);
  segi_bitext_clear(&bitext);
  return fine;
}

static bool look(document *d, const segi_weights *weights) {
  segi_bitext bitext;
  segi_lattice_clear(&d->lattice);
  bool fine =
    make_bitext(d, weights, &bitext) &&
    segi_lattice_make(&bitext, &d->near, weights, d->gold, d->gold_count, MOST, &d->lattice);
  segi_bitext_clear(&bitext);
  return fine;
}

static bool look_at_all(fitter *f, const segi_weights *weights) {
  size_t arcs = 0, nodes = 0, rows = 0;
  for (size_t n = 0; n < f->count; n++) {
    const segi_lattice *l = &f->documents[n].lattice;
    if (!look(&f->documents[n], weights)) return false;
    if (l->arcs > arcs) arcs = l->arcs;
    if (l->nodes > nodes) nodes = l->nodes;
    if (l->S + 1 > rows) rows = l->S + 1;
  }
  segi_lattice_work_clear(&f->work);
  return segi_lattice_work_make(arcs, nodes, rows, &f->work);
}

/* --- The cost. */

static double gradient_of(fitter *f, const double *cost, double *gradient) {
  double loss = 0;
  for (int n = 0; n < SEGI_FEATURES; n++) {
    gradient[n] = 2 * narrow * cost[n];
    loss += narrow * cost[n] * cost[n];
  }
  for (size_t n = 0; n < f->count; n++)
    loss += segi_lattice_gradient(&f->documents[n].lattice, cost, f->documents[n].example->share,
                                  &f->work, gradient);
  return loss;
}

/* Rprop: each weight has a step of its own, which grows while the gradient keeps its sign. */
static double fit_cost(fitter *f, double *cost, unsigned steps, double first_step) {
  double step[SEGI_FEATURES], before[SEGI_FEATURES] = {0}, gradient[SEGI_FEATURES], loss = 0;
  for (int n = 0; n < SEGI_FEATURES; n++) step[n] = first_step;
  for (unsigned s = 0; s < steps; s++) {
    loss = gradient_of(f, cost, gradient);
    for (int n = 0; n < SEGI_FEATURES; n++) {
      double agree = gradient[n] * before[n];
      if (agree > 0 && step[n] < 1) step[n] *= 1.2;
      if (agree < 0) {
        step[n] *= 0.5;
        gradient[n] = 0;
      }
      if (gradient[n] > 0) cost[n] -= step[n];
      if (gradient[n] < 0) cost[n] += step[n];
      before[n] = gradient[n];
    }
  }
  return loss;
}

static bool fit_rounds(fitter *f) {
  for (unsigned r = 0; r < f->options->rounds; r++) {
    for (size_t n = 0; n < f->count; n++)
      if (!teach(&f->documents[n], &f->weights)) return false;
    if (!look_at_all(f, &f->weights)) return false;
    say(f, "loss", fit_cost(f, f->weights.cost, f->options->steps, 0.1));
  }
  return true;
}

/* --- The shape of features: one weight after the other goes up or down as long as that helps. */

enum { SHAPE_STEPS = 25 /* of the fit for each value tried */ };

/* The loss with other shape weights; *trial gets the cost fitted to them. */
static bool try_shape(fitter *f, segi_weights *trial, double *loss) {
  if (!look_at_all(f, trial)) return false;
  *loss = fit_cost(f, trial->cost, SHAPE_STEPS, 0.02);
  return true;
}

static bool improve_shape(fitter *f, size_t n, double factor, double *loss, bool *better) {
  segi_weights trial = f->weights;
  size_t count;
  double found;
  segi_weights_row(&trial, &count)[n] *= factor;
  *better = false;
  if (!try_shape(f, &trial, &found)) return false;
  *better = found < *loss - 0.5;
  if (*better) {
    f->weights = trial;
    *loss = found;
    say(f, segi_weight_name(n), segi_weights_row(&trial, &count)[n] * 1000);
    say(f, "loss", found);
  }
  return true;
}

static bool fit_shape(fitter *f) {
  const size_t shapes = offsetof(segi_weights, cost) / sizeof(double);
  double loss;
  bool better;
  if (!try_shape(f, &f->weights, &loss)) return false;
  for (size_t n = 0; n < shapes; n++) {
    if (!improve_shape(f, n, 1.25, &loss, &better)) return false;
    if (!better && !improve_shape(f, n, 0.8, &loss, &better)) return false;
  }
  return true;
}

/* --- Confidence. */

/* Rows of what is known of beads, and whether they are right. */
typedef struct judged {
  double *sure;          /* [count][SEGI_CERTAINTIES] */
  double *right, *share; /* [count] */
  size_t count, sure_capacity, right_capacity, share_capacity;
} judged;

static bool is_right(const document *d, const seg_bead *bead) {
  for (size_t k = 0; k < d->gold_count; k++) {
    const seg_bead *g = &d->gold[k];
    if (g->source_first == bead->source_first && g->source_count == bead->source_count &&
        g->target_first == bead->target_first && g->target_count == bead->target_count)
      return true;
  }
  return false;
}

/* gold is NULL for nonsense. */
static bool judge(judged *j, const document *gold, const segi_bitext *bitext,
                  const segi_weights *weights, double share, const seg_bead *beads, size_t count) {
  size_t rows = j->count + count;
  if (!segi_grow(&j->sure, &j->sure_capacity, rows * SEGI_CERTAINTIES, sizeof *j->sure) ||
      !segi_grow(&j->right, &j->right_capacity, rows, sizeof *j->right) ||
      !segi_grow(&j->share, &j->share_capacity, rows, sizeof *j->share))
    return false;
  double *sure = j->sure + j->count * SEGI_CERTAINTIES;
  if (!segi_bead_certainties(bitext, weights, beads, count, sure)) return false;
  for (size_t k = 0; k < count; k++) {
    if (beads[k].source_count == 0 || beads[k].target_count == 0) continue;
    memmove(j->sure + j->count * SEGI_CERTAINTIES, sure + k * SEGI_CERTAINTIES,
            SEGI_CERTAINTIES * sizeof *sure);
    j->right[j->count] = gold != NULL && is_right(gold, &beads[k]);
    j->share[j->count++] = share;
  }
  return true;
}

static bool judge_document(judged *j, const document *d, const segi_weights *weights) {
  segi_bitext bitext;
  seg_bead *beads = NULL;
  size_t count;
  bool fine = make_bitext(d, weights, &bitext) &&
              segi_search(&bitext, &d->wide, &d->nothing, weights, &beads, &count) &&
              judge(j, d, &bitext, weights, d->example->share, beads, count);
  free(beads);
  segi_bitext_clear(&bitext);
  return fine;
}

static void shuffle(seg_sentence *sentences, size_t count) {
  for (size_t i = count; i > 1; i--) {
    size_t other = segi_choice(segi_draw(1, i, 0), i);
    seg_sentence swap = sentences[i - 1];
    sentences[i - 1] = sentences[other];
    sentences[other] = swap;
  }
}

/* Both passes over sentences that do not belong together. */
static bool judge_nonsense(judged *j, const document *d, const segi_weights *weights,
                           const seg_sentence *source, size_t S, const seg_sentence *target,
                           size_t G) {
  segi_translations taught = {.words = SEGI_KEYS_EMPTY};
  segi_knowledge knowledge = {.lexicon = &d->lexicon, .taught = &taught};
  segi_known nothing = {0};
  segi_corridor whole = {0};
  segi_texts texts;
  seg_bead *beads = NULL;
  size_t count = 0;
  bool fine = segi_texts_make(source, S, target, G, &texts) &&
              segi_corridor_make(S, G, NULL, 0, 0, &whole) &&
              segi_known_make(NULL, 0, S, G, GROUP, &nothing, NULL) == SEG_OK;
  for (int pass = 0; pass < 2 && fine; pass++) {
    segi_bitext bitext;
    free(beads);
    beads = NULL;
    fine = segi_bitext_make(&texts, GROUP, weights, &knowledge, &bitext) &&
           segi_search(&bitext, &whole, &nothing, weights, &beads, &count) &&
           (pass == 0 ? segi_manner_find(&bitext, weights, beads, count, &knowledge.manner) &&
                          segi_teach(&texts, beads, count, &taught)
                      : judge(j, NULL, &bitext, weights, d->example->share, beads, count));
    segi_bitext_clear(&bitext);
  }
  free(beads);
  segi_translations_clear(&taught);
  segi_texts_clear(&texts);
  segi_corridor_clear(&whole);
  segi_known_clear(&nothing);
  return fine;
}

/* The beginning of a document with its target side shuffled. */
static bool judge_shuffled(judged *j, const document *d, const segi_weights *weights) {
  const seg_align_example *e = d->example;
  size_t S = e->S < SHUFFLED ? e->S : SHUFFLED, G = e->G < SHUFFLED ? e->G : SHUFFLED;
  seg_sentence *target = segi_alloc(G, sizeof *target);
  bool fine = target != NULL;
  if (fine && G > 0) memcpy(target, e->target, G * sizeof *target);
  if (fine) shuffle(target, G);
  fine = fine && judge_nonsense(j, d, weights, e->source, S, target, G);
  free(target);
  return fine;
}

/* Short pieces of a document with pieces of the target side from elsewhere. */
static bool judge_slices(judged *j, const document *d, const segi_weights *weights) {
  const seg_align_example *e = d->example;
  bool fine = true;
  if (e->S < 10 * SLICE || e->G < 10 * SLICE) return true;
  for (size_t n = 0; n < SLICES && fine; n++) {
    size_t x = n * (e->S - SLICE) / SLICES, y = (x * e->G / e->S + e->G / 2) % (e->G - SLICE);
    fine = judge_nonsense(j, d, weights, e->source + x, SLICE, e->target + y, SLICE);
  }
  return fine;
}

/* Solves A x = b in place by elimination; A is positive definite. */
static void solve(double A[SEGI_CERTAINTIES][SEGI_CERTAINTIES], double b[SEGI_CERTAINTIES]) {
  for (int k = 0; k < SEGI_CERTAINTIES; k++)
    for (int r = k + 1; r < SEGI_CERTAINTIES; r++) {
      double factor = A[r][k] / A[k][k];
      for (int c = k; c < SEGI_CERTAINTIES; c++) A[r][c] -= factor * A[k][c];
      b[r] -= factor * b[k];
    }
  for (int k = SEGI_CERTAINTIES; k-- > 0;) {
    for (int c = k + 1; c < SEGI_CERTAINTIES; c++) b[k] -= A[k][c] * b[c];
    b[k] /= A[k][k];
  }
}

/* Newton's method; the prior keeps it from running away where all beads are right. */
static void fit_logistic(const judged *j, double *weights) {
  memset(weights, 0, SEGI_CERTAINTIES * sizeof *weights);
  for (int round = 0; round < 30; round++) {
    double A[SEGI_CERTAINTIES][SEGI_CERTAINTIES] = {{0}}, b[SEGI_CERTAINTIES];
    for (int n = 0; n < SEGI_CERTAINTIES; n++) {
      A[n][n] = 0.1;
      b[n] = -0.1 * weights[n];
    }
    for (size_t k = 0; k < j->count; k++) {
      const double *x = j->sure + k * SEGI_CERTAINTIES;
      double z = 0;
      for (int n = 0; n < SEGI_CERTAINTIES; n++) z += weights[n] * x[n];
      double p = segi_logistic(z), slope = j->share[k] * (p * (1 - p) + 1e-6);
      for (int n = 0; n < SEGI_CERTAINTIES; n++) {
        b[n] += j->share[k] * (j->right[k] - p) * x[n];
        for (int c = 0; c < SEGI_CERTAINTIES; c++) A[n][c] += slope * x[n] * x[c];
      }
    }
    solve(A, b);
    for (int n = 0; n < SEGI_CERTAINTIES; n++) weights[n] += b[n] > 2 ? 2 : b[n] < -2 ? -2 : b[n];
  }
}

static bool fit_confidence(fitter *f) {
  judged j = {0};
  bool fine = true;
  for (size_t n = 0; n < f->count && fine; n++)
    fine = judge_document(&j, &f->documents[n], &f->weights) &&
           judge_shuffled(&j, &f->documents[n], &f->weights) &&
           judge_slices(&j, &f->documents[n], &f->weights);
  if (fine) fit_logistic(&j, f->weights.sure);
  free(j.sure);
  free(j.right);
  free(j.share);
  return fine;
}

/* --- The whole. */

/* As the file will have them, so that all that follows uses the same. */
static void round_weights(segi_weights *weights) {
  size_t count;
  double *row = segi_weights_row(weights, &count);
  for (size_t n = 0; n < count; n++) row[n] = floor(row[n] * 1e4 + 0.5) / 1e4;
}

static bool fit(fitter *f) {
  if (!fit_rounds(f)) return false;
  if (f->options->shape && (!fit_shape(f) || !fit_rounds(f))) return false;
  round_weights(&f->weights);
  return fit_confidence(f);
}

seg_status seg_align_fit(const seg_align_example *examples, size_t count,
                         const seg_align_fit_options *options, char **weights, size_t *length,
                         seg_error *error) {
  segi_buf out = SEGI_BUF_EMPTY;
  *weights = NULL;
  *length = 0;
  if (options == NULL) options = &seg_align_fit_defaults;
  if (options->size < sizeof(seg_align_fit_options) || count == 0)
    return segi_fail(error, SEG_BAD_ARGUMENT, "incomplete options");
  fitter f = {.options = options, .count = count, .error = error};
  f.documents = segi_calloc(count, sizeof *f.documents);
  seg_status status = f.documents == NULL ? segi_nomem(error) : SEG_OK;
  if (status == SEG_OK)
    status = segi_weights_read(options->start.length > 0 ? options->start : segi_weights_default(),
                               &f.weights, error);
  for (size_t n = 0; n < count && status == SEG_OK; n++)
    status = open_document(&f.documents[n], &examples[n], error);
  if (status == SEG_OK && (!fit(&f) || !segi_weights_write(&f.weights, &out)))
    status = segi_nomem(error);
  if (status == SEG_OK) {
    *length = out.length;
    *weights = segi_buf_take(&out);
  }
  segi_buf_clear(&out);
  for (size_t n = 0; n < count && f.documents != NULL; n++) close_document(&f.documents[n]);
  segi_lattice_work_clear(&f.work);
  free(f.documents);
  return status;
}
