#pragma once

/// Runs a program and kills it as it enters its n-th system call, counted from 1: between two calls nothing on a disk changes,
/// so that these are all the moments at which a death can differ from another, however fast the machine is.
///
/// - path: the program
/// - arguments: its arguments, the program's name first, ended by NULL
///
/// Returns 1 when it was killed, 0 when it ended well before, 2 when it ended otherwise, and -1 with errno when it could not be traced.
int lower_bound_death_at_call(const char *path, char *const arguments[], long call);
