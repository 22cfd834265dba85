// Tiles of a matrix product that stay in registers. Part of kernels.h.
//
//     sums[r, v] = start[r, v] + Σₖ a[r, k] b[k, v]:   (rows, inner) × (inner, vectors) -> (rows, vectors)
//
// Rows are single numbers, each broadcast to a vector; the columns are one or two vectors. With 12 rows and two vectors, 24
// sums keep two multiply-add units busy in spite of their latency, and 32 registers hold everything (6 rows fill 16).
#include "vector.h"

// P, and the width of a strip of two vectors: a panel has one, two or four.
#undef PANEL
#undef STRIP
#define PANEL (128 * 8 / LB_PRECISION)
#define STRIP (2 * LANES)

// The factors: a[r, k] at rows + r · row_stride + k · inner_stride, and b[k] at columns + k · columns_stride.
typedef struct {
  size_t inner;
  const REAL *rows;
  size_t row_stride, inner_stride;
  const REAL *columns;
  size_t columns_stride;
} NAME(lb_factors);

typedef VEC NAME(lb_sums)[LB_ROWS][2];

// Adds the products of k = start … end − 1 to sums that live in registers: all counts are constants, and so is one of the
// strides. With `ones` = 1, row 0 is 1 everywhere and the rows of a follow it.
INLINE void NAME(add_products)(const size_t rows, const size_t vectors, const size_t ones,
                               const NAME(lb_factors) factors, size_t start, size_t end, NAME(lb_sums) sums) {
#pragma clang loop unroll(disable)
  for (size_t k = start; k < end; k++) {
    VEC column[2];
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) column[v] = LOAD(factors.columns + k * factors.columns_stride + v * LANES);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      const VEC factor = SPLAT(
          r < ones ? 1 : factors.rows[(r - ones) * factors.row_stride + k * factors.inner_stride]);
#pragma clang loop unroll(full)
      for (size_t v = 0; v < vectors; v++) sums[r][v] = FMA(factor, column[v], sums[r][v]);
    }
  }
}

// Takes sums from memory, row by row; null is 0.
INLINE void NAME(load_sums)(const size_t rows, const size_t vectors, const REAL *start, size_t stride,
                            NAME(lb_sums) sums) {
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) sums[r][v] = start ? LOAD(start + r * stride + v * LANES) : SPLAT(0);
}

// Writes sums to memory, row by row.
INLINE void NAME(store_sums)(const size_t rows, const size_t vectors, NAME(lb_sums) sums, REAL *result,
                             size_t stride) {
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) STORE(result + r * stride + v * LANES, sums[r][v]);
}

// Calls ACTION(rows) with the constant that `rows` is.
#ifndef WITH_CONSTANT_ROWS
#if LB_ROWS == 12
#define WITH_CONSTANT_ROWS(rows, ACTION)                                                                      \
  switch (rows) {                                                                                             \
    case 12: ACTION(12); break;                                                                               \
    case 11: ACTION(11); break;                                                                               \
    case 10: ACTION(10); break;                                                                               \
    case 9: ACTION(9); break;                                                                                 \
    case 8: ACTION(8); break;                                                                                 \
    case 7: ACTION(7); break;                                                                                 \
    case 6: ACTION(6); break;                                                                                 \
    case 5: ACTION(5); break;                                                                                 \
    case 4: ACTION(4); break;                                                                                 \
    case 3: ACTION(3); break;                                                                                 \
    case 2: ACTION(2); break;                                                                                 \
    default: ACTION(1); break;                                                                                \
  }
#else
#define WITH_CONSTANT_ROWS(rows, ACTION)                                                                      \
  switch (rows) {                                                                                             \
    case 6: ACTION(6); break;                                                                                 \
    case 5: ACTION(5); break;                                                                                 \
    case 4: ACTION(4); break;                                                                                 \
    case 3: ACTION(3); break;                                                                                 \
    case 2: ACTION(2); break;                                                                                 \
    default: ACTION(1); break;                                                                                \
  }
#endif
// How many tiles `rows` make. Tile t starts at ⌊rows · t / tiles⌋: none is much smaller than the others.
#define TILES(rows) (((rows) + LB_ROWS - 1) / LB_ROWS)
#endif

// The first `count` numbers at an address, and 0 after them.
INLINE VEC NAME(load_first)(const REAL *address, size_t count) {
  if (count >= LANES) return LOAD(address);
  REAL lanes[LANES] = {0};
  size_t start = 0;
#pragma clang loop unroll(full)
  for (size_t piece = LANES / 2; piece > 0; piece /= 2)
    if (count & piece) memcpy(lanes + start, address + start, piece * sizeof(REAL)), start += piece;
  return LOAD(lanes);
}

// Writes the first `count` lanes, at most LANES.
INLINE void NAME(store_first)(REAL *address, VEC value, size_t count) {
  if (count >= LANES) {
    STORE(address, value);
    return;
  }
  REAL lanes[LANES];
  STORE(lanes, value);
  size_t start = 0;
#pragma clang loop unroll(full)
  for (size_t piece = LANES / 2; piece > 0; piece /= 2)
    if (count & piece) memcpy(address + start, lanes + start, piece * sizeof(REAL)), start += piece;
}

// The lanes below `count`; 0 in the others.
INLINE VEC NAME(first_lanes)(VEC x, size_t count) {
  IVEC numbers;
  for (int lane = 0; lane < LANES; lane++) numbers[lane] = lane;
  return SELECT(numbers < ISPLAT(count), x, SPLAT(0));
}
