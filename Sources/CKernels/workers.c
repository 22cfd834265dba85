// Threads that wait for the next piece of work: a step is shorter than the time in which a sleeping thread wakes up.
#include "Workers.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#define PAUSE() _mm_pause()
#else
#define PAUSE() ((void)0)
#endif

// A thread looks this often for work, some fifty microseconds, before it sleeps and leaves the core to others: to wake it
// up takes a virtual machine as long as a small step.
enum { LOOKS = 4000 };

typedef struct {
  lb_workers *workers;
  int number;
} worker;

struct lb_workers {
  int count;
  pthread_t *threads;
  worker *arguments;
  pthread_mutex_t mutex;
  pthread_cond_t work_is_there, work_is_done;
  // The number of pieces of work given out; −1 ends the threads.
  atomic_long generation;
  atomic_int unfinished;
  // The workers that have come to a meeting, and the meetings that there were.
  atomic_int present;
  atomic_long meetings;
  void (*work)(void *context, int worker);
  void *context;
};

static void *wait_for_work(void *argument) {
  lb_workers *workers = ((worker *)argument)->workers;
  const int number = ((worker *)argument)->number;
  for (long seen = 0;;) {
    long now = atomic_load_explicit(&workers->generation, memory_order_acquire);
    for (int look = 0; now == seen && look < LOOKS; look++) {
      PAUSE();
      now = atomic_load_explicit(&workers->generation, memory_order_acquire);
    }
    if (now == seen) {
      pthread_mutex_lock(&workers->mutex);
      while ((now = atomic_load_explicit(&workers->generation, memory_order_acquire)) == seen)
        pthread_cond_wait(&workers->work_is_there, &workers->mutex);
      pthread_mutex_unlock(&workers->mutex);
    }
    if (now < 0) return NULL;
    seen = now;
    workers->work(workers->context, number);
    if (atomic_fetch_sub_explicit(&workers->unfinished, 1, memory_order_acq_rel) == 1) {
      pthread_mutex_lock(&workers->mutex);
      pthread_cond_signal(&workers->work_is_done);
      pthread_mutex_unlock(&workers->mutex);
    }
  }
}

lb_workers *lb_workers_start(int count) {
  lb_workers *workers = calloc(1, sizeof(lb_workers));
  if (!workers) return NULL;
  pthread_mutex_init(&workers->mutex, NULL);
  pthread_cond_init(&workers->work_is_there, NULL);
  pthread_cond_init(&workers->work_is_done, NULL);
  workers->threads = calloc((size_t)count, sizeof(pthread_t));
  workers->arguments = calloc((size_t)count, sizeof(worker));
  workers->count = 1;
  if (workers->threads && workers->arguments)
    for (int i = 1; i < count; i++) {
      workers->arguments[i] = (worker){workers, i};
      if (pthread_create(&workers->threads[i], NULL, wait_for_work, &workers->arguments[i]) == 0) {
        workers->count++;
        continue;
      }
      lb_workers_stop(workers);
      return NULL;
    }
  return workers;
}

void lb_workers_run(lb_workers *workers, void (*work)(void *context, int worker), void *context) {
  const int others = workers->count - 1;
  workers->work = work, workers->context = context;
  atomic_store_explicit(&workers->unfinished, others, memory_order_relaxed);
  // The mutex makes a thread that is about to sleep see the new generation.
  pthread_mutex_lock(&workers->mutex);
  atomic_fetch_add_explicit(&workers->generation, 1, memory_order_release);
  pthread_cond_broadcast(&workers->work_is_there);
  pthread_mutex_unlock(&workers->mutex);
  work(context, 0);
  for (int look = 0; atomic_load_explicit(&workers->unfinished, memory_order_acquire) > 0 && look < LOOKS; look++)
    PAUSE();
  if (atomic_load_explicit(&workers->unfinished, memory_order_acquire) == 0) return;
  pthread_mutex_lock(&workers->mutex);
  while (atomic_load_explicit(&workers->unfinished, memory_order_acquire) > 0)
    pthread_cond_wait(&workers->work_is_done, &workers->mutex);
  pthread_mutex_unlock(&workers->mutex);
}

void lb_workers_meet(lb_workers *workers) {
  const long meeting = atomic_load_explicit(&workers->meetings, memory_order_acquire);
  if (atomic_fetch_add_explicit(&workers->present, 1, memory_order_acq_rel) == workers->count - 1) {
    atomic_store_explicit(&workers->present, 0, memory_order_relaxed);
    atomic_fetch_add_explicit(&workers->meetings, 1, memory_order_release);
    return;
  }
  // A worker whose core serves another program is waited for without taking a core from it.
  for (long look = 0; atomic_load_explicit(&workers->meetings, memory_order_acquire) == meeting; look++)
    if (look < LOOKS)
      PAUSE();
    else
      sched_yield();
}

void lb_workers_stop(lb_workers *workers) {
  pthread_mutex_lock(&workers->mutex);
  atomic_store_explicit(&workers->generation, -1, memory_order_release);
  pthread_cond_broadcast(&workers->work_is_there);
  pthread_mutex_unlock(&workers->mutex);
  for (int i = 1; i < workers->count; i++) pthread_join(workers->threads[i], NULL);
  pthread_mutex_destroy(&workers->mutex);
  pthread_cond_destroy(&workers->work_is_there);
  pthread_cond_destroy(&workers->work_is_done);
  free(workers->threads);
  free(workers->arguments);
  free(workers);
}
