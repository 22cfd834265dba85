// Every kernel as plain loops, until the fast ones are there.
#ifndef REAL
#include "KernelTable.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#define REAL float
#define NAME(x) x##_float
#define F(x) x##f
#include "placeholder.c"
#undef REAL
#undef NAME
#undef F
#define REAL double
#define NAME(x) x##_double
#define F(x) x
#include "placeholder.c"
const lb_kernel_table *lb_kernel_table_named(const char *name, size_t size) { (void)name; return size == 4 ? &table_float : &table_double; }
const lb_kernel_table *lb_kernel_table_for_this_processor(size_t size) { return lb_kernel_table_named("plain", size); }
#else
#define P (128 / sizeof(REAL))
static REAL NAME(act)(lb_activation a, REAL x) {
  switch (a) {
    case LB_TANH: return F(tanh)(x);
    case LB_RELU: return x < 0 ? 0 : x;
    case LB_SOFTPLUS: return (x > 0 ? x : 0) + F(log1p)(F(exp)(-F(fabs)(x)));
    case LB_SIGMOID: return x < 0 ? F(exp)(x) / (1 + F(exp)(x)) : 1 / (1 + F(exp)(-x));
    default: return x;
  }
}
static REAL NAME(slope)(lb_activation a, REAL y) {
  switch (a) {
    case LB_TANH: return F(fma)(-y, y, 1);
    case LB_RELU: return y > 0 ? 1 : 0;
    case LB_SOFTPLUS: return -F(expm1)(-y);
    case LB_SIGMOID: return y * (1 - y);
    default: return 1;
  }
}
static void NAME(forward)(size_t rows, size_t inputs, size_t outputs, const void *x_, size_t xs, const void *w_, const void *b_, lb_activation a, void *y_, size_t ys) {
  const REAL *x = x_, *w = w_, *b = b_; REAL *y = y_;
  for (size_t r = 0; r < rows; r++) for (size_t o = 0; o < outputs; o++) {
    REAL s = b[o];
    for (size_t i = 0; i < inputs; i++) s = F(fma)(x[r * xs + i], w[(o / P * inputs + i) * P + o % P], s);
    y[r * ys + o] = NAME(act)(a, s);
  }
}
static void NAME(input_gradient)(size_t rows, size_t inputs, size_t outputs, const void *g_, size_t gs, const void *t_, lb_activation a, const void *y_, size_t ys, bool adding, void *d_, size_t ds) {
  const REAL *g = g_, *t = t_, *y = y_; REAL *d = d_;
  for (size_t r = 0; r < rows; r++) for (size_t i = 0; i < inputs; i++) {
    REAL s = adding ? d[r * ds + i] : 0;
    for (size_t o = 0; o < outputs; o++) s = F(fma)(g[r * gs + o], t[(i / P * outputs + o) * P + i % P], s);
    d[r * ds + i] = a == LB_IDENTITY ? s : s * NAME(slope)(a, y[r * ys + i]);
  }
}
static void NAME(weight_gradient)(size_t rows, size_t inputs, size_t outputs, lb_part part, const void *x_, size_t xs, const void *g_, size_t gs, bool adding, void *w_, void *b_) {
  const REAL *x = x_, *g = g_; REAL *w = w_, *b = b_;
  for (size_t p = part.first_panel; p < part.last_panel; p++) for (size_t l = 0; l < P && p * P + l < outputs; l++) {
    const size_t o = p * P + l;
    for (size_t i = part.first_input; i < part.last_input; i++) {
      REAL s = adding ? w[(p * inputs + i) * P + l] : 0;
      for (size_t r = 0; r < rows; r++) s = F(fma)(x[r * xs + i], g[r * gs + o], s);
      w[(p * inputs + i) * P + l] = s;
    }
    if (part.first_input) continue;
    REAL s = adding ? b[o] : 0;
    for (size_t r = 0; r < rows; r++) s += g[r * gs + o];
    b[o] = s;
  }
}
static void NAME(update)(size_t count, const lb_optimizer *z, const void *g_, void *q_, void *m_, void *v_) {
  const REAL *g = g_; REAL *q = q_, *m = m_, *v = v_;
  const REAL b1 = (REAL)z->first_decay, c1 = (REAL)(1 - z->first_decay), b2 = (REAL)z->second_decay, c2 = (REAL)(1 - z->second_decay), rate = (REAL)z->rate, root = (REAL)z->root_scale, eps = (REAL)z->epsilon;
  for (size_t i = 0; i < count; i++) {
    if (z->kind == LB_ASCENT) { q[i] = F(fma)(rate, g[i], q[i]); continue; }
    m[i] = F(fma)(b1, m[i], c1 * g[i]), v[i] = F(fma)(b2, v[i], c2 * (g[i] * g[i]));
    q[i] += rate * m[i] / F(fma)(F(sqrt)(v[i]), root, eps);
  }
}
static void NAME(weight_update)(size_t rows, size_t inputs, size_t outputs, lb_part part, const void *x, size_t xs, const void *g, size_t gs, const lb_optimizer *z, void *w, void *b, void *m, void *bm, void *v, void *bv) {
  const size_t panels = (outputs + P - 1) / P;
  REAL *dw = calloc(panels * P * inputs, sizeof(REAL)), *db = calloc(panels * P, sizeof(REAL));
  NAME(weight_gradient)(rows, inputs, outputs, part, x, xs, g, gs, false, dw, db);
  for (size_t p = part.first_panel; p < part.last_panel; p++) {
    const size_t s = (p * inputs + part.first_input) * P;
    NAME(update)((part.last_input - part.first_input) * P, z, dw + s, (REAL *)w + s, (REAL *)m + s, (REAL *)v + s);
    if (!part.first_input) NAME(update)(P, z, db + p * P, (REAL *)b + p * P, (REAL *)bm + p * P, (REAL *)bv + p * P);
  }
  free(dw), free(db);
}
static void NAME(transpose)(size_t inputs, size_t outputs, lb_part part, const void *w_, void *t_) {
  const REAL *w = w_; REAL *t = t_;
  for (size_t p = part.first_panel; p < part.last_panel; p++) for (size_t l = 0; l < P && p * P + l < outputs; l++)
    for (size_t i = part.first_input; i < part.last_input; i++) t[(i / P * outputs + p * P + l) * P + i % P] = w[(p * inputs + i) * P + l];
}
static double NAME(absolute_maximum)(size_t count, const void *x_) {
  const REAL *x = x_; double m = 0;
  for (size_t i = 0; i < count; i++) { if (x[i] != x[i]) return NAN; if (fabs(x[i]) > m) m = fabs(x[i]); }
  return m;
}
static void NAME(map)(lb_map f, size_t count, const void *x_, void *r_) {
  const REAL *x = x_; REAL *r = r_;
  for (size_t i = 0; i < count; i++) r[i] = f == LB_MAP_EXP ? F(exp)(x[i]) : f == LB_MAP_LOG ? F(log)(x[i]) : f == LB_MAP_TANH ? F(tanh)(x[i]) : NAME(act)(f == LB_MAP_SOFTPLUS ? LB_SOFTPLUS : LB_SIGMOID, x[i]);
}
static void NAME(squared_distances)(size_t rows, size_t columns, const void *x_, size_t xs, size_t repeat, const void *f_, size_t fs, double *result) {
  const REAL *x = x_, *f = f_;
  for (size_t r = 0; r < rows; r++) { REAL s = 0; for (size_t j = 0; j < columns; j++) { REAL d = x[r / repeat * xs + j] - f[r * fs + j]; s += d * d; } result[r] = s; }
}
static void NAME(bernoulli_log_densities)(size_t rows, size_t columns, const void *x_, size_t xs, size_t repeat, const void *f_, size_t fs, double *result) {
  const REAL *x = x_, *f = f_;
  for (size_t r = 0; r < rows; r++) { double s = 0; for (size_t j = 0; j < columns; j++) { REAL l = f[r * fs + j], o = x[r / repeat * xs + j]; s += (l > 0 ? (o - 1) * l : o * l) - F(log1p)(F(exp)(-F(fabs)(l))); } result[r] = s; }
}
static void NAME(gaussian_gradient)(size_t rows, size_t columns, const void *x_, size_t xs, size_t repeat, const void *f_, size_t fs, const double *w, double c, void *r_, size_t rs) {
  const REAL *x = x_, *f = f_; REAL *g = r_;
  for (size_t r = 0; r < rows; r++) for (size_t j = 0; j < columns; j++) g[r * rs + j] = (REAL)(c * (w ? w[r] : 1)) * (x[r / repeat * xs + j] - f[r * fs + j]);
}
static void NAME(bernoulli_gradient)(size_t rows, size_t columns, const void *x_, size_t xs, size_t repeat, const void *f_, size_t fs, const double *w, double c, void *r_, size_t rs) {
  const REAL *x = x_, *f = f_; REAL *g = r_;
  for (size_t r = 0; r < rows; r++) for (size_t j = 0; j < columns; j++) g[r * rs + j] = (REAL)(c * (w ? w[r] : 1)) * (x[r / repeat * xs + j] - NAME(act)(LB_SIGMOID, f[r * fs + j]));
}
static void NAME(triangular_lengths)(size_t rows, size_t inputs, size_t outputs, const void *x_, size_t xs, const void *w_, const void *b_, double *result) {
  const REAL *x = x_, *w = w_, *b = b_;
  for (size_t r = 0; r < rows; r++) { double q = 0; for (size_t o = 0; o < outputs; o++) { REAL s = b[o]; for (size_t i = o; i < inputs; i++) s = F(fma)(x[r * xs + i], w[(o / P * inputs + i) * P + o % P], s); q += s * s; } result[r] = q; }
}
static void NAME(reparameterize)(size_t data, size_t draws, size_t columns, const void *m_, const void *l_, size_t stride, const void *e_, void *s_, void *z_) {
  const REAL *m = m_, *l = l_, *e = e_; REAL *s = s_, *z = z_;
  for (size_t i = 0; i < data; i++) for (size_t j = 0; j < columns; j++) {
    s[i * columns + j] = F(exp)(l[i * stride + j] / 2);
    for (size_t v = 0; v < draws; v++) z[(i * draws + v) * columns + j] = F(fma)(s[i * columns + j], e[(i * draws + v) * columns + j], m[i * stride + j]);
  }
}
static void NAME(reparameterize_gradient)(size_t data, size_t draws, size_t columns, const void *g_, const void *e_, const void *m_, const void *s_, size_t stride, double analytic, double direct, void *dm_, void *dl_) {
  const REAL *g = g_, *e = e_, *m = m_, *s = s_; REAL *dm = dm_, *dl = dl_; const REAL a = (REAL)analytic, d = (REAL)direct;
  for (size_t i = 0; i < data; i++) for (size_t j = 0; j < columns; j++) {
    REAL t = 0, u = 0, q = s[i * columns + j];
    for (size_t v = 0; v < draws; v++) { const size_t k = (i * draws + v) * columns + j; t += g[k], u = F(fma)(g[k], e[k], u); }
    dm[i * stride + j] = t - a * m[i * stride + j], dl[i * stride + j] = (q * u - a * (q - 1) * (q + 1) + d) / 2;
  }
}
static void NAME(divergences)(size_t rows, size_t columns, const void *m_, const void *l_, size_t stride, double *result) {
  const REAL *m = m_, *l = l_;
  for (size_t r = 0; r < rows; r++) { double s = 0; for (size_t j = 0; j < columns; j++) { double mu = m[r * stride + j], v = l[r * stride + j]; double excess = fabs(v) < 1e-3 ? v * v / 4 + v * v * v / 12 + v*v*v*v/48 : (expm1(v) - v) / 2; s += mu * mu / 2 + excess; } result[r] = s; }
}
static double NAME(peak)(size_t n) { return (double)n; }
static const lb_kernel_table NAME(table) = {"plain", sizeof(REAL), P, NAME(forward), NAME(input_gradient), NAME(weight_gradient), NAME(weight_update), NAME(transpose), NAME(update), NAME(absolute_maximum), NAME(map), NAME(squared_distances), NAME(bernoulli_log_densities), NAME(gaussian_gradient), NAME(bernoulli_gradient), NAME(triangular_lengths), NAME(reparameterize), NAME(reparameterize_gradient), NAME(divergences), NAME(peak)};
#undef P
#endif
