// Batches of approximate posteriors N(μ, σ²): draws, their gradients, and the divergence from N(0, I). Part of kernels.h.
#include "vector.h"

// z = μ + σ ⊙ ε of some rows, each with its draws: (rows, columns) × (rows · draws, columns) -> (rows · draws, columns).
static void NAME(form_draws)(size_t rows, size_t draws, size_t columns, const REAL *mean, const REAL *deviation,
                             const REAL *noise, REAL *z) {
  // With one draw a row, the rows are one long row.
  if (draws == 1) columns *= rows, rows = 1;
  for (size_t r = 0; r < rows * draws; r++) {
    const REAL *m = mean + r / draws * columns, *s = deviation + r / draws * columns;
    for (size_t j = 0; j < columns; j += LANES) {
      const size_t left = columns - j;
      const VEC draw = FMA(
          NAME(load_first)(s + j, left), NAME(load_first)(noise + r * columns + j, left), NAME(load_first)(m + j, left));
      NAME(store_first)(z + r * columns + j, draw, left);
    }
  }
}

// σ = exp ½ log σ², z = μ + σ ⊙ ε, of shapes (data, columns) and (data · draws, columns).
static void NAME(reparameterize)(size_t data, size_t draws, size_t columns, const void *mean, const void *log_variance,
                                 size_t stride, const void *noise, void *standard_deviation, void *z) {
  REAL copy_of_mean[IN_BLOCK], copy_of_variance[IN_BLOCK];
  for (size_t row = 0, rows; row < data && columns > 0; row += rows) {
    rows = NAME(rows_in_block)(data - row, columns);
    const size_t numbers = rows * columns, draw = row * draws * columns;
    const REAL *m = NAME(gather)(rows, columns, mean, stride, row, 1, copy_of_mean);
    const REAL *l = NAME(gather)(rows, columns, log_variance, stride, row, 1, copy_of_variance);
    REAL *deviation = (REAL *)standard_deviation + row * columns;
    for (size_t i = 0; i < numbers; i += LANES)
      NAME(store_first)(
          deviation + i, NAME(lb_exp)(SPLAT(0.5) * NAME(load_first)(l + i, numbers - i)), numbers - i);
    NAME(form_draws)(rows, draws, columns, m, deviation, (const REAL *)noise + draw, (REAL *)z + draw);
  }
}

// Σᵥ g and Σᵥ g ⊙ ε of some columns, each a chain over a row's draws: (rows · draws, columns) -> (rows, columns). Rows of g
// and ε begin `stride` apart.
static void NAME(sum_draws)(size_t rows, size_t draws, size_t columns, const REAL *g, const REAL *noise, size_t stride,
                            REAL *sums, REAL *sums_with_noise) {
  if (draws == 1 && stride == columns) columns *= rows, rows = 1;
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < columns; j += LANES) {
      const size_t left = columns - j;
      VEC sum = SPLAT(0), with_noise = SPLAT(0);
      for (size_t v = 0; v < draws; v++) {
        const size_t draw = (r * draws + v) * stride + j;
        const VEC gradient = NAME(load_first)(g + draw, left);
        sum += gradient;
        with_noise = FMA(gradient, NAME(load_first)(noise + draw, left), with_noise);
      }
      NAME(store_first)(sums + r * columns + j, sum, left);
      NAME(store_first)(sums_with_noise + r * columns + j, with_noise, left);
    }
}

// The gradients of `numbers` means and log-variances from those sums, in place.
INLINE void NAME(add_divergence_gradient)(size_t numbers, const REAL *mean, const REAL *deviation, VEC analytic,
                                          VEC direct, REAL *sums, REAL *sums_with_noise) {
  const VEC one = SPLAT(1), half = SPLAT(0.5);
  for (size_t i = 0; i < numbers; i += LANES) {
    const size_t left = numbers - i;
    const VEC s = NAME(load_first)(deviation + i, left), sum = NAME(load_first)(sums + i, left);
    const VEC excess = FMA(-analytic, (s - one) * (s + one), direct);
    const VEC toward_variance = half * FMA(s, NAME(load_first)(sums_with_noise + i, left), excess);
    NAME(store_first)(sums + i, FMA(-analytic, NAME(load_first)(mean + i, left), sum), left);
    NAME(store_first)(sums_with_noise + i, toward_variance, left);
  }
}

// ∂μ = Σᵥ g − analytic · μ,   ∂log σ² = ½ (σ ⊙ Σᵥ g ⊙ ε − analytic · (σ² − 1) + direct), with σ² − 1 = (σ − 1)(σ + 1).
static void NAME(reparameterize_gradient)(size_t data, size_t draws, size_t columns, const void *g, const void *noise,
                                          const void *mean, const void *standard_deviation, size_t stride,
                                          double analytic, double direct, void *mean_gradient,
                                          void *log_variance_gradient) {
  REAL copy[IN_BLOCK], sums[IN_BLOCK], with_noise[IN_BLOCK];
  // Wide rows are cut into pieces that fit the block.
  const size_t width = columns < IN_BLOCK ? columns : IN_BLOCK;
  for (size_t row = 0, rows; row < data && columns > 0; row += rows) {
    rows = NAME(rows_in_block)(data - row, columns);
    for (size_t j = 0; j < columns; j += width) {
      const size_t piece = columns - j < width ? columns - j : width;
      const REAL *m = NAME(gather)(rows, piece, (const REAL *)mean + j, stride, row, 1, copy);
      const size_t draw = row * draws * columns + j;
      NAME(sum_draws)(rows, draws, piece, (const REAL *)g + draw, (const REAL *)noise + draw, columns, sums, with_noise);
      NAME(add_divergence_gradient)(
          rows * piece, m, (const REAL *)standard_deviation + row * columns + j, SPLAT(analytic), SPLAT(direct), sums,
          with_noise);
      NAME(scatter)(rows, piece, sums, (REAL *)mean_gradient + row * stride + j, stride);
      NAME(scatter)(rows, piece, with_noise, (REAL *)log_variance_gradient + row * stride + j, stride);
    }
  }
}
