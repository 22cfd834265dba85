// The kernels for one vector width. Included by one file for each instruction set, which defines
//   LB_WIDTH     64-bit lanes in a vector
//   LB_NAME      the table's name, LB_TABLE its symbol
//   LB_EXP …     glibc's vector functions for that width (libmvec, within 4 ulp)
#include "CNumerics.h"
#include "philox.h"
#include <string.h>

typedef uint64_t lanes __attribute__((vector_size(8 * LB_WIDTH)));
typedef int64_t signed_lanes __attribute__((vector_size(8 * LB_WIDTH)));
typedef double doubles __attribute__((vector_size(8 * LB_WIDTH)));
typedef float floats __attribute__((vector_size(8 * LB_WIDTH)));
typedef float half_floats __attribute__((vector_size(4 * LB_WIDTH)));
typedef uint32_t half_words __attribute__((vector_size(4 * LB_WIDTH)));

doubles LB_EXP(doubles), LB_LOG(doubles), LB_TANH(doubles), LB_SIN(doubles), LB_COS(doubles);
floats LB_EXPF(floats), LB_LOGF(floats), LB_TANHF(floats), LB_SINF(floats), LB_COSF(floats);

#define TWO_PI 6.283185307179586476925286766559

// The words of LB_WIDTH neighbouring counters, one counter a lane.
static inline void random_words(uint64_t key, uint64_t stream, uint64_t first, lanes words[4]) {
  lanes counter = first + (lanes){0};
  for (int lane = 0; lane < LB_WIDTH; lane++) counter[lane] += (uint64_t)lane;
  lanes c0 = counter & LB_LOW_WORD, c1 = counter >> 32;
  const uint64_t stream_low = stream & LB_LOW_WORD, stream_high = stream >> 32;
  lanes c2 = stream_low + (lanes){0}, c3 = stream_high + (lanes){0};
  LB_PHILOX_ROUNDS(lanes, c0, c1, c2, c3, key & LB_LOW_WORD, key >> 32);
  words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}

static inline doubles square_root(doubles x) {
  doubles result;
  for (int lane = 0; lane < LB_WIDTH; lane++) result[lane] = __builtin_sqrt(x[lane]);
  return result;
}

// Box–Muller from two 53-bit uniforms: (√(−2 log(1 − u₁)) cos 2πu₂, … sin 2πu₂), interleaved.
static inline void normals_from_words(const lanes words[4], double *result) {
  const doubles u1 = __builtin_convertvector((signed_lanes)((words[0] | words[1] << 32) >> 11), doubles) * 0x1p-53;
  const doubles u2 = __builtin_convertvector((signed_lanes)((words[2] | words[3] << 32) >> 11), doubles) * 0x1p-53;
  const doubles radius = square_root(-2.0 * LB_LOG(1.0 - u1)), angle = TWO_PI * u2;
  const doubles cosine = radius * LB_COS(angle), sine = radius * LB_SIN(angle);
  for (int lane = 0; lane < LB_WIDTH; lane++) {
    result[2 * lane] = cosine[lane];
    result[2 * lane + 1] = sine[lane];
  }
}

static void normals_double(uint64_t key, uint64_t stream, uint64_t first, size_t blocks, double *result) {
  lanes words[4];
  size_t block = 0;
  for (; block + LB_WIDTH <= blocks; block += LB_WIDTH) {
    random_words(key, stream, first + block, words);
    normals_from_words(words, result + 2 * block);
  }
  // A last, partial vector runs through the same instructions, so that a draw never depends on its neighbours.
  if (block < blocks) {
    double tail[2 * LB_WIDTH];
    random_words(key, stream, first + block, words);
    normals_from_words(words, tail);
    memcpy(result + 2 * block, tail, 2 * sizeof(double) * (blocks - block));
  }
}

// Single precision draws four normals from a block: two pairs, each from two words. The half keeps u₁ off zero.
static inline void normals_from_words_float(const lanes words[4], float *result) {
  for (int pair = 0; pair < 2; pair++) {
    const half_floats low = __builtin_convertvector(words[2 * pair], half_floats);
    const half_floats high = __builtin_convertvector(words[2 * pair + 1], half_floats);
    const half_floats uniform = low * 0x1p-32f + 0x1p-33f;
    floats wide = {0}, angles = {0};
    for (int lane = 0; lane < LB_WIDTH; lane++) {
      wide[lane] = uniform[lane];
      angles[lane] = (float)TWO_PI * (high[lane] * 0x1p-32f);
    }
    const floats logarithm = LB_LOGF(wide), cosine = LB_COSF(angles), sine = LB_SINF(angles);
    for (int lane = 0; lane < LB_WIDTH; lane++) {
      const float radius = __builtin_sqrtf(-2.0f * logarithm[lane]);
      result[4 * lane + 2 * pair] = radius * cosine[lane];
      result[4 * lane + 2 * pair + 1] = radius * sine[lane];
    }
  }
}

static void normals_float(uint64_t key, uint64_t stream, uint64_t first, size_t blocks, float *result) {
  lanes words[4];
  size_t block = 0;
  for (; block + LB_WIDTH <= blocks; block += LB_WIDTH) {
    random_words(key, stream, first + block, words);
    normals_from_words_float(words, result + 4 * block);
  }
  if (block < blocks) {
    float tail[4 * LB_WIDTH];
    random_words(key, stream, first + block, words);
    normals_from_words_float(words, tail);
    memcpy(result + 4 * block, tail, 4 * sizeof(float) * (blocks - block));
  }
}

#define LB_MAP(NAME, SCALAR, VECTOR, LANES, FUNCTION)                       \
  static void NAME(const SCALAR *x, size_t count, SCALAR *result) {         \
    VECTOR part;                                                            \
    size_t i = 0;                                                           \
    for (; i + LANES <= count; i += LANES) {                                \
      memcpy(&part, x + i, sizeof part);                                    \
      part = FUNCTION(part);                                                \
      memcpy(result + i, &part, sizeof part);                               \
    }                                                                       \
    if (i < count) {                                                        \
      part = (VECTOR){0} + (SCALAR)1;                                       \
      memcpy(&part, x + i, sizeof(SCALAR) * (count - i));                   \
      part = FUNCTION(part);                                                \
      memcpy(result + i, &part, sizeof(SCALAR) * (count - i));              \
    }                                                                       \
  }

LB_MAP(exp_double, double, doubles, LB_WIDTH, LB_EXP)
LB_MAP(log_double, double, doubles, LB_WIDTH, LB_LOG)
LB_MAP(tanh_double, double, doubles, LB_WIDTH, LB_TANH)
LB_MAP(exp_float, float, floats, (2 * LB_WIDTH), LB_EXPF)
LB_MAP(log_float, float, floats, (2 * LB_WIDTH), LB_LOGF)
LB_MAP(tanh_float, float, floats, (2 * LB_WIDTH), LB_TANHF)

const lb_kernels LB_TABLE = {LB_NAME,    normals_double, normals_float, exp_double, log_double,
                             tanh_double, exp_float,      log_float,     tanh_float};
