// The training loops for one instruction set, written as plain loops for the compiler to vectorise. Included by one file
// for each instruction set, which defines
//   LB_WIDTH          64-bit lanes of a vector of random words
//   LB_NAME           the table's name, LB_TABLE its symbol
#include "CTraining.h"
#include "philox.h"

typedef uint64_t word_lanes __attribute__((vector_size(8 * LB_WIDTH)));

// The words of LB_WIDTH neighbouring counters, one counter a lane, one word in the low half of each lane.
static inline void words_of_blocks(uint64_t key, uint64_t stream, uint64_t first, word_lanes words[4]) {
  word_lanes numbers;
  for (int lane = 0; lane < LB_WIDTH; lane++) numbers[lane] = (uint64_t)lane;
  word_lanes c0 = first + numbers, c1 = c0 >> 32, c2 = stream + (word_lanes){0}, c3 = c2 >> 32;
  LB_PHILOX_ROUNDS(word_lanes, c0, c1, c2, c3, key & LB_LOW_WORD, key >> 32);
  words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}

// Finiteness: 0 · x² is 0 where x² is finite and not a number otherwise; 64 sums make the loop a vector's.
// BITS of a word make an exact uniform in [0, 1): a probability of 0 never draws a 1, and 1 always does.
#define LB_TRAINING_LOOPS(SCALAR, BITS)                                                                             \
  static void adam_##SCALAR(const lb_adam *step, size_t count, const SCALAR *restrict gradient,                      \
                            SCALAR *restrict first, SCALAR *restrict second, SCALAR *restrict parameter) {           \
    const SCALAR b1 = (SCALAR)step->first_decay, c1 = (SCALAR)(1 - step->first_decay);                               \
    const SCALAR b2 = (SCALAR)step->second_decay, c2 = (SCALAR)(1 - step->second_decay);                             \
    const SCALAR rate = (SCALAR)step->rate, root = (SCALAR)step->root_scale, epsilon = (SCALAR)step->epsilon;        \
    for (size_t i = 0; i < count; i++) {                                                                             \
      const SCALAR g = gradient[i];                                                                                  \
      const SCALAR m = b1 * first[i] + c1 * g, v = b2 * second[i] + c2 * (g * g);                                    \
      first[i] = m, second[i] = v;                                                                                   \
      parameter[i] += rate * m / (__builtin_elementwise_sqrt(v) * root + epsilon);                                   \
    }                                                                                                                \
  }                                                                                                                  \
  static void ascend_##SCALAR(size_t count, double scale, const SCALAR *restrict gradient,                           \
                              SCALAR *restrict parameter) {                                                          \
    const SCALAR factor = (SCALAR)scale;                                                                             \
    for (size_t i = 0; i < count; i++) parameter[i] += factor * gradient[i];                                         \
  }                                                                                                                  \
  static void scale_by_tangent_slope_##SCALAR(size_t count, const SCALAR *restrict y, SCALAR *restrict gradient) {  \
    for (size_t i = 0; i < count; i++) gradient[i] *= (1 - y[i]) * (1 + y[i]);                                      \
  }                                                                                                                 \
  static void sum_rows_##SCALAR(size_t rows, size_t columns, size_t stride, const SCALAR *restrict x, bool adding,   \
                                SCALAR *restrict sums) {                                                             \
    for (size_t j = 0; j < columns && !adding; j++) sums[j] = 0;                                                     \
    for (size_t row = 0; row < rows; row++)                                                                          \
      for (size_t j = 0; j < columns; j++) sums[j] += x[row * stride + j];                                           \
  }                                                                                                                  \
  static void scale_difference_##SCALAR(size_t count, SCALAR factor, const SCALAR *restrict x,                      \
                                        const SCALAR *y, SCALAR *result) {                                          \
    _Pragma("clang loop vectorize(assume_safety)")                                                                  \
    for (size_t i = 0; i < count; i++) result[i] = factor * (x[i] - y[i]);                                          \
  }                                                                                                                 \
  static SCALAR squared_distance_##SCALAR(size_t count, const SCALAR *x, const SCALAR *y) {                         \
    SCALAR sums[32] = {0};                                                                                          \
    size_t i = 0;                                                                                                   \
    for (; i + 32 <= count; i += 32)                                                                                \
      for (int lane = 0; lane < 32; lane++) {                                                                       \
        const SCALAR difference = x[i + lane] - y[i + lane];                                                        \
        sums[lane] += difference * difference;                                                                      \
      }                                                                                                             \
    for (int lane = 0; i < count; i++, lane++) sums[lane] += (x[i] - y[i]) * (x[i] - y[i]);                         \
    for (int width = 16; width > 0; width /= 2)                                                                     \
      for (int lane = 0; lane < width; lane++) sums[lane] += sums[lane + width];                                    \
    return sums[0];                                                                                                 \
  }                                                                                                                 \
  static bool finite_##SCALAR(size_t count, const SCALAR *x) {                                                      \
    SCALAR sums[64] = {0};                                                                                          \
    size_t i = 0;                                                                                                   \
    for (; i + 64 <= count; i += 64)                                                                                \
      for (int lane = 0; lane < 64; lane++) sums[lane] += 0 * (x[i + lane] * x[i + lane]);                          \
    for (; i < count; i++) sums[0] += 0 * (x[i] * x[i]);                                                            \
    for (int lane = 1; lane < 64; lane++) sums[0] += sums[lane];                                                    \
    return sums[0] == 0;                                                                                            \
  }                                                                                                                 \
  static void bernoulli_##SCALAR(uint64_t key, uint64_t stream, uint64_t first, size_t count, const SCALAR *x,      \
                                 SCALAR *result) {                                                                  \
    const size_t blocks = (count + 3) / 4;                                                                          \
    for (size_t b = 0; b < blocks; b += LB_WIDTH) {                                                                 \
      word_lanes words[4];                                                                                          \
      words_of_blocks(key, stream, first + b, words);                                                               \
      const size_t width = blocks - b < LB_WIDTH ? blocks - b : LB_WIDTH;                                           \
      for (size_t word = 0; word < 4; word++) {                                                                     \
        const size_t start = word * blocks + b;                                                                     \
        if (start >= count) break;                                                                                  \
        const size_t end = count - start < width ? count - start : width;                                           \
        for (size_t lane = 0; lane < end; lane++) {                                                                 \
          const uint32_t bits = (uint32_t)words[word][lane] >> (32 - BITS);                                         \
          result[start + lane] = (SCALAR)(int64_t)bits < x[start + lane] * (SCALAR)(1ULL << BITS) ? 1 : 0;          \
        }                                                                                                           \
      }                                                                                                             \
    }                                                                                                               \
  }

LB_TRAINING_LOOPS(double, 32)
LB_TRAINING_LOOPS(float, 24)

#define LB_BOTH(NAME) .NAME##_double = NAME##_double, .NAME##_float = NAME##_float

const lb_training_loops LB_TABLE = {
    .name = LB_NAME,
    LB_BOTH(adam),
    LB_BOTH(ascend),
    LB_BOTH(finite),
    LB_BOTH(bernoulli),
    LB_BOTH(scale_by_tangent_slope),
    LB_BOTH(sum_rows),
    LB_BOTH(scale_difference),
    LB_BOTH(squared_distance),
};
