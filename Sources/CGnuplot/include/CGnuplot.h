#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a gnuplot process ended.
struct lower_bound_gnuplot_end {
  int exit_status;    ///< 0 when every command succeeded; meaningful when `signal` is 0
  int signal;         ///< the signal that ended the process, or 0
};

/// Returns true if there is an executable `gnuplot` in the folders of `search_path`; NULL means the environment's PATH.
bool lower_bound_gnuplot_is_installed(const char *search_path);

/// Starts `gnuplot -d`, streams a script to it through gnuplot-iostream, and waits for its end.
///
/// No shell takes part; the child runs in the C locale with UTF-8, without ~/.gnuplot, in a process group of its own.
/// A watcher process ends the group when this process dies first, however it dies. Safe to call from several threads at once.
///
/// - search_path: folders separated by colons; NULL means the environment's PATH
/// - output_descriptor, error_descriptor: where the child's standard output and error go
/// - time_limit_seconds: the process group is killed when this has passed
///
/// Returns 0 when the process ended by itself and `end` tells how; ENOENT when no gnuplot is on the path; ETIMEDOUT when it was
/// killed at the limit; EPIPE when it ended well without reading the whole script; otherwise the errno of what failed.
int lower_bound_gnuplot_run(
    const char *search_path, const char *script, size_t length, int output_descriptor, int error_descriptor,
    double time_limit_seconds, struct lower_bound_gnuplot_end *end);

/// Opens an empty file that lives in memory and closes when another program starts; returns its descriptor, or -1 and errno.
int lower_bound_memory_file(const char *name);

#ifdef __cplusplus
}
#endif
