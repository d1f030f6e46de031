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

#endif
