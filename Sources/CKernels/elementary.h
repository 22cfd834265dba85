// exp, log, tanh and their relatives for vectors: the same bits for every instruction set, processor and C library,
// since they consist of fused multiply-adds, divisions, square roots and integers only. (A NaN is a NaN everywhere, but
// its sign depends on the processor.) A body file: see vector.h.
//
// The largest errors found, in units in the last place, over every float, and over 25 million doubles in each of 35
// ranges: around 0, the joints and the ends, and over all bits. Tests/CKernels/elementary_errors.c finds them again.
//
//              exp     log    tanh   sigmoid  softplus  sine, cosine of turns
//     float    0.78    0.93   1.96   1.97     1.84      1.10
//     double   0.79    0.91   1.42   1.93     1.74      1.14
//
// scripts/generate-coefficients computes the coefficients.
#include "vector.h"

#include "elementary_support.h"
#include "elementary_exponential.h"
#include "elementary_logarithm.h"
#include "elementary_turns.h"
