// The transpose of a weight, from panels to panels. Part of kernels.h.
#include "vector.h"

// Exchanges the two off-diagonal parts of a block of 2 · `size` rows and lanes: lanes `size` … of a for lanes 0 … of b, and so
// on in every group of 2 · `size` lanes.
INLINE void NAME(exchange)(VEC *a, VEC *b, const int size) {
  VEC first = *a, second = *b;
#pragma clang loop unroll(full)
  for (int lane = 0; lane < LANES; lane++)
    if (lane & size)
      first[lane] = (*b)[lane - size];
    else
      second[lane] = (*a)[lane + size];
  *a = first, *b = second;
}

// Transposes LANES rows of LANES numbers, in log₂ LANES rounds.
INLINE void NAME(transpose_block)(VEC rows[LANES]) {
#pragma clang loop unroll(full)
  for (int size = LANES / 2; size > 0; size /= 2)
#pragma clang loop unroll(full)
    for (int row = 0; row < LANES; row++)
      if (!(row & size)) NAME(exchange)(&rows[row], &rows[row + size], size);
}

// Wᵀ[i, o] = W[o, i] for one part: panels (outputs, inputs) -> panels (inputs, outputs), with padding 0.
static void NAME(transpose)(size_t inputs, size_t outputs, lb_part part, const void *weight_, void *transposed_) {
  const REAL *weight = weight_;
  REAL *transposed = transposed_;
  const size_t end = part.last_panel * PANEL < outputs ? part.last_panel * PANEL : outputs;
  // Padded inputs belong to the part that has the last input.
  const size_t last = part.last_input == inputs ? (inputs + PANEL - 1) / PANEL * PANEL : part.last_input;
  for (size_t panel = part.first_panel * PANEL; panel < end; panel += PANEL)
    for (size_t i = part.first_input; i < last; i += LANES)
      for (size_t o = panel; o < panel + PANEL && o < end; o += LANES) {
        VEC block[LANES];
        const REAL *from = weight + panel * inputs + i * PANEL + o % PANEL;
        REAL *to = transposed + (i / PANEL * outputs + o) * PANEL + i % PANEL;
        for (size_t row = 0; row < LANES; row++) block[row] = i + row < inputs ? LOAD(from + row * PANEL) : SPLAT(0);
        NAME(transpose_block)(block);
        for (size_t row = 0; row < LANES && o + row < outputs; row++) STORE(to + row * PANEL, block[row]);
      }
}
