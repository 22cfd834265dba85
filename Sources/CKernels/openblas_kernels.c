// Has OpenBLAS run the kernels of the instruction set that ours run.
//
// OpenBLAS chooses its kernels when it is loaded, before any function of this program runs, and an environment may tell
// it to choose less than the processor has: OPENBLAS_CORETYPE=Haswell, which container images set for processors that
// older releases do not know, halves the rate of every product. A function in .preinit_array runs before the libraries'
// initialisers, and what it changes in the environment OpenBLAS reads. The one switch for both is LOWER_BOUND_KERNELS.
//
// Only executables, tests' bundles among them, may have such a section: a shared library of this target would not link.
#include "CKernels.h"
#include <cblas.h>
#include <string.h>
#include <strings.h>

const char *lb_openblas_core(void) { return openblas_get_corename(); }

#if defined(__linux__) && defined(__x86_64__)
#define CORE "OPENBLAS_CORETYPE="
#define SWITCH "LOWER_BOUND_KERNELS="

static char avx512_core[] = CORE "SkylakeX", avx2_core[] = CORE "Haswell", plain_core[] = CORE "Prescott";
static char *borrowed, *lender;
extern char **environ;

static char **entry(char **environment, const char *name) {
  for (; *environment; environment++)
    if (strncmp(*environment, name, strlen(name)) == 0) return environment;
  return NULL;
}

static int has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}

static void choose_core(int count, char **arguments, char **environment) {
  (void)count, (void)arguments;
  char **core = entry(environment, CORE), **wish = entry(environment, SWITCH);
  const char *kernels = wish ? *wish + strlen(SWITCH) : "";
  char *choice = NULL;
  if (strcmp(kernels, "plain") == 0) choice = plain_core;
  if (strcmp(kernels, "avx2") == 0) choice = avx2_core;
  if (!choice && core && has_avx512()) {
    const char *name = *core + strlen(CORE);
    if (strcasecmp(name, "SkylakeX") != 0 && strcasecmp(name, "Cooperlake") != 0 &&
        strcasecmp(name, "SapphireRapids") != 0)
      choice = avx512_core;
  }
  if (!choice) return;
  if (core) {
    *core = choice;
  } else if (wish) {
    // There is no room for another entry: the switch's own is OpenBLAS's until this program's initialisers run.
    borrowed = choice, lender = *wish, *wish = choice;
  }
}

__attribute__((section(".preinit_array"), used)) static void (*const before_libraries)(int, char **,
                                                                                       char **) = choose_core;

__attribute__((constructor)) static void give_back_the_switch(void) {
  // By its value: a library's initialiser may have moved the entries.
  for (char **each = environ; borrowed && each && *each; each++)
    if (*each == borrowed) *each = lender;
}
#endif
