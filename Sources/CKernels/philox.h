// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011), written once for
// a lane type T: a 64-bit integer or a vector of them. The low half of each lane holds a 32-bit word, so that the product
// of two words is the full 64-bit product that the cipher splits into a high and a low half. What the high half of a
// lane holds has no meaning, before or after: a vector's multiplication ignores it, and masking it would cost a third.
#pragma once

#define LB_LOW_WORD 0xffffffffULL

#define LB_PHILOX_ROUNDS(T, c0, c1, c2, c3, key0, key1)              \
  do {                                                               \
    uint64_t round_key0 = (key0), round_key1 = (key1);               \
    for (int round = 0; round < 10; round++) {                       \
      const T product0 = (c0 & LB_LOW_WORD) * 0xD2511F53ULL;         \
      const T product1 = (c2 & LB_LOW_WORD) * 0xCD9E8D57ULL;         \
      c0 = (product1 >> 32) ^ c1 ^ round_key0;                       \
      c1 = product1;                                                 \
      c2 = (product0 >> 32) ^ c3 ^ round_key1;                       \
      c3 = product0;                                                 \
      round_key0 = (round_key0 + 0x9E3779B9ULL) & LB_LOW_WORD;       \
      round_key1 = (round_key1 + 0xBB67AE85ULL) & LB_LOW_WORD;       \
    }                                                                \
  } while (0)
