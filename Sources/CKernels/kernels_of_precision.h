// Every kernel in one precision, and its table. Part of kernels.h.
#include "vector.h"
#include "elementary.h"
#include "tiles.h"
#include "forward.h"
#include "optimizer.h"
#include "gradient_tiles.h"
#include "weight_gradient.h"
