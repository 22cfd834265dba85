#include "DeathAtCall.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

int lower_bound_death_at_call(const char *path, char *const arguments[], long call) {
  const pid_t process = fork();
  if (process < 0) return -1;
  if (process == 0) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) == 0) execv(path, arguments);
    _exit(127);
  }
  int status = 0;
  // The first stop is that of the new program before its first call.
  if (waitpid(process, &status, 0) != process) return -1;
  if (!WIFSTOPPED(status)) {
    errno = EPERM;
    return -1;
  }
  ptrace(PTRACE_SETOPTIONS, process, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  // A call stops twice, as it is entered and as it is left.
  long stops = 0;
  int signal = 0;
  while (stops < 2 * call - 1) {
    if (ptrace(PTRACE_SYSCALL, process, 0, signal) != 0 || waitpid(process, &status, 0) != process) return -1;
    if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? 0 : 2;
    if (WIFSIGNALED(status)) return 2;
    const int stop = WSTOPSIG(status);
    signal = stop == (SIGTRAP | 0x80) ? 0 : stop;
    if (signal == 0) stops += 1;
  }
  kill(process, SIGKILL);
  waitpid(process, &status, 0);
  return 1;
}
