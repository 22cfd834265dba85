// The C of VAEEngine: kernels for every instruction set, and threads. No stable interface.
#pragma once

#include "KernelTable.h"
#include "Workers.h"
