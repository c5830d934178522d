/* libseg: repairs scraped text, splits it into sentences and aligns it with its translation.
 * Each topic header can be included alone. */
#ifndef SEG_SEG_H
#define SEG_SEG_H

#include "seg/align.h"
#include "seg/align_fit.h"
#include "seg/editlog.h"
#include "seg/eval.h"
#include "seg/io.h"
#include "seg/lexicon.h"
#include "seg/model.h"
#include "seg/noise.h"
#include "seg/pairs.h"
#include "seg/record.h"
#include "seg/repair.h"
#include "seg/span.h"
#include "seg/split.h"
#include "seg/srx.h"
#include "seg/status.h"
#include "seg/text.h"
#include "seg/train.h"
#include "seg/xliff.h"

#endif
