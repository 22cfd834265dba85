#define _GNU_SOURCE
#include "CMessagePassing.h"

#ifdef LOWER_BOUND_MPI
#include <mpi.h>
#include <sched.h>

// MPI counts in int: longer messages are cut.
static const size_t longest = (size_t)1 << 30;

static int piece(size_t count, size_t done) { return (int)(count - done < longest ? count - done : longest); }

int lb_mpi_start(void) {
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  return provided < MPI_THREAD_FUNNELED;
}

void lb_mpi_finish(void) { MPI_Finalize(); }

void lb_mpi_abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }

int lb_mpi_rank(void) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

int lb_mpi_count(void) {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

int lb_mpi_count_of_machine(void) {
  MPI_Comm machine;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  int count = 1;
  MPI_Comm_size(machine, &count);
  MPI_Comm_free(&machine);
  return count;
}

int lb_mpi_processors(void) {
#ifdef __linux__
  cpu_set_t processors;
  return sched_getaffinity(0, sizeof processors, &processors) == 0 ? CPU_COUNT(&processors) : 0;
#else
  return 0;
#endif
}

void lb_mpi_send(const void *bytes, size_t count, int process) {
  for (size_t done = 0; done < count; done += longest)
    MPI_Send((const char *)bytes + done, piece(count, done), MPI_BYTE, process, 0, MPI_COMM_WORLD);
}

void lb_mpi_receive(void *bytes, size_t count, int process) {
  for (size_t done = 0; done < count; done += longest)
    MPI_Recv((char *)bytes + done, piece(count, done), MPI_BYTE, process, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

void lb_mpi_broadcast(void *bytes, size_t count) {
  for (size_t done = 0; done < count; done += longest)
    MPI_Bcast((char *)bytes + done, piece(count, done), MPI_BYTE, 0, MPI_COMM_WORLD);
}
#endif
