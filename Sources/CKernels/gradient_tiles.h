// Tiles of the gradient of a layer's parameters, dW = gᵀ x and db = Σ g. Part of kernels.h.
//
// A tile holds some inputs of one strip of outputs and runs over all rows. The bias is a further input that is always 1,
// so its sum runs beside the first inputs' in the same loop.
#include "vector.h"

// The factors of one strip of g over all rows. Where whole vectors would leave the matrix, which only the last rows do, a
// padded copy is read; elsewhere the lanes beyond the strip's width are numbers of a neighbour, whose sums are dropped.
typedef struct {
  size_t vectors, width;
  NAME(lb_factors) rows, last_rows;
  REAL copy[LANES * STRIP];
} NAME(lb_strip);

static void NAME(take_strip)(NAME(lb_strip) * strip, size_t rows, const REAL *g, size_t g_stride, size_t width,
                             const REAL *x, size_t x_stride) {
  const size_t vectors = width > LANES ? 2 : 1, reach = vectors * LANES;
  size_t whole = rows;
  if (rows > 0 && width < reach) {
    const size_t span = (rows - 1) * g_stride + width;
    whole = span < reach ? 0 : (span - reach) / g_stride + 1;
  }
  strip->vectors = vectors;
  strip->width = width;
  strip->rows = (NAME(lb_factors)){whole, x, 1, x_stride, g, g_stride};
  strip->last_rows = (NAME(lb_factors)){rows - whole, x + whole * x_stride, 1, x_stride, strip->copy, STRIP};
  memset(strip->copy, 0, (rows - whole) * sizeof(REAL) * STRIP);
  for (size_t row = whole; row < rows; row++)
    memcpy(strip->copy + (row - whole) * STRIP, g + row * g_stride, width * sizeof(REAL));
}

// The sums of a tile that wait for the optimizer. Its divisions and square roots take about as long as a tile's products,
// so they are done one by one while the products of the next tile are formed.
typedef struct {
  const NAME(lb_step) * step;
  // How many vectors wait, how many had the first half of their step, and how many both.
  size_t count, begun, ended;
  size_t vectors;
  REAL *weight, *first, *second;
  VEC sums[LB_ROWS * 2];
} NAME(lb_waiting);

// Ends the step that was begun last, and begins the next.
INLINE void NAME(advance)(NAME(lb_waiting) * waiting) {
  const NAME(lb_step) *step = waiting->step;
  if (waiting->ended < waiting->begun) {
    const size_t i = waiting->ended++;
    const size_t place = waiting->vectors == 2 ? i / 2 * PANEL + i % 2 * LANES : i * PANEL;
    NAME(move_parameters)(step, waiting->sums[i], waiting->weight + place, waiting->first + place);
  }
  if (waiting->begun < waiting->count) {
    const size_t i = waiting->begun++;
    const size_t place = waiting->vectors == 2 ? i / 2 * PANEL + i % 2 * LANES : i * PANEL;
    waiting->sums[i] = NAME(move_moments)(step, waiting->sums[i], waiting->first + place, waiting->second + place);
  }
}

// One tile of `inputs` inputs over all rows, from `start` on; null is 0. Meanwhile the waiting sums have their steps.
static void NAME(input_products)(size_t inputs, const NAME(lb_strip) * strip, size_t input, const REAL *start,
                                 NAME(lb_waiting) * waiting, REAL *result, size_t stride) {
  NAME(lb_factors) rows = strip->rows, last = strip->last_rows;
  rows.rows += input, last.rows += input;
  rows.row_stride = last.row_stride = 1;
  last.columns_stride = STRIP;
  const size_t piece = rows.inner > 2 * waiting->count ? rows.inner / (waiting->count + 1) : 1;
#define SUM(ROWS, VECTORS)                                                                         \
  {                                                                                                 \
    NAME(lb_sums) sums;                                                                             \
    NAME(load_sums)(ROWS, VECTORS, start, stride, sums);                                           \
    size_t row = 0;                                                                                 \
    for (; waiting->ended < waiting->count && row + piece <= rows.inner; row += piece) {            \
      NAME(add_products)(ROWS, VECTORS, 0, rows, row, row + piece, sums);                           \
      NAME(advance)(waiting);                                                                       \
    }                                                                                               \
    NAME(add_products)(ROWS, VECTORS, 0, rows, row, rows.inner, sums);                            \
    NAME(add_products)(ROWS, VECTORS, 0, last, 0, last.inner, sums);                              \
    NAME(store_sums)(ROWS, VECTORS, sums, result, stride);                                         \
  }
#define ACTION(rows) SUM(rows, 2)
  if (strip->vectors == 2) WITH_CONSTANT_ROWS(inputs, ACTION)
#undef ACTION
#define ACTION(rows) SUM(rows, 1)
  if (strip->vectors == 1) WITH_CONSTANT_ROWS(inputs, ACTION)
#undef ACTION
#undef SUM
  while (waiting->ended < waiting->count) NAME(advance)(waiting);
}

// The first tile, in which the bias leads: row 0 of the result is the bias's.
static void NAME(bias_and_input_products)(size_t count, const NAME(lb_strip) * strip, REAL *result, size_t stride) {
  NAME(lb_factors) rows = strip->rows, last = strip->last_rows;
  rows.row_stride = last.row_stride = 1;
  last.columns_stride = STRIP;
#define SUM(ROWS, VECTORS)                                                                         \
  {                                                                                                 \
    NAME(lb_sums) sums;                                                                             \
    NAME(load_sums)(ROWS, VECTORS, result, stride, sums);                                          \
    NAME(add_products)(ROWS, VECTORS, 1, rows, 0, rows.inner, sums);                \
    NAME(add_products)(ROWS, VECTORS, 1, last, 0, last.inner, sums);      \
    NAME(store_sums)(ROWS, VECTORS, sums, result, stride);                                         \
  }
#define ACTION(rows) SUM(rows, 2)
  if (strip->vectors == 2) WITH_CONSTANT_ROWS(count, ACTION)
#undef ACTION
#define ACTION(rows) SUM(rows, 1)
  if (strip->vectors == 1) WITH_CONSTANT_ROWS(count, ACTION)
#undef ACTION
#undef SUM
}
