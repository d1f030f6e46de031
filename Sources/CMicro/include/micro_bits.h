#ifndef NESY_MICRO_BITS_H
#define NESY_MICRO_BITS_H

#include <stddef.h>
#include <stdint.h>

// Number of set bits in n words.
int64_t nesy_popcount(const uint64_t *_Nonnull words, ptrdiff_t n);

// The bits that a column of n words shares with p and with q.
void nesy_popcount_and2(const uint64_t *_Nonnull column, const uint64_t *_Nonnull p,
                        const uint64_t *_Nonnull q, ptrdiff_t n, int64_t *_Nonnull pCount,
                        int64_t *_Nonnull qCount);

// Packs the bits of `column` that stand where `mask` is set, in order, into `out`; the rest of its
// `outWords` words becomes zero. They must hold as many bits as the mask has.
void nesy_extract_bits(const uint64_t *_Nonnull column, const uint64_t *_Nonnull mask, ptrdiff_t n,
                       uint64_t *_Nonnull out, ptrdiff_t outWords);

// The inverse: the bits of `packed`, in order, at the places where `mask` is set; zero elsewhere.
void nesy_deposit_bits(const uint64_t *_Nonnull packed, const uint64_t *_Nonnull mask, ptrdiff_t n,
                       uint64_t *_Nonnull out);

// Words of 32 rows: bit r of words[c] is set where values[r * columns + c] >= thresholds[c], for at most 32 rows.
void nesy_binarize(int level, const float *_Nonnull values, ptrdiff_t rows, ptrdiff_t columns,
                   const float *_Nonnull thresholds, uint32_t *_Nonnull words);

enum {
    NESY_BIT_BAND = 64,           // left columns that are worked on together
    NESY_BIT_SCRATCH = 64 << 12,  // bytes of scratch memory for them
};

// Columns of `words` words, one behind the other; counts[i * rightColumns + j] is the number of bits that the left
// column i and the right column j share. Columns need the alignment of int32_t only; `words` is a multiple of 8.
typedef struct {
    int level;
    int accumulate;  // add to the counts instead of replacing them
    const int32_t *_Nonnull left, *_Nonnull right;
    int32_t *_Nonnull counts;
    ptrdiff_t words;
    ptrdiff_t rightColumns;
} nesy_bit_product;

// The counts of a part; at most NESY_BIT_BAND left columns.
void nesy_bit_multiply(const nesy_bit_product *_Nonnull product, ptrdiff_t firstLeft, ptrdiff_t lastLeft,
                       ptrdiff_t firstRight, ptrdiff_t lastRight, void *_Nonnull scratch);

#endif
