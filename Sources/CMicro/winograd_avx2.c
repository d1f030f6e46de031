#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
#define VECTOR_LANES 8
#define TRANSFORMS nesy_winograd_avx2
#include "winograd_squares.h"
#endif
