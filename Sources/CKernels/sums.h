// Sums over rows in 16 lanes and a fixed tree. Part of kernels.h.
#include "vector.h"

// How many vectors hold 16 lanes.
#undef SUM_VECTORS
#define SUM_VECTORS (16 / LANES)

// Adds 16 lanes, of which the first `count` are there, in double precision: l + (l + 8), then + 4, + 2, + 1.
INLINE double NAME(sum_of_lanes)(const REAL *lanes, size_t count) {
  // The tree of few lanes, whose others are 0.
  if (count == 1) return (double)lanes[0];
  if (count == 2) return (double)lanes[0] + (double)lanes[1];
  if (count == 4) return ((double)lanes[0] + (double)lanes[2]) + ((double)lanes[1] + (double)lanes[3]);
  double sums[16];
  for (size_t lane = 0; lane < count; lane++) sums[lane] = lanes[lane];
  for (size_t width = 8; width > 0; width /= 2)
    for (size_t lane = 0; lane + width < count && lane < width; lane++) sums[lane] += sums[lane + width];
  return sums[0];
}

// The same of whole vectors.
static double NAME(sum_of_vectors)(const VEC vectors[SUM_VECTORS]) {
  REAL lanes[16];
  memcpy(lanes, vectors, sizeof lanes);
  return NAME(sum_of_lanes)(lanes, 16);
}

// Rows of at most 16 columns are taken many at a time: a row of its own would leave most of a vector empty.
#ifndef NARROW
#define NARROW 16
// How many numbers are taken side by side.
#define IN_BLOCK 512
#endif

// How many rows to take side by side.
INLINE size_t NAME(rows_in_block)(size_t rows, size_t columns) {
  const size_t block = columns < IN_BLOCK ? IN_BLOCK / columns : 1;
  return rows < block ? rows : block;
}

// Copies a row, the narrowest without a call.
INLINE void NAME(copy_row)(size_t columns, const REAL *from, REAL *to) {
  if (columns == 1) {
    to[0] = from[0];
  } else if (columns == 2) {
    memcpy(to, from, 2 * sizeof(REAL));
  } else if (columns == 4) {
    memcpy(to, from, 4 * sizeof(REAL));
  } else {
    for (size_t j = 0; j < columns; j++) to[j] = from[j];
  }
}

// Rows of a matrix side by side: where they lie, if they are compact, or a copy. Row r is row (first + r) / repeat of x.
static const REAL *NAME(gather)(size_t rows, size_t columns, const REAL *x, size_t stride, size_t first, size_t repeat,
                                REAL *copy) {
  if (rows == 1 || (repeat == 1 && stride == columns)) return x + first / repeat * stride;
  size_t own = first / repeat, draw = first % repeat;
  for (size_t r = 0; r < rows; r++) {
    NAME(copy_row)(columns, x + own * stride, copy + r * columns);
    if (++draw == repeat) draw = 0, own++;
  }
  return copy;
}

// Writes rows that lie side by side to a matrix.
static void NAME(scatter)(size_t rows, size_t columns, const REAL *compact, REAL *x, size_t stride) {
  for (size_t r = 0; r < rows; r++) NAME(copy_row)(columns, compact + r * columns, x + r * stride);
}
