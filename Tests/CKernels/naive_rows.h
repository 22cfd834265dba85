// Sums over rows and functions of arrays by single loops, in one precision. Part of kernel_checks.c.

// Adds 16 lanes in double precision: l + (l + 8), then + 4, + 2, + 1.
static double NAME(tree)(const REAL lanes[16]) {
  double sums[16];
  for (int lane = 0; lane < 16; lane++) sums[lane] = lanes[lane];
  for (int width = 8; width > 0; width /= 2)
    for (int lane = 0; lane < width; lane++) sums[lane] += sums[lane + width];
  return sums[0];
}
static double NAME(squared_distance_of)(const REAL *x, const REAL *f, size_t columns) {
  REAL lanes[16] = {0};
  for (size_t j = 0; j < columns; j++) lanes[j % 16] = MULTIPLY_ADD(x[j] - f[j], x[j] - f[j], lanes[j % 16]);
  return NAME(tree)(lanes);
}
// A logarithm is taken of the product of a lane's factors among 256 columns.
static double NAME(bernoulli_of)(const lb_kernel_table *table, const REAL *x, const REAL *f, size_t columns) {
  REAL lanes[16] = {0};
  for (size_t start = 0; start < columns; start += 256)
    for (size_t lane = 0; lane < 16; lane++) {
      REAL linear = 0, product = 1, logarithm;
      for (size_t j = start + lane; j < columns && j < start + 256; j += 16) {
        REAL small = f[j] > 0 ? -f[j] : f[j];
        table->map(LB_MAP_EXP, 1, &small, &small);
        linear = MULTIPLY_ADD(f[j] > 0 ? x[j] - 1 : x[j], f[j], linear);
        product *= 1 + small;
      }
      table->map(LB_MAP_LOG, 1, &product, &logarithm);
      lanes[lane] += linear - logarithm;
    }
  return NAME(tree)(lanes);
}

static double NAME(poisson_of)(const lb_kernel_table *table, const REAL *x, const REAL *f, size_t columns) {
  REAL lanes[16] = {0};
  for (size_t j = 0; j < columns; j++) {
    REAL rate;
    table->map(LB_MAP_EXP, 1, f + j, &rate);
    lanes[j % 16] += MULTIPLY_ADD(x[j], f[j], -rate);
  }
  return NAME(tree)(lanes);
}

static void NAME(check_likelihoods)(const lb_kernel_table *table) {
  const size_t repeat = 1 + below(2) * below(4), data = some_size();
  const size_t rows = data * repeat - (data > 0 ? below(repeat) : 0);
  const size_t columns = some_size() + 300 * (below(6) == 0);
  const size_t x_stride = columns + below(2) * below(5), f_stride = columns + below(2) * below(5);
  SHAPE("%zu rows, %zu columns, %zu draws, %zu bytes", rows, columns, repeat, sizeof(REAL));
  const size_t f_span = NAME(span)(rows, columns, f_stride);
  REAL *x = NAME(numbers)(NAME(span)(data, columns, x_stride), 1), *f = NAME(numbers)(f_span, 8);
  REAL *gaussian = NAME(numbers)(f_span, 1), *bernoulli = NAME(copy)(gaussian, f_span);
  REAL *expected_gaussian = NAME(copy)(gaussian, f_span), *expected_bernoulli = NAME(copy)(gaussian, f_span);
  REAL *poisson = NAME(copy)(gaussian, f_span), *expected_poisson = NAME(copy)(gaussian, f_span);
  double *sums = calloc(3 * rows + 1, sizeof(double)), *expected = calloc(3 * rows + 1, sizeof(double));
  double *weights = malloc(rows * sizeof(double) + 1);
  const bool weighted = below(2);
  for (size_t r = 0; r < rows; r++) {
    const REAL *a = x + r / repeat * x_stride, *b = f + r * f_stride;
    weights[r] = uniform();
    expected[r] = NAME(squared_distance_of)(a, b, columns);
    expected[rows + r] = NAME(bernoulli_of)(table, a, b, columns);
    expected[2 * rows + r] = NAME(poisson_of)(table, a, b, columns);
    const REAL scale = (REAL)(weighted ? 0.37 * weights[r] : 0.37);
    for (size_t j = 0; j < columns; j++) {
      REAL mean, rate;
      table->map(LB_MAP_SIGMOID, 1, b + j, &mean);
      table->map(LB_MAP_EXP, 1, b + j, &rate);
      expected_gaussian[r * f_stride + j] = scale * (a[j] - b[j]);
      expected_bernoulli[r * f_stride + j] = scale * (a[j] - mean);
      expected_poisson[r * f_stride + j] = scale * (a[j] - rate);
    }
  }
  table->squared_distances(rows, columns, x, x_stride, repeat, f, f_stride, sums);
  table->bernoulli_log_densities(rows, columns, x, x_stride, repeat, f, f_stride, sums + rows);
  table->poisson_log_densities(rows, columns, x, x_stride, repeat, f, f_stride, sums + 2 * rows);
  const double *given = weighted ? weights : NULL;
  table->gaussian_gradient(rows, columns, x, x_stride, repeat, f, f_stride, given, 0.37, gaussian, f_stride);
  table->bernoulli_gradient(rows, columns, x, x_stride, repeat, f, f_stride, given, 0.37, bernoulli, f_stride);
  table->poisson_gradient(rows, columns, x, x_stride, repeat, f, f_stride, given, 0.37, poisson, f_stride);
  require_same("squared_distances", shape, sums, expected, rows * sizeof(double));
  require_same("bernoulli_log_densities", shape, sums + rows, expected + rows, rows * sizeof(double));
  require_same("poisson_log_densities", shape, sums + 2 * rows, expected + 2 * rows, rows * sizeof(double));
  require_same("gaussian_gradient", shape, gaussian, expected_gaussian, f_span * sizeof(REAL));
  require_same("bernoulli_gradient", shape, bernoulli, expected_bernoulli, f_span * sizeof(REAL));
  require_same("poisson_gradient", shape, poisson, expected_poisson, f_span * sizeof(REAL));
  free(x), free(f), free(gaussian), free(bernoulli), free(expected_gaussian), free(expected_bernoulli);
  free(poisson), free(expected_poisson);
  free(sums), free(expected), free(weights);
}

static double NAME(half_excess_of)(double l) {
  const lb_kernel_table *doubles = lb_kernel_table_named(set, sizeof(double));
  double root = 0.5 * l, sum = 0, factorials[17] = {1};
  for (int n = 1; n <= 16; n++) factorials[n] = n * factorials[n - 1];
  if (fabs(l) < 0.5) {
    for (int n = 16; n >= 2; n--) sum = fma(sum, l, 0.5 / factorials[n]);
    return sum * l * l;
  }
  doubles->map(LB_MAP_EXP, 1, &root, &root);
  return fma(0.5 * root, root, -0.5 * (1 + l));
}

static void NAME(check_posteriors)(const lb_kernel_table *table) {
  const size_t data = some_size(), draws = 1 + below(2) * below(4), columns = some_size() + 600 * (below(10) == 0);
  const size_t stride = columns + below(2) * below(5), count = data * columns, span = NAME(span)(data, columns, stride);
  SHAPE("%zu posteriors, %zu draws, %zu columns, %zu bytes", data, draws, columns, sizeof(REAL));
  REAL *mean = NAME(numbers)(span, 2), *log_variance = NAME(numbers)(span, 3), *noise = NAME(numbers)(count * draws, 2);
  REAL *deviation = NAME(numbers)(count, 1), *z = NAME(numbers)(count * draws, 1), *g = NAME(numbers)(count * draws, 1);
  REAL *d_mean = NAME(numbers)(span, 1), *d_variance = NAME(copy)(d_mean, span);
  REAL *own_deviation = NAME(copy)(deviation, count), *own_z = NAME(copy)(z, count * draws);
  REAL *own_d_mean = NAME(copy)(d_mean, span), *own_d_variance = NAME(copy)(d_mean, span);
  double *divergences = calloc(data + 1, sizeof(double)), *own_divergences = calloc(data + 1, sizeof(double));
  const double analytic = below(2) ? 0.01 : 0, direct = below(2) ? 0.02 : 0;
  for (size_t i = 0; i < data; i++) {
    double lanes[16] = {0};
    for (size_t j = 0; j < columns; j++) {
      const REAL m = mean[i * stride + j], half = (REAL)0.5 * log_variance[i * stride + j];
      REAL s, sum = 0, with_noise = 0;
      table->map(LB_MAP_EXP, 1, &half, &s);
      own_deviation[i * columns + j] = s;
      for (size_t v = 0; v < draws; v++) {
        const size_t draw = (i * draws + v) * columns + j;
        own_z[draw] = MULTIPLY_ADD(s, noise[draw], m);
        sum += g[draw], with_noise = MULTIPLY_ADD(g[draw], noise[draw], with_noise);
      }
      own_d_mean[i * stride + j] = MULTIPLY_ADD(-(REAL)analytic, m, sum);
      const REAL excess = MULTIPLY_ADD(-(REAL)analytic, (s - 1) * (s + 1), (REAL)direct);
      own_d_variance[i * stride + j] = (REAL)0.5 * MULTIPLY_ADD(s, with_noise, excess);
      lanes[j % 16] += fma(0.5 * m, m, NAME(half_excess_of)(log_variance[i * stride + j]));
    }
    for (int width = 8; width > 0; width /= 2)
      for (int lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
    own_divergences[i] = lanes[0];
  }
  table->reparameterize(data, draws, columns, mean, log_variance, stride, noise, deviation, z);
  table->reparameterize_gradient(
      data, draws, columns, g, noise, mean, deviation, stride, analytic, direct, d_mean, d_variance);
  table->divergences(data, columns, mean, log_variance, stride, divergences);
  require_same("reparameterize's σ", shape, deviation, own_deviation, count * sizeof(REAL));
  require_same("reparameterize", shape, z, own_z, count * draws * sizeof(REAL));
  require_same("reparameterize_gradient's μ", shape, d_mean, own_d_mean, span * sizeof(REAL));
  require_same("reparameterize_gradient's log σ²", shape, d_variance, own_d_variance, span * sizeof(REAL));
  require_same("divergences", shape, divergences, own_divergences, data * sizeof(double));
  free(mean), free(log_variance), free(noise), free(deviation), free(z), free(g), free(d_mean), free(d_variance);
  free(own_deviation), free(own_z), free(own_d_mean), free(own_d_variance), free(divergences), free(own_divergences);
}

static void NAME(check_arrays)(const lb_kernel_table *table) {
  const size_t rows = some_size(), inputs = some_size(), outputs = below(inputs + 1), stride = inputs + below(3);
  SHAPE("%zu rows, %zu inputs, %zu outputs, %zu bytes", rows, inputs, outputs, sizeof(REAL));
  REAL *x = NAME(numbers)(NAME(span)(rows, inputs, stride), 1), *weight = NAME(panels)(outputs, inputs, 1);
  REAL *bias = NAME(panels)(outputs, 1, 1);
  double *lengths = calloc(rows + 1, sizeof(double)), *own = calloc(rows + 1, sizeof(double));
  for (size_t o = 0; o < outputs; o++)
    for (size_t i = 0; i < o; i++) weight[NAME(place)(o, i, inputs)] = 0;
  for (size_t r = 0; r < rows; r++) {
    REAL lanes[16] = {0};
    for (size_t o = 0; o < outputs; o++) {
      REAL sum = bias[o];
      for (size_t i = o; i < inputs; i++) sum = MULTIPLY_ADD(x[r * stride + i], weight[NAME(place)(o, i, inputs)], sum);
      lanes[o % 16] = MULTIPLY_ADD(sum, sum, lanes[o % 16]);
    }
    own[r] = NAME(tree)(lanes);
  }
  table->triangular_lengths(rows, inputs, outputs, x, stride, weight, bias, lengths);
  require_same("triangular_lengths", shape, lengths, own, rows * sizeof(double));

  const size_t count = below(100);
  REAL *numbers = NAME(numbers)(count, 5), *one_by_one = NAME(copy)(numbers, count);
  REAL *whole = NAME(copy)(numbers, count);
  double maximum = 0;
  for (size_t i = 0; i < count; i++) maximum = fabs((double)numbers[i]) > maximum ? fabs((double)numbers[i]) : maximum;
  const double found = table->absolute_maximum(count, numbers);
  require_same("absolute_maximum", shape, &found, &maximum, sizeof maximum);
  if (count > 0) {
    one_by_one[below(count)] = (REAL)NAN;
    if (!isnan(table->absolute_maximum(count, one_by_one))) failures++;
  }
  for (int f = LB_MAP_EXP; f <= LB_MAP_SIGMOID; f++) {
    for (size_t i = 0; i < count; i++) {
      const REAL argument = f == LB_MAP_LOG ? numbers[i] * numbers[i] + 1 : numbers[i];
      whole[i] = argument;
      table->map((lb_map)f, 1, &argument, &one_by_one[i]);
    }
    table->map((lb_map)f, count, whole, whole);
    require_same("map", shape, whole, one_by_one, count * sizeof(REAL));
  }
  free(x), free(weight), free(bias), free(lengths), free(own), free(numbers), free(one_by_one), free(whole);
}

static void NAME(check_rows)(const lb_kernel_table *table) {
  NAME(check_likelihoods)(table);
  NAME(check_posteriors)(table);
  NAME(check_arrays)(table);
}
