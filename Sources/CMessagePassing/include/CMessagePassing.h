// The part of MPI that Lower Bound uses, as functions: Swift can import neither MPI_COMM_WORLD nor MPI_BYTE, which are
// casts in macros. A build without the trait MPI declares them and does not have them.
//
// An error within MPI ends all processes of the job, which is MPI's default. All calls are made from one thread.
#pragma once
#include <stddef.h>

/// Begins: to be called before other threads are started. Returns 0, or 1 if MPI cannot be used beside threads.
int lb_mpi_start(void);

/// Ends. No other call may follow.
void lb_mpi_finish(void);

/// Ends every process of the job with an exit code.
void lb_mpi_abort(int code);

/// The number of this process, from 0.
int lb_mpi_rank(void);

/// The number of processes.
int lb_mpi_count(void);

/// The number of processes on this machine.
int lb_mpi_count_of_machine(void);

/// The number of processors that this process may use: a launcher may bind it to a few. 0 where that is not known.
int lb_mpi_processors(void);

/// Sends bytes to a process, which must receive as many.
void lb_mpi_send(const void *bytes, size_t count, int process);

/// Receives bytes from a process.
void lb_mpi_receive(void *bytes, size_t count, int process);

/// Gives every process the bytes of process 0.
void lb_mpi_broadcast(void *bytes, size_t count);
