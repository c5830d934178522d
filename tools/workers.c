#include "workers.h"

#include <pthread.h>
#include <stdlib.h>

enum { WAITING = 4 /* jobs for each thread */ };

typedef struct pool {
  const workers_plan *plan;
  void *context;
  char *jobs; /* [window] job i is at i % window */
  bool *done; /* [window] likewise */
  size_t window;
  size_t filled, started; /* jobs; finished <= started <= filled */
  size_t finished;        /* of the calling thread alone */
  bool over;
  unsigned threads, most;
  pthread_t thread[WORKERS_MOST];
  pthread_mutex_t lock; /* of done, the counts and over */
  pthread_cond_t more_work, more_done;
} pool;

static bool *done_of(const pool *p, size_t i) {
  return &p->done[i % p->window];
}

static void *job_of(const pool *p, size_t i) {
  return p->jobs + i % p->window * p->plan->job_size;
}

static void *worker(void *argument) {
  pool *p = argument;
  pthread_mutex_lock(&p->lock);
  while (!p->over) {
    if (p->started == p->filled) {
      pthread_cond_wait(&p->more_work, &p->lock);
      continue;
    }
    size_t i = p->started++;
    pthread_mutex_unlock(&p->lock);
    p->plan->work(p->context, job_of(p, i));
    pthread_mutex_lock(&p->lock);
    *done_of(p, i) = true;
    pthread_cond_signal(&p->more_done);
  }
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

/* A thread for each job, until there are enough: little work starts few. */
static void start_thread(pool *p) {
  if (p->most > 1 && p->threads < p->most && p->threads < p->filled &&
      pthread_create(&p->thread[p->threads], NULL, worker, p) == 0)
    p->threads++;
}

static bool fill(pool *p) {
  if (!p->plan->fill(p->context, job_of(p, p->filled))) return false;
  pthread_mutex_lock(&p->lock);
  *done_of(p, p->filled) = false;
  p->filled++;
  pthread_cond_signal(&p->more_work);
  pthread_mutex_unlock(&p->lock);
  start_thread(p);
  return true;
}

static bool oldest_is_done(pool *p) {
  pthread_mutex_lock(&p->lock);
  bool done = p->finished < p->filled && *done_of(p, p->finished);
  pthread_mutex_unlock(&p->lock);
  return done;
}

/* Waits for the oldest job, or does it where there are no threads. */
static bool finish_oldest(pool *p) {
  void *job = job_of(p, p->finished);
  if (p->threads == 0) {
    p->started++;
    p->plan->work(p->context, job);
  } else {
    pthread_mutex_lock(&p->lock);
    while (!*done_of(p, p->finished)) pthread_cond_wait(&p->more_done, &p->lock);
    pthread_mutex_unlock(&p->lock);
  }
  p->finished++;
  return p->plan->finish(p->context, job);
}

static void run(pool *p) {
  bool on = true;
  do {
    while (on && (p->filled - p->finished == p->window || oldest_is_done(p))) on = finish_oldest(p);
  } while (on && fill(p));
  while (on && p->finished < p->filled) on = finish_oldest(p);
}

static void stop(pool *p) {
  pthread_mutex_lock(&p->lock);
  p->over = true;
  pthread_cond_broadcast(&p->more_work);
  pthread_mutex_unlock(&p->lock);
  for (unsigned t = 0; t < p->threads; t++) pthread_join(p->thread[t], NULL);
}

bool workers_run(const workers_plan *plan, unsigned threads, void *context) {
  pool p = {.plan = plan, .context = context, .most = threads};
  if (p.most > WORKERS_MOST) p.most = WORKERS_MOST;
  p.window = p.most > 1 ? p.most * WAITING : 1;
  p.jobs = calloc(p.window, plan->job_size);
  p.done = calloc(p.window, sizeof *p.done);
  bool enough = p.jobs != NULL && p.done != NULL;
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.more_work, NULL);
  pthread_cond_init(&p.more_done, NULL);
  if (enough) run(&p);
  stop(&p);
  for (size_t i = 0; enough && plan->clear != NULL && i < p.window; i++) plan->clear(job_of(&p, i));
  pthread_cond_destroy(&p.more_done);
  pthread_cond_destroy(&p.more_work);
  pthread_mutex_destroy(&p.lock);
  free(p.done);
  free(p.jobs);
  return enough;
}
