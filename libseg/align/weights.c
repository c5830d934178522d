#include "align/weights.h"

const segi_weights segi_weights_default = {
  .translation = 1.0,
  .unknown = 1.76,
  .taught = 0.53,
  .draft = 1.0,
  .cognate = 0.43,
  .name = 0.855,
  .same = 0.4,
  .number = 1.6,
  .deletion = 0.641,
  .merge = 0.135,
  .cross = 0.008,
  .stray = 0.112,
  .covered = 0.105,
  .bond = 0.1,
  .bonded = 0.1,
  .length = 0.813,
  .paragraph = 0.1,
};
