/* A gold alignment as a path through the grid, and the nodes around it. */
#ifndef SEGI_GOLD_PATH_H
#define SEGI_GOLD_PATH_H

#include "align/corridor.h"
#include "seg/eval.h"

/* Beads that hold every sentence exactly once: gold beads that cross each other or skip a line
 * become one. *beads is allocated. Errors: SEG_BAD_MATCH when gold names a sentence that is not
 * there, SEG_NOMEM. */
seg_status segi_gold_path(const seg_links *gold, size_t S, size_t G, seg_bead **beads,
                          size_t *count, seg_error *error);

/* The nodes within `margin` of the path. False when memory is short. */
bool segi_gold_corridor(const seg_bead *beads, size_t count, size_t S, size_t G, size_t margin,
                        segi_corridor *corridor);

#endif
