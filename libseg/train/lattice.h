/* All beads near the gold path of a document, with their features. */
#ifndef SEGI_LATTICE_H
#define SEGI_LATTICE_H

#include "align/cost.h"

typedef struct segi_arc {
  uint32_t from, to; /* nodes */
  uint32_t row;      /* of `to` */
  uint8_t a;         /* rows from `from` to `to` */
  bool gold;
} segi_arc;

/* Arcs stand in such an order that all arcs into a node come before those out of it. */
typedef struct segi_lattice {
  size_t S, nodes, arcs, capacity, features_capacity;
  size_t *row;     /* [S + 1] first node of a row */
  segi_arc *arc;   /* [arcs] */
  float *features; /* [arcs][SEGI_FEATURES] */
} segi_lattice;

/* The beads of up to K sentences on a side and `most` in all. False when memory is short; to be
 * cleared all the same. */
bool segi_lattice_make(const segi_bitext *bitext, const segi_corridor *corridor,
                       const segi_weights *weights, const seg_bead *gold, size_t gold_count,
                       size_t most, segi_lattice *lattice);
void segi_lattice_clear(segi_lattice *lattice);

/* Scratch memory for the largest lattice. */
typedef struct segi_lattice_work {
  double *p, *forward, *backward;      /* [arcs], [nodes], [nodes] */
  int *forward_scale, *backward_scale; /* [rows] powers of two */
} segi_lattice_work;

bool segi_lattice_work_make(size_t arcs, size_t nodes, size_t rows, segi_lattice_work *work);
void segi_lattice_work_clear(segi_lattice_work *work);

/* Adds the gradient of -log p(gold path) to gradient, times share, and returns share times that
 * logarithm's opposite. */
double segi_lattice_gradient(const segi_lattice *lattice, const double cost[SEGI_FEATURES],
                             double share, segi_lattice_work *work, double gradient[SEGI_FEATURES]);

#endif
