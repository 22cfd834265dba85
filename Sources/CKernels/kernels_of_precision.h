// Every kernel in one precision. Part of kernels.h.
#include "vector.h"

#include "elementary.h"

#include "tiles.h"

#include "activation.h"
#include "forward.h"
#include "optimizer.h"
#include "gradient_tiles.h"
#include "weight_gradient.h"
#include "transpose.h"
#include "sums.h"
#include "likelihood.h"
#include "posterior.h"
#include "divergence.h"
#include "triangular.h"
#include "arrays.h"
#include "draws.h"
#include "log_ratios.h"
