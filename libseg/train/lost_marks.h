/* Examples of lost marks: the junctions of running text, each with its mark hidden. */
#ifndef SEGI_LOST_MARKS_H
#define SEGI_LOST_MARKS_H

#include "train/sampler.h"
#include "train/stretch.h"

/* Takes one junction: its window, as segi_score_lost_marks wants it, and what its mark was. */
typedef void segi_take_lost_mark(void *context, const segi_traits *const window[2 * SEGI_K],
                                 segi_lost_label lost);

/* Goes through the junctions of sampler->run whose marks are sure; stretch is scratch memory.
 * A text may end at every sentence end, and neighbours may have lost their marks too: both are
 * drawn. False when memory is short. */
bool segi_each_lost_mark(segi_sampler *sampler, segi_stretch *stretch, segi_take_lost_mark *take,
                         void *context);

#endif
