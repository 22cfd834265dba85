// Threads that share the work of a training step. No stable interface.
#pragma once

typedef struct lb_workers lb_workers;

/// Starts `count` − 1 threads that wait for work; null where they cannot be started.
lb_workers *lb_workers_start(int count);

/// Calls work(context, 0 … count − 1), one call on the calling thread and one on each worker, and returns after all.
void lb_workers_run(lb_workers *workers, void (*work)(void *context, int worker), void *context);

/// Waits, within work, until all workers have come here: each sees what the others wrote before. It spins, so it is for
/// moments that lie close together.
void lb_workers_meet(lb_workers *workers);

/// Ends the threads and frees the memory.
void lb_workers_stop(lb_workers *workers);
