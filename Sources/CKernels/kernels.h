// Every kernel, in both precisions, and their tables. Included by one file for each instruction set, which defines
//   LB_BYTES   the bytes of a vector
//   LB_ROWS    the rows of a tile: 12 where there are 32 vector registers, 6 where there are 16
//   LB_NAME    the instruction set's name, as a string
//   LB_TABLE   the symbol of its tables
#include "KernelTable.h"

#define LB_PRECISION 64
#include "kernels_of_precision.h"
#undef LB_PRECISION
#define LB_PRECISION 32
#include "kernels_of_precision.h"

#define KERNELS(TYPE)                                                                               \
  {                                                                                                 \
      .name = LB_NAME,                                                                              \
      .element_size = sizeof(TYPE),                                                                 \
      .panel = 128 / sizeof(TYPE),                                                                  \
      .forward = forward_##TYPE,                                                                    \
      .input_gradient = input_gradient_##TYPE,                                                      \
      .weight_gradient = weight_gradient_##TYPE,                                                    \
      .weight_update = weight_update_##TYPE,                                                        \
      .transpose = transpose_##TYPE,                                                                \
      .update = update_##TYPE,                                                                      \
      .absolute_maximum = absolute_maximum_##TYPE,                                                  \
      .map = map_##TYPE,                                                                            \
      .squared_distances = squared_distances_##TYPE,                                                \
      .bernoulli_log_densities = bernoulli_log_densities_##TYPE,                                    \
      .poisson_log_densities = poisson_log_densities_##TYPE,                                        \
      .gaussian_gradient = gaussian_gradient_##TYPE,                                                \
      .bernoulli_gradient = bernoulli_gradient_##TYPE,                                              \
      .poisson_gradient = poisson_gradient_##TYPE,                                                  \
      .triangular_lengths = triangular_lengths_##TYPE,                                              \
      .reparameterize = reparameterize_##TYPE,                                                      \
      .reparameterize_gradient = reparameterize_gradient_##TYPE,                                    \
      .divergences = divergences_##TYPE,                                                            \
      .normals = normals_##TYPE,                                                                    \
      .bernoulli_draws = bernoulli_draws_##TYPE,                                                    \
      .log_ratios = log_ratios_##TYPE,                                                              \
      .peak = peak_##TYPE,                                                                          \
  }

const lb_kernel_table LB_TABLE[2] = {KERNELS(float), KERNELS(double)};
