// The engine's kernels: one table for each instruction set and precision. No stable interface.
//
// All tables compute the same functions to the last bit. Matrices are row-major and compact or strided: `x_stride` is
// the number of elements from one row to the next. Nothing outside the span from a matrix's first element to its last
// is read, and nothing but its elements is written. Elements are float or double, as the table says, behind `void *`.
//
// Panels. P = 128 bytes of numbers, 32 floats or 16 doubles. A weight W of shape (outputs, inputs) lies in panels
// [⌈outputs/P⌉][inputs][P]: W[o, i] is element (o / P · inputs + i) · P + o mod P. Its transpose lies in panels
// [⌈inputs/P⌉][outputs][P]. A bias has ⌈outputs/P⌉ · P elements. Padding is 0, and every kernel leaves it 0.
//
// Sums. A product's element is one chain of fused multiply-adds in the order of the inner index. A sum over a row runs
// in 16 lanes, lane l taking the elements l, l + 16, …, each lane a chain in order; the lanes are widened to double
// precision and added in a tree: l + (l + 8), then + 4, + 2, + 1.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The function after a layer. Its derivative is taken from its value y: 1, 1 − y², [y > 0], 1 − e⁻ʸ, y (1 − y).
typedef enum { LB_IDENTITY, LB_TANH, LB_RELU, LB_SOFTPLUS, LB_SIGMOID } lb_activation;

/// A function of one element.
typedef enum { LB_MAP_EXP, LB_MAP_LOG, LB_MAP_TANH, LB_MAP_SOFTPLUS, LB_MAP_SIGMOID } lb_map;

/// How a gradient becomes a step.
typedef enum { LB_ASCENT, LB_ADAM } lb_optimizer_kind;

/// One step of an optimizer, with what does not depend on the parameter. Every optimizer ascends.
///
///     ascent:  θ ← θ + rate · g
///     Adam:    m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   θ ← θ + rate · m / (√v · root_scale + ε)
///
/// For Adam, `rate` is α / (1 − β₁ᵗ) and `root_scale` is 1/√(1 − β₂ᵗ).
typedef struct {
  lb_optimizer_kind kind;
  double rate, first_decay, second_decay, root_scale, epsilon;
} lb_optimizer;

/// A part of a layer's parameters: some panels, and in each of them some inputs. Threads share a layer by such parts.
///
/// `first_input` is a multiple of P; `last_input`, which the part does not contain, is one too or is `inputs`. The part
/// that holds input 0 also holds the panel's bias.
typedef struct {
  size_t first_panel, last_panel, first_input, last_input;
} lb_part;

/// The kernels of one instruction set and one precision.
typedef struct {
  /// "avx512", "avx2" or "plain".
  const char *name;
  /// The number of bytes of an element: 4 or 8.
  size_t element_size;
  /// P.
  size_t panel;

  // MARK: Layers

  /// y = activation(b + x Wᵀ): (rows, inputs) × (outputs, inputs) -> (rows, outputs).
  void (*forward)(size_t rows, size_t inputs, size_t outputs, const void *x, size_t x_stride, const void *weight,
                  const void *bias, lb_activation activation, void *y, size_t y_stride);
  /// dx = activation'(y) ⊙ (g W): (rows, outputs) × (outputs, inputs) -> (rows, inputs). If `adding`, the chain of g W
  /// starts at what dx holds. `transposed` is W's transpose in panels. y, of dx's shape, is the output of the function
  /// that made this layer's input; it is not read for the identity.
  void (*input_gradient)(size_t rows, size_t inputs, size_t outputs, const void *g, size_t g_stride,
                         const void *transposed, lb_activation activation, const void *y, size_t y_stride, bool adding,
                         void *dx, size_t dx_stride);
  /// dW = gᵀ x, db = Σ g over rows, for one part: (rows, outputs) × (rows, inputs) -> panels (outputs, inputs), chains
  /// in the order of the rows. If `adding`, they start at what dW and db hold, which continues a chain.
  void (*weight_gradient)(size_t rows, size_t inputs, size_t outputs, lb_part part, const void *x, size_t x_stride,
                          const void *g, size_t g_stride, bool adding, void *weight_gradient, void *bias_gradient);
  /// One step of the optimizer along dW and db for one part: `weight_gradient`, then `update`, to the same bits; the
  /// gradient stays in registers. The moments are not read for ascent.
  void (*weight_update)(size_t rows, size_t inputs, size_t outputs, lb_part part, const void *x, size_t x_stride,
                        const void *g, size_t g_stride, const lb_optimizer *optimizer, void *weight, void *bias,
                        void *first_moment, void *bias_first_moment, void *second_moment, void *bias_second_moment);
  /// Writes one part of W's transpose.
  void (*transpose)(size_t inputs, size_t outputs, lb_part part, const void *weight, void *transposed);

  // MARK: Arrays of parameters

  /// One step of the optimizer in each of `count` parameters.
  void (*update)(size_t count, const lb_optimizer *optimizer, const void *gradient, void *parameter, void *first_moment,
                 void *second_moment);
  /// max |x|, or a NaN if there is one; 0 of nothing.
  double (*absolute_maximum)(size_t count, const void *x);
  /// result = f(x), which may overwrite x.
  void (*map)(lb_map f, size_t count, const void *x, void *result);

  // MARK: Rows of a batch. Row r of f belongs to row r / repeat of x: `repeat` draws share an observation.

  /// result[r] = Σⱼ (x[r / repeat, j] − f[r, j])².
  void (*squared_distances)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat, const void *f,
                            size_t f_stride, double *result);
  /// result[r] = Σⱼ x[r / repeat, j] · f[r, j] − log(1 + exp f[r, j]): log p(x) of Bernoulli variables with logits f.
  /// The absolute error of a term is a rounding of 1.
  void (*bernoulli_log_densities)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                  const void *f, size_t f_stride, double *result);
  /// result[r] = Σⱼ x[r / repeat, j] · f[r, j] − exp f[r, j]: log p(x) of Poisson variables with the logarithms f of
  /// their rates, but for −Σⱼ log x[r / repeat, j]!.
  void (*poisson_log_densities)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat,
                                const void *f, size_t f_stride, double *result);
  /// result[r, j] = factor · weights[r] · (x[r / repeat, j] − f[r, j]); null weights are 1. It may overwrite f.
  void (*gaussian_gradient)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat, const void *f,
                            size_t f_stride, const double *weights, double factor, void *result, size_t result_stride);
  /// result[r, j] = factor · weights[r] · (x[r / repeat, j] − 1/(1 + exp −f[r, j])); null weights are 1. It may
  /// overwrite f.
  void (*bernoulli_gradient)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat, const void *f,
                             size_t f_stride, const double *weights, double factor, void *result,
                             size_t result_stride);
  /// result[r, j] = factor · weights[r] · (x[r / repeat, j] − exp f[r, j]); null weights are 1. It may overwrite f.
  void (*poisson_gradient)(size_t rows, size_t columns, const void *x, size_t x_stride, size_t repeat, const void *f,
                           size_t f_stride, const double *weights, double factor, void *result, size_t result_stride);
  /// result[r] = Σₒ (b + x Wᵀ)[r, o]² for an upper triangular W, at most as many outputs as inputs: row o is 0 before
  /// column o. A panel's chains start at its first output's column, which saves half of the products.
  void (*triangular_lengths)(size_t rows, size_t inputs, size_t outputs, const void *x, size_t x_stride,
                             const void *weight, const void *bias, double *result);

  // MARK: Approximate posteriors: μ, log σ² and σ of shape (data, columns); ε, z and their gradients (data · draws,
  // columns)

  /// σ = exp ½ log σ², z[i·draws + v] = μ[i] + σ[i] ⊙ ε[i·draws + v]. z, σ and ε are compact.
  void (*reparameterize)(size_t data, size_t draws, size_t columns, const void *mean, const void *log_variance,
                         size_t stride, const void *noise, void *standard_deviation, void *z);
  /// ∂μ[i] = Σᵥ g[i·draws + v] − analytic · μ[i], ∂log σ²[i] = ½ (σ[i] ⊙ Σᵥ g ⊙ ε − analytic · (σ[i]² − 1) + direct).
  /// μ, ∂μ and ∂log σ² are strided, g, ε and σ compact.
  void (*reparameterize_gradient)(size_t data, size_t draws, size_t columns, const void *g, const void *noise,
                                  const void *mean, const void *standard_deviation, size_t stride, double analytic,
                                  double direct, void *mean_gradient, void *log_variance_gradient);
  /// result[i] = Σⱼ ½ (μ² + σ² − log σ² − 1), eq. (16), in double precision for both precisions of μ and log σ².
  void (*divergences)(size_t rows, size_t columns, const void *mean, const void *log_variance, size_t stride,
                      double *result);

  // MARK: Random draws, from the Philox blocks at counters first, first + 1, … of a stream under a key

  /// `count` standard normals: four from a block in single precision, two in double.
  void (*normals)(uint64_t key, uint64_t stream, uint64_t first, size_t count, void *result);
  /// result[j] = 1 with probability x[j], else 0, from ⌈count/4⌉ blocks: element j takes word ⌊j/blocks⌋ of block j mod
  /// blocks.
  void (*bernoulli_draws)(uint64_t key, uint64_t stream, uint64_t first, size_t count, const void *x, void *result);
  /// result[i] = Σⱼ ½ (zⱼ² − εⱼ²), z = μ + σ ⊙ ε, where εⱼ is draw (first + i) · dimension + j of the stream's normals:
  /// with −Σⱼ log σⱼ, the log-ratio of q = N(μ, σ²) to the standard normal at a draw from q. Null in single precision.
  void (*log_ratios)(uint64_t key, uint64_t stream, uint64_t first, size_t count, size_t dimension, const double *mean,
                     const double *deviation, double *result);

  // MARK: Measurement

  /// A loop of fused multiply-adds in registers. Returns how many floating-point operations it did.
  double (*peak)(size_t iterations);
} lb_kernel_table;

/// The fastest table that this processor can run, for elements of 4 or 8 bytes. The environment variable
/// LOWER_BOUND_KERNELS may name another: "avx512", "avx2" or "plain". If this processor cannot run that, or it is no
/// such name, the process ends with exit code 64 and one line that says so.
const lb_kernel_table *lb_kernel_table_for_this_processor(size_t element_size);

/// The table of that name, or null where this processor cannot run it.
const lb_kernel_table *lb_kernel_table_named(const char *name, size_t element_size);
