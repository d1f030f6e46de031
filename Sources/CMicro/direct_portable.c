#define TARGET
#define VECTOR_LANES 4
#define MOST_SUMS 12
#define TILES nesy_direct_portable
#define STORE_FIRST(to, value, count) memcpy(to, &value, (size_t)(count) * sizeof(float))
#include "direct_threes.h"
