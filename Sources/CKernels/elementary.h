// exp, log, tanh and their relatives for vectors: the same bits for every instruction set, processor and C library,
// since they consist of fused multiply-adds, divisions, square roots and integers only. A body file: see vector.h.
#include "vector.h"

#include "elementary_support.h"
#include "elementary_exponential.h"
#include "elementary_logarithm.h"
#include "elementary_turns.h"
