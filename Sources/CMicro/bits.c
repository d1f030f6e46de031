#include "micro_bits.h"

#if defined(__x86_64__)
#define X86 1
#include <immintrin.h>
#endif

static int64_t popcount_portable(const uint64_t *words, ptrdiff_t n) {
    int64_t total = 0;
    for (ptrdiff_t i = 0; i < n; i++) total += __builtin_popcountll(words[i]);
    return total;
}

#if X86
// Four independent sums hide the latency of POPCNT; on the short columns of rule learning this beats
// the nibble-table AVX2 form, whose set-up and reduction it does not need.
__attribute__((target("popcnt"))) static int64_t popcount_hardware(const uint64_t *words, ptrdiff_t n) {
    int64_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    ptrdiff_t i = 0;
    for (; i + 4 <= n; i += 4) {
        s0 += (int64_t)_mm_popcnt_u64(words[i]);
        s1 += (int64_t)_mm_popcnt_u64(words[i + 1]);
        s2 += (int64_t)_mm_popcnt_u64(words[i + 2]);
        s3 += (int64_t)_mm_popcnt_u64(words[i + 3]);
    }
    for (; i < n; i++) s0 += (int64_t)_mm_popcnt_u64(words[i]);
    return s0 + s1 + s2 + s3;
}

static int has_popcnt(void) { return __builtin_cpu_supports("popcnt"); }
#endif

int64_t nesy_popcount(const uint64_t *words, ptrdiff_t n) {
#if X86
    if (has_popcnt()) return popcount_hardware(words, n);
#endif
    return popcount_portable(words, n);
}

static void and2_portable(const uint64_t *column, const uint64_t *p, const uint64_t *q, ptrdiff_t n,
                          int64_t *pCount, int64_t *qCount) {
    int64_t inP = 0, inQ = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        inP += __builtin_popcountll(column[i] & p[i]);
        inQ += __builtin_popcountll(column[i] & q[i]);
    }
    *pCount = inP;
    *qCount = inQ;
}

#if X86
__attribute__((target("popcnt"))) static void and2_popcnt(const uint64_t *column, const uint64_t *p,
                                                          const uint64_t *q, ptrdiff_t n, int64_t *pCount,
                                                          int64_t *qCount) {
    int64_t p0 = 0, p1 = 0, q0 = 0, q1 = 0;
    ptrdiff_t i = 0;
    for (; i + 2 <= n; i += 2) {
        p0 += (int64_t)_mm_popcnt_u64(column[i] & p[i]);
        q0 += (int64_t)_mm_popcnt_u64(column[i] & q[i]);
        p1 += (int64_t)_mm_popcnt_u64(column[i + 1] & p[i + 1]);
        q1 += (int64_t)_mm_popcnt_u64(column[i + 1] & q[i + 1]);
    }
    for (; i < n; i++) {
        p0 += (int64_t)_mm_popcnt_u64(column[i] & p[i]);
        q0 += (int64_t)_mm_popcnt_u64(column[i] & q[i]);
    }
    *pCount = p0 + p1;
    *qCount = q0 + q1;
}

__attribute__((target("avx512f,avx512vpopcntdq"))) static void and2_avx512(const uint64_t *column,
                                                                           const uint64_t *p,
                                                                           const uint64_t *q, ptrdiff_t n,
                                                                           int64_t *pCount, int64_t *qCount) {
    __m512i inP = _mm512_setzero_si512(), inQ = _mm512_setzero_si512();
    ptrdiff_t i = 0;
    for (; i + 8 <= n; i += 8) {
        __m512i c = _mm512_loadu_si512(column + i);
        inP = _mm512_add_epi64(inP, _mm512_popcnt_epi64(_mm512_and_si512(c, _mm512_loadu_si512(p + i))));
        inQ = _mm512_add_epi64(inQ, _mm512_popcnt_epi64(_mm512_and_si512(c, _mm512_loadu_si512(q + i))));
    }
    int64_t restP, restQ;
    and2_portable(column + i, p + i, q + i, n - i, &restP, &restQ);
    *pCount = _mm512_reduce_add_epi64(inP) + restP;
    *qCount = _mm512_reduce_add_epi64(inQ) + restQ;
}
#endif

void nesy_popcount_and2(const uint64_t *column, const uint64_t *p, const uint64_t *q, ptrdiff_t n,
                        int64_t *pCount, int64_t *qCount) {
#if X86
    if (__builtin_cpu_supports("avx512vpopcntdq")) {
        and2_avx512(column, p, q, n, pCount, qCount);
        return;
    }
    if (has_popcnt()) {
        and2_popcnt(column, p, q, n, pCount, qCount);
        return;
    }
#endif
    and2_portable(column, p, q, n, pCount, qCount);
}

// Appends `count` low bits of `bits` to a stream of words.
#define APPEND(bits, count)                                        \
    do {                                                           \
        accumulator |= (bits) << filled;                           \
        if (filled + (count) >= 64) {                              \
            *out++ = accumulator;                                  \
            accumulator = filled ? (bits) >> (64 - filled) : 0;    \
            filled = filled + (count) - 64;                        \
        } else {                                                   \
            filled += (count);                                     \
        }                                                          \
    } while (0)

static uint64_t *extract_portable(const uint64_t *column, const uint64_t *mask, ptrdiff_t n, uint64_t *out) {
    uint64_t accumulator = 0;
    unsigned filled = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint64_t bits = 0;
        unsigned count = 0;
        for (uint64_t rest = mask[i]; rest; rest &= rest - 1)
            bits |= (column[i] >> __builtin_ctzll(rest) & 1) << count++;
        APPEND(bits, count);
    }
    if (filled) *out++ = accumulator;
    return out;
}

void nesy_deposit_bits(const uint64_t *packed, const uint64_t *mask, ptrdiff_t n, uint64_t *out) {
    ptrdiff_t next = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint64_t bits = 0;
        for (uint64_t rest = mask[i]; rest; rest &= rest - 1, next++)
            bits |= (packed[next >> 6] >> (next & 63) & 1) << __builtin_ctzll(rest);
        out[i] = bits;
    }
}

#if X86
__attribute__((target("bmi2,popcnt"))) static uint64_t *extract_bmi2(const uint64_t *column, const uint64_t *mask,
                                                                     ptrdiff_t n, uint64_t *out) {
    uint64_t accumulator = 0;
    unsigned filled = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint64_t bits = _pext_u64(column[i], mask[i]);
        unsigned count = (unsigned)_mm_popcnt_u64(mask[i]);
        APPEND(bits, count);
    }
    if (filled) *out++ = accumulator;
    return out;
}
#endif

void nesy_extract_bits(const uint64_t *column, const uint64_t *mask, ptrdiff_t n, uint64_t *out,
                       ptrdiff_t outWords) {
    uint64_t *end = out + outWords, *next;
#if X86
    if (__builtin_cpu_supports("bmi2"))
        next = extract_bmi2(column, mask, n, out);
    else
#endif
        next = extract_portable(column, mask, n, out);
    while (next < end) *next++ = 0;
}
