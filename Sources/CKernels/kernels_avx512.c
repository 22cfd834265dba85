// The engine's kernels in 512-bit vectors. Only this file's functions use the instructions; the table is chosen at run
// time.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"), \
                                            min_vector_width(512))), apply_to = function)
#define LB_BYTES 64
#define LB_ROWS 12
#define LB_NAME "avx512"
#define LB_TABLE lb_kernels_in_avx512
#include "kernels.h"
#pragma clang attribute pop
#endif
