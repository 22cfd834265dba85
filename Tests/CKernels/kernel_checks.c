// Compares every kernel of one instruction set with double loops that are written down from the kernel's contract, bit for
// bit, over random shapes and every edge of a tile, in both precisions. Then prints a hash of all results, which must be the
// same for every instruction set and processor. Run by scripts/check-kernels:
//
//     kernel_checks avx512|avx2|plain [rounds]
#include "KernelTable.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

static const char *set;
static int failures;
static uint64_t hash = 0xcbf29ce484222325;

// Numbers in (0, 1), the same everywhere.
static uint64_t state = 0x9e3779b97f4a7c15;
static double uniform(void) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return ((double)(state >> 11) + 0.5) * 0x1p-53;
}
static size_t below(size_t count) { return (size_t)(uniform() * (double)count); }

// A size at or beside an edge of a tile, a vector or a panel, or any other up to 70.
static size_t some_size(void) {
  static const size_t edges[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65};
  return uniform() < 0.7 ? edges[below(sizeof edges / sizeof *edges)] : below(70);
}

// Fails unless two arrays have the same bits; adds the result's bytes to the hash.
static void require_same(const char *kernel, const char *shape, const void *result, const void *expected, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) hash = (hash ^ ((const uint8_t *)result)[i]) * 0x100000001b3;
  if (bytes == 0 || memcmp(result, expected, bytes) == 0) return;
  size_t i = 0;
  while (((const uint8_t *)result)[i] == ((const uint8_t *)expected)[i]) i++;
  if (++failures <= 20) printf("%s: %s of %s: expected the bits of its double loop, found others at byte %zu\n", set, kernel, shape, i);
}

static char shape[200];
#define SHAPE(...) snprintf(shape, sizeof shape, __VA_ARGS__)

#define NAME(name) name##_float
#define REAL float
#define MULTIPLY_ADD fmaf
#define ROOT sqrtf
#include "naive_layers.h"
#include "naive_rows.h"
#undef NAME
#undef REAL
#undef MULTIPLY_ADD
#undef ROOT
#define NAME(name) name##_double
#define REAL double
#define MULTIPLY_ADD fma
#define ROOT sqrt
#include "naive_layers.h"
#include "naive_rows.h"

int main(int count, char **arguments) {
  set = count > 1 ? arguments[1] : "plain";
  const int rounds = count > 2 ? atoi(arguments[2]) : 60;
  const lb_kernel_table *singles = lb_kernel_table_named(set, sizeof(float));
  const lb_kernel_table *doubles = lb_kernel_table_named(set, sizeof(double));
  if (!singles || !doubles) {
    fprintf(stderr, "kernel_checks: this processor cannot run %s\n", set);
    return 69;
  }
  if (strcmp(singles->name, set) || strcmp(doubles->name, set)) failures++;
  for (int round = 0; round < rounds; round++) {
    check_layers_float(singles);
    check_layers_double(doubles);
    check_rows_float(singles);
    check_rows_double(doubles);
  }
  if (failures > 0) return 1;
  printf("%016llx\n", (unsigned long long)hash);
  return 0;
}
