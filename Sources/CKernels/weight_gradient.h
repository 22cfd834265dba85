// The gradient of a layer's parameters, dW = gᵀ x and db = Σ g, and the step along it. Part of kernels.h.
//
// A tile holds some inputs of one strip of outputs and runs over all rows. The bias is a further input that is always 1,
// so its sum runs in the same loop as those of the first inputs.
#include "vector.h"

// Sets the lanes beyond the strip's width, which hold sums of a neighbour's numbers, to 0.
INLINE void NAME(clear_padding)(size_t rows, const NAME(lb_strip) * strip, REAL *sums, size_t stride) {
  const size_t lane = (strip->vectors - 1) * LANES;
  if (strip->width == lane + LANES) return;
  for (size_t r = 0; r < rows; r++)
    STORE(sums + r * stride + lane, NAME(first_lanes)(LOAD(sums + r * stride + lane), strip->width - lane));
}

// What the sums of a layer's gradient become: the gradient itself or, if there is a step, new parameters and moments.
typedef struct {
  REAL *weight, *bias, *first, *bias_first, *second, *bias_second;
  bool adding;
  const NAME(lb_step) * step;
} NAME(lb_target);

// The first tile of a strip: `count` sums, the bias's and those of the first inputs.
static void NAME(form_first_tile)(size_t count, const NAME(lb_strip) * strip, size_t output, size_t panel,
                                  const NAME(lb_target) * to) {
  REAL sums[LB_ROWS * STRIP] __attribute__((aligned(LB_BYTES))) = {0};
  const size_t width = strip->vectors * LANES;
  for (size_t s = 0; s < count && to->adding; s++)
    memcpy(sums + s * STRIP, s == 0 ? to->bias + output : to->weight + panel + (s - 1) * PANEL, width * sizeof(REAL));
  NAME(bias_and_input_products)(count, strip, sums, STRIP);
  NAME(clear_padding)(count, strip, sums, STRIP);
  for (size_t s = 0; s < count; s++)
    for (size_t lane = 0; lane < width; lane += LANES) {
      const VEC sum = LOAD(sums + s * STRIP + lane);
      const size_t place = panel + (s - 1) * PANEL + lane, in_bias = output + lane;
      if (!to->step)
        STORE(s == 0 ? to->bias + in_bias : to->weight + place, sum);
      else if (s == 0)
        NAME(step_in_place)(to->step, sum, to->bias + in_bias, to->bias_first + in_bias, to->bias_second + in_bias);
      else
        NAME(step_in_place)(to->step, sum, to->weight + place, to->first + place, to->second + place);
    }
}

// The inputs `first` … `last` − 1 of one strip.
static void NAME(form_tiles)(size_t first, size_t last, const NAME(lb_strip) * strip, size_t panel,
                             const NAME(lb_target) * to, NAME(lb_waiting) waiting[2]) {
  const size_t tiles = TILES(last - first);
  for (size_t tile = 0; tile < tiles; tile++) {
    const size_t input = first + (last - first) * tile / tiles;
    const size_t count = first + (last - first) * (tile + 1) / tiles - input;
    const size_t place = panel + input * PANEL;
    if (to->step) {
      NAME(lb_waiting) *next = &waiting[tile % 2];
      NAME(input_products)(count, strip, input, NULL, &waiting[1 - tile % 2], (REAL *)next->sums, strip->vectors * LANES);
      NAME(clear_padding)(count, strip, (REAL *)next->sums, strip->vectors * LANES);
      next->begun = next->ended = 0, next->count = count * strip->vectors, next->vectors = strip->vectors;
      next->weight = to->weight + place, next->first = to->first + place, next->second = to->second + place;
    } else {
      REAL *gradient = to->weight + place;
      NAME(input_products)(count, strip, input, to->adding ? gradient : NULL, &waiting[0], gradient, PANEL);
      NAME(clear_padding)(count, strip, gradient, PANEL);
    }
  }
  for (size_t i = 0; i < 2; i++)
    while (waiting[i].ended < waiting[i].count) NAME(advance)(&waiting[i]);
}

// Forms the sums of one part, strip by strip.
static void NAME(form_part)(size_t rows, size_t inputs, size_t outputs, lb_part part, const REAL *x, size_t x_stride,
                            const REAL *g, size_t g_stride, const NAME(lb_target) to) {
  NAME(lb_strip) strip;
  NAME(lb_waiting) waiting[2];
  for (int i = 0; i < 2; i++) waiting[i].step = to.step, waiting[i].count = waiting[i].begun = waiting[i].ended = 0;
  const size_t end = part.last_panel * PANEL < outputs ? part.last_panel * PANEL : outputs;
  for (size_t output = part.first_panel * PANEL; output < end; output += STRIP) {
    const size_t panel = output / PANEL * PANEL * inputs + output % PANEL;
    NAME(take_strip)(&strip, rows, g + output, g_stride, outputs - output < STRIP ? outputs - output : STRIP, x, x_stride);
    size_t first = part.first_input;
    if (first == 0) {
      // The bias fills the first tile up, if all tiles cannot be full.
      const size_t sums = part.last_input + 1, count = sums / TILES(sums);
      NAME(form_first_tile)(count, &strip, output, panel, &to);
      first = count - 1;
    }
    NAME(form_tiles)(first, part.last_input, &strip, panel, &to, waiting);
  }
}

// dW = gᵀ x, db = Σ g: (rows, outputs) × (rows, inputs) -> panels (outputs, inputs).
static void NAME(weight_gradient)(size_t rows, size_t inputs, size_t outputs, lb_part part, const void *x,
                                  size_t x_stride, const void *g, size_t g_stride, bool adding, void *weight_gradient,
                                  void *bias_gradient) {
  const NAME(lb_target) to = {.weight = weight_gradient, .bias = bias_gradient, .adding = adding};
  NAME(form_part)(rows, inputs, outputs, part, x, x_stride, g, g_stride, to);
}

// The optimizer's step along the same sums.
static void NAME(weight_update)(size_t rows, size_t inputs, size_t outputs, lb_part part, const void *x,
                                size_t x_stride, const void *g, size_t g_stride, const lb_optimizer *optimizer,
                                void *weight, void *bias, void *first_moment, void *bias_first_moment,
                                void *second_moment, void *bias_second_moment) {
  const NAME(lb_step) step = NAME(step_of)(optimizer);
  const NAME(lb_target) to = {
      .weight = weight, .bias = bias, .first = first_moment, .bias_first = bias_first_moment,
      .second = second_moment, .bias_second = bias_second_moment, .step = &step};
  NAME(form_part)(rows, inputs, outputs, part, x, x_stride, g, g_stride, to);
}
