/* Work on several threads whose results come out in order.
 *
 *   fill (this thread) -> work (any thread) -> finish (this thread, in the order of fill) */
#ifndef WORKERS_H
#define WORKERS_H

#include <stdbool.h>
#include <stddef.h>

enum { WORKERS_MOST = 256 };

typedef struct workers_plan {
  size_t job_size;
  /* Prepares the next job, which is zero or has been finished before. False: there is no more work. */
  bool (*fill)(void *context, void *job);
  void (*work)(void *context, void *job);
  /* False: stop; jobs behind this one are dropped. */
  bool (*finish)(void *context, void *job);
  void (*clear)(void *job); /* frees what it holds, finished or not; NULL: nothing */
} workers_plan;

/* Runs a plan on up to `threads` threads beside this one, or on this one alone where that is 1. Only
 * a few jobs for each thread wait to be finished, so that memory is bounded. Where the system gives
 * fewer threads, it takes longer. False when memory is short. */
bool workers_run(const workers_plan *plan, unsigned threads, void *context);

#endif
