// Chooses the training loops once, at run time: the ones of the kernels' instruction set.
#include "CKernels.h"
#include "CTraining.h"
#include <string.h>

extern const lb_training_loops lb_training_loops_plain;
#if defined(__x86_64__)
extern const lb_training_loops lb_training_loops_avx2, lb_training_loops_avx512;
#endif

const lb_training_loops *lb_training_loops_named(const char *name) {
  if (!lb_kernels_named(name)) return NULL;
#if defined(__x86_64__)
  if (strcmp(name, "avx2") == 0) return &lb_training_loops_avx2;
  if (strcmp(name, "avx512") == 0) return &lb_training_loops_avx512;
#endif
  return &lb_training_loops_plain;
}

const lb_training_loops *lb_training_loops_for_this_processor(void) {
  return lb_training_loops_named(lb_kernels_for_this_processor()->name);
}
