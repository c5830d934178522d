/* The heaviest cells of the first look, with words that fall into them: for people to read. */
#ifndef SEGI_HEAVIEST_H
#define SEGI_HEAVIEST_H

#include "train/fit.h"
#include "train/stretch.h"

enum { SEGI_HEAVIEST = 10 /* of each template */, SEGI_EXAMPLE = 32 };

typedef struct segi_heavy_cell {
  uint32_t cell;
  int8_t weight;  /* stored number */
  uint32_t uses;  /* in the text that was looked at */
  uint32_t votes; /* for the example against others that share the cell */
  char left[SEGI_EXAMPLE], right[SEGI_EXAMPLE]; /* the tokens at the gap, cut when longer */
} segi_heavy_cell;

typedef struct segi_heaviest {
  segi_heavy_cell cells[SEGI_FIRST_LOOK_TEMPLATES][SEGI_HEAVIEST]; /* heaviest first */
  size_t counts[SEGI_FIRST_LOOK_TEMPLATES];
} segi_heaviest;

/* Looks through undamaged text, less when the effort is below 1, for cells that are used now and
 * then. False when memory is short. */
bool segi_heaviest_find(const segi_fit *fit, segi_sampler *sampler, double effort,
                        segi_heaviest *heaviest);

#endif
