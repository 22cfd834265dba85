// The kernels for any processor: one element at a time, by the C library.
#include "CKernels.h"
#include "philox.h"
#include <math.h>

#define TWO_PI 6.283185307179586476925286766559

lb_block lb_philox(lb_block counter, uint32_t key0, uint32_t key1) {
  uint64_t c0 = counter.word0, c1 = counter.word1, c2 = counter.word2, c3 = counter.word3;
  LB_PHILOX_ROUNDS(uint64_t, c0, c1, c2, c3, key0, key1);
  return (lb_block){(uint32_t)c0, (uint32_t)c1, (uint32_t)c2, (uint32_t)c3};
}

static lb_block block_at(uint64_t key, uint64_t stream, uint64_t counter) {
  const lb_block position = {(uint32_t)counter, (uint32_t)(counter >> 32), (uint32_t)stream, (uint32_t)(stream >> 32)};
  return lb_philox(position, (uint32_t)key, (uint32_t)(key >> 32));
}

static void normals_double(uint64_t key, uint64_t stream, uint64_t first, size_t blocks, double *result) {
  for (size_t i = 0; i < blocks; i++) {
    const lb_block words = block_at(key, stream, first + i);
    const double u1 = (double)(((uint64_t)words.word1 << 32 | words.word0) >> 11) * 0x1p-53;
    const double u2 = (double)(((uint64_t)words.word3 << 32 | words.word2) >> 11) * 0x1p-53;
    const double radius = sqrt(-2.0 * log(1.0 - u1)), angle = TWO_PI * u2;
    result[2 * i] = radius * cos(angle);
    result[2 * i + 1] = radius * sin(angle);
  }
}

static void normals_float(uint64_t key, uint64_t stream, uint64_t first, size_t blocks, float *result) {
  for (size_t i = 0; i < blocks; i++) {
    const lb_block words = block_at(key, stream, first + i);
    const uint32_t low[2] = {words.word0, words.word2}, high[2] = {words.word1, words.word3};
    for (int pair = 0; pair < 2; pair++) {
      const float radius = sqrtf(-2.0f * logf((float)low[pair] * 0x1p-32f + 0x1p-33f));
      const float angle = (float)TWO_PI * ((float)high[pair] * 0x1p-32f);
      result[4 * i + 2 * pair] = radius * cosf(angle);
      result[4 * i + 2 * pair + 1] = radius * sinf(angle);
    }
  }
}

#define LB_MAP(NAME, SCALAR, FUNCTION)                                      \
  static void NAME(const SCALAR *x, size_t count, SCALAR *result) {         \
    for (size_t i = 0; i < count; i++) result[i] = FUNCTION(x[i]);          \
  }

LB_MAP(exp_double, double, exp)
LB_MAP(log_double, double, log)
LB_MAP(tanh_double, double, tanh)
LB_MAP(exp_float, float, expf)
LB_MAP(log_float, float, logf)
LB_MAP(tanh_float, float, tanhf)

#define LB_LAYER(SCALAR)                                                                                      \
  static void affine_##SCALAR(const SCALAR *weight, const SCALAR *bias, size_t outputs, size_t inputs,        \
                              const SCALAR *x, SCALAR *y) {                                                   \
    for (size_t o = 0; o < outputs; o++) {                                                                    \
      for (int s = 0; s < LB_TILE; s++) y[o * LB_TILE + s] = bias[o];                                         \
      for (size_t i = 0; i < inputs; i++)                                                                     \
        for (int s = 0; s < LB_TILE; s++) y[o * LB_TILE + s] += weight[o * inputs + i] * x[i * LB_TILE + s];  \
    }                                                                                                         \
  }                                                                                                           \
  static void triangular_lengths_##SCALAR(const SCALAR *weight, const SCALAR *bias, size_t outputs,           \
                                          size_t inputs, const SCALAR *x, SCALAR *result) {                   \
    for (int s = 0; s < LB_TILE; s++) result[s] = 0;                                                          \
    for (size_t o = 0; o < outputs; o++) {                                                                    \
      SCALAR sums[LB_TILE];                                                                                   \
      for (int s = 0; s < LB_TILE; s++) sums[s] = bias[o];                                                    \
      for (size_t i = o; i < inputs; i++)                                                                     \
        for (int s = 0; s < LB_TILE; s++) sums[s] += weight[o * inputs + i] * x[i * LB_TILE + s];             \
      for (int s = 0; s < LB_TILE; s++) result[s] += sums[s] * sums[s];                                       \
    }                                                                                                         \
  }                                                                                                           \
  static void squared_distances_##SCALAR(const SCALAR *x, const SCALAR *y, size_t count, SCALAR *result) {    \
    for (int s = 0; s < LB_TILE; s++) result[s] = 0;                                                          \
    for (size_t i = 0; i < count; i++)                                                                        \
      for (int s = 0; s < LB_TILE; s++) {                                                                     \
        const SCALAR difference = x[i] - y[i * LB_TILE + s];                                                  \
        result[s] += difference * difference;                                                                 \
      }                                                                                                       \
  }

LB_LAYER(double)
LB_LAYER(float)

#define LB_BERNOULLI(SCALAR, EXP, LOG1P, ABS)                                                                 \
  static void bernoulli_log_densities_##SCALAR(const SCALAR *x, const SCALAR *logits, size_t count,           \
                                               SCALAR *result) {                                              \
    for (int s = 0; s < LB_TILE; s++) result[s] = 0;                                                          \
    for (size_t i = 0; i < count; i++)                                                                        \
      for (int s = 0; s < LB_TILE; s++) {                                                                     \
        const SCALAR logit = logits[i * LB_TILE + s];                                                         \
        result[s] += (logit > 0 ? x[i] - 1 : x[i]) * logit - LOG1P(EXP(-ABS(logit)));                         \
      }                                                                                                       \
  }

LB_BERNOULLI(double, exp, log1p, fabs)
LB_BERNOULLI(float, expf, log1pf, fabsf)

const lb_kernels lb_kernels_plain = {"plain",     normals_double, normals_float, exp_double, log_double,
                                     tanh_double, exp_float,      log_float,     tanh_float,
                                     affine_double, affine_float, squared_distances_double, squared_distances_float,
                                     triangular_lengths_double, triangular_lengths_float,
                                     bernoulli_log_densities_double, bernoulli_log_densities_float};
