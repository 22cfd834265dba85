// Chooses the kernels once, at run time.
#include "CKernels.h"
#include <stdlib.h>
#include <string.h>

extern const lb_kernels lb_kernels_plain;
#if defined(__x86_64__)
extern const lb_kernels lb_kernels_avx2, lb_kernels_avx512;
#endif

const lb_kernels *lb_kernels_named(const char *name) {
  if (strcmp(name, "plain") == 0) return &lb_kernels_plain;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (strcmp(name, "avx2") == 0 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return &lb_kernels_avx2;
  if (strcmp(name, "avx512") == 0 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
    return &lb_kernels_avx512;
#endif
  return NULL;
}

const lb_kernels *lb_kernels_for_this_processor(void) {
  const char *wish = getenv("LOWER_BOUND_KERNELS");
  const lb_kernels *wished = wish ? lb_kernels_named(wish) : NULL;
  if (wished) return wished;
  const char *names[] = {"avx512", "avx2"};
  for (int i = 0; i < 2; i++) {
    const lb_kernels *table = lb_kernels_named(names[i]);
    if (table) return table;
  }
  return &lb_kernels_plain;
}
