// exp, tanh and the logistic sigmoid. Part of elementary.h.

#undef LOG2_E
#undef LN2_HIGH
#undef LN2_LOW
#undef EXP_LOWEST
#undef EXP_HIGHEST
#undef TANH_HIGHEST
#if LB_PRECISION == 32
// (eʳ − 1 − r)/r² for |r| ≤ ½ log 2.
static const float NAME(exponential_coefficients)[] = {0x1p-1f, 0x1.5554aap-3f, 0x1.555538p-5f, 0x1.122c6cp-7f,
                                                       0x1.6cd3bap-10f};
#define LOG2_E 0x1.715476p+0f
// The first part of log 2 is short, so its product with a whole exponent is exact.
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#define EXP_LOWEST -104.0f
#define EXP_HIGHEST 89.0f
#define TANH_HIGHEST 10.0f
#else
static const double NAME(exponential_coefficients)[] = {
    0x1p-1,                  0x1.5555555555559p-3,  0x1.5555555555556p-5,  0x1.111111110f62ap-7,
    0x1.6c16c16c166f5p-10,   0x1.a01a01b02071bp-13, 0x1.a01a01a4ae29ep-16, 0x1.71ddf7af1f7dap-19,
    0x1.27e4e214e987cp-22,   0x1.af5ff5c9084e7p-26, 0x1.1f655a98f7b65p-29};
#define LOG2_E 0x1.71547652b82fep+0
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define EXP_LOWEST -746.0
#define EXP_HIGHEST 710.0
#define TANH_HIGHEST 20.0
#endif

// With x = k log 2 + r, |r| ≤ ½ log 2: the integer k, the sum r = high + low, and eʳ − 1 − high, which is small.
INLINE VEC NAME(lb_reduced_exponential)(VEC x, IVEC *k, VEC *high) {
  const VEC whole = NAME(lb_rounded)(x * SPLAT(LOG2_E), k);
  *high = FMA(whole, SPLAT(-LN2_HIGH), x);
  const VEC low = whole * SPLAT(-LN2_LOW), r = *high + low;
  const int count = sizeof NAME(exponential_coefficients) / sizeof(REAL);
  return FMA(r * r, NAME(lb_polynomial)(r, NAME(exponential_coefficients), count), low);
}

// eˣ.
INLINE VEC NAME(lb_exp)(VEC x) {
  const VEC above = SELECT(x < SPLAT(EXP_LOWEST), SPLAT(EXP_LOWEST), x);
  const VEC bounded = SELECT(above > SPLAT(EXP_HIGHEST), SPLAT(EXP_HIGHEST), above);
  IVEC k;
  VEC high;
  const VEC small = NAME(lb_reduced_exponential)(bounded, &k, &high);
  // 1 + high loses a rounding, which is added back.
  const VEC sum = SPLAT(1) + high, lost = high - (sum - SPLAT(1));
  return NAME(lb_scaled)(sum + (lost + small), k);
}

// 1/(1 + e⁻ˣ), from e^−|x|, which cannot overflow.
INLINE VEC NAME(lb_sigmoid)(VEC x) {
  const VEC e = NAME(lb_exp)(-ABS(x)), denominator = SPLAT(1) + e, lost = e - (denominator - SPLAT(1));
  const IVEC negative = x < SPLAT(0);
  const VEC quotient = SELECT(negative, e, SPLAT(1)) / denominator;
  // The quotient is corrected for the rounding of 1 + e: 1/(1 + e) is the quotient, or 1 less the quotient.
  return FMA(-quotient * lost, SELECT(negative, SPLAT(1) - quotient, quotient), quotient);
}

// −tanh |x| = t/(t + 2) with t = e^(−2|x|) − 1 = (2ᵏ − 1) + 2ᵏ (eʳ − 1). Beyond TANH_HIGHEST the result rounds to ∓1.
INLINE VEC NAME(lb_tanh)(VEC x) {
  const VEC magnitude = ABS(x), bounded = SELECT(magnitude > SPLAT(TANH_HIGHEST), SPLAT(TANH_HIGHEST), magnitude);
  IVEC k;
  VEC high;
  const VEC small = NAME(lb_reduced_exponential)(SPLAT(-2) * bounded, &k, &high);
  const VEC power = FROM_BITS((k + ISPLAT(EXPONENT_BIAS)) << MANTISSA_BITS), less = power - SPLAT(1);
#if LB_PRECISION == 32
  const VEC quotient = FMA(power, high + small, less) / FMA(power, high + small, power + SPLAT(1));
#else
  // The quotient is corrected for the roundings of t and of t + 2: 1/(t + 2) is (1 − quotient)/2.
  const VEC sum = FMA(power, high, less), lost = FMA(power, high, less - sum);
  const VEC rest = FMA(power, small, lost), t = sum + rest, t_lost = rest - (t - sum);
  const VEC denominator = t + SPLAT(2), denominator_lost = t - (denominator - SPLAT(2)) + t_lost;
  const VEC first = t / denominator, correction = FMA(-first, denominator_lost, t_lost);
  const VEC quotient = FMA(correction, FMA(first, SPLAT(-0.5), SPLAT(0.5)), first);
#endif
  return FROM_BITS((BITS(quotient) & ISPLAT(~SIGN_BIT)) | (BITS(x) & ISPLAT(SIGN_BIT)));
}
