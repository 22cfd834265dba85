// One step of an optimizer in each of a vector's parameters. Part of kernels.h.
#include "vector.h"

// The optimizer's constants in this precision.
typedef struct {
  lb_optimizer_kind kind;
  REAL rate, first_decay, first_weight, second_decay, second_weight, root_scale, epsilon;
} NAME(lb_step);

INLINE NAME(lb_step) NAME(step_of)(const lb_optimizer *optimizer) {
  return (NAME(lb_step)){
      .kind = optimizer->kind,
      .rate = (REAL)optimizer->rate,
      .first_decay = (REAL)optimizer->first_decay,
      .first_weight = (REAL)(1 - optimizer->first_decay),
      .second_decay = (REAL)optimizer->second_decay,
      .second_weight = (REAL)(1 - optimizer->second_decay),
      .root_scale = (REAL)optimizer->root_scale,
      .epsilon = (REAL)optimizer->epsilon,
  };
}

// A step in two halves, since Adam's square root and division are slow: another half can be begun while one is under way.
//
// The first half moves the moments where they lie: m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g². It returns √v, which
// the second half needs in place of g; for ascent it returns g.
INLINE VEC NAME(move_moments)(const NAME(lb_step) * step, VEC g, REAL *first, REAL *second) {
  if (step->kind == LB_ASCENT) return g;
  const VEC m = FMA(SPLAT(step->first_decay), LOAD(first), SPLAT(step->first_weight) * g);
  const VEC v = FMA(SPLAT(step->second_decay), LOAD(second), SPLAT(step->second_weight) * (g * g));
  STORE(first, m);
  STORE(second, v);
  return SQRT(v);
}

// The second half: θ ← θ + rate · m / (√v · root_scale + ε), or θ ← θ + rate · g.
INLINE void NAME(move_parameters)(const NAME(lb_step) * step, VEC root_or_gradient, REAL *parameter,
                                  const REAL *first) {
  const VEC rate = SPLAT(step->rate);
  if (step->kind == LB_ASCENT) {
    STORE(parameter, FMA(rate, root_or_gradient, LOAD(parameter)));
  } else {
    const VEC size = FMA(root_or_gradient, SPLAT(step->root_scale), SPLAT(step->epsilon));
    STORE(parameter, LOAD(parameter) + rate * LOAD(first) / size);
  }
}

// The step of LANES parameters where they lie.
INLINE void NAME(step_in_place)(const NAME(lb_step) * step, VEC g, REAL *parameter, REAL *first, REAL *second) {
  NAME(move_parameters)(step, NAME(move_moments)(step, g, first, second), parameter, first);
}

// One step of the optimizer in each of `count` parameters.
static void NAME(update)(size_t count, const lb_optimizer *optimizer, const void *gradient_, void *parameter_,
                         void *first_, void *second_) {
  const NAME(lb_step) step = NAME(step_of)(optimizer);
  const REAL *gradient = gradient_;
  REAL *parameter = parameter_, *first = first_, *second = second_;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    NAME(step_in_place)(&step, LOAD(gradient + i), parameter + i, first + i, second + i);
  if (i == count) return;

  // The last, partial vector takes the same instructions, in padded copies.
  const size_t rest = count - i;
  const bool moves = step.kind == LB_ADAM;
  REAL p[LANES], m[LANES], v[LANES];
  STORE(p, NAME(load_first)(parameter + i, rest));
  if (moves) STORE(m, NAME(load_first)(first + i, rest));
  if (moves) STORE(v, NAME(load_first)(second + i, rest));
  NAME(step_in_place)(&step, NAME(load_first)(gradient + i, rest), p, m, v);
  NAME(store_first)(parameter + i, LOAD(p), rest);
  if (moves) NAME(store_first)(first + i, LOAD(m), rest);
  if (moves) NAME(store_first)(second + i, LOAD(v), rest);
}
