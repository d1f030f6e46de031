#ifndef NESY_MICRO_POOLING_H
#define NESY_MICRO_POOLING_H

#include <stddef.h>
#include <stdint.h>

// A window sliding over one NHWC image.
typedef struct {
    ptrdiff_t height, width, channels;
    ptrdiff_t outputHeight, outputWidth;
    ptrdiff_t kernel, stride, padding;
    int countsPadding;  // of averages: padded positions count as zeros
} nesy_window;

// Output rows firstRow ..< lastRow of one image; `winners` may be null.
void nesy_max_pool(int level, const nesy_window *_Nonnull window, const float *_Nonnull input,
                   ptrdiff_t firstRow, ptrdiff_t lastRow, float *_Nonnull output, int32_t *_Nullable winners);
void nesy_average_pool(int level, const nesy_window *_Nonnull window, const float *_Nonnull input,
                       ptrdiff_t firstRow, ptrdiff_t lastRow, float *_Nonnull output);

// Rows firstRow ..< lastRow of the gradient of one image, written or added.
void nesy_max_pool_backward(int level, const nesy_window *_Nonnull window,
                            const float *_Nonnull outputGradient, const int32_t *_Nonnull winners,
                            ptrdiff_t firstRow, ptrdiff_t lastRow, float *_Nonnull rows, int add);
// The whole gradient of one image, written or added.
void nesy_average_pool_backward(int level, const nesy_window *_Nonnull window,
                                const float *_Nonnull outputGradient, float *_Nonnull inputGradient, int add);

#endif
