#ifndef NESY_MICRO_SIMILARITY_H
#define NESY_MICRO_SIMILARITY_H

#include <stddef.h>
#include <stdint.h>

// Replaces n finite values by their softmax with the given sharpness: exp(sharpness * x), divided by the sum.
void nesy_sharpen(int level, float sharpness, float *_Nonnull values, ptrdiff_t n);

// Products of many factors of 0 to 1, kept as mantissa (at least 1, below 2) and exponent, so that a logarithm has
// to be taken only at the end. For every column c < columns, products[c] is multiplied by
// base[h] + weight[h] * rows[h][c] for all h < count. A factor must not be below 1e-9, nor above 1.
typedef struct {
    int level;
    ptrdiff_t count, columns;
    const float *_Nonnull const *_Nonnull rows;
    const float *_Nonnull weights, *_Nonnull bases;
    float *_Nonnull mantissas;
    int32_t *_Nonnull exponents;
} nesy_evidence;
void nesy_multiply_evidence(const nesy_evidence *_Nonnull job);

#endif
