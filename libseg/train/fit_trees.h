/* Fits boosted decision trees to rows of numbers; model/trees.h tells what comes out. */
#ifndef SEGI_FIT_TREES_H
#define SEGI_FIT_TREES_H

#include "base/buf.h"
#include "model/trees.h"
#include "train/random.h"

/* N rows of F numbers, each with its class and weight. */
typedef struct segi_tree_rows {
  int16_t *numbers; /* [N][F] */
  uint8_t *classes; /* [N] */
  size_t count, capacity, class_capacity;
  size_t features;
} segi_tree_rows;

/* False when memory is short. */
bool segi_tree_rows_add(segi_tree_rows *rows, const int16_t *row, uint8_t class);
void segi_tree_rows_clear(segi_tree_rows *rows); /* frees */

typedef struct segi_tree_plan {
  uint32_t classes; /* 1: P(class 1) by one score; else softmax over so many scores */
  size_t rounds;    /* trees of each class */
  size_t first_rounds, first_features; /* so many rounds at first see only so many features */
  size_t leaves;    /* of a tree, at most */
  double rate;      /* by which each tree is shrunk */
  double sample;    /* share of the rows that a round of trees sees */
  double least;     /* second derivatives in a leaf, at least */
  double offset;    /* added to the score of a single class in the end */
  /* Told after some rounds the mean loss; may be NULL. */
  void (*progress)(void *context, size_t round, double loss);
  void *context;
} segi_tree_plan;

/* Appends the section to out. Fixed order of operations: the same rows and random state give the
 * same bytes. False when memory is short. Method: gradient boosting on histograms, leaf by leaf
 * (G. Ke et al., "LightGBM", NIPS 2017). */
bool segi_fit_trees(const segi_tree_rows *rows, const segi_tree_plan *plan, segi_random *random,
                    segi_buf *out);

#endif
