// Chooses the kernels, at run time.
#include "KernelTable.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const lb_kernel_table lb_kernels_in_plain[2];
#if defined(__x86_64__)
extern const lb_kernel_table lb_kernels_in_avx2[2], lb_kernels_in_avx512[2];
#endif

const lb_kernel_table *lb_kernel_table_named(const char *name, size_t element_size) {
  const int precision = element_size == sizeof(double);
  if (strcmp(name, "plain") == 0) return &lb_kernels_in_plain[precision];
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (strcmp(name, "avx2") == 0 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return &lb_kernels_in_avx2[precision];
  if (strcmp(name, "avx512") == 0 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
    return &lb_kernels_in_avx512[precision];
#endif
  return NULL;
}

const lb_kernel_table *lb_kernel_table_for_this_processor(size_t element_size) {
  const char *wish = getenv("LOWER_BOUND_KERNELS");
  if (wish) {
    const lb_kernel_table *wished = lb_kernel_table_named(wish, element_size);
    if (wished) return wished;
    fprintf(
        stderr, "LOWER_BOUND_KERNELS: expected avx512, avx2 or plain, as far as this processor can run it; found %s\n",
        wish);
    exit(64);
  }
  const char *names[] = {"avx512", "avx2", "plain"};
  for (size_t i = 0; i < 2; i++) {
    const lb_kernel_table *table = lb_kernel_table_named(names[i], element_size);
    if (table) return table;
  }
  return lb_kernel_table_named("plain", element_size);
}
