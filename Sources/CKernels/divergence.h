// The divergence of approximate posteriors from N(0, I), in double precision for both precisions. Part of kernels.h, which
// includes it for doubles first.
#include "vector.h"

#if LB_PRECISION == 64
// n! for n = 2 … 16.
static const double factorials[] = {2,       6,        24,        120,        720,         5040,         40320,        362880,
                                    3628800, 39916800, 479001600, 6227020800, 87178291200, 1307674368000, 20922789888000};

// ½ (eˡ − 1 − l). Near 0, where that cancels, it is l² Σₙ lⁿ⁻² / (2 n!) up to n = 16; eˡ is a square, lest it overflow early.
INLINE VEC half_excess(VEC l) {
  const VEC half = SPLAT(0.5), root = NAME(lb_exp)(half * l);
  const VEC far = FMA(half * root, root, -half * (SPLAT(1) + l));
  VEC near = SPLAT(0);
  for (int n = 14; n >= 0; n--) near = FMA(near, l, SPLAT(0.5 / factorials[n]));
  return SELECT(ABS(l) < half, near * l * l, far);
}

// ½ (μ² + σ² − log σ² − 1) of each element.
static void divergence_terms(size_t count, const double *mean, const double *log_variance, double *terms) {
  for (size_t i = 0; i < count; i += LANES) {
    const VEC m = NAME(load_first)(mean + i, count - i), l = NAME(load_first)(log_variance + i, count - i);
    NAME(store_first)(terms + i, FMA(SPLAT(0.5) * m, m, half_excess(l)), count - i);
  }
}

// Adds terms to 16 lanes in turn.
static void add_to_lanes(size_t count, const double *terms, double lanes[16]) {
  size_t j = 0;
  for (; j + 16 <= count; j += 16)
    for (size_t lane = 0; lane < 16; lane++) lanes[lane] += terms[j + lane];
  for (size_t lane = 0; j < count; j++, lane++) lanes[lane] += terms[j];
}
#endif

// Elements of a matrix side by side, in double precision.
static void NAME(widen)(size_t rows, size_t columns, const REAL *x, size_t stride, double *copy) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < columns; j++) copy[r * columns + j] = x[r * stride + j];
}

// result[i] = Σⱼ ½ (μ² + σ² − log σ² − 1): (rows, columns) -> (rows).
static void NAME(divergences)(size_t rows, size_t columns, const void *mean, const void *log_variance, size_t stride,
                              double *result) {
  double m[IN_BLOCK], l[IN_BLOCK], terms[IN_BLOCK];
  // Wide rows are cut into pieces that fit the block.
  const size_t width = columns < IN_BLOCK ? columns : IN_BLOCK;
  for (size_t row = 0, count; row < rows; row += count) {
    count = columns == 0 ? 1 : NAME(rows_in_block)(rows - row, columns);
    double lanes[16] = {0};
    for (size_t j = 0; j < columns; j += width) {
      const size_t piece = columns - j < width ? columns - j : width, start = row * stride + j;
      NAME(widen)(count, piece, (const REAL *)mean + start, stride, m);
      NAME(widen)(count, piece, (const REAL *)log_variance + start, stride, l);
      divergence_terms(count * piece, m, l, terms);
      if (count == 1) add_to_lanes(piece, terms, lanes);
    }
    for (size_t r = 0; r < count; r++) {
      // A narrow row has one term a lane.
      const double *sums = count > 1 && columns <= 16 ? terms + r * columns : lanes;
      if (count > 1 && columns > 16) memset(lanes, 0, sizeof lanes), add_to_lanes(columns, terms + r * columns, lanes);
      result[row + r] = sum_of_lanes_double(sums, columns == 0 ? 1 : columns < 16 ? columns : 16);
    }
  }
}
