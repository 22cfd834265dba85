// Row-major faces of OpenBLAS and the LAPACK that comes with it. Callers shard their own work over the cores, so each
// product runs on the calling thread: the result then never depends on the number of threads.
#include "CNumerics.h"
#include <cblas.h>
#include <stdlib.h>

extern void dsyevd_(const char *job, const char *triangle, const int *n, double *a, const int *stride, double *values,
                    double *work, const int *work_size, int *integer_work, const int *integer_size, int *info);
extern void dpotrf_(const char *triangle, const int *n, double *a, const int *stride, int *info);

__attribute__((constructor)) static void one_thread_for_each_caller(void) { openblas_set_num_threads(1); }

void lb_multiply_double(int transpose_a, int transpose_b, int rows, int columns, int inner, double alpha,
                        const double *a, int stride_a, const double *b, int stride_b, double beta, double *c,
                        int stride_c) {
  cblas_dgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans, rows,
              columns, inner, alpha, a, stride_a, b, stride_b, beta, c, stride_c);
}

void lb_multiply_float(int transpose_a, int transpose_b, int rows, int columns, int inner, float alpha, const float *a,
                       int stride_a, const float *b, int stride_b, float beta, float *c, int stride_c) {
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans, rows,
              columns, inner, alpha, a, stride_a, b, stride_b, beta, c, stride_c);
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
