// The C gateway of VAEEngine: counter-based random blocks, vectorised mathematics, and OpenBLAS. No stable interface.
#pragma once

#include "CTraining.h"
#include "KernelTable.h"
#include <stddef.h>
#include <stdint.h>

// MARK: Random blocks

/// One Philox4x32-10 block: four 32-bit words.
typedef struct {
  uint32_t word0, word1, word2, word3;
} lb_block;

/// The block at a 128-bit counter (low word first) under a 64-bit key.
lb_block lb_philox(lb_block counter, uint32_t key0, uint32_t key1);

// MARK: Kernels, one table for each instruction set

/// How many samples the kernels of a layer compute side by side, one a column.
enum { LB_TILE = 64 };

/// Loops whose speed depends on the processor. All tables compute the same functions; their last bits may differ.
typedef struct {
  const char *name;
  /// Fills 2 · blocks standard normals from the counters (first … first + blocks − 1, stream) under the key.
  void (*normals_double)(uint64_t key, uint64_t stream, uint64_t first, size_t blocks, double *result);
  /// Fills 4 · blocks standard normals in single precision.
  void (*normals_float)(uint64_t key, uint64_t stream, uint64_t first, size_t blocks, float *result);
  /// result[i] = f(x[i]); the arrays may be one and the same.
  void (*exp_double)(const double *x, size_t count, double *result);
  void (*log_double)(const double *x, size_t count, double *result);
  void (*tanh_double)(const double *x, size_t count, double *result);
  void (*exp_float)(const float *x, size_t count, float *result);
  void (*log_float)(const float *x, size_t count, float *result);
  void (*tanh_float)(const float *x, size_t count, float *result);
  /// Y = W·X + b, a sample a column: W of shape (outputs, inputs), X (inputs, LB_TILE), Y (outputs, LB_TILE).
  void (*affine_double)(const double *weight, const double *bias, size_t outputs, size_t inputs, const double *x,
                        double *y);
  void (*affine_float)(const float *weight, const float *bias, size_t outputs, size_t inputs, const float *x, float *y);
  /// result[s] = Σᵢ (x[i] − y[i, s])², a sample a column: Y of shape (count, LB_TILE), LB_TILE results.
  void (*squared_distances_double)(const double *x, const double *y, size_t count, double *result);
  void (*squared_distances_float)(const float *x, const float *y, size_t count, float *result);
  /// result[s] = Σₒ (W·X + b)[o, s]² for an upper triangular W: row o is 0 before column o. With at most as many outputs
  /// as inputs, half of the products are saved, and Y = W·X + b never leaves the registers.
  void (*triangular_lengths_double)(const double *weight, const double *bias, size_t outputs, size_t inputs,
                                    const double *x, double *result);
  void (*triangular_lengths_float)(const float *weight, const float *bias, size_t outputs, size_t inputs,
                                   const float *x, float *result);
  /// result[s] = Σᵢ x[i]·f[i, s] − log(1 + exp f[i, s]), a sample a column: logits f of shape (count, LB_TILE). The
  /// absolute error is a rounding of 1 for each term, beside those of the sum.
  void (*bernoulli_log_densities_double)(const double *x, const double *logits, size_t count, double *result);
  void (*bernoulli_log_densities_float)(const float *x, const float *logits, size_t count, float *result);
} lb_kernels;

/// The table for this processor: "avx512", "avx2" or "plain". The environment variable LOWER_BOUND_KERNELS may name a
/// lesser one, which is how the fallbacks are tested.
const lb_kernels *lb_kernels_for_this_processor(void);

/// The table of that name, or null where this processor cannot run it.
const lb_kernels *lb_kernels_named(const char *name);

// MARK: Matrix products and factorisations (row-major; OpenBLAS, one thread for each caller)

/// What OpenBLAS calls the kernels that it runs, such as "SkylakeX".
const char *lb_openblas_core(void);

/// C ← op(A)·op(B), added to C if `adding` is 1, with C of shape (rows, columns) and the sum over `inner`.
void lb_multiply_double(int transpose_a, int transpose_b, int rows, int columns, int inner, const double *a,
                        int stride_a, const double *b, int stride_b, int adding, double *c, int stride_c);
void lb_multiply_float(int transpose_a, int transpose_b, int rows, int columns, int inner, const float *a, int stride_a,
                       const float *b, int stride_b, int adding, float *c, int stride_c);

/// Overwrites a symmetric n×n matrix by its eigenvectors, one a row, eigenvalues ascending. Returns LAPACK's info.
int lb_symmetric_eigen(int n, double *matrix, double *eigenvalues);

/// Overwrites a symmetric positive-definite n×n matrix by its Cholesky factor in the lower triangle (row-major).
/// Returns 0, or the order of the leading minor that is not positive.
int lb_cholesky(int n, double *matrix);
