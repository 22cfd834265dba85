// The kernels in 256-bit vectors. Only this file's functions use the instructions; the table is chosen at run time.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"), \
                                            min_vector_width(256))), apply_to = function)
#define LB_WIDTH 4
#define LB_BLOCK 2
#define LB_REGISTER "%ymm0"
#define LB_NAME "avx2"
#define LB_TABLE lb_kernels_avx2
#define LB_EXP _ZGVdN4v_exp
#define LB_LOG _ZGVdN4v_log
#define LB_OLD_TANH _ZGVdN4v_tanh
#define LB_SIN _ZGVdN4v_sin
#define LB_COS _ZGVdN4v_cos
#define LB_EXPF _ZGVdN8v_expf
#define LB_LOGF _ZGVdN8v_logf
#define LB_TANHF _ZGVdN8v_tanhf
#define LB_SINF _ZGVdN8v_sinf
#define LB_COSF _ZGVdN8v_cosf
#include "vector_kernels.h"
#pragma clang attribute pop
#endif
