// The training loops in 256-bit vectors. Only this file's functions use the instructions.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"), \
                                            min_vector_width(256))), apply_to = function)
#define LB_WIDTH 4
#define LB_NAME "avx2"
#define LB_TABLE lb_training_loops_avx2
#include "training_loops.h"
#pragma clang attribute pop
#endif
