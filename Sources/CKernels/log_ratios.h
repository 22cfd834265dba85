// The log-ratio log q(z) − log p(z) of draws z = μ + σ ⊙ ε from a diagonal Gaussian q to the standard one p, for the
// Monte Carlo form of the Kullback–Leibler divergence. In double precision only. A body file, after draws.h.
#include "vector.h"


#if LB_PRECISION == 64
// A row's sums run in 16 lanes, whatever the vectors: lane l takes the elements l, l + 16, …
enum { LB_SUMS = 16 / LANES };

// Adds z² − ε² of 16 elements, z = μ + σ ε, to the lanes.
INLINE void lb_add_log_ratio(const double *mean, const double *deviation, const double *noise, VEC sums[LB_SUMS]) {
  for (int v = 0; v < LB_SUMS; v++) {
    const VEC epsilon = LOAD(noise + v * LANES), z = FMA(LOAD(deviation + v * LANES), epsilon, LOAD(mean + v * LANES));
    sums[v] = FMA(z, z, FMA(-epsilon, epsilon, sums[v]));
  }
}

// Half the sum of the lanes, in a tree: l + (l + 8), then + 4, + 2, + 1.
INLINE double lb_half_sum(const VEC sums[LB_SUMS]) {
  VEC folded[LB_SUMS];
  memcpy(folded, sums, sizeof folded);
  for (int distance = LB_SUMS / 2; distance > 0; distance /= 2)
    for (int v = 0; v < distance; v++) folded[v] += folded[v + distance];
#if LANES == 8
  folded[0] += __builtin_shufflevector(folded[0], folded[0], 4, 5, 6, 7, 0, 1, 2, 3);
  folded[0] += __builtin_shufflevector(folded[0], folded[0], 2, 3, 0, 1, 6, 7, 4, 5);
#elif LANES == 4
  folded[0] += __builtin_shufflevector(folded[0], folded[0], 2, 3, 0, 1);
#endif
  return 0.5 * (folded[0][0] + folded[0][1]);
}

// Adds the elements of one draw, or of a part of one that starts at a multiple of 16. Missing elements of the last 16
// add 0.
INLINE void lb_add_log_ratios(size_t count, const double *mean, const double *deviation, const double *noise,
                              VEC sums[LB_SUMS]) {
  size_t j = 0;
  for (; j + 16 <= count; j += 16) lb_add_log_ratio(mean + j, deviation + j, noise + j, sums);
  if (j == count) return;
  double rest[3][16] = {{0}};
  const double *sources[3] = {mean + j, deviation + j, noise + j};
  for (int k = 0; k < 3; k++)
    for (size_t l = 0; l < count - j; l++) rest[k][l] = sources[k][l];
  lb_add_log_ratio(rest[0], rest[1], rest[2], sums);
}

// How many normals are made at once.
enum { LB_NOISE = 1024 };

// Draws number, number + 1, … of a stream's normals: two stand in a block.
INLINE const double *lb_noise(uint64_t key, uint64_t stream, uint64_t number, size_t count, double *noise) {
  normals_double(key, stream, number / 2, count + number % 2, noise);
  return noise + number % 2;
}

// result[i] = Σⱼ ½ (zⱼ² − εⱼ²), z = μ + σ ⊙ ε, where εⱼ is draw (first + i) · dimension + j of the stream's normals.
// The caller subtracts Σⱼ log σⱼ.
static void log_ratios_double(uint64_t key, uint64_t stream, uint64_t first, size_t count, size_t dimension,
                              const double *mean, const double *deviation, double *result) {
  double noise[LB_NOISE + 1];
  const size_t part = dimension < LB_NOISE ? dimension : LB_NOISE, at_once = part == 0 ? count : LB_NOISE / part;
  for (size_t i = 0; i < count; i += at_once) {
    const size_t draws = count - i < at_once ? count - i : at_once;
    const uint64_t number = (first + i) * dimension;
    const double *epsilon = lb_noise(key, stream, number, draws * part, noise);
    for (size_t k = 0; k < draws; k++) {
      VEC sums[LB_SUMS] = {{0}};
      lb_add_log_ratios(part, mean, deviation, epsilon + k * part, sums);
      // A draw with more elements than that is alone, and its other parts follow.
      for (size_t start = part; start < dimension; start += LB_NOISE) {
        const size_t size = dimension - start < LB_NOISE ? dimension - start : LB_NOISE;
        epsilon = lb_noise(key, stream, number + start, size, noise);
        lb_add_log_ratios(size, mean + start, deviation + start, epsilon, sums);
      }
      result[i + k] = lb_half_sum(sums);
    }
  }
}
#else
// There is none in single precision.
static void (*const log_ratios_float)(uint64_t, uint64_t, uint64_t, size_t, size_t, const double *, const double *,
                                      double *) = NULL;
#endif
