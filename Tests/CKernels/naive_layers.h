// Layers by double loops, in one precision. Part of kernel_checks.c.

// A block of exactly so many numbers, so that a sanitizer sees whoever leaves it. Some numbers are 0.
static REAL *NAME(numbers)(size_t count, double scale) {
  REAL *x = malloc(count * sizeof(REAL) + (count == 0));
  for (size_t i = 0; i < count; i++) x[i] = uniform() < 0.1 ? 0 : (REAL)(scale * (2 * uniform() - 1));
  return x;
}
static REAL *NAME(copy)(const REAL *x, size_t count) {
  REAL *result = malloc(count * sizeof(REAL) + (count == 0));
  memcpy(result, x, count * sizeof(REAL));
  return result;
}
// How many numbers a matrix spans.
static size_t NAME(span)(size_t rows, size_t columns, size_t stride) {
  return rows == 0 || columns == 0 ? 0 : (rows - 1) * stride + columns;
}

// The panels of a matrix, padded with 0.
static size_t NAME(padded)(size_t count) {
  const size_t panel = 128 / sizeof(REAL);
  return (count + panel - 1) / panel * panel;
}
static REAL *NAME(panels)(size_t outputs, size_t inputs, double scale) {
  const size_t panel = 128 / sizeof(REAL), count = NAME(padded)(outputs) * inputs;
  REAL *x = NAME(numbers)(count, scale);
  for (size_t i = 0; i < count; i++)
    if (i / (panel * inputs) * panel + i % panel >= outputs) x[i] = 0;
  return x;
}
static size_t NAME(place)(size_t output, size_t input, size_t inputs) {
  const size_t panel = 128 / sizeof(REAL);
  return (output / panel * inputs + input) * panel + output % panel;
}

static REAL NAME(activated)(const lb_kernel_table *table, lb_activation activation, REAL x) {
  REAL y = x;
  if (activation == LB_TANH) table->map(LB_MAP_TANH, 1, &x, &y);
  if (activation == LB_SOFTPLUS) table->map(LB_MAP_SOFTPLUS, 1, &x, &y);
  if (activation == LB_SIGMOID) table->map(LB_MAP_SIGMOID, 1, &x, &y);
  if (activation == LB_RELU) y = x < 0 ? 0 : x;
  return y;
}
static REAL NAME(times_derivative)(const lb_kernel_table *table, lb_activation activation, REAL g, REAL y) {
  REAL t = y / 2;
  if (activation == LB_TANH) return g * MULTIPLY_ADD(-y, y, 1);
  if (activation == LB_RELU) return y == 0 ? 0 : g;
  if (activation == LB_SIGMOID) return g * (y * (1 - y));
  if (activation == LB_SOFTPLUS) return table->map(LB_MAP_TANH, 1, &t, &t), g * ((t + t) / (1 + t));
  return g;
}

static void NAME(move)(const lb_optimizer *o, REAL g, REAL *parameter, REAL *first, REAL *second) {
  if (o->kind == LB_ASCENT) {
    *parameter = MULTIPLY_ADD((REAL)o->rate, g, *parameter);
    return;
  }
  const REAL own = (REAL)(1 - o->first_decay) * g, square = (REAL)(1 - o->second_decay) * (g * g);
  *first = MULTIPLY_ADD((REAL)o->first_decay, *first, own);
  *second = MULTIPLY_ADD((REAL)o->second_decay, *second, square);
  *parameter += (REAL)o->rate * *first / MULTIPLY_ADD(ROOT(*second), (REAL)o->root_scale, (REAL)o->epsilon);
}

static void NAME(check_products)(const lb_kernel_table *table) {
  const size_t rows = some_size(), inputs = some_size(), outputs = some_size();
  const size_t x_stride = inputs + below(2) * below(5), y_stride = outputs + below(2) * below(5);
  const lb_activation activation = (lb_activation)below(5);
  SHAPE("%zu rows, %zu inputs, %zu outputs, activation %d, %zu bytes", rows, inputs, outputs, activation, sizeof(REAL));
  const size_t x_span = NAME(span)(rows, inputs, x_stride), y_span = NAME(span)(rows, outputs, y_stride);
  REAL *x = NAME(numbers)(x_span, 1), *weight = NAME(panels)(outputs, inputs, 1), *bias = NAME(panels)(outputs, 1, 1);
  REAL *y = NAME(numbers)(y_span, 1), *expected = NAME(copy)(y, y_span);
  for (size_t r = 0; r < rows; r++)
    for (size_t o = 0; o < outputs; o++) {
      REAL sum = bias[o];
      for (size_t i = 0; i < inputs; i++)
        sum = MULTIPLY_ADD(x[r * x_stride + i], weight[NAME(place)(o, i, inputs)], sum);
      expected[r * y_stride + o] = NAME(activated)(table, activation, sum);
    }
  table->forward(rows, inputs, outputs, x, x_stride, weight, bias, activation, y, y_stride);
  require_same("forward", shape, y, expected, y_span * sizeof(REAL));

  const size_t transposed_count = NAME(padded)(inputs) * outputs;
  REAL *transposed = NAME(numbers)(transposed_count, 1), *own = NAME(panels)(inputs, outputs, 0);
  for (size_t o = 0; o < outputs; o++)
    for (size_t i = 0; i < inputs; i++) own[NAME(place)(i, o, outputs)] = weight[NAME(place)(o, i, inputs)];
  for (size_t p = 0; p * table->panel < outputs; p++)
    table->transpose(inputs, outputs, (lb_part){p, p + 1, 0, inputs}, weight, transposed);
  require_same("transpose", shape, transposed, own, transposed_count * sizeof(REAL));

  // The gradient with respect to x, of which y's numbers are an activation's values, and y's gradient g.
  const bool adding = below(2);
  REAL *g = NAME(numbers)(y_span, 1), *dx = NAME(numbers)(x_span, 1), *expected_dx = NAME(copy)(dx, x_span);
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < inputs; i++) {
      REAL sum = adding ? dx[r * x_stride + i] : 0;
      for (size_t o = 0; o < outputs; o++)
        sum = MULTIPLY_ADD(g[r * y_stride + o], weight[NAME(place)(o, i, inputs)], sum);
      expected_dx[r * x_stride + i] = NAME(times_derivative)(table, activation, sum, x[r * x_stride + i]);
    }
  table->input_gradient(rows, inputs, outputs, g, y_stride, transposed, activation, activation ? x : NULL, x_stride, adding, dx, x_stride);
  require_same("input_gradient", shape, dx, expected_dx, x_span * sizeof(REAL));
  free(x), free(weight), free(bias), free(y), free(expected), free(transposed), free(own), free(g), free(dx), free(expected_dx);
}

static void NAME(check_gradients)(const lb_kernel_table *table) {
  const size_t rows = some_size(), inputs = some_size() * (1 + below(2)), outputs = some_size();
  const size_t x_stride = inputs + below(2) * below(5), g_stride = outputs + below(2) * below(5) + (outputs == 0);
  const bool adding = below(2);
  const lb_optimizer optimizer = {
      below(4) ? LB_ADAM : LB_ASCENT, .rate = 0.01, .first_decay = 0.9, .second_decay = 0.999, .root_scale = 3, .epsilon = 1e-8};
  SHAPE("%zu rows, %zu inputs, %zu outputs, %zu bytes", rows, inputs, outputs, sizeof(REAL));
  const size_t w = NAME(padded)(outputs) * inputs, b = NAME(padded)(outputs);
  REAL *x = NAME(numbers)(NAME(span)(rows, inputs, x_stride), 1), *g = NAME(numbers)(NAME(span)(rows, outputs, g_stride), 1);
  REAL *dw = NAME(panels)(outputs, inputs, 1), *db = NAME(panels)(outputs, 1, 1);
  REAL *expected_dw = NAME(copy)(dw, w), *expected_db = NAME(copy)(db, b);
  for (size_t o = 0; o < outputs; o++) {
    if (!adding) expected_db[o] = 0;
    for (size_t r = 0; r < rows; r++) expected_db[o] += g[r * g_stride + o];
    for (size_t i = 0; i < inputs; i++) {
      REAL *sum = &expected_dw[NAME(place)(o, i, inputs)];
      if (!adding) *sum = 0;
      for (size_t r = 0; r < rows; r++) *sum = MULTIPLY_ADD(g[r * g_stride + o], x[r * x_stride + i], *sum);
    }
  }
  // Parts: the panels in two ranges, the inputs in two ranges.
  const size_t panels = b / table->panel, cut = below(panels + 1);
  const size_t input_cut = below(inputs / table->panel + 1) * table->panel;
  const lb_part parts[] = {{0, cut, 0, inputs}, {cut, panels, 0, input_cut}, {cut, panels, input_cut, inputs}};
  const int last = input_cut > 0 && input_cut < inputs ? 3 : 2;
  REAL *parameters[6], *expected[6];
  for (int k = 0; k < 6; k++) {
    parameters[k] = NAME(panels)(outputs, k < 3 ? inputs : 1, k % 3 == 0 ? 1 : 0.01);
    for (size_t i = 0; i < (k < 3 ? w : b) && k % 3 == 2; i++) parameters[k][i] *= parameters[k][i];
    expected[k] = NAME(copy)(parameters[k], k < 3 ? w : b);
  }
  for (int p = 0; p < last; p++) {
    lb_part part = parts[p];
    if (p == 1 && last == 2) part.last_input = inputs;
    table->weight_gradient(rows, inputs, outputs, part, x, x_stride, g, g_stride, adding, dw, db);
    table->weight_update(rows, inputs, outputs, part, x, x_stride, g, g_stride, &optimizer, parameters[0], parameters[3],
                         parameters[1], parameters[4], parameters[2], parameters[5]);
  }
  require_same("weight_gradient", shape, dw, expected_dw, w * sizeof(REAL));
  require_same("weight_gradient's bias", shape, db, expected_db, b * sizeof(REAL));
  if (adding) {
    memset(dw, 0, w * sizeof(REAL)), memset(db, 0, b * sizeof(REAL));
    table->weight_gradient(rows, inputs, outputs, (lb_part){0, panels, 0, inputs}, x, x_stride, g, g_stride, false, dw, db);
  }
  REAL *unfused[6];
  for (int k = 0; k < 6; k++) unfused[k] = NAME(copy)(expected[k], k < 3 ? w : b);
  for (size_t i = 0; i < w; i++) NAME(move)(&optimizer, dw[i], &expected[0][i], &expected[1][i], &expected[2][i]);
  for (size_t i = 0; i < b; i++) NAME(move)(&optimizer, db[i], &expected[3][i], &expected[4][i], &expected[5][i]);
  table->update(w, &optimizer, dw, unfused[0], unfused[1], unfused[2]);
  table->update(b, &optimizer, db, unfused[3], unfused[4], unfused[5]);
  for (int k = 0; k < 6; k++) {
    const size_t bytes = (k < 3 ? w : b) * sizeof(REAL);
    require_same("weight_update", shape, parameters[k], expected[k], bytes);
    require_same("update", shape, unfused[k], expected[k], bytes);
    free(parameters[k]), free(expected[k]), free(unfused[k]);
  }
  // An array whose length is no multiple of anything.
  const size_t count = below(100);
  REAL *arrays[4], *loops[4];
  for (int k = 0; k < 4; k++) arrays[k] = NAME(numbers)(count, 1);
  for (size_t i = 0; i < count; i++) arrays[3][i] *= arrays[3][i];
  for (int k = 0; k < 4; k++) loops[k] = NAME(copy)(arrays[k], count);
  for (size_t i = 0; i < count; i++) NAME(move)(&optimizer, loops[0][i], &loops[1][i], &loops[2][i], &loops[3][i]);
  table->update(count, &optimizer, arrays[0], arrays[1], arrays[2], arrays[3]);
  for (int k = 0; k < 4; k++) {
    require_same("update of an array", shape, arrays[k], loops[k], count * sizeof(REAL));
    free(arrays[k]), free(loops[k]);
  }
  free(x), free(g), free(dw), free(db), free(expected_dw), free(expected_db);
}

static void NAME(check_layers)(const lb_kernel_table *table) {
  NAME(check_products)(table);
  NAME(check_gradients)(table);
}
