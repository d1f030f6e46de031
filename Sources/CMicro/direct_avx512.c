#if defined(__x86_64__)
#include <immintrin.h>
#define TARGET __attribute__((target("avx512f")))
#define VECTOR_LANES 16
#define MOST_SUMS 24
#define TILES nesy_direct_avx512
#define STORE_FIRST(to, value, count) _mm512_mask_storeu_ps(to, (__mmask16)((1u << (count)) - 1), value)
#include "direct_threes.h"
#endif
