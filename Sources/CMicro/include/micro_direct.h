#ifndef NESY_MICRO_DIRECT_H
#define NESY_MICRO_DIRECT_H

#include <stddef.h>

#include "micro_product.h"

// Convolutions of images with few channels, as first layers have: a line of the kernel is one short run of values, and
// runs of neighbouring pixels lie the same step apart. Lines of the image are copied between zeros, and tiles of pixels
// are multiplied straight out of them; no pointer to a pixel is ever kept.
//
// Forward is the chain of multiply-adds that the product of micro_product.h is, so both give the same bits.

typedef struct {
    int level;  // as in micro_product.h
    ptrdiff_t height, width, channels;  // of an image
    ptrdiff_t outputHeight, outputWidth, outputs;
    ptrdiff_t kernelHeight, kernelWidth;
    ptrdiff_t strideY, strideX;
    ptrdiff_t paddingY, paddingX;
} nesy_direct;

// The bytes of scratch memory that a call for so many rows of the output needs.
ptrdiff_t nesy_direct_scratch(const nesy_direct *_Nonnull convolution, ptrdiff_t rows);

// Rows firstRow ..< lastRow of the output of one image, written: the epilogue must not accumulate. Weights are
// [kernelHeight][kernelWidth][channels][outputs].
void nesy_direct_forward(const nesy_direct *_Nonnull convolution, const float *_Nonnull image,
                         const float *_Nonnull weights, ptrdiff_t firstRow, ptrdiff_t lastRow,
                         float *_Nonnull output, const nesy_epilogue *_Nonnull epilogue, void *_Nonnull scratch);

// What rows firstRow ..< lastRow of one image's output gradient add to the gradient of the weights, written or added.
// NESY_SLACK floats behind the gradient must be readable, and nobody may write them meanwhile.
void nesy_direct_weight_gradient(const nesy_direct *_Nonnull convolution, const float *_Nonnull image,
                                 const float *_Nonnull outputGradient, ptrdiff_t firstRow, ptrdiff_t lastRow,
                                 float *_Nonnull weightGradient, int add, void *_Nonnull scratch);

#endif
