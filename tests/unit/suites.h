/* One Check suite a module; runner.c runs them all. */
#ifndef SUITES_H
#define SUITES_H

#include <check.h>

#define SUITES(X) \
  X(chars)        \
  X(text)         \
  X(io)           \
  X(records)      \
  X(pairs)        \
  X(xliff)        \
  X(lexicon)      \
  X(model)        \
  X(junction)     \
  X(network)      \
  X(marks)        \
  X(places)       \
  X(split)        \
  X(srx)          \
  X(length)       \
  X(golden)       \
  X(editlog)      \
  X(repair)       \
  X(align)        \
  X(evidence)     \
  X(align_fit)    \
  X(noise)        \
  X(train)        \
  X(eval)

#define DECLARE(name) Suite *name##_suite(void);
SUITES(DECLARE)
#undef DECLARE

#endif
