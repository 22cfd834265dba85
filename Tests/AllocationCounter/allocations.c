// The allocating functions of the C library under their own names, so that every caller in the process meets these:
// each counts, once it is told to, and hands on to glibc's own. Whoever links this without counting pays nothing: the
// tests' bundle does.
#include "allocations.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_long allocations;
static atomic_bool is_counting;

void lb_count_allocations(void) { atomic_store(&is_counting, true); }

static void count(void) {
  if (atomic_load_explicit(&is_counting, memory_order_relaxed))
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
}
#define COUNT count()

long lb_allocations(void) { return atomic_load(&allocations); }

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
