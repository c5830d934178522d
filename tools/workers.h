/* Work on several threads whose results come out in order. */
#ifndef WORKERS_H
#define WORKERS_H

#include <stddef.h>

/* Calls work(context, i) for each i from 0 to count - 1 on up to `threads` threads, and
 * finish(context, i) on this thread, in order. Only a few results for each thread wait to be
 * finished, so that memory is bounded. Where the system gives fewer threads, it takes longer. */
void workers_run(size_t count, unsigned threads, void (*work)(void *context, size_t i),
                 void (*finish)(void *context, size_t i), void *context);

#endif
