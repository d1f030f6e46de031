#include "micro_counters.h"

#include <string.h>

#include "micro_product.h"

// Every loop below is plain C over words, compiled once for each instruction level.
#define INLINE static inline __attribute__((always_inline))
#if defined(__x86_64__)
#define LEVELS(result, name, parameters, arguments)                                                         \
    static result name##_portable parameters { return name##_body arguments; }                             \
    __attribute__((target("avx2,popcnt"))) static result name##_avx2 parameters { return name##_body arguments; } \
    __attribute__((target("avx512f,avx512vpopcntdq,popcnt"))) static result name##_avx512 parameters {      \
        return name##_body arguments;                                                                       \
    }                                                                                                       \
    static result name(int level, UNWRAP parameters) {                                                      \
        if (level >= NESY_AVX512 && __builtin_cpu_supports("avx512vpopcntdq")) return name##_avx512 arguments; \
        if (level >= NESY_AVX2) return name##_avx2 arguments;                                               \
        return name##_portable arguments;                                                                   \
    }
#else
#define LEVELS(result, name, parameters, arguments)                  \
    static result name(int level, UNWRAP parameters) {               \
        (void)level;                                                 \
        return name##_body arguments;                                \
    }
#endif
#define UNWRAP(...) __VA_ARGS__

enum {
    BLOCK = 64,  // words that are worked on together, so that their planes stay in the first cache
    LEAVES = 8,  // values that are counted in one pass over a block
};

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

// MARK: - Sets

INLINE int64_t shared_body(const uint64_t *a, const uint64_t *b, ptrdiff_t words) {
    int64_t count = 0;
    for (ptrdiff_t w = 0; w < words; w++) count += __builtin_popcountll(a[w] & b[w]);
    return count;
}
LEVELS(int64_t, shared, (const uint64_t *a, const uint64_t *b, ptrdiff_t words), (a, b, words))

int64_t nesy_popcount_and(int level, const uint64_t *a, const uint64_t *b, ptrdiff_t words) {
    return shared(level, a, b, words);
}

INLINE void runs_body(const uint64_t *column, const int64_t *starts, const int64_t *ends, ptrdiff_t runs,
                      int32_t *counts) {
    for (ptrdiff_t r = 0; r < runs; r++) {
        int64_t count = 0;
        if (starts[r] < ends[r]) {
            ptrdiff_t first = starts[r] >> 6, last = (ends[r] - 1) >> 6;
            uint64_t head = ~0ull << (starts[r] & 63), tail = ~0ull >> (63 - ((ends[r] - 1) & 63));
            if (first == last) {
                count = __builtin_popcountll(column[first] & head & tail);
            } else {
                count = __builtin_popcountll(column[first] & head) + __builtin_popcountll(column[last] & tail);
                for (ptrdiff_t w = first + 1; w < last; w++) count += __builtin_popcountll(column[w]);
            }
        }
        counts[r] = (int32_t)count;
    }
}
#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void runs_popcnt(const uint64_t *column, const int64_t *starts,
                                                          const int64_t *ends, ptrdiff_t runs, int32_t *counts) {
    runs_body(column, starts, ends, runs, counts);
}
#endif

void nesy_popcount_runs(const uint64_t *column, const int64_t *starts, const int64_t *ends, ptrdiff_t runs,
                        int32_t *counts) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) {
        runs_popcnt(column, starts, ends, runs, counts);
        return;
    }
#endif
    runs_body(column, starts, ends, runs, counts);
}

// MARK: - Planes

INLINE void add_body(uint64_t *planes, ptrdiff_t pitch, ptrdiff_t count, const uint64_t *column, ptrdiff_t words) {
    uint64_t carry[BLOCK];
    for (ptrdiff_t start = 0; start < words; start += BLOCK) {
        ptrdiff_t n = smaller(BLOCK, words - start);
        memcpy(carry, column + start, (size_t)n * 8);
        for (ptrdiff_t b = 0; b < count; b++) {
            uint64_t *plane = planes + b * pitch + start;
            for (ptrdiff_t w = 0; w < n; w++) {
                uint64_t old = plane[w];
                plane[w] = old ^ carry[w];
                carry[w] &= old;
            }
        }
    }
}
LEVELS(void, add, (uint64_t *planes, ptrdiff_t pitch, ptrdiff_t count, const uint64_t *column, ptrdiff_t words),
       (planes, pitch, count, column, words))

void nesy_planes_add(int level, uint64_t *planes, ptrdiff_t count, const uint64_t *column, ptrdiff_t words) {
    add(level, planes, words, count, column, words);
}

// The rows of the mask whose planes first ..< last spell the bits of `value`. Without a mask all rows: the question is
// not left to the loop, where it becomes a load of nothing, which some processors take hundreds of cycles to leave out.
INLINE void spell_body(const uint64_t *planes, ptrdiff_t pitch, ptrdiff_t first, ptrdiff_t last, uint64_t value,
                       const uint64_t *mask, ptrdiff_t words, uint64_t *rows) {
    if (mask)
        memcpy(rows, mask, (size_t)words * 8);
    else
        memset(rows, 0xFF, (size_t)words * 8);
    for (ptrdiff_t b = first; b < last; b++) {
        const uint64_t *plane = planes + b * pitch;
        uint64_t flip = value >> (b - first) & 1 ? 0 : ~0ull;
        for (ptrdiff_t w = 0; w < words; w++) rows[w] &= plane[w] ^ flip;
    }
}

INLINE void equal_body(const uint64_t *planes, ptrdiff_t count, ptrdiff_t words, uint64_t value, uint64_t *rows) {
    for (ptrdiff_t start = 0; start < words; start += BLOCK)
        spell_body(planes + start, words, 0, count, value, NULL, smaller(BLOCK, words - start), rows + start);
}
LEVELS(void, equal, (const uint64_t *planes, ptrdiff_t count, ptrdiff_t words, uint64_t value, uint64_t *rows),
       (planes, count, words, value, rows))

void nesy_planes_equal(int level, const uint64_t *planes, ptrdiff_t count, ptrdiff_t words, uint64_t value,
                       uint64_t *rows) {
    equal(level, planes, count, words, value, rows);
}

// From the highest bit down: a count is larger as soon as it has a bit that the threshold lacks.
INLINE void least_body(const uint64_t *planes, ptrdiff_t count, ptrdiff_t words, uint64_t threshold, uint64_t *rows) {
    uint64_t equal[BLOCK];
    for (ptrdiff_t start = 0; start < words; start += BLOCK) {
        ptrdiff_t n = smaller(BLOCK, words - start);
        uint64_t *larger = rows + start;
        memset(larger, 0, (size_t)n * 8);
        memset(equal, 0xFF, sizeof equal);
        for (ptrdiff_t b = count - 1; b >= 0; b--) {
            const uint64_t *plane = planes + b * words + start;
            uint64_t wanted = threshold >> b & 1 ? ~0ull : 0;
            for (ptrdiff_t w = 0; w < n; w++) {
                larger[w] |= equal[w] & plane[w] & ~wanted;
                equal[w] &= ~(plane[w] ^ wanted);
            }
        }
        for (ptrdiff_t w = 0; w < n; w++) larger[w] |= equal[w];
    }
}
LEVELS(void, least, (const uint64_t *planes, ptrdiff_t count, ptrdiff_t words, uint64_t threshold, uint64_t *rows),
       (planes, count, words, threshold, rows))

void nesy_planes_at_least(int level, const uint64_t *planes, ptrdiff_t count, ptrdiff_t words, uint64_t threshold,
                          uint64_t *rows) {
    least(level, planes, count, words, threshold, rows);
}

// A block of the planes of a sum, BLOCK words apart.
INLINE void sum_block(const nesy_counter_sum *sum, ptrdiff_t start, ptrdiff_t n, uint64_t *planes) {
    uint64_t carry[BLOCK];
    memset(carry, 0, sizeof carry);
    for (ptrdiff_t b = 0; b < sum->planes; b++) {
        const uint64_t *left = sum->left + b * sum->words + start, *right = sum->right + b * sum->words + start;
        uint64_t *to = planes + b * BLOCK;
        if (b < sum->leftPlanes && b < sum->rightPlanes) {
            for (ptrdiff_t w = 0; w < n; w++) {
                uint64_t x = left[w], y = right[w], c = carry[w], half = x ^ y;
                to[w] = half ^ c;
                carry[w] = (x & y) | (half & c);
            }
        } else if (b < sum->leftPlanes || b < sum->rightPlanes) {
            const uint64_t *one = b < sum->leftPlanes ? left : right;
            for (ptrdiff_t w = 0; w < n; w++) {
                uint64_t x = one[w], c = carry[w];
                to[w] = x ^ c;
                carry[w] = x & c;
            }
        } else {
            memcpy(to, carry, (size_t)n * 8);
            memset(carry, 0, (size_t)n * 8);
        }
    }
}

INLINE void sum_body(const nesy_counter_sum *sum, uint64_t *planes) {
    uint64_t block[NESY_PLANES * BLOCK];
    for (ptrdiff_t start = 0; start < sum->words; start += BLOCK) {
        ptrdiff_t n = smaller(BLOCK, sum->words - start);
        sum_block(sum, start, n, block);
        for (ptrdiff_t b = 0; b < sum->planes; b++)
            memcpy(planes + b * sum->words + start, block + b * BLOCK, (size_t)n * 8);
    }
}
LEVELS(void, sum, (const nesy_counter_sum *sum, uint64_t *planes), (sum, planes))

void nesy_sum_planes(int level, const nesy_counter_sum *total, uint64_t *planes) { sum(level, total, planes); }

// MARK: - Histograms

// Adds to histogram[v] the rows of a block whose planes, BLOCK words apart, spell v, for v = 1 ... limit (and what is
// cheaper to count than to leave out).
INLINE void count_block(const uint64_t *planes, ptrdiff_t count, const uint64_t *mask, ptrdiff_t n, ptrdiff_t limit,
                        uint64_t *histogram) {
    const uint64_t *p0 = planes, *p1 = planes + BLOCK, *p2 = planes + 2 * BLOCK;
    uint64_t upper[BLOCK];
    if (count <= 2) spell_body(planes, BLOCK, 0, 0, 0, mask, n, upper);
    if (count == 1) {
        uint64_t c1 = 0;
        for (ptrdiff_t w = 0; w < n; w++) c1 += (uint64_t)__builtin_popcountll(p0[w] & upper[w]);
        histogram[1] += c1;
        return;
    }
    if (count == 2) {
        uint64_t c1 = 0, c2 = 0, c3 = 0;
        for (ptrdiff_t w = 0; w < n; w++) {
            uint64_t x = p0[w] & upper[w], y = p1[w] & upper[w];
            c1 += (uint64_t)__builtin_popcountll(x & ~y);
            c2 += (uint64_t)__builtin_popcountll(y & ~x);
            c3 += (uint64_t)__builtin_popcountll(x & y);
        }
        histogram[1] += c1;
        histogram[2] += c2;
        histogram[3] += c3;
        return;
    }
    for (ptrdiff_t base = 0; base <= limit; base += LEAVES) {
        spell_body(planes, BLOCK, 3, count, (uint64_t)base / LEAVES, mask, n, upper);
        uint64_t c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0;
        for (ptrdiff_t w = 0; w < n; w++) {
            uint64_t x = p0[w], y = p1[w], z = p2[w], m = upper[w];
            uint64_t high = m & z, low = m & ~z;
            uint64_t high1 = high & y, high0 = high & ~y, low1 = low & y, low0 = low & ~y;
            c0 += (uint64_t)__builtin_popcountll(low0 & ~x);
            c1 += (uint64_t)__builtin_popcountll(low0 & x);
            c2 += (uint64_t)__builtin_popcountll(low1 & ~x);
            c3 += (uint64_t)__builtin_popcountll(low1 & x);
            c4 += (uint64_t)__builtin_popcountll(high0 & ~x);
            c5 += (uint64_t)__builtin_popcountll(high0 & x);
            c6 += (uint64_t)__builtin_popcountll(high1 & ~x);
            c7 += (uint64_t)__builtin_popcountll(high1 & x);
        }
        uint64_t *to = histogram + base;
        if (base) to[0] += c0;
        to[1] += c1, to[2] += c2, to[3] += c3, to[4] += c4, to[5] += c5, to[6] += c6, to[7] += c7;
    }
}

INLINE void histogram_body(const nesy_counter_sum *sum, const uint64_t *mask, ptrdiff_t limit, uint64_t *histogram) {
    uint64_t block[NESY_PLANES * BLOCK];
    memset(histogram, 0, sizeof(uint64_t) * (sum->planes < 3 ? LEAVES : (size_t)1 << sum->planes));
    for (ptrdiff_t start = 0; start < sum->words; start += BLOCK) {
        ptrdiff_t n = smaller(BLOCK, sum->words - start);
        sum_block(sum, start, n, block);
        count_block(block, sum->planes, mask ? mask + start : NULL, n, limit, histogram);
    }
}
LEVELS(void, histogram,
       (const nesy_counter_sum *sum, const uint64_t *mask, ptrdiff_t limit, uint64_t *histogram),
       (sum, mask, limit, histogram))

void nesy_sum_histogram(int level, const nesy_counter_sum *total, const uint64_t *mask, ptrdiff_t limit,
                        uint64_t *counts) {
    histogram(level, total, mask, limit, counts);
}

INLINE void prefixes_body(const uint64_t *const *columns, ptrdiff_t count, const uint64_t *tail, ptrdiff_t words,
                          ptrdiff_t pitch, uint64_t *all, uint64_t *shared) {
    uint64_t block[NESY_PLANES * BLOCK];
    memset(all, 0, sizeof(uint64_t) * (size_t)(count * pitch));
    memset(shared, 0, sizeof(uint64_t) * (size_t)(count * pitch));
    for (ptrdiff_t start = 0; start < words; start += BLOCK) {
        ptrdiff_t n = smaller(BLOCK, words - start), planes = 0;
        for (ptrdiff_t t = 0; t < count; t++) {
            // One more plane whenever the count may fill the ones there are.
            if ((t + 1) >> planes) {
                memset(block + planes * BLOCK, 0, sizeof(uint64_t) * BLOCK);
                planes++;
            }
            add_body(block, BLOCK, planes, columns[t] + start, n);
            count_block(block, planes, NULL, n, t + 1, all + t * pitch);
            count_block(block, planes, tail + start, n, t + 1, shared + t * pitch);
        }
    }
}
LEVELS(void, prefixes,
       (const uint64_t *const *columns, ptrdiff_t count, const uint64_t *tail, ptrdiff_t words, ptrdiff_t pitch,
        uint64_t *all, uint64_t *shared),
       (columns, count, tail, words, pitch, all, shared))

void nesy_prefix_histograms(int level, const uint64_t *const *columns, ptrdiff_t count, const uint64_t *tail,
                            ptrdiff_t words, ptrdiff_t pitch, uint64_t *all, uint64_t *shared) {
    prefixes(level, columns, count, tail, words, pitch, all, shared);
}
