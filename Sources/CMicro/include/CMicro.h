// The inner loops that Swift cannot express without compiler flags. Every function has a portable twin; those of
// compute take the instruction level to use, so that a test can force the twin, the others ask the processor.
#ifndef NESY_CMICRO_H
#define NESY_CMICRO_H

#include "micro_bits.h"
#include "micro_columns.h"
#include "micro_counters.h"
#include "micro_direct.h"
#include "micro_elementwise.h"
#include "micro_optimizer.h"
#include "micro_pooling.h"
#include "micro_processors.h"
#include "micro_product.h"
#include "micro_relax.h"
#include "micro_similarity.h"
#include "micro_winograd.h"

#endif
