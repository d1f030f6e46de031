// The inner loops that Swift cannot express without compiler flags. Every function has a portable twin
// and picks the best variant for the running processor at its first call.
#ifndef NESY_CMICRO_H
#define NESY_CMICRO_H

#include "micro_bits.h"

#endif
