// Philox blocks, one in each 64-bit lane. Part of draws.h, once for both precisions.
#pragma once

#include "philox.h"

typedef uint64_t lb_lanes __attribute__((vector_size(LB_BYTES)));

// How many blocks a vector of 64-bit lanes holds.
enum { LB_BLOCKS = LB_BYTES / 8 };

// The four words of the blocks at counters first, first + 1, …: a word stands in the low half of each lane.
INLINE void lb_random_words(uint64_t key, uint64_t stream, uint64_t first, lb_lanes words[4]) {
  lb_lanes numbers;
  for (int lane = 0; lane < LB_BLOCKS; lane++) numbers[lane] = (uint64_t)lane;
  lb_lanes c0 = first + numbers, c1 = c0 >> 32, c2 = stream + (lb_lanes){0}, c3 = c2 >> 32;
  LB_PHILOX_ROUNDS(lb_lanes, c0, c1, c2, c3, key & LB_LOW_WORD, key >> 32);
  words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}
