// The kernels in 512-bit vectors. Only this file's functions use the instructions; the table is chosen at run time.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"), \
                                            min_vector_width(512))), apply_to = function)
#define LB_WIDTH 8
#define LB_BLOCK 4
#define LB_REGISTER "%zmm0"
#define LB_NAME "avx512"
#define LB_TABLE lb_kernels_avx512
#define LB_EXP _ZGVeN8v_exp
#define LB_LOG _ZGVeN8v_log
#define LB_OLD_TANH _ZGVeN8v_tanh
#define LB_SIN _ZGVeN8v_sin
#define LB_COS _ZGVeN8v_cos
#define LB_EXPF _ZGVeN16v_expf
#define LB_LOGF _ZGVeN16v_logf
#define LB_TANHF _ZGVeN16v_tanhf
#define LB_SINF _ZGVeN16v_sinf
#define LB_COSF _ZGVeN16v_cosf
#include "vector_kernels.h"
#pragma clang attribute pop
#endif
