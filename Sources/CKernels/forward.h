// Products with weights in panels: a layer's value, and the gradient of its inputs. Part of kernels.h.
#include "vector.h"

// Rows that are multiplied by every panel before the next ones are: their inputs stay in the second-level cache.
#ifndef ROWS_IN_BLOCK
#define ROWS_IN_BLOCK (16 * LB_ROWS)
#endif

// One tile: the chain of each element, from `start` on; null is 0. A row of the tile has `vectors` vectors.
static void NAME(row_products)(size_t rows, size_t vectors, NAME(lb_factors) factors, const REAL *start,
                               size_t start_stride, VEC *tile) {
  factors.inner_stride = 1, factors.columns_stride = PANEL;
#define SUM(ROWS, VECTORS)                                                      \
  {                                                                             \
    NAME(lb_sums) sums;                                                         \
    NAME(load_sums)(ROWS, VECTORS, start, start_stride, sums);                  \
    NAME(add_products)(ROWS, VECTORS, 0, factors, 0, factors.inner, sums);      \
    NAME(store_sums)(ROWS, VECTORS, sums, (REAL *)tile, VECTORS * LANES);       \
  }
#define ACTION(rows) SUM(rows, 2)
  if (vectors == 2) WITH_CONSTANT_ROWS(rows, ACTION)
#undef ACTION
#define ACTION(rows) SUM(rows, 1)
  if (vectors == 1) WITH_CONSTANT_ROWS(rows, ACTION)
#undef ACTION
#undef SUM
}

// Replaces each lane by its activation.
static void NAME(activate)(lb_activation activation, size_t count, VEC *tile) {
  switch (activation) {
    case LB_IDENTITY: break;
    case LB_TANH:
      for (size_t i = 0; i < count; i++) tile[i] = NAME(lb_tanh)(tile[i]);
      break;
    case LB_RELU:
      // NaN fails the comparison and stays.
      for (size_t i = 0; i < count; i++) tile[i] = SELECT(tile[i] < SPLAT(0), SPLAT(0), tile[i]);
      break;
    case LB_SOFTPLUS:
      for (size_t i = 0; i < count; i++) tile[i] = NAME(lb_softplus)(tile[i]);
      break;
    case LB_SIGMOID:
      for (size_t i = 0; i < count; i++) tile[i] = NAME(lb_sigmoid)(tile[i]);
      break;
  }
}

// g · ∂y/∂x, from the value y.
INLINE VEC NAME(times_derivative)(lb_activation activation, VEC g, VEC y) {
  const VEC one = SPLAT(1);
  switch (activation) {
    case LB_IDENTITY: break;
    case LB_TANH: return g * FMA(-y, y, one);
    case LB_RELU: return SELECT(y == SPLAT(0), SPLAT(0), g);
    case LB_SOFTPLUS: {
      // 1 − e⁻ʸ = 2t / (1 + t) with t = tanh ½y: nothing cancels when y is small.
      const VEC t = NAME(lb_tanh)(y * SPLAT(0.5));
      return g * ((t + t) / (one + t));
    }
    case LB_SIGMOID: return g * (y * (one - y));
  }
  return g;
}

// Where a product's chains start, and what becomes of their ends.
typedef struct {
  // The chains start at the bias, at the old result, or at 0.
  const REAL *bias;
  bool adding;
  // The sums s become activation(s) or, if there is a y, s · activation'(y).
  lb_activation activation;
  const REAL *y;
  size_t y_stride;
} NAME(lb_ends);

// The part of a product that one strip of columns and some rows make.
static void NAME(multiply_tile)(size_t rows, size_t width, NAME(lb_factors) factors, const NAME(lb_ends) * ends,
                                REAL *result, size_t stride) {
  const size_t vectors = width > LANES ? 2 : 1;
  VEC tile[LB_ROWS * 2];
  const REAL *start = ends->bias;
  if (ends->adding) {
    for (size_t r = 0; r < rows; r++)
      for (size_t v = 0; v < vectors; v++)
        tile[r * vectors + v] = NAME(load_first)(result + r * stride + v * LANES, width - v * LANES);
    start = (const REAL *)tile;
  }
  NAME(row_products)(rows, vectors, factors, start, ends->adding ? vectors * LANES : 0, tile);
  if (ends->y) {
    for (size_t r = 0; r < rows; r++)
      for (size_t v = 0; v < vectors; v++)
        tile[r * vectors + v] = NAME(times_derivative)(
            ends->activation, tile[r * vectors + v],
            NAME(load_first)(ends->y + r * ends->y_stride + v * LANES, width - v * LANES));
  } else {
    NAME(activate)(ends->activation, rows * vectors, tile);
  }
  for (size_t r = 0; r < rows; r++)
    for (size_t v = 0; v < vectors; v++)
      NAME(store_first)(result + r * stride + v * LANES, tile[r * vectors + v], width - v * LANES);
}

// A whole product with panels: (rows, inner) × (columns, inner) -> (rows, columns).
static void NAME(multiply)(size_t rows, size_t inner, size_t columns, const REAL *a, size_t a_stride,
                           const REAL *panels, NAME(lb_ends) ends, REAL *result, size_t stride) {
  for (size_t block = 0; block < rows; block += ROWS_IN_BLOCK) {
    const size_t count = rows - block < ROWS_IN_BLOCK ? rows - block : ROWS_IN_BLOCK, tiles = TILES(count);
    for (size_t column = 0; column < columns; column += STRIP) {
      const size_t width = columns - column < STRIP ? columns - column : STRIP;
      for (size_t tile = 0; tile < tiles; tile++) {
        const size_t first = block + count * tile / tiles, last = block + count * (tile + 1) / tiles;
        const NAME(lb_factors) factors = {
            .inner = inner, .rows = a + first * a_stride, .row_stride = a_stride, .inner_stride = 1,
            .columns = panels + column / PANEL * PANEL * inner + column % PANEL, .columns_stride = PANEL};
        NAME(lb_ends) here = ends;
        if (ends.bias) here.bias += column;
        if (ends.y) here.y += first * ends.y_stride + column;
        NAME(multiply_tile)(last - first, width, factors, &here, result + first * stride + column, stride);
      }
    }
  }
}

// y = activation(b + x Wᵀ): (rows, inputs) × (outputs, inputs) -> (rows, outputs).
static void NAME(forward)(size_t rows, size_t inputs, size_t outputs, const void *x, size_t x_stride,
                          const void *weight, const void *bias, lb_activation activation, void *y, size_t y_stride) {
  const NAME(lb_ends) ends = {.bias = bias, .activation = activation};
  NAME(multiply)(rows, inputs, outputs, x, x_stride, weight, ends, y, y_stride);
}

// dx = activation'(y) ⊙ (g W): (rows, outputs) × (outputs, inputs) -> (rows, inputs), W's transpose in panels.
static void NAME(input_gradient)(size_t rows, size_t inputs, size_t outputs, const void *g, size_t g_stride,
                                 const void *transposed, lb_activation activation, const void *y, size_t y_stride,
                                 bool adding, void *dx, size_t dx_stride) {
  NAME(lb_ends) ends = {.adding = adding, .activation = activation};
  if (activation != LB_IDENTITY) ends.y = y, ends.y_stride = y_stride;
  NAME(multiply)(rows, outputs, inputs, g, g_stride, transposed, ends, dx, dx_stride);
}
