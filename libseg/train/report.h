/* Calibrates a model on text that was held back from training, and measures it there. */
#ifndef SEGI_REPORT_H
#define SEGI_REPORT_H

#include "model/weights.h"
#include "train/sampler.h"

/* Sets the calibration and the thresholds of weights->numbers from held-back runs, fewer when the
 * effort is below 1, and fills the report from others. False when memory is short. */
bool segi_calibrate(segi_weights *weights, segi_sampler *sampler, double effort,
                    seg_train_report *report);

/* Fills report->marks from held-back runs without damage, fewer when the effort is below 1. False
 * when memory is short. */
bool segi_measure_marks(const segi_weights *weights, segi_sampler *sampler, double effort,
                        seg_train_report *report);

#endif
