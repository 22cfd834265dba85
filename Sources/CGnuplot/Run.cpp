// The one place that includes gnuplot-iostream. The header streams; starting the process, its exit status and the time limit
// are ours, because the header starts a shell and drops the status.

#include "CGnuplot.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#if !__has_include(<gnuplot-iostream.h>)
#error "gnuplot-iostream.h is not installed: run scripts/setup, or on Debian and Ubuntu apt-get install libgnuplot-iostream-dev"
#endif
#include <gnuplot-iostream.h>

extern char **environ;

namespace {

/// The first executable file named gnuplot in the folders of `search_path`, or an empty string.
std::string find_gnuplot(const char *search_path) {
  const char *folders = search_path ? search_path : getenv("PATH");
  std::istringstream list(folders ? folders : "");
  std::string folder;
  while (std::getline(list, folder, ':')) {
    const std::string candidate = (folder.empty() ? "." : folder) + "/gnuplot";
    struct stat information;
    if (stat(candidate.c_str(), &information) == 0 && S_ISREG(information.st_mode) && access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return "";
}

/// The environment in the C locale with UTF-8, without the variables that change what gnuplot draws.
std::vector<char *> plain_environment() {
  static char locale[] = "LC_ALL=C.UTF-8";  // in plain C, `set encoding utf8` warns of a degree sign
  std::vector<char *> kept;
  for (char **variable = environ; *variable; ++variable) {
    bool drop = false;
    for (const char *prefix : {"LC_ALL=", "LANGUAGE=", "GNUTERM", "GNUPLOT_", "DISPLAY=", "WAYLAND_DISPLAY="})
      drop = drop || std::strncmp(*variable, prefix, std::strlen(prefix)) == 0;
    if (!drop) kept.push_back(*variable);
  }
  kept.push_back(locale);
  kept.push_back(nullptr);
  return kept;
}

/// Blocks SIGPIPE in this thread, and swallows the one that a closed pipe raised, so that the process lives on unchanged.
class WithoutBrokenPipeSignal {
 public:
  WithoutBrokenPipeSignal() {
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending = sigismember(&pending, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, &mask_before);
  }
  ~WithoutBrokenPipeSignal() {
    const struct timespec at_once = {0, 0};
    if (!was_pending)
      while (sigtimedwait(&broken_pipe, nullptr, &at_once) == -1 && errno == EINTR) {}
    pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
  }

 private:
  sigset_t broken_pipe, mask_before;
  bool was_pending;
};

/// A child that waits for the end of this process, however it ends, and then kills its own process group, in which gnuplot
/// runs beside it. The end is that of a pipe: no signal handler and no thread has to be alive for it.
class Watcher {
 public:
  Watcher() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    sigset_t all, mask_before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &mask_before);  // a terminal's Ctrl-C is for this process, and not for the child
    process = fork();
    if (process == 0) watch(ends[0]);
    pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
    close(ends[0]);
    life = ends[1];
    if (process > 0) setpgid(process, process);
  }
  Watcher(const Watcher &) = delete;

  /// The group for gnuplot; 0, a group of gnuplot's own, where there was no memory for the child.
  pid_t group() const { return process > 0 ? process : 0; }

  /// Ends the child, and whatever gnuplot left in the group.
  ~Watcher() {
    if (process > 0) {
      kill(-process, SIGKILL);
      while (waitpid(process, nullptr, 0) == -1 && errno == EINTR) {}
    }
    if (life >= 0) close(life);
  }

 private:
  pid_t process = -1;
  int life = -1;

  /// The child's life. Other threads held locks when it was made: nothing but system calls is safe here.
  [[noreturn]] static void watch(int parent) {
    if (setpgid(0, 0) != 0 || dup2(parent, STDIN_FILENO) == -1) _exit(1);
    // Pipes of other figures must not stay open here: their readers wait for the end.
    close_range(STDIN_FILENO + 1, ~0U, 0);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) == -1 && errno == EINTR) {}
    kill(0, SIGKILL);
    _exit(0);
  }
};

/// Kills a process group when a time limit passes first.
class Watchdog {
 public:
  Watchdog(pid_t process, double seconds)
      : thread([this, process, seconds] {
          std::unique_lock<std::mutex> lock(mutex);
          if (ended_in_time.wait_for(lock, std::chrono::duration<double>(seconds), [this] { return called_off; })) return;
          barked = true;
          kill(-process, SIGKILL);
        }) {}

  /// Call this after the process has ended and before it is reaped, so that its number cannot belong to another.
  bool call_off() {
    {
      std::lock_guard<std::mutex> lock(mutex);
      called_off = true;
    }
    ended_in_time.notify_one();
    if (thread.joinable()) thread.join();
    return barked;
  }
  ~Watchdog() { call_off(); }

 private:
  std::mutex mutex;
  std::condition_variable ended_in_time;
  bool called_off = false, barked = false;
  std::thread thread;
};

/// Starts gnuplot with `input` as its standard input; returns 0 or an errno.
///
/// - group: the process group that it joins; 0 for one of its own
int start(const std::string &executable, pid_t group, int input, int output, int error, pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);

  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGXFSZ);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, group);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);

  char name[] = "gnuplot", no_personal_settings[] = "-d";
  char *const arguments[] = {name, no_personal_settings, nullptr};
  const int failure =
      posix_spawn(process, executable.c_str(), &actions, &attributes, arguments, plain_environment().data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

/// Streams the script into the pipe and closes it; false when gnuplot stopped reading.
bool stream(const char *script, size_t length, FILE *pipe) {
  try {
    Gnuplot gnuplot(pipe);  // closes the pipe when it goes
    gnuplot.write(script, static_cast<std::streamsize>(length));
    gnuplot.flush();
    return gnuplot.good();
  } catch (...) {
    return false;
  }
}

int run(
    const char *search_path, const char *script, size_t length, int output, int error, double time_limit,
    lower_bound_gnuplot_end *end) {
  const std::string executable = find_gnuplot(search_path);
  if (executable.empty()) return ENOENT;

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  FILE *input = fdopen(ends[1], "w");
  if (!input) {
    const int failure = errno;
    close(ends[0]);
    close(ends[1]);
    return failure;
  }
  pid_t process = -1;
  const Watcher watcher;
  const int failure = start(executable, watcher.group(), ends[0], output, error, &process);
  close(ends[0]);
  if (failure != 0) {
    fclose(input);
    return failure;
  }

  // A limit that is no number counts as none left; 10⁶ s is long enough, and fits the clock.
  Watchdog watchdog(watcher.group() > 0 ? watcher.group() : process, time_limit > 0 ? std::min(time_limit, 1e6) : 0);
  bool complete;
  {
    WithoutBrokenPipeSignal guard;
    complete = stream(script, length, input);
  }
  siginfo_t information;
  while (waitid(P_PID, static_cast<id_t>(process), &information, WEXITED | WNOWAIT) == -1 && errno == EINTR) {}
  const bool out_of_time = watchdog.call_off();
  int status = 0;
  while (waitpid(process, &status, 0) == -1) {
    if (errno != EINTR) return errno;
  }
  end->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (out_of_time) return ETIMEDOUT;
  if (!complete && end->exit_status == 0 && end->signal == 0) return EPIPE;
  return 0;
}

}  // namespace

bool lower_bound_gnuplot_is_installed(const char *search_path) {
  try {
    return !find_gnuplot(search_path).empty();
  } catch (...) {
    return false;
  }
}

int lower_bound_gnuplot_run(
    const char *search_path, const char *script, size_t length, int output_descriptor, int error_descriptor,
    double time_limit_seconds, struct lower_bound_gnuplot_end *end) {
  *end = {0, 0};
  try {
    return run(search_path, script, length, output_descriptor, error_descriptor, time_limit_seconds, end);
  } catch (const std::bad_alloc &) {
    return ENOMEM;
  } catch (...) {
    return EIO;
  }
}

int lower_bound_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }
