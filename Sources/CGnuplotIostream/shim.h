// gnuplot-iostream, by Daniel Stahlke: one header on top of Boost, without a pkg-config file.
#pragma once
#include <gnuplot-iostream.h>
