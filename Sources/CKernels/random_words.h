// Philox4x32-10 blocks (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011), one in
// each 64-bit lane. Part of draws.h, once for both precisions.
#pragma once

typedef uint64_t lb_lanes __attribute__((vector_size(LB_BYTES)));

// How many blocks a vector of 64-bit lanes holds.
enum { LB_BLOCKS = LB_BYTES / 8 };

#define LOW_WORD 0xffffffffULL

// The keys of the ten rounds, two for each.
typedef struct {
  uint64_t words[10][2];
} lb_round_keys;

INLINE lb_round_keys lb_keys_of_rounds(uint64_t key) {
  lb_round_keys keys;
  for (uint32_t round = 0, low = (uint32_t)key, high = (uint32_t)(key >> 32); round < 10; round++) {
    keys.words[round][0] = low, keys.words[round][1] = high;
    low += 0x9E3779B9, high += 0xBB67AE85;
  }
  return keys;
}

// How many vectors of blocks are made side by side, so that a multiplication need not wait for the one before.
#define LB_SETS (LB_BYTES == 64 ? 4 : 2)

// The four words of the blocks at counters first, first + 1, … of a stream, LB_BLOCKS of them in a set: a word stands
// in the low half of each lane. What the high half holds has no meaning: the products ignore it.
INLINE void lb_random_words(const lb_round_keys *keys, uint64_t stream, uint64_t first, lb_lanes words[LB_SETS][4]) {
  lb_lanes c0[LB_SETS], c1[LB_SETS], c2[LB_SETS], c3[LB_SETS];
  for (int set = 0; set < LB_SETS; set++) {
    for (int lane = 0; lane < LB_BLOCKS; lane++) c0[set][lane] = first + (uint64_t)(set * LB_BLOCKS + lane);
    c1[set] = c0[set] >> 32, c2[set] = stream + (lb_lanes){0}, c3[set] = c2[set] >> 32;
  }
  // Unrolled, clang finds bits that are 0 and then takes a full product, which is slower.
  _Pragma("clang loop unroll(disable)")
  for (int round = 0; round < 10; round++)
    for (int set = 0; set < LB_SETS; set++) {
      const lb_lanes product0 = (c0[set] & LOW_WORD) * 0xD2511F53ULL, product1 = (c2[set] & LOW_WORD) * 0xCD9E8D57ULL;
      c0[set] = (product1 >> 32) ^ c1[set] ^ keys->words[round][0], c1[set] = product1;
      c2[set] = (product0 >> 32) ^ c3[set] ^ keys->words[round][1], c3[set] = product0;
    }
  for (int set = 0; set < LB_SETS; set++)
    words[set][0] = c0[set], words[set][1] = c1[set], words[set][2] = c2[set], words[set][3] = c3[set];
}
