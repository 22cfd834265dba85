// The training loops for any processor.
#define LB_WIDTH 4
#define LB_NAME "plain"
#define LB_TABLE lb_training_loops_plain
#include "training_loops.h"
