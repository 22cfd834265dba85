// The allocating functions of the C library under their own names, so that every caller in the process meets these:
// each counts, once it is told to, and hands on to glibc's own. Whoever links this without counting pays nothing: the
// tests' bundle does.
#define _GNU_SOURCE
#include "allocations.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_long allocations, allocations_of_openblas;
static _Atomic(void *) openblas;
static atomic_bool is_counting;

void lb_count_allocations(void) {
  Dl_info library;
  void *function = dlsym(RTLD_DEFAULT, "cblas_sgemm");
  if (function && dladdr(function, &library)) atomic_store(&openblas, library.dli_fbase);
  atomic_store(&is_counting, true);
}

static void count(void *caller) {
  if (!atomic_load_explicit(&is_counting, memory_order_relaxed)) return;
  Dl_info library;
  void *base = atomic_load(&openblas);
  const int is_openblas = base && dladdr(caller, &library) && library.dli_fbase == base;
  atomic_fetch_add_explicit(is_openblas ? &allocations_of_openblas : &allocations, 1, memory_order_relaxed);
}
#define COUNT count(__builtin_return_address(0))

long lb_allocations(void) { return atomic_load(&allocations); }
long lb_allocations_of_openblas(void) { return atomic_load(&allocations_of_openblas); }

void *malloc(size_t size) { return COUNT, __libc_malloc(size); }
void *calloc(size_t number, size_t size) { return COUNT, __libc_calloc(number, size); }
void *realloc(void *old, size_t size) { return COUNT, __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) { return COUNT, __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return COUNT, __libc_memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
  void *memory = (COUNT, __libc_memalign(alignment, size));
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}
