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

// Where a tile lies in the matrices that begin and end its chains.
typedef struct {
  size_t rows, vectors, width;
  // Whether whole vectors may be read from y, read from the result, and written to it.
  bool reads_y, reads_result, writes;
} NAME(lb_tile);

// What becomes of the sums of a tile. Loops over constants: one for each activation.
INLINE void NAME(end_with)(const lb_activation activation, const bool derivative, const NAME(lb_tile) * tile, VEC *sums,
                           const NAME(lb_ends) * ends, REAL *result, size_t stride) {
  for (size_t r = 0; r < tile->rows; r++)
    for (size_t v = 0; v < tile->vectors; v++) {
      const size_t lane = v * LANES, left = tile->width - lane;
      VEC sum = *sums++;
      if (derivative) {
        const REAL *y = ends->y + r * ends->y_stride + lane;
        sum = NAME(times_derivative)(activation, sum, tile->reads_y ? LOAD(y) : NAME(load_first)(y, left));
      } else {
        sum = NAME(activated)(activation, sum);
      }
      if (tile->writes)
        STORE(result + r * stride + lane, sum);
      else
        NAME(store_first)(result + r * stride + lane, sum, left);
    }
}

static void NAME(end_tile)(const NAME(lb_tile) * tile, VEC *sums, const NAME(lb_ends) * ends, REAL *result,
                           size_t stride) {
#define END(function, derivative)                                                                \
  if (ends->activation == function && !ends->y == !derivative)                                   \
    return NAME(end_with)(function, derivative, tile, sums, ends, result, stride)
  END(LB_IDENTITY, false);
  END(LB_TANH, false);
  END(LB_TANH, true);
  END(LB_RELU, false);
  END(LB_RELU, true);
  END(LB_SOFTPLUS, false);
  END(LB_SOFTPLUS, true);
  END(LB_SIGMOID, false);
  END(LB_SIGMOID, true);
#undef END
}

// The part of a product that one strip of columns and some rows make.
static void NAME(multiply_tile)(const NAME(lb_tile) * tile, NAME(lb_factors) factors, const NAME(lb_ends) * ends,
                                REAL *result, size_t stride) {
  VEC sums[LB_ROWS * 2];
  const REAL *start = ends->bias;
  if (ends->adding) {
    for (size_t r = 0; r < tile->rows; r++)
      for (size_t v = 0; v < tile->vectors; v++) {
        const REAL *old = result + r * stride + v * LANES;
        sums[r * tile->vectors + v] =
            tile->reads_result ? LOAD(old) : NAME(load_first)(old, tile->width - v * LANES);
      }
    start = (const REAL *)sums;
  }
  NAME(row_products)(tile->rows, tile->vectors, factors, start, ends->adding ? tile->vectors * LANES : 0, sums);
  NAME(end_tile)(tile, sums, ends, result, stride);
}

// A whole product with panels: (rows, inner) × (columns, inner) -> (rows, columns).
static void NAME(multiply)(size_t rows, size_t inner, size_t columns, const REAL *a, size_t a_stride,
                           const REAL *panels, NAME(lb_ends) ends, REAL *result, size_t stride) {
  // Rows of one vector may be written beyond their end, in order: the next row repairs that.
  const bool repairs = columns <= LANES && stride == columns && !ends.adding;
  for (size_t block = 0; block < rows; block += ROWS_IN_BLOCK) {
    const size_t block_rows = rows - block < ROWS_IN_BLOCK ? rows - block : ROWS_IN_BLOCK, tiles = TILES(block_rows);
    for (size_t column = 0; column < columns; column += STRIP) {
      const size_t width = columns - column < STRIP ? columns - column : STRIP, vectors = width > LANES ? 2 : 1;
      NAME(lb_ends) here = ends;
      if (ends.bias) here.bias += column;
      size_t row = block;
      for (size_t t = 0; t < tiles; t++) {
        // The first tiles have a row more, if the rows cannot be shared equally.
        const size_t count = block_rows / tiles + (t < block_rows % tiles);
        // Whole vectors may be read as long as they end within the matrix.
        const size_t end = row + count - 1, reach = column + vectors * LANES;
        const bool whole = width == vectors * LANES;
        const bool inside = end * stride + reach <= (rows - 1) * stride + columns;
        const bool inside_y = end * ends.y_stride + reach <= (rows - 1) * ends.y_stride + columns;
        const NAME(lb_tile) tile = {count, vectors, width, inside_y, inside, whole || (repairs && inside)};
        const NAME(lb_factors) factors = {
            .inner = inner, .rows = a + row * a_stride, .row_stride = a_stride,
            .columns = panels + column / PANEL * PANEL * inner + column % PANEL};
        if (ends.y) here.y = ends.y + row * ends.y_stride + column;
        NAME(multiply_tile)(&tile, factors, &here, result + row * stride + column, stride);
        row += count;
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
