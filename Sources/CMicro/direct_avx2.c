#if defined(__x86_64__)
#include <immintrin.h>
#define TARGET __attribute__((target("avx2,fma")))
#define VECTOR_LANES 8
#define MOST_SUMS 12
#define TILES nesy_direct_avx2
#define STORE_FIRST(to, value, count)                                                                             \
    _mm256_maskstore_ps(                                                                                          \
        to, _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(count)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)), value)
#include "direct_threes.h"
#endif
