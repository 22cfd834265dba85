// Every kernel, in both precisions, and their tables. Included by one file for each instruction set, which defines
//   LB_BYTES   the bytes of a vector
//   LB_ROWS    the rows of a tile: 12 where there are 32 vector registers, 6 where there are 16
//   LB_SET     the name of the instruction set
#include "KernelTable.h"

#define LB_PRECISION 32
#include "kernels_of_precision.h"
#undef LB_PRECISION
#define LB_PRECISION 64
#include "kernels_of_precision.h"
