// Sine and cosine of 2πu. Part of elementary.h.

#undef HALF_PI
#undef HALF_PI_REST
#if LB_PRECISION == 32
// (sin(πf/2) − πf/2)/f³ and (cos(πf/2) − 1)/f² as polynomials in f², for |f| ≤ ½.
static const float NAME(sine_coefficients)[] = {-0x1.4abbcp-1f, 0x1.46607ep-4f, -0x1.2ddceep-8f};
static const float NAME(cosine_coefficients)[] = {-0x1.3bd3ccp0f, 0x1.03c1aep-2f, -0x1.55b146p-6f, 0x1.d47d7ep-11f};
#define HALF_PI 0x1.921fb6p+0f
#define HALF_PI_REST -0x1.777a5cp-25f
#else
static const double NAME(sine_coefficients)[] = {-0x1.4abbce625be47p-1,  0x1.466bc67758dfap-4,  -0x1.32d2cce33a55ep-8,
                                                 0x1.50783021c7115p-13, -0x1.e300abb16545ap-19, 0x1.e40581b81e314p-25};
static const double NAME(cosine_coefficients)[] = {
    -0x1.3bd3cc9be45dep0,  0x1.03c1f081b5a4fp-2,  -0x1.55d3c7e3bf5abp-6, 0x1.e1f506749a4d9p-11,
    -0x1.a6d1e138daaa2p-16, 0x1.f9c3d3d60c8a7p-22, -0x1.afee4db528623p-28};
#define HALF_PI 0x1.921fb54442d18p+0
#define HALF_PI_REST 0x1.1a62633145c07p-54
#endif

// sin 2πu and cos 2πu for 0 ≤ u < 1: f quarter turns beyond the nearest one, |f| ≤ ½, are exact.
INLINE void NAME(lb_sine_cosine_of_turns)(VEC u, VEC *sine, VEC *cosine) {
  IVEC quadrant;
  const VEC quarters = SPLAT(4) * u, f = quarters - NAME(lb_rounded)(quarters, &quadrant), z = f * f;
  const int sines = sizeof NAME(sine_coefficients) / sizeof(REAL);
  const int cosines = sizeof NAME(cosine_coefficients) / sizeof(REAL);
  const VEC rest = FMA(z, NAME(lb_polynomial)(z, NAME(sine_coefficients), sines), SPLAT(HALF_PI_REST));
  const VEC s = FMA(f, SPLAT(HALF_PI), f * rest);
  const VEC c = FMA(z, NAME(lb_polynomial)(z, NAME(cosine_coefficients), cosines), SPLAT(1));

  // In odd quadrants sine and cosine change places; the signs are bit 1 of the quadrant, and of the next one.
  const IVEC odd = -(quadrant & ISPLAT(1)), shift = ISPLAT(LB_PRECISION - 2);
  const IVEC sine_sign = (quadrant << shift) & ISPLAT(SIGN_BIT);
  const IVEC cosine_sign = ((quadrant + ISPLAT(1)) << shift) & ISPLAT(SIGN_BIT);
  *sine = FROM_BITS(BITS(SELECT(odd, c, s)) ^ sine_sign);
  *cosine = FROM_BITS(BITS(SELECT(odd, s, c)) ^ cosine_sign);
}
