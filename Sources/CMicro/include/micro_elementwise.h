#ifndef NESY_MICRO_ELEMENTWISE_H
#define NESY_MICRO_ELEMENTWISE_H

#include <stddef.h>
#include <stdint.h>

// Loops over n independent elements. Input and output may be the same memory; where `add` is not zero the output
// is added to. `level` as in micro_product.h.

void nesy_add(int level, const float *_Nonnull a, const float *_Nonnull b, float *_Nonnull output, ptrdiff_t n);
// target += factor * source
void nesy_accumulate(int level, const float *_Nonnull source, float factor, float *_Nonnull target, ptrdiff_t n);
// Whether any value is NaN or infinite.
int nesy_has_nonfinite(const float *_Nonnull values, ptrdiff_t n);

// x above zero, slope * x below.
void nesy_leaky_relu(int level, float slope, const float *_Nonnull input, float *_Nonnull output, ptrdiff_t n);
// Relative errors below 1e-6.
void nesy_sigmoid(int level, const float *_Nonnull input, float *_Nonnull output, ptrdiff_t n);
void nesy_tanh(int level, const float *_Nonnull input, float *_Nonnull output, ptrdiff_t n);

// Gradients with respect to the input, from the output.
void nesy_leaky_relu_backward(int level, float slope, const float *_Nonnull output,
                              const float *_Nonnull outputGradient, float *_Nonnull inputGradient, int add,
                              ptrdiff_t n);
void nesy_sigmoid_backward(int level, const float *_Nonnull output, const float *_Nonnull outputGradient,
                           float *_Nonnull inputGradient, int add, ptrdiff_t n);
void nesy_tanh_backward(int level, const float *_Nonnull output, const float *_Nonnull outputGradient,
                        float *_Nonnull inputGradient, int add, ptrdiff_t n);

// Drops element first + i when the i-th draw of Philox 4x32-10 (counter (first + i) / 4, stream; key seed), taken to
// 24 bits, is below rate; multiplies the others by scale. `first` is a multiple of 4.
void nesy_dropout(int level, uint64_t seed, uint64_t stream, uint64_t first, float rate, float scale,
                  const float *_Nonnull input, float *_Nonnull output, int add, ptrdiff_t n);

#endif
