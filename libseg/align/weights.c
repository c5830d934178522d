#include "align/weights.h"

const segi_weights segi_weights_default = {
  .translation = 1.0,
  .unknown = 1.4,
  .taught = 0.53,
  .draft = 0.5,
  .cognate = 0.55,
  .name = 0.855,
  .same = 0.2,
  .number = 1.8,
  .deletion = 0.641,
  .merge = 0.135,
  .stray = 0.11,
  .covered = 0.105,
  .bond = 0.15,
  .topic = 0.9,
  .bonded = 0.04,
  .length = 0.813,
  .lower_start = 0.1,
  .open_end = 0.05,
  .paragraph = 0.1,
};
