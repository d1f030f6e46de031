#define TARGET
#define VECTOR_LANES 4
#define TRANSFORMS nesy_winograd_portable
#include "winograd_squares.h"
