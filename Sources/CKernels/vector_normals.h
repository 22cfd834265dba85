// Standard normals of Philox counters, a vector at a time. Part of vector_kernels.h, whose vectors and `apply` it uses.

#define TWO_PI 6.283185307179586476925286766559
// Draws are made in stages over this many vectors, whose arrays stay in the first-level cache.
enum { STAGE = 32 };

// The words of LB_WIDTH neighbouring counters, one counter a lane, one word in the low half of each lane.
static inline void random_words(uint64_t key, uint64_t stream, uint64_t first, lanes words[4]) {
  lanes numbers;
  for (int lane = 0; lane < LB_WIDTH; lane++) numbers[lane] = (uint64_t)lane;
  lanes c0 = first + numbers, c1 = c0 >> 32, c2 = stream + (lanes){0}, c3 = c2 >> 32;
  LB_PHILOX_ROUNDS(lanes, c0, c1, c2, c3, key & LB_LOW_WORD, key >> 32);
  words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}

// The 53-bit uniforms of pairs of words. Each word is converted by itself and their sum is exact.
static inline doubles uniforms(lanes low, lanes high) {
  const doubles upper = __builtin_convertvector((signed_lanes)(high & LB_LOW_WORD), doubles);
  const doubles lower = __builtin_convertvector((signed_lanes)((low & LB_LOW_WORD) >> 11), doubles);
  return upper * 0x1p-32 + lower * 0x1p-53;
}

// The low words of two vectors' lanes in turn.
static inline half_lanes zipped_words(lanes first, lanes second) {
  half_lanes result;
  for (int lane = 0; lane < LB_WIDTH; lane++)
    result[2 * lane] = ((half_lanes)first)[2 * lane], result[2 * lane + 1] = ((half_lanes)second)[2 * lane];
  return result;
}

// Writes first[0], second[0], first[1], second[1], …
static inline void store_interleaved(lanes first, lanes second, void *result) {
  lanes pairs[2];
  for (int lane = 0; lane < LB_WIDTH; lane++)
    pairs[2 * lane / LB_WIDTH][2 * lane % LB_WIDTH] = first[lane],
    pairs[2 * lane / LB_WIDTH][2 * lane % LB_WIDTH + 1] = second[lane];
  memcpy(result, pairs, sizeof pairs);
}

// Box–Muller from two 53-bit uniforms: (√(−2 log(1 − u₁)) cos 2πu₂, … sin 2πu₂), from `vectors` · LB_WIDTH blocks.
static void stage_of_normals_double(uint64_t key, uint64_t stream, uint64_t first, size_t vectors, double *result) {
  doubles logarithm[STAGE], cosine[STAGE], sine[STAGE];
  for (size_t v = 0; v < vectors; v++) {
    lanes words[4];
    random_words(key, stream, first + v * LB_WIDTH, words);
    logarithm[v] = 1.0 - uniforms(words[0], words[1]);
    sine[v] = TWO_PI * uniforms(words[2], words[3]);
  }
  apply(LB_LOG, logarithm, vectors, logarithm);
  apply(LB_COS, sine, vectors, cosine);
  apply(LB_SIN, sine, vectors, sine);
  for (size_t v = 0; v < vectors; v++) {
    const doubles radius = __builtin_elementwise_sqrt(-2.0 * logarithm[v]);
    store_interleaved((lanes)(radius * cosine[v]), (lanes)(radius * sine[v]), result + 2 * LB_WIDTH * v);
  }
}

// Single precision draws four normals from a block: two pairs, each from two words. A vector of floats holds one pair's
// values of the blocks of two vectors of words, which take turns in its lanes. The half step keeps u₁ off zero.
static void stage_of_normals_float(uint64_t key, uint64_t stream, uint64_t first, size_t vectors, float *result) {
  floats logarithm[2 * STAGE], cosine[2 * STAGE], sine[2 * STAGE];
  for (size_t v = 0; v < vectors; v++) {
    lanes front[4], back[4];
    random_words(key, stream, first + 2 * v * LB_WIDTH, front);
    random_words(key, stream, first + (2 * v + 1) * LB_WIDTH, back);
    for (int pair = 0; pair < 2; pair++) {
      const floats low = __builtin_convertvector(zipped_words(front[2 * pair], back[2 * pair]), floats);
      const floats high = __builtin_convertvector(zipped_words(front[2 * pair + 1], back[2 * pair + 1]), floats);
      logarithm[2 * v + pair] = low * 0x1p-32f + 0x1p-33f;
      sine[2 * v + pair] = (float)TWO_PI * (high * 0x1p-32f);
    }
  }
  apply(LB_LOGF, logarithm, 2 * vectors, logarithm);
  apply(LB_COSF, sine, 2 * vectors, cosine);
  apply(LB_SINF, sine, 2 * vectors, sine);
  for (size_t v = 0; v < vectors; v++) {
    lanes front[2], back[2];
    for (int pair = 0; pair < 2; pair++) {
      const floats radius = __builtin_elementwise_sqrt(-2.0f * logarithm[2 * v + pair]);
      const lanes first_of_pair = (lanes)(radius * cosine[2 * v + pair]), second = (lanes)(radius * sine[2 * v + pair]);
      front[pair] = (first_of_pair & LB_LOW_WORD) | second << 32;
      back[pair] = first_of_pair >> 32 | (second & ~LB_LOW_WORD);
    }
    store_interleaved(front[0], front[1], result + 8 * LB_WIDTH * v);
    store_interleaved(back[0], back[1], result + 8 * LB_WIDTH * v + 4 * LB_WIDTH);
  }
}

// Whole vectors go straight to the result. A last, partial vector runs through the same instructions, so that a draw
// never depends on its neighbours.
#define LB_FILL(NAME, SCALAR, BLOCKS, DRAWS)                                                                  \
  static void NAME(uint64_t key, uint64_t stream, uint64_t first, size_t blocks, SCALAR *result) {            \
    while (blocks >= BLOCKS) {                                                                                \
      const size_t vectors = blocks / BLOCKS < STAGE ? blocks / BLOCKS : STAGE;                               \
      stage_of_##NAME(key, stream, first, vectors, result);                                                   \
      first += BLOCKS * vectors, blocks -= BLOCKS * vectors, result += DRAWS * BLOCKS * vectors;              \
    }                                                                                                         \
    if (blocks == 0) return;                                                                                  \
    SCALAR partial[DRAWS * BLOCKS];                                                                           \
    stage_of_##NAME(key, stream, first, 1, partial);                                                          \
    memcpy(result, partial, DRAWS * sizeof(SCALAR) * blocks);                                                 \
  }

LB_FILL(normals_double, double, LB_WIDTH, 2)
LB_FILL(normals_float, float, (2 * LB_WIDTH), 4)
