// log, and the softplus function log(1 + eˣ). Part of elementary.h.

#undef SQUARE_ROOT_OF_HALF
#undef SMALLEST_NORMAL
#if LB_PRECISION == 32
// (log(1 + f) − f + f²/2)/f³ for √½ ≤ 1 + f ≤ √2.
static const float NAME(logarithm_coefficients)[] = {0x1.55554ap-2f,  -0x1.00022p-2f, 0x1.99a5b8p-3f, -0x1.54789ep-3f,
                                                     0x1.226b2ep-3f, -0x1.0cdc68p-3f, 0x1.07e64p-3f, -0x1.423c6ep-4f};
#define SQUARE_ROOT_OF_HALF ((INT)0x3f3504f3)
#define SMALLEST_NORMAL 0x1p-126f
#else
// (log((1 + s)/(1 − s)) − 2s)/s³ as a polynomial in s².
static const double NAME(logarithm_coefficients)[] = {
    0x1.5555555555592p-1, 0x1.999999997ff18p-2, 0x1.24924941e16bbp-2, 0x1.c71c52143b68dp-3,
    0x1.74663cf253f3fp-3, 0x1.39a1e841e31d3p-3, 0x1.2f03bfc4e4741p-3};
#define SQUARE_ROOT_OF_HALF ((INT)0x3fe6a09e00000000)
#define SMALLEST_NORMAL 0x1p-1022
#endif

// k log 2 + log(1 + f) for √½ ≤ 1 + f ≤ √2. The rounding of the sum of the two large terms is added back.
INLINE VEC NAME(lb_log_of_parts)(VEC k, VEC f) {
  const VEC half = SPLAT(-0.5) * f * f;
#if LB_PRECISION == 32
  const VEC small = FMA(f * f * f, lb_polynomial_float(f, NAME(logarithm_coefficients), 8), half);
#else
  const VEC s = f / (SPLAT(2) + f), z = s * s;
  const VEC rest = z * lb_polynomial_double(z, NAME(logarithm_coefficients), 7);
  const VEC small = FMA(s, rest - half, half);
#endif
  const VEC sum = FMA(k, SPLAT(LN2_HIGH), f), lost = f - FMA(k, SPLAT(-LN2_HIGH), sum);
  return sum + (lost + FMA(k, SPLAT(LN2_LOW), small));
}

// log x + exponent_offset · log 2 for a normal, finite x > 0.
INLINE VEC NAME(lb_log_of_normal)(VEC x, VEC exponent_offset) {
  const INT one = (INT)EXPONENT_BIAS << MANTISSA_BITS;
  const NAME(lb_words) bits = (NAME(lb_words))(BITS(x) + ISPLAT(one - SQUARE_ROOT_OF_HALF));
  const VEC mantissa = FROM_BITS((BITS(bits) & ISPLAT(((INT)1 << MANTISSA_BITS) - 1)) + ISPLAT(SQUARE_ROOT_OF_HALF));
  // A whole number below 2^(bits of the mantissa) becomes a number by setting the bits of that power above it.
  const VEC above = SPLAT((REAL)((NAME(lb_word))1 << MANTISSA_BITS));
  const VEC biased = (VEC)((bits >> MANTISSA_BITS) | (NAME(lb_words))BITS(above));
  const VEC k = biased - (above + SPLAT(EXPONENT_BIAS)) + exponent_offset;
  return NAME(lb_log_of_parts)(k, mantissa - SPLAT(1));
}

// log x: −∞ at 0, NaN below.
INLINE VEC NAME(lb_log)(VEC x) {
  const IVEC subnormal = x < SPLAT(SMALLEST_NORMAL);
  const VEC normal = SELECT(subnormal, x * SPLAT(0x1p54), x), offset = SELECT(subnormal, SPLAT(-54), SPLAT(0));
  const VEC value = NAME(lb_log_of_normal)(normal, offset);

  const VEC infinity = SPLAT(__builtin_inf()), below = SELECT(x < SPLAT(0), SPLAT(__builtin_nan("")), x);
  const VEC outside = SELECT(x == SPLAT(0), -infinity, below);
  return SELECT((x > SPLAT(0)) & (x < infinity), value, outside);
}

#if LB_PRECISION == 32
// log(1 + e)/e for 0 ≤ e ≤ 1.
static const float log1p_coefficients[] = {0x1p0f,          -0x1.fffff8p-2f, 0x1.5553b6p-2f, -0x1.ffc57ep-3f,
                                           0x1.978a6ep-3f,  -0x1.4a6f4ep-3f, 0x1.ff19a4p-4f, -0x1.54dc8ap-4f,
                                           0x1.58dcb6p-5f,  -0x1.c062bcp-7f, 0x1.1104fp-9f};

// log(1 + e) for 0 ≤ e ≤ 1.
INLINE VEC lb_log_of_one_plus_float(VEC e) {
  // From the highest power down: even and odd powers, added apart, would cancel.
  VEC sum = SPLAT(log1p_coefficients[10]);
  for (int i = 9; i > 0; i--) sum = FMA(sum, e, SPLAT(log1p_coefficients[i]));
  return FMA(e * e, sum, e);
}
#else
// log(1 + e) for 0 ≤ e ≤ 1: beyond √2 − 1 it is log 2 + log(1 + (e − 1)/2).
INLINE VEC lb_log_of_one_plus_double(VEC e) {
  const IVEC large = e > SPLAT(0x1.a827999fcef32p-2);
  return lb_log_of_parts_double(SELECT(large, SPLAT(1), SPLAT(0)), SELECT(large, SPLAT(0.5) * (e - SPLAT(1)), e));
}
#endif

// log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|).
INLINE VEC NAME(lb_softplus)(VEC x) {
  return SELECT(x > SPLAT(0), x, SPLAT(0)) + NAME(lb_log_of_one_plus)(NAME(lb_exp)(-ABS(x)));
}
