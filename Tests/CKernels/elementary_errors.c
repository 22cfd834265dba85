// The largest errors of the vector functions, in units in the last place: every float, and many doubles.
//
//     clang -O2 -march=native -I Sources/CKernels Tests/CKernels/elementary_errors.c -lm -o /tmp/errors
//     /tmp/errors float [step]       every float (or one in `step`), compared with the double functions
//     /tmp/errors double [count]     `count` doubles of each range, compared with the C library's long doubles (x86-64)
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LB_BYTES 32
#define LB_PRECISION 32
#include "elementary.h"
#undef LB_PRECISION
#define LB_PRECISION 64
#include "elementary.h"

static long double sigmoid(long double x) { return x < 0 ? expl(x) / (1 + expl(x)) : 1 / (1 + expl(-x)); }
static long double softplus(long double x) { return (x > 0 ? x : 0) + log1pl(expl(-fabsl(x))); }

// The quarter turns beyond the nearest are exact, and π/2 costs half a unit of the wider type's last place.
static long double sine_of_turns(long double u) {
  const long double quarters = roundl(4 * u), angle = (4 * u - quarters) * (acosl(-1) / 2);
  const int q = (int)quarters & 3;
  return (q & 2 ? -1 : 1) * (q & 1 ? cosl(angle) : sinl(angle));
}
static long double cosine_of_turns(long double u) {
  const long double quarters = roundl(4 * u), angle = (4 * u - quarters) * (acosl(-1) / 2);
  const int q = ((int)quarters + 1) & 3;
  return (q & 2 ? -1 : 1) * (q & 1 ? cosl(angle) : sinl(angle));
}

#define VECTORS(P)                                                                                   \
  static lb_vector_##P sine_##P(lb_vector_##P u) {                                                   \
    lb_vector_##P s, c;                                                                              \
    lb_sine_cosine_of_turns_##P(u, &s, &c);                                                          \
    return s;                                                                                        \
  }                                                                                                  \
  static lb_vector_##P cosine_##P(lb_vector_##P u) {                                                 \
    lb_vector_##P s, c;                                                                              \
    lb_sine_cosine_of_turns_##P(u, &s, &c);                                                          \
    return c;                                                                                        \
  }                                                                                                  \
  static lb_vector_##P exp_##P(lb_vector_##P x) { return lb_exp_##P(x); }                            \
  static lb_vector_##P log_##P(lb_vector_##P x) { return lb_log_##P(x); }                            \
  static lb_vector_##P tanh_##P(lb_vector_##P x) { return lb_tanh_##P(x); }                          \
  static lb_vector_##P sigmoid_of_##P(lb_vector_##P x) { return lb_sigmoid_##P(x); }                 \
  static lb_vector_##P softplus_of_##P(lb_vector_##P x) { return lb_softplus_##P(x); }
VECTORS(float)
VECTORS(double)

// The distance of a result from the exact value, in units in the last place of the exact value's precision.
static double error(double result, long double exact, int bits, int lowest, double greatest) {
  if (isnan((double)exact)) return isnan(result) ? 0 : 1e9;
  if (isnan(result)) return 1e9;
  if (fabsl(exact) > greatest) return fabs(result) >= greatest && (result > 0) == (exact > 0) ? 0 : 1e9;
  if (isinf(result)) return fabsl(exact) == greatest ? 0 : 1e9;
  if (exact == 0) return result == 0 ? 0 : 1e9;
  const int exponent = ilogbl(exact) < lowest ? lowest : ilogbl(exact);
  return (double)ldexpl(fabsl(result - exact), bits - exponent);
}

// Every float's result beside the double function's of the same name, whose own error is 2⁻²⁹ of a float's ulp.
static void check_float(const char *name, lb_vector_float (*f)(lb_vector_float),
                        lb_vector_double (*exact)(lb_vector_double), int turns, unsigned step) {
  double worst = 0, at = 0;
  enum { COUNT = 1024 };
  float x[COUNT], y[COUNT];
  double wide[COUNT], e[COUNT];
  for (uint64_t first = 0; first < (turns ? 0x3f800000u : 0x100000000u); first += (uint64_t)COUNT * step) {
    for (int i = 0; i < COUNT; i++) {
      const uint32_t bits = (uint32_t)(first + (uint64_t)i * step);
      memcpy(x + i, &bits, 4);
      wide[i] = x[i];
    }
    for (int i = 0; i < COUNT; i += LB_BYTES / 4) *(lb_unaligned_float *)(y + i) = f(*(lb_unaligned_float *)(x + i));
    for (int i = 0; i < COUNT; i += LB_BYTES / 8) {
      lb_unaligned_double *both = (lb_unaligned_double *)(wide + i);
      *both = exact(*both);
    }
    for (int i = 0; i < COUNT; i++) {
      int64_t bits;
      memcpy(&bits, wide + i, 8);
      const int64_t exponent = (bits >> 52 & 0x7ff) - 1023, bounded = exponent < -126 ? -126 : exponent;
      const int64_t scale_bits = (1023 + 23 - bounded) << 52;
      double scale;
      memcpy(&scale, &scale_bits, 8);
      e[i] = fabs(y[i] - wide[i]) * scale;
    }
    for (int i = 0; i < COUNT; i++) {
      if (e[i] <= worst) continue;
      // Overflow and NaN, or a larger error.
      e[i] = error(y[i], wide[i], 23, -126, 0x1.fffffep127f);
      if (e[i] > worst) worst = e[i], at = x[i];
    }
  }
  printf("%s_float %.4f at %a\n", name, worst, at);
  fflush(stdout);
}

static uint64_t state = 1;
static uint64_t random_word(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// Values uniform between the bounds, or in the logarithm of the magnitude with both signs, or any bits.
enum { UNIFORM, MAGNITUDE, BITS_ };
static void check_double(const char *name, lb_vector_double (*f)(lb_vector_double), long double (*exact)(long double),
                         int kind, double low, double high, uint64_t count) {
  double worst = 0, at = 0;
  enum { LANES_ = LB_BYTES / 8 };
  for (uint64_t i = 0; i < count; i += LANES_) {
    double x[LANES_], y[LANES_];
    for (int lane = 0; lane < LANES_; lane++) {
      const uint64_t word = random_word();
      const double u = (double)(word >> 11) * 0x1p-53;
      x[lane] = kind == UNIFORM ? low + (high - low) * u : (word & 1 ? 1 : -1) * exp2(low + (high - low) * u);
      if (kind == BITS_) memcpy(&x[lane], &word, 8);
    }
    lb_vector_double v;
    memcpy(&v, x, sizeof v);
    v = f(v);
    memcpy(y, &v, sizeof v);
    for (int lane = 0; lane < LANES_; lane++) {
      const double e = error(y[lane], exact(x[lane]), 52, -1022, 0x1.fffffffffffffp1023);
      if (e > worst) worst = e, at = x[lane];
    }
  }
  printf("%s_double %.4f at %a (%s %g to %g)\n", name, worst, at,
         kind == UNIFORM ? "uniform" : kind == MAGNITUDE ? "magnitudes 2^" : "any bits", low, high);
  fflush(stdout);
}

int main(int argc, char **argv) {
  const uint64_t number = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
  const char *only = argc > 3 ? argv[3] : NULL;
#define FLOAT(NAME, F, EXACT, TURNS) \
  if (!only || !strcmp(only, #NAME)) check_float(#NAME, F, EXACT, TURNS, number ? (unsigned)number : 1)
  if (argc > 1 && !strcmp(argv[1], "float")) {
    FLOAT(exp, exp_float, exp_double, 0);
    FLOAT(log, log_float, log_double, 0);
    FLOAT(tanh, tanh_float, tanh_double, 0);
    FLOAT(sigmoid, sigmoid_of_float, sigmoid_of_double, 0);
    FLOAT(softplus, softplus_of_float, softplus_of_double, 0);
    FLOAT(sine, sine_float, sine_double, 1);
    FLOAT(cosine, cosine_float, cosine_double, 1);
  }
#define DOUBLE(NAME, F, EXACT, ...)                                                                       \
  if (!only || !strcmp(only, #NAME)) {                                                                    \
    const struct { int kind; double low, high; } ranges[] = {__VA_ARGS__};                                \
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)                                         \
      check_double(#NAME, F, EXACT, ranges[i].kind, ranges[i].low, ranges[i].high, number ? number : 1000000); \
  }
  if (argc > 1 && !strcmp(argv[1], "double")) {
    DOUBLE(exp, exp_double, expl, {UNIFORM, -0.35, 0.35}, {UNIFORM, -2, 2}, {UNIFORM, -708, 710}, {UNIFORM, -746, -707},
           {UNIFORM, 709, 709.79}, {MAGNITUDE, -60, 9}, {BITS_, 0, 0})
    DOUBLE(log, log_double, logl, {UNIFORM, 0.5, 2}, {UNIFORM, 0.7, 0.71}, {UNIFORM, 0.999, 1.001}, {UNIFORM, 0, 1},
           {MAGNITUDE, -1074, 1024}, {BITS_, 0, 0})
    DOUBLE(tanh, tanh_double, tanhl, {UNIFORM, -0.4, 0.4}, {UNIFORM, 0.1, 1.1}, {UNIFORM, -20, 20}, {MAGNITUDE, -60, 9},
           {MAGNITUDE, -8, 2}, {BITS_, 0, 0})
    DOUBLE(sigmoid, sigmoid_of_double, sigmoid, {UNIFORM, -2, 2}, {UNIFORM, -40, 40}, {UNIFORM, -746, -700},
           {MAGNITUDE, -60, 9}, {BITS_, 0, 0})
    DOUBLE(softplus, softplus_of_double, softplus, {UNIFORM, -2, 2}, {UNIFORM, -40, 40}, {UNIFORM, -746, -700},
           {MAGNITUDE, -60, 9}, {BITS_, 0, 0})
    DOUBLE(sine, sine_double, sine_of_turns, {UNIFORM, 0, 1}, {UNIFORM, 0.12, 0.13}, {UNIFORM, 0.499, 0.501})
    DOUBLE(cosine, cosine_double, cosine_of_turns, {UNIFORM, 0, 1}, {UNIFORM, 0.12, 0.13}, {UNIFORM, 0.249, 0.251})
  }
}
