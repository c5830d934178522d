/* Boosted decision trees over small integers (J. Friedman, "Greedy function approximation: a
 * gradient boosting machine", 2001): a section of a model file, and what it says of a row.
 *
 * T trees, C classes, F features. Tree t adds to the score of class t % C. The section holds
 * little-endian numbers:
 *
 *   T, C, F, N             uint32 each; N nodes in all
 *   bias                   int32 [C], step 1/SEGI_TREE_STEP
 *   first node of a tree   uint32 [T]
 *   nodes                  8 bytes [N]: int16 limit, uint16 feature, uint16 low, uint16 high
 *
 * A row goes on at `low` when its feature is at most `limit`, else at `high`; both count nodes
 * from the first one of the tree and lie behind their parent. A leaf has the feature
 * SEGI_TREE_LEAF, and its limit is what the tree says, step 1/SEGI_TREE_STEP. */
#ifndef SEGI_TREES_H
#define SEGI_TREES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seg/status.h"

enum { SEGI_TREE_STEP = 1024, SEGI_TREE_LEAF = 0xFFFF, SEGI_TREE_CLASSES = 8 };

typedef struct segi_trees {
  uint32_t count, classes; /* T, C */
  int32_t bias[SEGI_TREE_CLASSES];
  const uint8_t *first; /* [T] */
  const uint8_t *nodes; /* [N] */
} segi_trees;

/* Checks a section, which is borrowed; it must have that many classes and features.
 * Errors: SEG_BAD_FORMAT; `name` is for the message. */
seg_status segi_trees_open(const char *name, const void *section, size_t length, uint32_t classes,
                           uint32_t features, segi_trees *trees, seg_error *error);

/* Adds what trees [from, to) say of a row [F] to score[C], step 1/SEGI_TREE_STEP. */
void segi_trees_add(const segi_trees *trees, const int16_t *row, uint32_t from, uint32_t to,
                    int32_t *score);

#endif
