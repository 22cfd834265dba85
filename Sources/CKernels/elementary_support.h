// What the elementary functions share: polynomials, and powers of two made from bits. Part of elementary.h.

#undef MANTISSA_BITS
#undef EXPONENT_BIAS
#undef ROUNDING_SHIFT
#undef SIGN_BIT
#if LB_PRECISION == 32
typedef uint32_t NAME(lb_word);
#define MANTISSA_BITS 23
#define EXPONENT_BIAS 127
// Adding 1.5 · 2^(bits of the mantissa) rounds to a whole number, which then stands in the low bits.
#define ROUNDING_SHIFT 0x1.8p23f
#define SIGN_BIT ((INT)0x80000000)
#else
typedef uint64_t NAME(lb_word);
#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1023
#define ROUNDING_SHIFT 0x1.8p52
#define SIGN_BIT ((INT)0x8000000000000000)
#endif

// Unsigned integers, whose right shift brings in zeros.
typedef NAME(lb_word) NAME(lb_words) __attribute__((vector_size(LB_BYTES)));

// c[0] + c[1] x + … + c[count − 1] x^(count − 1), even and odd powers apart, which halves the time to the result.
INLINE VEC NAME(lb_polynomial)(VEC x, const REAL *c, const int count) {
  const VEC square = x * x;
  VEC last = SPLAT(c[count - 1]), other = SPLAT(c[count - 2]);
  for (int i = count - 3; i >= 0; i--) {
    const VEC next = FMA(last, square, SPLAT(c[i]));
    last = other, other = next;
  }
  return FMA(last, x, other);
}

// The whole number nearest to x, halves to even, of magnitude below 2^(bits of the mantissa − 1).
INLINE VEC NAME(lb_rounded)(VEC x, IVEC *integer) {
  const VEC shifted = x + SPLAT(ROUNDING_SHIFT);
  *integer = BITS(shifted) - BITS(SPLAT(ROUNDING_SHIFT));
  return shifted - SPLAT(ROUNDING_SHIFT);
}

// 2ᵏ · x, in two steps, so that only the last one rounds a subnormal result or overflows. |k| stays below twice the
// bias.
INLINE VEC NAME(lb_scaled)(VEC x, IVEC k) {
  const NAME(lb_words) sum = (NAME(lb_words))(k + ISPLAT(2 * EXPONENT_BIAS)), half = sum >> 1;
  return x * (VEC)(half << MANTISSA_BITS) * (VEC)((sum - half) << MANTISSA_BITS);
}
