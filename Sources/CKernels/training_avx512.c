// The training loops in 512-bit vectors. Only this file's functions use the instructions.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"), \
                                            min_vector_width(512))), apply_to = function)
#define LB_WIDTH 8
#define LB_NAME "avx512"
#define LB_TABLE lb_training_loops_avx512
#include "training_loops.h"
#pragma clang attribute pop
#endif
