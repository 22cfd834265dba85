// Functions of every element of an array, and the processor's peak. Part of kernels.h.
#include "vector.h"

#ifndef FOR_EACH
// result[i] = FUNCTION(x[i]), LANES at a time.
#define FOR_EACH(FUNCTION)                          \
  for (size_t i = 0; i < count; i += LANES)         \
  NAME(store_first)(result + i, FUNCTION(NAME(load_first)(x + i, count - i)), count - i)
#endif

static void NAME(map)(lb_map f, size_t count, const void *x_, void *result_) {
  const REAL *x = x_;
  REAL *result = result_;
  switch (f) {
    case LB_MAP_EXP: FOR_EACH(NAME(lb_exp)); break;
    case LB_MAP_LOG: FOR_EACH(NAME(lb_log)); break;
    case LB_MAP_TANH: FOR_EACH(NAME(lb_tanh)); break;
    case LB_MAP_SOFTPLUS: FOR_EACH(NAME(lb_softplus)); break;
    case LB_MAP_SIGMOID: FOR_EACH(NAME(lb_sigmoid)); break;
  }
}

// max |x|. The bits of absolute values are ordered as they are, with infinity above all numbers and NaN above infinity.
static double NAME(absolute_maximum)(size_t count, const void *x_) {
  const REAL *x = x_;
  IVEC maximum = ISPLAT(0);
  for (size_t i = 0; i < count; i += LANES) {
    const IVEC bits = BITS(ABS(NAME(load_first)(x + i, count - i)));
    maximum = BITS(SELECT(bits > maximum, FROM_BITS(bits), FROM_BITS(maximum)));
  }
  INT largest = 0;
  for (int lane = 0; lane < LANES; lane++) largest = maximum[lane] > largest ? maximum[lane] : largest;
  REAL result;
  memcpy(&result, &largest, sizeof result);
  return result;
}

// As many chains of fused multiply-adds as a tile has, in registers. Returns how many floating-point operations it did.
static double NAME(peak)(size_t iterations) {
  volatile REAL one = 1, result;
  const VEC factor = SPLAT(one), term = SPLAT(one);
  VEC sums[LB_ROWS * 2];
  for (int i = 0; i < LB_ROWS * 2; i++) sums[i] = SPLAT(one);
#pragma clang loop unroll(disable)
  for (size_t n = 0; n < iterations; n++)
#pragma clang loop unroll(full)
    for (int i = 0; i < LB_ROWS * 2; i++) sums[i] = FMA(sums[i], factor, term);
  for (int i = 0; i < LB_ROWS * 2; i++)
    for (int lane = 0; lane < LANES; lane++) result = sums[i][lane];
  (void)result;
  return 2.0 * LANES * LB_ROWS * 2 * (double)iterations;
}
