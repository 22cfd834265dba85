// Prints a hash of the results of every elementary function and of the draws, over fixed arguments: the same for every
// instruction set and processor. Which one, the compiler's options say: LB_BYTES is the size of a vector. Run by
// scripts/check-kernels.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef LB_BYTES
#define LB_BYTES 16
#endif
#define LB_PRECISION 32
#include "elementary.h"
#include "draws.h"
#undef LB_PRECISION
#define LB_PRECISION 64
#include "elementary.h"
#include "draws.h"
#include "log_ratios.h"

static uint64_t hash;
static void begin(void) { hash = 0xcbf29ce484222325; }
static void add(const void *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3;
}
static void end(const char *name) { printf("%-16s %016llx\n", name, (unsigned long long)hash); }

// A NaN's sign and payload depend on the processor; that there is one does not.
#define CHECK(P, REAL, SPECIALS)                                                                              \
  static lb_vector_##P sine_of_##P(lb_vector_##P u) {                                                               \
    lb_vector_##P sine, cosine;                                                                                     \
    lb_sine_cosine_of_turns_##P(u, &sine, &cosine);                                                                 \
    return sine;                                                                                                    \
  }                                                                                                                 \
  static lb_vector_##P cosine_of_##P(lb_vector_##P u) {                                                             \
    lb_vector_##P sine, cosine;                                                                                     \
    lb_sine_cosine_of_turns_##P(u, &sine, &cosine);                                                                 \
    return cosine;                                                                                                  \
  }                                                                                                                 \
  __attribute__((noinline)) static lb_vector_##P apply_##P(int function, lb_vector_##P x) {                         \
    switch (function) {                                                                                             \
      case 0: return lb_exp_##P(x);                                                                                 \
      case 1: return lb_log_##P(x);                                                                                 \
      case 2: return lb_tanh_##P(x);                                                                                \
      case 3: return lb_sigmoid_##P(x);                                                                             \
      case 4: return lb_softplus_##P(x);                                                                            \
      case 5: return sine_of_##P(x);                                                                                \
      default: return cosine_of_##P(x);                                                                             \
    }                                                                                                               \
  }                                                                                                                 \
  static void hash_##P(const char *name, int function, double low, double high) {                                   \
    enum { COUNT = 1 << 16, SPECIAL = 16, LANES_ = LB_BYTES / sizeof(REAL) };                                       \
    static REAL x[COUNT];                                                                                           \
    const REAL special[SPECIAL] = SPECIALS;                                                                         \
    for (int i = 0; i < COUNT; i++) x[i] = (REAL)(low + (high - low) * (i + 0.5) / COUNT);                          \
    if (function < 5)                                                                                               \
      for (int i = 0; i < SPECIAL; i++) x[i] = special[i], x[SPECIAL + i] = -special[i];                            \
    begin();                                                                                                        \
    for (int i = 0; i < COUNT; i += LANES_) {                                                                       \
      lb_vector_##P v;                                                                                              \
      memcpy(&v, x + i, sizeof v);                                                                                  \
      v = apply_##P(function, v);                                                                                   \
      memcpy(x + i, &v, sizeof v);                                                                                  \
    }                                                                                                               \
    for (int i = 0; i < COUNT; i++) {                                                                               \
      if (isnan(x[i])) x[i] = 12345;                                                                                \
      add(x + i, sizeof(REAL));                                                                                     \
    }                                                                                                               \
    end(name);                                                                                                      \
  }
#define FLOATS \
  {0, 1, 0x1p-149f, 0x1.8p-127f, 0x1p-126f, 0x1p-24f, 0x1p-60f, 88.7f, 88.8f, 103.9f, 104.1f, 9.5f, 0x1.fffffep127f, \
   INFINITY, NAN, 0.34657359f}
#define DOUBLES \
  {0, 1, 0x1p-1074, 0x1.8p-1023, 0x1p-1022, 0x1p-53, 0x1p-200, 709.78, 709.79, 745.1, 745.2, 18.9, \
   0x1.fffffffffffffp1023, INFINITY, NAN, 0.34657359027997264}
CHECK(float, float, FLOATS)
CHECK(double, double, DOUBLES)

int main(void) {
  hash_float("exp_float", 0, -110, 95), hash_double("exp_double", 0, -760, 720);
  hash_float("log_float", 1, 0, 4), hash_double("log_double", 1, 0, 4);
  hash_float("tanh_float", 2, -10, 10), hash_double("tanh_double", 2, -20, 20);
  hash_float("sigmoid_float", 3, -110, 30), hash_double("sigmoid_double", 3, -750, 60);
  hash_float("softplus_float", 4, -110, 30), hash_double("softplus_double", 4, -750, 60);
  hash_float("sine_float", 5, 0, 1), hash_double("sine_double", 5, 0, 1);
  hash_float("cosine_float", 6, 0, 1), hash_double("cosine_double", 6, 0, 1);

  enum { DRAWS = 10007 };
  static double draws[DRAWS], probabilities[DRAWS], ratios[100];
  static float small_draws[DRAWS], small_probabilities[DRAWS];
  for (int i = 0; i < DRAWS; i++) small_probabilities[i] = (float)(probabilities[i] = i / (DRAWS - 1.0));
  normals_float(0x123456789abcdef, 42, 0xfffffffe, DRAWS, small_draws);
  begin(), add(small_draws, sizeof small_draws), end("normals_float");
  normals_double(0x123456789abcdef, 42, 0xfffffffe, DRAWS, draws);
  begin(), add(draws, sizeof draws), end("normals_double");
  bernoulli_draws_float(7, 42, 3, DRAWS, small_probabilities, small_draws);
  begin(), add(small_draws, sizeof small_draws), end("bernoulli_float");
  bernoulli_draws_double(7, 42, 3, DRAWS, probabilities, draws);
  begin(), add(draws, sizeof draws), end("bernoulli_double");

  begin();
  static double mean[3000], deviation[3000];
  for (int j = 0; j < 3000; j++) mean[j] = 0.1 * (j % 7), deviation[j] = 0.5 + 0.1 * (j % 5);
  for (size_t dimension = 0; dimension < 3000; dimension = 3 * dimension / 2 + 1) {
    log_ratios_double(1, 2, 3, 100, dimension, mean, deviation, ratios);
    add(ratios, sizeof ratios);
  }
  end("log_ratios");
  return 0;
}
