// Row-major faces of OpenBLAS and the LAPACK that comes with it. Callers shard their own work over the cores, so each
// product runs on the calling thread: the result then never depends on the number of threads.
#include "CKernels.h"
#include <cblas.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

extern void dsyevd_(const char *job, const char *triangle, const int *n, double *a, const int *stride, double *values,
                    double *work, const int *work_size, int *integer_work, const int *integer_size, int *info);
extern void dpotrf_(const char *triangle, const int *n, double *a, const int *stride, int *info);

// Whether OpenBLAS multiplies small matrices without packing them: its AVX-512 kernels do, in single precision.
static int has_small_kernels;

__attribute__((constructor)) static void one_thread_for_each_caller(void) {
  openblas_set_num_threads(1);
  const char *core = lb_openblas_core();
  has_small_kernels = strcasecmp(core, "SkylakeX") == 0 || strcasecmp(core, "Cooperlake") == 0;
}

// Zeroes C for a product that is not added to it, and says so: but in its AVX-512 kernels OpenBLAS does it an element at a
// time, which took a tenth of a training step.
static int cleared(int adding, size_t size, int rows, int columns, void *c, int stride_c) {
  if (adding || has_small_kernels) return adding;
  for (int row = 0; row < rows; row++) memset((char *)c + size * row * stride_c, 0, size * columns);
  return 1;
}

void lb_multiply_double(int transpose_a, int transpose_b, int rows, int columns, int inner, const double *a,
                        int stride_a, const double *b, int stride_b, int adding, double *c, int stride_c) {
  adding = cleared(adding, sizeof *c, rows, columns, c, stride_c);
  cblas_dgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans, rows,
              columns, inner, 1, a, stride_a, b, stride_b, adding, c, stride_c);
}

// The rows and columns of the products that one is cut into.
typedef struct {
  int rows, columns;
} tile;

static int least(int a, int b) { return a < b ? a : b; }

// Even parts of a size, none above `most`.
static int even_part(int size, int most) {
  const int parts = (size + most - 1) / most;
  return (size + parts - 1) / parts;
}

// With few rows OpenBLAS spends most of its time packing the weights: 10 × 784 by 784 × 200 runs at 64 GFLOP/s, and at 220
// in tiles that its kernels for small matrices take as they are. Those take up to 10⁶ multiplications, and in A·Bᵀ up to
// 1200 results. The tiles depend on the shape alone, and so do the bits.
static tile small_tile(int transpose_a, int transpose_b, int rows, int columns, int inner) {
  const tile whole = {rows, columns};
  const double work = 1e6 / inner;
  if (!has_small_kernels || (transpose_a && transpose_b)) return whole;
  if (transpose_b) {
    if (inner < 32 || rows > (inner < 128 ? 32 : 50) || rows * columns <= 1200) return whole;
    const int part = even_part(rows, 10), most = least(1200, (int)work) / part;
    return most < 16 ? whole : (tile){part, least(columns, most / 8 * 8)};
  }
  if ((double)rows * columns <= work) return whole;
  if (transpose_a) {
    const int most = least(16, (int)(work / columns));
    return inner > 64 || most < 8 ? whole : (tile){most / 8 * 8, columns};
  }
  const int most = (int)(work / rows);
  return rows > 32 || most < 64 ? whole : (tile){rows, most < 128 ? 64 : 128};
}

void lb_multiply_float(int transpose_a, int transpose_b, int rows, int columns, int inner, const float *a, int stride_a,
                       const float *b, int stride_b, int adding, float *c, int stride_c) {
  adding = cleared(adding, sizeof *c, rows, columns, c, stride_c);
  const tile tile = small_tile(transpose_a, transpose_b, rows, columns, inner);
  // Rows within columns: a strip of the weights stays in the cache while the rows go past it.
  for (int column = 0; column < columns; column += tile.columns)
    for (int row = 0; row < rows; row += tile.rows)
      cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans,
                  least(tile.rows, rows - row), least(tile.columns, columns - column), inner, 1,
                  a + (transpose_a ? row : (size_t)row * stride_a), stride_a,
                  b + (transpose_b ? (size_t)column * stride_b : column), stride_b, adding,
                  c + (size_t)row * stride_c + column, stride_c);
}

int lb_symmetric_eigen(int n, double *matrix, double *eigenvalues) {
  int info = 0, query = -1, integer_size = 0;
  double size = 0;
  dsyevd_("V", "L", &n, matrix, &n, eigenvalues, &size, &query, &integer_size, &query, &info);
  if (info != 0) return info;
  const int work_size = (int)size;
  double *work = malloc(sizeof(double) * (size_t)work_size);
  int *integer_work = malloc(sizeof(int) * (size_t)integer_size);
  if (work && integer_work)
    dsyevd_("V", "L", &n, matrix, &n, eigenvalues, work, &work_size, integer_work, &integer_size, &info);
  else
    info = -1;
  free(work);
  free(integer_work);
  return info;
}

int lb_cholesky(int n, double *matrix) {
  // LAPACK's upper triangle, column by column, is our lower triangle, row by row.
  int info = 0;
  dpotrf_("U", &n, matrix, &n, &info);
  return info;
}
