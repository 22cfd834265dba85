// The loops of a training step, and the threads that share it. No stable interface.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Loops, one table for each instruction set

/// One step of Adam, with what does not depend on the parameter: every number in double precision.
typedef struct {
  /// β₁, β₂.
  double first_decay, second_decay;
  /// rate / (1 − β₁ᵗ) and 1/√(1 − β₂ᵗ).
  double rate, root_scale;
  /// ε.
  double epsilon;
} lb_adam;

/// Loops whose speed depends on the processor. Each element's result does not depend on its place.
typedef struct {
  const char *name;
  /// m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  θ ← θ + rate · m / (√v · root_scale + ε), where g is the gradient.
  void (*adam_double)(const lb_adam *step, size_t count, const double *gradient, double *first, double *second,
                      double *parameter);
  void (*adam_float)(const lb_adam *step, size_t count, const float *gradient, float *first, float *second,
                     float *parameter);
  /// θ ← θ + scale · g.
  void (*ascend_double)(size_t count, double scale, const double *gradient, double *parameter);
  void (*ascend_float)(size_t count, double scale, const float *gradient, float *parameter);
  /// Whether every element's square is finite.
  bool (*finite_double)(size_t count, const double *x);
  bool (*finite_float)(size_t count, const float *x);
  /// result[j] = 1 with probability x[j], else 0, from the ⌈count/4⌉ blocks at counters first, first + 1, … of a stream:
  /// element j takes word ⌊j/blocks⌋ of block j mod blocks.
  void (*bernoulli_double)(uint64_t key, uint64_t stream, uint64_t first, size_t count, const double *x, double *result);
  void (*bernoulli_float)(uint64_t key, uint64_t stream, uint64_t first, size_t count, const float *x, float *result);
  /// gradient ← gradient · (1 − y²), for y = tanh.
  void (*scale_by_tangent_slope_double)(size_t count, const double *y, double *gradient);
  void (*scale_by_tangent_slope_float)(size_t count, const float *y, float *gradient);
  /// sums[j] = Σᵢ x[i · stride + j], row after row, added to what is there if asked.
  void (*sum_rows_double)(size_t rows, size_t columns, size_t stride, const double *x, bool adding, double *sums);
  void (*sum_rows_float)(size_t rows, size_t columns, size_t stride, const float *x, bool adding, float *sums);
  /// result = factor · (x − y), which may overwrite y.
  void (*scale_difference_double)(size_t count, double factor, const double *x, const double *y, double *result);
  void (*scale_difference_float)(size_t count, float factor, const float *x, const float *y, float *result);
  /// Σᵢ (x[i] − y[i])², in 32 partial sums.
  double (*squared_distance_double)(size_t count, const double *x, const double *y);
  float (*squared_distance_float)(size_t count, const float *x, const float *y);
} lb_training_loops;

/// The table that goes with `lb_kernels_for_this_processor`.
const lb_training_loops *lb_training_loops_for_this_processor(void);

/// The table of that name, or null where this processor cannot run it.
const lb_training_loops *lb_training_loops_named(const char *name);

// MARK: Threads

typedef struct lb_workers lb_workers;

/// Starts `count` − 1 threads that wait for work; null where they cannot be started.
lb_workers *lb_workers_start(int count);

/// Calls work(context, 0 … count − 1), one call on the calling thread and one on each worker, and returns after all.
void lb_workers_run(lb_workers *workers, void (*work)(void *context, int worker), void *context);

/// Ends the threads and frees the memory.
void lb_workers_stop(lb_workers *workers);
