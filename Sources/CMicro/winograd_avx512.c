#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f")))
#define VECTOR_LANES 16
#define TRANSFORMS nesy_winograd_avx512
#include "winograd_squares.h"
#endif
