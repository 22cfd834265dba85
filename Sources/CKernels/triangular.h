// Lengths of an upper triangular layer's outputs. Part of kernels.h.
#include "vector.h"

// result[r] = Σₒ (b + x Wᵀ)[r, o]²: (rows, inputs) × (outputs, inputs) -> (rows). The outputs never leave the tile.
static void NAME(triangular_lengths)(size_t rows, size_t inputs, size_t outputs, const void *x_, size_t x_stride,
                                     const void *weight_, const void *bias_, double *result) {
  const REAL *x = x_, *weight = weight_, *bias = bias_;
  const size_t tiles = TILES(rows);
  for (size_t t = 0; t < tiles; t++) {
    const size_t first = rows * t / tiles, count = rows * (t + 1) / tiles - first;
    VEC squares[LB_ROWS][SUM_VECTORS];
    for (size_t r = 0; r < count; r++)
      for (size_t v = 0; v < SUM_VECTORS; v++) squares[r][v] = SPLAT(0);
    for (size_t o = 0; o < outputs; o += STRIP) {
      const size_t start = o / PANEL * PANEL, vectors = outputs - o > LANES ? 2 : 1;
      const NAME(lb_factors) factors = {
          .inner = inputs - start, .rows = x + first * x_stride + start, .row_stride = x_stride,
          .columns = weight + start * inputs + start * PANEL + o % PANEL};
      VEC tile[LB_ROWS * 2];
      NAME(row_products)(count, vectors, factors, bias + o, 0, tile);
      for (size_t r = 0; r < count; r++)
        for (size_t v = 0; v < vectors; v++) {
          VEC *sum = &squares[r][(o + v * LANES) % 16 / LANES];
          *sum = FMA(tile[r * vectors + v], tile[r * vectors + v], *sum);
        }
    }
    for (size_t r = 0; r < count; r++) result[first + r] = NAME(sum_of_vectors)(squares[r]);
  }
}
