// The kernels for one vector width. Included by one file for each instruction set, which defines
//   LB_WIDTH     64-bit lanes in a vector
//   LB_BLOCK     vectors side by side in a layer's kernel: four times as many sums must fit the registers
//   LB_REGISTER  the register of a function's vector argument and result
//   LB_NAME      the table's name, LB_TABLE its symbol
//   LB_EXP …     glibc's vector functions for that width (libmvec, within 4 ulp)
#include "CKernels.h"
#include "philox.h"
#include <string.h>

typedef uint64_t lanes __attribute__((vector_size(8 * LB_WIDTH)));
typedef int64_t signed_lanes __attribute__((vector_size(8 * LB_WIDTH)));
typedef uint32_t half_lanes __attribute__((vector_size(8 * LB_WIDTH)));
typedef int32_t signed_half_lanes __attribute__((vector_size(8 * LB_WIDTH)));
typedef double doubles __attribute__((vector_size(8 * LB_WIDTH)));
typedef float floats __attribute__((vector_size(8 * LB_WIDTH)));

// libmvec's functions take a vector register and return it. They are declared without it and called from apply alone:
// clang passes so wide a vector in memory unless the whole file is compiled for the instruction set.
void LB_EXP(void), LB_LOG(void), LB_OLD_TANH(void), LB_SIN(void), LB_COS(void);
void LB_EXPF(void), LB_LOGF(void), LB_TANHF(void), LB_SINF(void), LB_COSF(void);

#define LB_TEXT(X) #X
#define LB_TEXT_OF(X) LB_TEXT(X)

// result[i] = function(x[i]) for whole vectors; x and result may be one and the same. `count` is not 0.
__attribute__((naked)) static void apply(void (*function)(void), const void *x, size_t count, void *result) {
  __asm__("pushq %rbx\n pushq %r12\n pushq %r13\n pushq %r14\n subq $8, %rsp\n"
          "movq %rdi, %rbx\n movq %rsi, %r12\n movq %rdx, %r13\n movq %rcx, %r14\n"
          "1: vmovups (%r12), " LB_REGISTER "\n"
          "call *%rbx\n"
          "vmovups " LB_REGISTER ", (%r14)\n"
          "addq $(8 * " LB_TEXT_OF(LB_WIDTH) "), %r12\n addq $(8 * " LB_TEXT_OF(LB_WIDTH) "), %r14\n"
          "decq %r13\n jnz 1b\n"
          "vzeroupper\n"
          "addq $8, %rsp\n popq %r14\n popq %r13\n popq %r12\n popq %rbx\n ret");
}

#include "vector_normals.h"

// result[i] = f(x[i]); the last, partial vector is filled up with ones.
#define LB_MAP(NAME, SCALAR, LANES, FUNCTION)                                                                 \
  static void NAME(const SCALAR *x, size_t count, SCALAR *result) {                                           \
    const size_t whole = count - count % LANES;                                                               \
    if (whole > 0) apply(FUNCTION, x, whole / LANES, result);                                                 \
    if (whole == count) return;                                                                               \
    SCALAR partial[LANES];                                                                                    \
    for (int lane = 0; lane < LANES; lane++) partial[lane] = 1;                                               \
    memcpy(partial, x + whole, sizeof(SCALAR) * (count - whole));                                             \
    apply(FUNCTION, partial, 1, partial);                                                                     \
    memcpy(result + whole, partial, sizeof(SCALAR) * (count - whole));                                        \
  }

LB_MAP(exp_double, double, LB_WIDTH, LB_EXP)
LB_MAP(log_double, double, LB_WIDTH, LB_LOG)
LB_MAP(tanh_double, double, LB_WIDTH, LB_OLD_TANH)
LB_MAP(exp_float, float, (2 * LB_WIDTH), LB_EXPF)
LB_MAP(log_float, float, (2 * LB_WIDTH), LB_LOGF)
LB_MAP(tanh_float, float, (2 * LB_WIDTH), LB_TANHF)

// A block of neighbouring outputs by LB_BLOCK vectors of samples stays in registers while the inputs pass by: each
// column and each weight is loaded once a block, 4 + LB_BLOCK loads for 4 · LB_BLOCK multiply-adds, so that the two
// multiply-adds that a core begins each cycle wait for nothing. A tile of 64 inputs fills a third of the first-level cache.
#define LB_LAYER(SCALAR, VECTOR, LANES)                                                                       \
  __attribute__((always_inline)) static inline void block_sums_##SCALAR(                                      \
      const SCALAR *weight, const SCALAR *bias, const int outputs, size_t first_input, size_t inputs,         \
      const SCALAR *x, VECTOR sums[4][LB_BLOCK]) {                                                            \
    VECTOR column[LB_BLOCK];                                                                                  \
    for (int o = 0; o < outputs; o++)                                                                         \
      for (int v = 0; v < LB_BLOCK; v++) sums[o][v] = bias[o] + (VECTOR){0};                                  \
    for (size_t i = first_input; i < inputs; i++) {                                                           \
      memcpy(column, x + i * LB_TILE, sizeof column);                                                         \
      for (int o = 0; o < outputs; o++)                                                                       \
        for (int v = 0; v < LB_BLOCK; v++) sums[o][v] += weight[(size_t)o * inputs + i] * column[v];          \
    }                                                                                                         \
  }                                                                                                           \
  __attribute__((always_inline)) static inline void affine_block_##SCALAR(                                    \
      const SCALAR *weight, const SCALAR *bias, const int outputs, size_t inputs, const SCALAR *x, SCALAR *y) { \
    VECTOR sums[4][LB_BLOCK];                                                                                 \
    block_sums_##SCALAR(weight, bias, outputs, 0, inputs, x, sums);                                           \
    for (int o = 0; o < outputs; o++) memcpy(y + o * LB_TILE, sums[o], sizeof sums[o]);                       \
  }                                                                                                           \
  static void affine_##SCALAR(const SCALAR *weight, const SCALAR *bias, size_t outputs, size_t inputs,        \
                              const SCALAR *x, SCALAR *y) {                                                   \
    for (size_t first = 0; first < LB_TILE; first += LB_BLOCK * LANES) {                                      \
      size_t o = 0;                                                                                           \
      for (; o + 4 <= outputs; o += 4)                                                                        \
        affine_block_##SCALAR(weight + o * inputs, bias + o, 4, inputs, x + first, y + o * LB_TILE + first);  \
      for (; o < outputs; o++)                                                                                \
        affine_block_##SCALAR(weight + o * inputs, bias + o, 1, inputs, x + first, y + o * LB_TILE + first);  \
    }                                                                                                         \
  }                                                                                                           \
  static void triangular_lengths_##SCALAR(const SCALAR *weight, const SCALAR *bias, size_t outputs,           \
                                          size_t inputs, const SCALAR *x, SCALAR *result) {                   \
    for (size_t first = 0; first < LB_TILE; first += LB_BLOCK * LANES) {                                      \
      VECTOR squares[LB_BLOCK], sums[4][LB_BLOCK];                                                            \
      for (int v = 0; v < LB_BLOCK; v++) squares[v] = (VECTOR){0};                                            \
      size_t o = 0;                                                                                           \
      for (; o + 4 <= outputs; o += 4) {                                                                      \
        block_sums_##SCALAR(weight + o * inputs, bias + o, 4, o, inputs, x + first, sums);                    \
        for (int row = 0; row < 4; row++)                                                                     \
          for (int v = 0; v < LB_BLOCK; v++) squares[v] += sums[row][v] * sums[row][v];                       \
      }                                                                                                       \
      for (; o < outputs; o++) {                                                                              \
        block_sums_##SCALAR(weight + o * inputs, bias + o, 1, o, inputs, x + first, sums);                    \
        for (int v = 0; v < LB_BLOCK; v++) squares[v] += sums[0][v] * sums[0][v];                             \
      }                                                                                                       \
      memcpy(result + first, squares, sizeof squares);                                                        \
    }                                                                                                         \
  }                                                                                                           \
  static void squared_distances_##SCALAR(const SCALAR *x, const SCALAR *y, size_t count, SCALAR *result) {    \
    VECTOR sums[LB_TILE / LANES], row[LB_TILE / LANES];                                                       \
    for (int v = 0; v < LB_TILE / LANES; v++) sums[v] = (VECTOR){0};                                          \
    for (size_t i = 0; i < count; i++) {                                                                      \
      memcpy(row, y + i * LB_TILE, sizeof row);                                                               \
      for (int v = 0; v < LB_TILE / LANES; v++) {                                                             \
        const VECTOR difference = x[i] - row[v];                                                              \
        sums[v] += difference * difference;                                                                   \
      }                                                                                                       \
    }                                                                                                         \
    memcpy(result, sums, sizeof sums);                                                                        \
  }

LB_LAYER(double, doubles, LB_WIDTH)
LB_LAYER(float, floats, (2 * LB_WIDTH))

// The exponentials of some rows are taken together, and their factors 1 + e^−|f|, none above 2, are multiplied before
// one logarithm is taken: log1p costs no more than an exponential, and each row adds one rounding, as in a sum. Below
// −80, where libmvec's exponential becomes slow, 1 + e^−|f| is 1; NaN passes through the linear term.
enum { ROWS = 16 };

#define LB_BERNOULLI(SCALAR, VECTOR, INTEGERS, LANES, EXP, LOG)                                               \
  static void bernoulli_log_densities_##SCALAR(const SCALAR *x, const SCALAR *logits, size_t count,           \
                                               SCALAR *result) {                                              \
    enum { VECTORS = LB_TILE / LANES };                                                                       \
    const VECTOR zero = {0}, one = 1 + zero;                                                                  \
    VECTOR sums[VECTORS], linear[VECTORS], product[VECTORS], f[ROWS * VECTORS], small[ROWS * VECTORS];        \
    for (int v = 0; v < VECTORS; v++) sums[v] = zero;                                                         \
    for (size_t start = 0; start < count; start += ROWS) {                                                    \
      const size_t rows = count - start < ROWS ? count - start : ROWS;                                        \
      memcpy(f, logits + start * LB_TILE, rows * VECTORS * sizeof(VECTOR));                                   \
      for (size_t v = 0; v < rows * VECTORS; v++)                                                             \
        small[v] = __builtin_elementwise_max(-__builtin_elementwise_abs(f[v]), zero - 80);                    \
      apply(EXP, small, rows * VECTORS, small);                                                               \
      for (int v = 0; v < VECTORS; v++) linear[v] = zero, product[v] = one;                                   \
      for (size_t row = 0; row < rows; row++)                                                                 \
        for (int v = 0; v < VECTORS; v++) {                                                                   \
          const VECTOR logit = f[row * VECTORS + v];                                                          \
          linear[v] += (x[start + row] - (VECTOR)((INTEGERS)one & (logit > 0))) * logit;                      \
          product[v] *= 1 + small[row * VECTORS + v];                                                         \
        }                                                                                                     \
      apply(LOG, product, VECTORS, product);                                                                  \
      for (int v = 0; v < VECTORS; v++) sums[v] += linear[v] - product[v];                                    \
    }                                                                                                         \
    memcpy(result, sums, sizeof sums);                                                                        \
  }

LB_BERNOULLI(double, doubles, signed_lanes, LB_WIDTH, LB_EXP, LB_LOG)
LB_BERNOULLI(float, floats, signed_half_lanes, (2 * LB_WIDTH), LB_EXPF, LB_LOGF)

const lb_kernels LB_TABLE = {LB_NAME,    normals_double, normals_float, exp_double, log_double,
                             tanh_double, exp_float,      log_float,     tanh_float,
                             affine_double, affine_float, squared_distances_double, squared_distances_float,
                             triangular_lengths_double, triangular_lengths_float,
                             bernoulli_log_densities_double, bernoulli_log_densities_float};
