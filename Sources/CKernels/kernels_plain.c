// The engine's kernels for any processor, in 128-bit vectors: fast where those have a fused multiply-add, as on arm64.
// An x86-64 processor that is not asked for more has none; the C library's fma gives the same bits there, slowly.
#define LB_BYTES 16
#if defined(__x86_64__)
#define LB_ROWS 6
#else
#define LB_ROWS 12
#endif
#define LB_NAME "plain"
#define LB_TABLE lb_kernels_in_plain
#include "kernels.h"
