#include "align/weights.h"

const segi_weights segi_weights_default = {
  .translation = 1.0,
  .unknown = 1.7,
  .taught = 0.5,
  .cognate = 0.47,
  .name = 0.94,
  .same = 0.35,
  .number = 1.6,
  .deletion = 0.65,
  .merge = 0.133,
  .cross = 0,
  .stray = 0.1,
  .covered = 0.065,
  .length = 0.53,
  .paragraph = 0.1,
};
