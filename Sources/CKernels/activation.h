// The functions between layers, and their derivatives. Part of kernels.h.
#include "vector.h"

// The activation of each lane.
INLINE VEC NAME(activated)(const lb_activation activation, VEC x) {
  switch (activation) {
    case LB_IDENTITY: return x;
    case LB_TANH: return NAME(lb_tanh)(x);
    // NaN fails the comparison and stays.
    case LB_RELU: return SELECT(x < SPLAT(0), SPLAT(0), x);
    case LB_SOFTPLUS: return NAME(lb_softplus)(x);
    case LB_SIGMOID: return NAME(lb_sigmoid)(x);
  }
  return x;
}

// g · ∂y/∂x, from the value y.
INLINE VEC NAME(times_derivative)(const lb_activation activation, VEC g, VEC y) {
  const VEC one = SPLAT(1);
  switch (activation) {
    case LB_IDENTITY: return g;
    case LB_TANH: return g * FMA(-y, y, one);
    case LB_RELU: return SELECT(y == SPLAT(0), SPLAT(0), g);
    case LB_SOFTPLUS: {
      // 1 − e⁻ʸ = 2t / (1 + t) with t = tanh ½y: nothing cancels when y is small.
      const VEC t = NAME(lb_tanh)(y * SPLAT(0.5));
      return g * ((t + t) / (one + t));
    }
    case LB_SIGMOID: return g * (y * (one - y));
  }
  return g;
}
