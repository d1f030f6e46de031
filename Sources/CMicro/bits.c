#include "micro_bits.h"

#if defined(__x86_64__)
#define X86 1
#include <immintrin.h>
#endif

static int64_t popcount_portable(const uint64_t *a, const uint64_t *b, ptrdiff_t n) {
    int64_t total = 0;
    for (ptrdiff_t i = 0; i < n; i++) total += __builtin_popcountll(b ? a[i] & b[i] : a[i]);
    return total;
}

#if X86
// Four independent sums hide the latency of POPCNT; on the short columns of rule learning this beats
// the nibble-table AVX2 form, whose set-up and reduction it does not need.
__attribute__((target("popcnt"))) static int64_t popcount_hardware(const uint64_t *a, const uint64_t *b,
                                                                   ptrdiff_t n) {
    int64_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    ptrdiff_t i = 0;
    if (b) {
        for (; i + 4 <= n; i += 4) {
            s0 += (int64_t)_mm_popcnt_u64(a[i] & b[i]);
            s1 += (int64_t)_mm_popcnt_u64(a[i + 1] & b[i + 1]);
            s2 += (int64_t)_mm_popcnt_u64(a[i + 2] & b[i + 2]);
            s3 += (int64_t)_mm_popcnt_u64(a[i + 3] & b[i + 3]);
        }
        for (; i < n; i++) s0 += (int64_t)_mm_popcnt_u64(a[i] & b[i]);
    } else {
        for (; i + 4 <= n; i += 4) {
            s0 += (int64_t)_mm_popcnt_u64(a[i]);
            s1 += (int64_t)_mm_popcnt_u64(a[i + 1]);
            s2 += (int64_t)_mm_popcnt_u64(a[i + 2]);
            s3 += (int64_t)_mm_popcnt_u64(a[i + 3]);
        }
        for (; i < n; i++) s0 += (int64_t)_mm_popcnt_u64(a[i]);
    }
    return s0 + s1 + s2 + s3;
}

static int has_popcnt(void) { return __builtin_cpu_supports("popcnt"); }
#endif

int64_t nesy_popcount(const uint64_t *words, ptrdiff_t n) {
#if X86
    if (has_popcnt()) return popcount_hardware(words, NULL, n);
#endif
    return popcount_portable(words, NULL, n);
}

int64_t nesy_popcount_and(const uint64_t *a, const uint64_t *b, ptrdiff_t n) {
#if X86
    if (has_popcnt()) return popcount_hardware(a, b, n);
#endif
    return popcount_portable(a, b, n);
}

void nesy_popcount_and2_columns(const uint64_t *columns, ptrdiff_t columnCount, ptrdiff_t n,
                                const uint64_t *p, const uint64_t *q, int64_t *pCounts, int64_t *qCounts) {
    for (ptrdiff_t c = 0; c < columnCount; c++) {
        pCounts[c] = nesy_popcount_and(columns + c * n, p, n);
        qCounts[c] = nesy_popcount_and(columns + c * n, q, n);
    }
}
