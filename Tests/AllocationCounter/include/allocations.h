// Begins to count; before, nothing is.
void lb_count_allocations(void);
// How often this process has asked for memory since then, in any thread and through any library but OpenBLAS.
long lb_allocations(void);
// How often OpenBLAS has: for processors with AVX-512 it takes a buffer for a small product, and gives it back.
long lb_allocations_of_openblas(void);
