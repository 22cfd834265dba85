// Prints a hash of the elementary functions' results and of the draws of one instruction set, over fixed arguments: it must
// be the same for every instruction set and processor. Run by scripts/check-kernels:
//
//     elementary_hashes avx512|avx2|plain [each]       `each` prints a hash of every function
#include "KernelTable.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t all = 0xcbf29ce484222325;
static int each;

static uint64_t mixed(uint64_t hash, const void *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3;
  return hash;
}

static void record(const char *name, size_t element_size, const void *bytes, size_t count) {
  const uint64_t hash = mixed(0xcbf29ce484222325, bytes, count);
  all = mixed(all, &hash, sizeof hash);
  if (each) printf("%-16s %zu %016llx\n", name, element_size, (unsigned long long)hash);
}

enum { COUNT = 1 << 16, SPECIALS = 16, DRAWS = 10007 };

// Arguments across a range, of which the first ones are replaced by hard ones of both signs. A NaN's sign and payload depend
// on the processor; that there is one does not.
#define CHECK(REAL, ...)                                                                                               \
  static void check_map_##REAL(const lb_kernel_table *table, const char *name, lb_map map, double low, double high) {  \
    static REAL x[COUNT];                                                                                              \
    const REAL special[SPECIALS] = {__VA_ARGS__};                                                                      \
    for (int i = 0; i < COUNT; i++) x[i] = (REAL)(low + (high - low) * (i + 0.5) / COUNT);                             \
    for (int i = 0; i < SPECIALS; i++) x[i] = special[i], x[SPECIALS + i] = -special[i];                               \
    table->map(map, COUNT, x, x);                                                                                      \
    for (int i = 0; i < COUNT; i++)                                                                                    \
      if (isnan(x[i])) x[i] = 12345;                                                                                   \
    record(name, sizeof(REAL), x, sizeof x);                                                                           \
  }                                                                                                                    \
  static void check_draws_##REAL(const lb_kernel_table *table) {                                                       \
    static REAL draws[DRAWS], probabilities[DRAWS];                                                                    \
    for (int i = 0; i < DRAWS; i++) probabilities[i] = (REAL)(i / (DRAWS - 1.0));                                      \
    table->normals(0x123456789abcdef, 42, 0xfffffffe, DRAWS, draws);                                                   \
    record("normals", sizeof(REAL), draws, sizeof draws);                                                              \
    table->bernoulli_draws(7, 42, 3, DRAWS, probabilities, draws);                                                     \
    record("bernoulli", sizeof(REAL), draws, sizeof draws);                                                            \
  }
CHECK(float, 0, 1, 0x1p-149f, 0x1.8p-127f, 0x1p-126f, 0x1p-24f, 0x1p-60f, 88.7f, 88.8f, 103.9f, 104.1f, 9.5f,
      0x1.fffffep127f, INFINITY, NAN, 0.34657359f)
CHECK(double, 0, 1, 0x1p-1074, 0x1.8p-1023, 0x1p-1022, 0x1p-53, 0x1p-200, 709.78, 709.79, 745.1, 745.2, 18.9,
      0x1.fffffffffffffp1023, INFINITY, NAN, 0.34657359027997264)

static void check_log_ratios(const lb_kernel_table *table) {
  static double mean[3000], deviation[3000], ratios[100];
  for (int j = 0; j < 3000; j++) mean[j] = 0.1 * (j % 7), deviation[j] = 0.5 + 0.1 * (j % 5);
  for (size_t dimension = 0; dimension < 3000; dimension = 3 * dimension / 2 + 1) {
    table->log_ratios(1, 2, 3, 100, dimension, mean, deviation, ratios);
    record("log_ratios", sizeof(double), ratios, sizeof ratios);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 64;
  const lb_kernel_table *small = lb_kernel_table_named(argv[1], 4), *large = lb_kernel_table_named(argv[1], 8);
  if (!small || !large) return 69;
  each = argc > 2 && strcmp(argv[2], "each") == 0;

  check_map_float(small, "exp", LB_MAP_EXP, -110, 95), check_map_double(large, "exp", LB_MAP_EXP, -760, 720);
  check_map_float(small, "log", LB_MAP_LOG, 0, 4), check_map_double(large, "log", LB_MAP_LOG, 0, 4);
  check_map_float(small, "tanh", LB_MAP_TANH, -10, 10), check_map_double(large, "tanh", LB_MAP_TANH, -20, 20);
  check_map_float(small, "softplus", LB_MAP_SOFTPLUS, -110, 30);
  check_map_double(large, "softplus", LB_MAP_SOFTPLUS, -750, 60);
  check_map_float(small, "sigmoid", LB_MAP_SIGMOID, -110, 30);
  check_map_double(large, "sigmoid", LB_MAP_SIGMOID, -750, 60);
  check_draws_float(small), check_draws_double(large);
  check_log_ratios(large);
  if (!each) printf("%016llx\n", (unsigned long long)all);
  return 0;
}
