#include "workers.h"

#include <pthread.h>
#include <stdbool.h>

enum { MOST_THREADS = 256, WAITING = 4 /* results for each thread */ };

typedef struct pool {
  size_t count, next, finished, window;
  bool done[MOST_THREADS * WAITING]; /* by i % window */
  void (*work)(void *context, size_t i);
  void *context;
  pthread_mutex_t lock; /* of next, finished and done */
  pthread_cond_t changed;
} pool;

static void *worker(void *argument) {
  pool *p = argument;
  pthread_mutex_lock(&p->lock);
  while (p->next < p->count) {
    if (p->next >= p->finished + p->window) {
      pthread_cond_wait(&p->changed, &p->lock);
      continue;
    }
    size_t i = p->next++;
    pthread_mutex_unlock(&p->lock);
    p->work(p->context, i);
    pthread_mutex_lock(&p->lock);
    p->done[i % p->window] = true;
    pthread_cond_broadcast(&p->changed);
  }
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

static void finish_all(pool *p, void (*finish)(void *context, size_t i)) {
  for (size_t i = 0; i < p->count; i++) {
    pthread_mutex_lock(&p->lock);
    while (!p->done[i % p->window]) pthread_cond_wait(&p->changed, &p->lock);
    pthread_mutex_unlock(&p->lock);
    finish(p->context, i);
    pthread_mutex_lock(&p->lock);
    p->done[i % p->window] = false;
    p->finished++;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
  }
}

void workers_run(size_t count, unsigned threads, void (*work)(void *context, size_t i),
                 void (*finish)(void *context, size_t i), void *context) {
  if (threads > MOST_THREADS) threads = MOST_THREADS;
  pool p = {.count = count, .window = threads * WAITING, .work = work, .context = context};
  pthread_t thread[MOST_THREADS];
  unsigned started = 0;
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.changed, NULL);
  while (threads > 1 && started < threads &&
         pthread_create(&thread[started], NULL, worker, &p) == 0)
    started++;
  if (started > 0) finish_all(&p, finish);
  for (unsigned t = 0; t < started; t++) pthread_join(thread[t], NULL);
  for (size_t i = 0; i < count && started == 0; i++) {
    work(context, i);
    finish(context, i);
  }
  pthread_cond_destroy(&p.changed);
  pthread_mutex_destroy(&p.lock);
}
