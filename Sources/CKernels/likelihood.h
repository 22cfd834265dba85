// Log-densities of observations and their gradients. Part of kernels.h.
#include "vector.h"

#ifndef LB_FAMILIES
#define LB_FAMILIES
// The distributions of an observed dimension.
typedef enum { LB_GAUSSIAN, LB_BERNOULLI, LB_POISSON } lb_family;
#endif

// Σⱼ (xⱼ − fⱼ)² of one row, a lane of 16 at a time.
static double NAME(squared_distance)(size_t columns, const REAL *x, const REAL *f) {
  VEC sums[SUM_VECTORS];
  for (int v = 0; v < SUM_VECTORS; v++) sums[v] = SPLAT(0);
  size_t j = 0;
  for (; j + 16 <= columns; j += 16)
    for (size_t v = 0; v < SUM_VECTORS; v++) {
      const VEC difference = LOAD(x + j + v * LANES) - LOAD(f + j + v * LANES);
      sums[v] = FMA(difference, difference, sums[v]);
    }
  for (size_t v = 0; j < columns; j += LANES, v++) {
    const VEC difference = NAME(load_first)(x + j, columns - j) - NAME(load_first)(f + j, columns - j);
    sums[v] = FMA(difference, difference, sums[v]);
  }
  return NAME(sum_of_vectors)(sums);
}

// A Bernoulli variable's term x·f − log(1 + exp f) is (x − [f > 0])·f − log(1 + exp −|f|): large terms do not cancel.
// This adds the first part to `linear` and multiplies `product` by 1 + exp −|f|, for the lanes below `count`.
INLINE void NAME(add_bernoulli)(VEC x, VEC f, size_t count, VEC *linear, VEC *product) {
  const VEC zero = SPLAT(0), one = SPLAT(1);
  *linear = FMA(x - SELECT(f > zero, one, zero), f, *linear);
  const VEC factor = one + NAME(lb_exp)(-ABS(f));
  *product *= count < LANES ? NAME(first_lanes)(factor - one, count) + one : factor;
}

// Σⱼ of one row. Up to 16 factors, each at most 2, are multiplied before one logarithm is taken.
static double NAME(bernoulli_log_density)(size_t columns, const REAL *x, const REAL *f) {
  VEC sums[SUM_VECTORS];
  for (int v = 0; v < SUM_VECTORS; v++) sums[v] = SPLAT(0);
  for (size_t start = 0; start < columns; start += 256) {
    const size_t end = columns - start < 256 ? columns : start + 256;
    for (size_t v = 0; v < SUM_VECTORS && start + v * LANES < end; v++) {
      VEC linear = SPLAT(0), product = SPLAT(1);
      size_t j = start + v * LANES;
      for (; j + LANES <= end; j += 16) NAME(add_bernoulli)(LOAD(x + j), LOAD(f + j), LANES, &linear, &product);
      if (j < end)
        NAME(add_bernoulli)(
            NAME(load_first)(x + j, end - j), NAME(load_first)(f + j, end - j), end - j, &linear, &product);
      sums[v] += linear - NAME(lb_log)(product);
    }
  }
  return NAME(sum_of_vectors)(sums);
}

// A count's term x·f − exp f, whose rate is exp f.
INLINE VEC NAME(poisson_term)(VEC x, VEC f) { return FMA(x, f, -NAME(lb_exp)(f)); }

// Σⱼ of one row, a lane of 16 at a time.
static double NAME(poisson_log_density)(size_t columns, const REAL *x, const REAL *f) {
  VEC sums[SUM_VECTORS];
  for (int v = 0; v < SUM_VECTORS; v++) sums[v] = SPLAT(0);
  size_t j = 0;
  for (; j + 16 <= columns; j += 16)
    for (size_t v = 0; v < SUM_VECTORS; v++)
      sums[v] += NAME(poisson_term)(LOAD(x + j + v * LANES), LOAD(f + j + v * LANES));
  for (size_t v = 0; j < columns; j += LANES, v++) {
    const VEC term = NAME(poisson_term)(NAME(load_first)(x + j, columns - j), NAME(load_first)(f + j, columns - j));
    // A lane that is not there has the rate 1.
    sums[v] += columns - j < LANES ? NAME(first_lanes)(term, columns - j) : term;
  }
  return NAME(sum_of_vectors)(sums);
}

// Rows of at most 16 columns: their terms are computed side by side, then each row is a tree of its own.
INLINE void NAME(narrow_log_densities)(size_t rows, size_t columns, const REAL *x, size_t x_stride, size_t repeat,
                                       const REAL *f, size_t f_stride, const lb_family family, double *result) {
  REAL copy_of_x[IN_BLOCK], copy_of_f[IN_BLOCK], terms[IN_BLOCK];
  for (size_t row = 0, count; row < rows; row += count) {
    count = NAME(rows_in_block)(rows - row, columns);
    const size_t numbers = count * columns;
    const REAL *a = NAME(gather)(count, columns, x, x_stride, row, repeat, copy_of_x);
    const REAL *b = NAME(gather)(count, columns, f, f_stride, row, 1, copy_of_f);
    for (size_t i = 0; i < numbers; i += LANES) {
      const VEC u = NAME(load_first)(a + i, numbers - i), v = NAME(load_first)(b + i, numbers - i);
      VEC linear = SPLAT(0), product = SPLAT(1);
      VEC term = (u - v) * (u - v);
      if (family == LB_BERNOULLI) {
        NAME(add_bernoulli)(u, v, LANES, &linear, &product);
        term = linear - NAME(lb_log)(product);
      }
      if (family == LB_POISSON) term = NAME(poisson_term)(u, v);
      NAME(store_first)(terms + i, term, numbers - i);
    }
    for (size_t r = 0; r < count; r++) result[row + r] = NAME(sum_of_lanes)(terms + r * columns, columns);
  }
}

// The terms of each row, summed: narrow rows many side by side, wide ones by a function of one row.
INLINE void NAME(log_densities)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                const void *f, size_t f_stride, const lb_family family,
                                double (*const of_row)(size_t, const REAL *, const REAL *), double *result) {
  if (columns > 0 && columns <= NARROW) {
    NAME(narrow_log_densities)(rows, columns, x, x_stride, repeat, f, f_stride, family, result);
    return;
  }
  for (size_t r = 0; r < rows; r++)
    result[r] = of_row(columns, (const REAL *)x + r / repeat * x_stride, (const REAL *)f + r * f_stride);
}

// result[r] = Σⱼ (x[r / repeat, j] − f[r, j])².
static void NAME(squared_distances)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                    const void *f, size_t f_stride, double *result) {
  NAME(log_densities)(
      rows, columns, x, x_stride, repeat, f, f_stride, LB_GAUSSIAN, NAME(squared_distance), result);
}

// result[r] = Σⱼ x[r / repeat, j] · f[r, j] − log(1 + exp f[r, j]).
static void NAME(bernoulli_log_densities)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                          const void *f, size_t f_stride, double *result) {
  NAME(log_densities)(
      rows, columns, x, x_stride, repeat, f, f_stride, LB_BERNOULLI, NAME(bernoulli_log_density), result);
}

// result[r] = Σⱼ x[r / repeat, j] · f[r, j] − exp f[r, j].
static void NAME(poisson_log_densities)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                        const void *f, size_t f_stride, double *result) {
  NAME(log_densities)(
      rows, columns, x, x_stride, repeat, f, f_stride, LB_POISSON, NAME(poisson_log_density), result);
}

// scale · (x − mean), where the mean is f, 1/(1 + exp −f) or exp f, for the first `count` lanes.
INLINE void NAME(scaled_difference)(const REAL *x, const REAL *f, VEC scale, const lb_family family, REAL *result,
                                    size_t count) {
  const VEC output = NAME(load_first)(f, count);
  const VEC mean = family == LB_BERNOULLI ? NAME(lb_sigmoid)(output)
                   : family == LB_POISSON ? NAME(lb_exp)(output)
                                          : output;
  NAME(store_first)(result, scale * (NAME(load_first)(x, count) - mean), count);
}

// The gradient of narrow rows, many side by side.
INLINE void NAME(narrow_gradient)(size_t rows, size_t columns, const REAL *x, size_t x_stride, size_t repeat,
                                  const REAL *f, size_t f_stride, const double *weights, double factor,
                                  const lb_family family, REAL *result, size_t result_stride) {
  REAL copy_of_x[IN_BLOCK], copy_of_f[IN_BLOCK], scales[IN_BLOCK], gradient[IN_BLOCK];
  for (size_t row = 0, count; row < rows; row += count) {
    count = NAME(rows_in_block)(rows - row, columns);
    const size_t numbers = count * columns;
    const REAL *a = NAME(gather)(count, columns, x, x_stride, row, repeat, copy_of_x);
    const REAL *b = NAME(gather)(count, columns, f, f_stride, row, 1, copy_of_f);
    for (size_t r = 0; r < count; r++)
      for (size_t j = 0; j < columns; j++)
        scales[r * columns + j] = (REAL)(weights ? factor * weights[row + r] : factor);
    for (size_t i = 0; i < numbers; i += LANES)
      NAME(scaled_difference)(
          a + i, b + i, NAME(load_first)(scales + i, numbers - i), family, gradient + i, numbers - i);
    NAME(scatter)(count, columns, gradient, result + row * result_stride, result_stride);
  }
}

// result[r, j] = factor · weights[r] · (x[r / repeat, j] − mean).
INLINE void NAME(likelihood_gradient)(size_t rows, size_t columns, const REAL *x, size_t x_stride, size_t repeat,
                                      const REAL *f, size_t f_stride, const double *weights, double factor,
                                      const lb_family family, REAL *result, size_t result_stride) {
  // Without weights, compact rows are one long row.
  if (!weights && repeat == 1 && x_stride == columns && f_stride == columns && result_stride == columns)
    columns *= rows, rows = rows > 0;
  if (columns > 0 && columns <= NARROW && rows > 1) {
    NAME(narrow_gradient)(
        rows, columns, x, x_stride, repeat, f, f_stride, weights, factor, family, result, result_stride);
    return;
  }
  for (size_t r = 0; r < rows; r++) {
    const VEC scale = SPLAT(weights ? factor * weights[r] : factor);
    for (size_t j = 0; j < columns; j += LANES)
      NAME(scaled_difference)(
          x + r / repeat * x_stride + j, f + r * f_stride + j, scale, family, result + r * result_stride + j,
          columns - j);
  }
}

static void NAME(gaussian_gradient)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                    const void *f, size_t f_stride, const double *weights, double factor, void *result,
                                    size_t result_stride) {
  NAME(likelihood_gradient)(
      rows, columns, x, x_stride, repeat, f, f_stride, weights, factor, LB_GAUSSIAN, result, result_stride);
}

static void NAME(bernoulli_gradient)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                     const void *f, size_t f_stride, const double *weights, double factor,
                                     void *result, size_t result_stride) {
  NAME(likelihood_gradient)(
      rows, columns, x, x_stride, repeat, f, f_stride, weights, factor, LB_BERNOULLI, result, result_stride);
}

static void NAME(poisson_gradient)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                   const void *f, size_t f_stride, const double *weights, double factor, void *result,
                                   size_t result_stride) {
  NAME(likelihood_gradient)(
      rows, columns, x, x_stride, repeat, f, f_stride, weights, factor, LB_POISSON, result, result_stride);
}
