// The engine's kernels in 256-bit vectors. Only this file's functions use the instructions; the table is chosen at run
// time.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"), \
                                            min_vector_width(256))), apply_to = function)
#define LB_BYTES 32
#define LB_ROWS 6
#define LB_NAME "avx2"
#define LB_TABLE lb_kernels_in_avx2
#include "kernels.h"
#pragma clang attribute pop
#endif
