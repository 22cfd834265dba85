// Vectors of one precision: the vocabulary in which every kernel is written, once.
//
// A kernel is a body file without an include guard. For each instruction set, one .c file defines LB_BYTES, the size of a
// vector (64 with AVX-512, 32 with AVX2, 16 otherwise), and includes each body twice, with LB_PRECISION defined as 32 and
// as 64. The body includes this file first, and writes NAME(forward) for forward_float or forward_double.
//
// Everything here is correctly rounded by IEEE 754 or exact, so a lane's result depends neither on the instruction set nor
// on its place in the vector. Nothing is contracted: a fused multiply-add is written FMA.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#undef REAL
#undef INT
#undef NAME
#if LB_PRECISION == 32
#define REAL float
#define INT int32_t
#define NAME(name) name##_float
#else
#define REAL double
#define INT int64_t
#define NAME(name) name##_double
#endif

// The types: a vector of numbers, a vector of integers of the same size (the type of comparisons), and a vector that may
// lie anywhere in memory.
typedef REAL NAME(lb_vector) __attribute__((vector_size(LB_BYTES)));
typedef INT NAME(lb_integers) __attribute__((vector_size(LB_BYTES)));
typedef REAL NAME(lb_unaligned) __attribute__((vector_size(LB_BYTES), aligned(LB_PRECISION / 8), may_alias));

#undef VEC
#undef IVEC
#undef LANES
#define VEC NAME(lb_vector)
#define IVEC NAME(lb_integers)
// The number of lanes; a constant for the preprocessor too.
#define LANES (LB_BYTES * 8 / LB_PRECISION)

#ifndef FMA
// a·b + c with one rounding.
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
// √a, correctly rounded.
#define SQRT(a) __builtin_elementwise_sqrt(a)
// |a|.
#define ABS(a) __builtin_elementwise_abs(a)
// A vector of one constant or scalar of type REAL.
#define SPLAT(c) ((REAL)(c) - (VEC){0})
// The same for integers.
#define ISPLAT(c) ((INT)(c) - (IVEC){0})
// Lane by lane: a where the comparison `mask` holds, else b. NaN compares as false.
#define SELECT(mask, a, b) ((VEC)(((mask) & (IVEC)(a)) | (~(mask) & (IVEC)(b))))
// The bits of a vector as integers, and back.
#define BITS(a) ((IVEC)(a))
#define FROM_BITS(i) ((VEC)(i))
// Reads and writes LANES numbers at any address.
#define LOAD(address) ((VEC) * (const NAME(lb_unaligned) *)(address))
#define STORE(address, value) (*(NAME(lb_unaligned) *)(address) = (value))
// A function that becomes part of its caller, so that its constant arguments are constants.
#define INLINE __attribute__((always_inline)) static inline
#endif
