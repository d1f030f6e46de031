#include <string.h>

#include "micro_bits.h"
#include "micro_product.h"

#if defined(__x86_64__)
#define X86 1
#include <immintrin.h>
#endif

// Columns may begin at any element of four bytes.
typedef uint64_t word __attribute__((aligned(4), may_alias));

enum {
    TILE = 4,     // columns of either side whose counts are taken together
    BLOCK = 512,  // words of a column that are worked on together: a tile's columns then stay in the first cache
    VECTOR = 8,   // words; a padded column is a multiple of it
};
_Static_assert(NESY_BIT_SCRATCH >= NESY_BIT_BAND * BLOCK * 8, "a band does not fit");

// Adds to counts[i * TILE + j] the bits that left[i] and right[j] share.
typedef void tile_function(const word *const *left, const word *const *right, ptrdiff_t words, uint32_t *counts);

static void tile_portable(const word *const *left, const word *const *right, ptrdiff_t words, uint32_t *counts) {
    for (int i = 0; i < TILE; i++)
        for (int j = 0; j < TILE; j++) {
            uint32_t count = 0;
            for (ptrdiff_t w = 0; w < words; w++) count += (uint32_t)__builtin_popcountll(left[i][w] & right[j][w]);
            counts[i * TILE + j] += count;
        }
}

#if X86
// The bits of each byte, from a table of the bits of its halves.
#define BYTE_COUNTS(x)                                                                  \
    _mm256_add_epi8(_mm256_shuffle_epi8(table, _mm256_and_si256(x, low)),               \
                    _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)))

__attribute__((target("avx2"))) static uint32_t sum_avx2(__m256i x) {
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
    return (uint32_t)(_mm_cvtsi128_si64(half) + _mm_extract_epi64(half, 1));
}

// Two columns of either side: what sixteen registers hold.
__attribute__((target("avx2"))) static void quarter_avx2(const word *const *left, const word *const *right,
                                                         ptrdiff_t words, uint32_t *counts) {
    // A byte takes 31 times 8 bits.
    enum { STEP = 4, RUN = 30 * STEP };
    const __m256i zero = _mm256_setzero_si256(), low = _mm256_set1_epi8(15);
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3,
                                           1, 2, 2, 3, 2, 3, 3, 4);
    __m256i s00 = zero, s01 = zero, s10 = zero, s11 = zero;
    for (ptrdiff_t first = 0; first < words; first += RUN) {
        ptrdiff_t end = words - first < RUN ? words : first + RUN;
        __m256i b00 = zero, b01 = zero, b10 = zero, b11 = zero;
        for (ptrdiff_t w = first; w < end; w += STEP) {
            __m256i l0 = _mm256_loadu_si256((const void *)(left[0] + w));
            __m256i l1 = _mm256_loadu_si256((const void *)(left[1] + w));
            __m256i r0 = _mm256_loadu_si256((const void *)(right[0] + w));
            __m256i r1 = _mm256_loadu_si256((const void *)(right[1] + w));
            __m256i x00 = _mm256_and_si256(l0, r0), x01 = _mm256_and_si256(l0, r1);
            __m256i x10 = _mm256_and_si256(l1, r0), x11 = _mm256_and_si256(l1, r1);
            b00 = _mm256_add_epi8(b00, BYTE_COUNTS(x00));
            b01 = _mm256_add_epi8(b01, BYTE_COUNTS(x01));
            b10 = _mm256_add_epi8(b10, BYTE_COUNTS(x10));
            b11 = _mm256_add_epi8(b11, BYTE_COUNTS(x11));
        }
        s00 = _mm256_add_epi64(s00, _mm256_sad_epu8(b00, zero));
        s01 = _mm256_add_epi64(s01, _mm256_sad_epu8(b01, zero));
        s10 = _mm256_add_epi64(s10, _mm256_sad_epu8(b10, zero));
        s11 = _mm256_add_epi64(s11, _mm256_sad_epu8(b11, zero));
    }
    counts[0] += sum_avx2(s00);
    counts[1] += sum_avx2(s01);
    counts[TILE] += sum_avx2(s10);
    counts[TILE + 1] += sum_avx2(s11);
}

static void tile_avx2(const word *const *left, const word *const *right, ptrdiff_t words, uint32_t *counts) {
    for (int i = 0; i < TILE; i += 2)
        for (int j = 0; j < TILE; j += 2) quarter_avx2(left + i, right + j, words, counts + i * TILE + j);
}

__attribute__((target("avx512f,avx512vpopcntdq"))) static void tile_avx512(const word *const *left,
                                                                           const word *const *right,
                                                                           ptrdiff_t words, uint32_t *counts) {
    __m512i sums[TILE][TILE];
    for (int i = 0; i < TILE; i++)
        for (int j = 0; j < TILE; j++) sums[i][j] = _mm512_setzero_si512();
    for (ptrdiff_t w = 0; w < words; w += VECTOR) {
        __m512i l[TILE];
        for (int i = 0; i < TILE; i++) l[i] = _mm512_loadu_si512(left[i] + w);
        for (int j = 0; j < TILE; j++) {
            __m512i r = _mm512_loadu_si512(right[j] + w);
            for (int i = 0; i < TILE; i++)
                sums[i][j] = _mm512_add_epi64(sums[i][j], _mm512_popcnt_epi64(_mm512_and_si512(l[i], r)));
        }
    }
    for (int i = 0; i < TILE; i++)
        for (int j = 0; j < TILE; j++) counts[i * TILE + j] += (uint32_t)_mm512_reduce_add_epi64(sums[i][j]);
}
#endif

static tile_function *tile_for(int level) {
#if X86
    if (level >= NESY_AVX512 && __builtin_cpu_supports("avx512vpopcntdq")) return tile_avx512;
    if (level >= NESY_AVX2) return tile_avx2;
#endif
    (void)level;
    return tile_portable;
}

static inline ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

// Copies a block of the band's columns side by side: apart by a power of two, they would evict each other from the
// caches.
static void pack(const word *columns, ptrdiff_t pitch, ptrdiff_t count, ptrdiff_t words, uint64_t *packed) {
    for (ptrdiff_t i = 0; i < count; i++) memcpy(packed + i * words, columns + i * pitch, (size_t)words * 8);
}

void nesy_bit_multiply(const nesy_bit_product *p, ptrdiff_t firstLeft, ptrdiff_t lastLeft, ptrdiff_t firstRight,
                       ptrdiff_t lastRight, void *scratch) {
    tile_function *tile = tile_for(p->level);
    const word *left = (const word *)p->left, *right = (const word *)p->right;
    uint64_t *packed = scratch;
    for (ptrdiff_t start = 0; start < p->words; start += BLOCK) {
        ptrdiff_t words = smaller(BLOCK, p->words - start);
        int adds = p->accumulate || start > 0;
        pack(left + firstLeft * p->words + start, p->words, lastLeft - firstLeft, words, packed);
        for (ptrdiff_t j = firstRight; j < lastRight; j += TILE) {
            // At the edge the last column stands in for the ones that are missing.
            const word *r[TILE], *l[TILE];
            for (int k = 0; k < TILE; k++) r[k] = right + smaller(j + k, lastRight - 1) * p->words + start;
            for (ptrdiff_t i = firstLeft; i < lastLeft; i += TILE) {
                for (int k = 0; k < TILE; k++) l[k] = packed + (smaller(i + k, lastLeft - 1) - firstLeft) * words;
                uint32_t counts[TILE * TILE] = {0};
                tile(l, r, words, counts);
                for (ptrdiff_t y = i; y < smaller(i + TILE, lastLeft); y++)
                    for (ptrdiff_t x = j; x < smaller(j + TILE, lastRight); x++) {
                        int32_t *to = p->counts + y * p->rightColumns + x;
                        uint32_t count = counts[(y - i) * TILE + x - j];
                        *to = (int32_t)(adds ? (uint32_t)*to + count : count);
                    }
            }
        }
    }
}
