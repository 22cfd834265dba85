// Random draws: standard normals and Bernoulli variables. A draw depends on its key, stream and number only, never on
// its neighbours or the instruction set. A body file, after elementary.h.
#include "vector.h"

#include "random_words.h"

// Writes a[0], b[0], a[1], b[1], …
INLINE void NAME(lb_store_in_turn)(VEC a, VEC b, REAL *result) {
#if LANES == 16
  const VEC front = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const VEC back = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#elif LANES == 8
  const VEC front = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  const VEC back = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#elif LANES == 4
  const VEC front = __builtin_shufflevector(a, b, 0, 4, 1, 5), back = __builtin_shufflevector(a, b, 2, 6, 3, 7);
#else
  const VEC front = __builtin_shufflevector(a, b, 0, 2), back = __builtin_shufflevector(a, b, 1, 3);
#endif
  STORE(result, front);
  STORE(result + LANES, back);
}

#if LB_PRECISION == 32

// The uniforms of LB_BLOCKS blocks: a block has two pairs, from two words each, which lie side by side in a 64-bit
// lane. The half step keeps the first of a pair, which is u or 1 − u alike, off zero.
INLINE void lb_uniforms_float(const lb_lanes words[4], VEC *first, VEC *second) {
  const lb_words_float low = (lb_words_float)((words[0] & LOW_WORD) | words[2] << 32);
  const lb_words_float high = (lb_words_float)((words[1] & LOW_WORD) | words[3] << 32);
  *first = FMA(__builtin_convertvector(low, VEC), SPLAT(0x1p-32f), SPLAT(0x1p-33f));
  *second = __builtin_convertvector(high, VEC) * SPLAT(0x1p-32f);
}
#else

// 2⁻⁵³ times the 53 high bits of two words. A word's bits go behind the exponent that gives them their place value, so
// nothing rounds.
INLINE VEC lb_uniform_of_words(lb_lanes low, lb_lanes high) {
  const lb_lanes upper = (high & LOW_WORD) | 0x4130000000000000;         // 2²⁰ + 2⁻³² high
  const lb_lanes lower = ((low & LOW_WORD) >> 11) | 0x3fe0000000000000;  // ½ + 2⁻⁵³ low
  return ((VEC)upper - SPLAT(0x1p20)) + ((VEC)lower - SPLAT(0.5));
}

// The uniforms of LB_BLOCKS blocks: 1 − u₁, which is never 0, and u₂.
INLINE void lb_uniforms_double(const lb_lanes words[4], VEC *first, VEC *second) {
  *first = SPLAT(1) - lb_uniform_of_words(words[0], words[1]);
  *second = lb_uniform_of_words(words[2], words[3]);
}
#endif

// Box–Muller: √(−2 log u₁) cos 2πu₂ and √(−2 log u₁) sin 2πu₂ from each pair of the blocks first, first + 1, …
INLINE void NAME(lb_normals_of_blocks)(const lb_round_keys *keys, uint64_t stream, uint64_t first, REAL *result) {
  lb_lanes words[LB_SETS][4];
  lb_random_words(keys, stream, first, words);
  for (int set = 0; set < LB_SETS; set++) {
    VEC u1, u2, sine, cosine;
    NAME(lb_uniforms)(words[set], &u1, &u2);
    const VEC radius = SQRT(SPLAT(-2) * NAME(lb_log_of_normal)(u1, SPLAT(0)));
    NAME(lb_sine_cosine_of_turns)(u2, &sine, &cosine);
    NAME(lb_store_in_turn)(radius * cosine, radius * sine, result + 2 * LANES * set);
  }
}

// `count` standard normals from the blocks at counters first, first + 1, …: four from a block in single precision, two
// in double. What the last vectors make too many is dropped.
static void NAME(normals)(uint64_t key, uint64_t stream, uint64_t first, size_t count, void *result) {
  enum { BLOCKS = LB_SETS * LB_BLOCKS, DRAWS = 2 * LB_SETS * LANES };
  const lb_round_keys keys = lb_keys_of_rounds(key);
  REAL *next = result;
  for (; count >= DRAWS; count -= DRAWS, first += BLOCKS, next += DRAWS)
    NAME(lb_normals_of_blocks)(&keys, stream, first, next);
  if (count == 0) return;
  REAL partial[DRAWS];
  NAME(lb_normals_of_blocks)(&keys, stream, first, partial);
  memcpy(next, partial, count * sizeof(REAL));
}

// result[j] = 1 with probability x[j], else 0, from the ⌈count/4⌉ blocks at counters first, first + 1, …: element j
// takes word ⌊j/blocks⌋ of block j mod blocks. A word's leading bits, as many as a number holds exactly, are a uniform
// in [0, 1): a probability of 0 never draws a 1, and 1 always does.
static void NAME(bernoulli_draws)(uint64_t key, uint64_t stream, uint64_t first, size_t count, const void *x,
                                  void *result) {
  const lb_round_keys keys = lb_keys_of_rounds(key);
  const REAL *probability = x;
  REAL *draw = result;
  const size_t blocks = (count + 3) / 4;
  for (size_t block = 0; block < blocks; block += LB_SETS * LB_BLOCKS) {
    lb_lanes words[LB_SETS][4];
    lb_random_words(&keys, stream, first + block, words);
    for (size_t k = 0; k < 4 * LB_SETS; k++) {
      const size_t set = k / 4, word = k % 4, column = block + set * LB_BLOCKS, start = word * blocks + column;
      const size_t end = (word + 1) * blocks < count ? (word + 1) * blocks : count;
      for (size_t lane = 0; lane < LB_BLOCKS && start + lane < end; lane++) {
        const int64_t bits = (uint32_t)words[set][word][lane] >> (LB_PRECISION == 32 ? 8 : 0);
        const REAL uniform = (REAL)bits * (LB_PRECISION == 32 ? (REAL)0x1p-24 : (REAL)0x1p-32);
        draw[start + lane] = uniform < probability[start + lane] ? 1 : 0;
      }
    }
  }
}
