#ifndef NESY_MICRO_COUNTERS_H
#define NESY_MICRO_COUNTERS_H

#include <stddef.h>
#include <stdint.h>

// Bit-sliced counters: how many of some bit columns are set, for every row at once. Bit b of each row's count stands
// in plane b, itself a bit column; planes lie one behind the other, `words` words each, and `words` is a multiple of 8.

// The bits that two columns share.
int64_t nesy_popcount_and(int level, const uint64_t *_Nonnull a, const uint64_t *_Nonnull b, ptrdiff_t words);

// counts[r] is the number of bits of the column from bit starts[r] up to, not including, ends[r].
void nesy_popcount_runs(const uint64_t *_Nonnull column, const int64_t *_Nonnull starts,
                        const int64_t *_Nonnull ends, ptrdiff_t runs, int32_t *_Nonnull counts);

// Adds one to the counts of the rows of a column. No count may leave the planes.
void nesy_planes_add(int level, uint64_t *_Nonnull planes, ptrdiff_t count, const uint64_t *_Nonnull column,
                     ptrdiff_t words);

// The rows whose count is `value`; the padding too where that is 0.
void nesy_planes_equal(int level, const uint64_t *_Nonnull planes, ptrdiff_t count, ptrdiff_t words,
                       uint64_t value, uint64_t *_Nonnull rows);

// The rows whose count is `threshold` or more; the threshold is at least 1 and fits the planes.
void nesy_planes_at_least(int level, const uint64_t *_Nonnull planes, ptrdiff_t count, ptrdiff_t words,
                          uint64_t threshold, uint64_t *_Nonnull rows);

// A sum of two counters. The planes of the sum, at most NESY_PLANES, must hold it.
enum { NESY_PLANES = 24 };
typedef struct {
    const uint64_t *_Nonnull left, *_Nonnull right;
    ptrdiff_t leftPlanes, rightPlanes, planes;
    ptrdiff_t words;
} nesy_counter_sum;

// histogram[v], of 1 << planes elements (at least 8), becomes the number of rows of the mask whose sum is v, for v from
// 1 to `limit`; the other elements mean nothing. Without a mask, of all rows.
void nesy_sum_histogram(int level, const nesy_counter_sum *_Nonnull sum, const uint64_t *_Nullable mask,
                        ptrdiff_t limit, uint64_t *_Nonnull histogram);

// The planes of a sum.
void nesy_sum_planes(int level, const nesy_counter_sum *_Nonnull sum, uint64_t *_Nonnull planes);

// For every prefix of a list of columns, the histogram of its counts: all[t * pitch + v] becomes the number of rows in
// which exactly v of the first t + 1 columns are set, shared[t * pitch + v] the number of those that are in `tail`.
// v = 0 is left out; the pitch is a power of two above `count`, at least 8.
void nesy_prefix_histograms(int level, const uint64_t *_Nonnull const *_Nonnull columns, ptrdiff_t count,
                            const uint64_t *_Nonnull tail, ptrdiff_t words, ptrdiff_t pitch,
                            uint64_t *_Nonnull all, uint64_t *_Nonnull shared);

#endif
