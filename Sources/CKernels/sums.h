// Sums over rows in 16 lanes and a fixed tree. Part of kernels.h.
#include "vector.h"

// How many vectors hold 16 lanes.
#undef SUM_VECTORS
#define SUM_VECTORS (16 / LANES)

// Adds 16 lanes, of which the first `count` are there, in double precision: l + (l + 8), then + 4, + 2, + 1.
INLINE double NAME(sum_of_lanes)(const REAL *lanes, size_t count) {
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

// Rows of a matrix side by side: where they lie, if they are compact, or a copy. Row r is row (first + r) / repeat of x.
static const REAL *NAME(gather)(size_t rows, size_t columns, const REAL *x, size_t stride, size_t first, size_t repeat,
                                REAL *copy) {
  if (rows == 1 || (repeat == 1 && stride == columns)) return x + first / repeat * stride;
  for (size_t r = 0; r < rows; r++) {
    const REAL *row = x + (first + r) / repeat * stride;
    for (size_t j = 0; j < columns; j++) copy[r * columns + j] = row[j];
  }
  return copy;
}
