// Begins to count; before, nothing is.
void lb_count_allocations(void);
// How often this process has asked for memory since then, in any thread and through any library.
long lb_allocations(void);
