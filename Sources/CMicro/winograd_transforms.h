// The transforms of Winograd convolutions, one set a tile and an instruction level.
#ifndef NESY_WINOGRAD_TRANSFORMS_H
#define NESY_WINOGRAD_TRANSFORMS_H

#include "micro_winograd.h"

// Where the outputs of a tile go; rows and columns of it lie inside of the image.
typedef struct {
    float *pixels;
    ptrdiff_t rowStep, pitch;
    ptrdiff_t rows, columns;
    const float *bias;  // of the first channel, or null
    const nesy_epilogue *epilogue;
} square;

typedef struct {
    // One tile: (side + 2)^2 pointers to its pixels, row by row.
    void (*input)(const float *const *pixels, ptrdiff_t channels, float *points, ptrdiff_t pointStep,
                  ptrdiff_t panelStep);
    // One tile: side^2 pointers to its pixels, row by row.
    void (*output_gradient)(const float *const *pixels, ptrdiff_t channels, float *points, ptrdiff_t pointStep,
                            ptrdiff_t panelStep);
    // One tile.
    void (*output)(const float *points, ptrdiff_t pointStep, ptrdiff_t channels, const square *to);
    // A panel of `rows` rows.
    void (*weights)(const float *weights, ptrdiff_t tapStep, ptrdiff_t rowStep, ptrdiff_t rows, float *points,
                    ptrdiff_t pointStep);
    // One row.
    void (*weight_gradient)(const float *sums, ptrdiff_t pointStep, ptrdiff_t columns, float *gradient,
                            ptrdiff_t tapStep);
} winograd_transforms;

// For tiles of 2 x 2 and of 4 x 4.
extern const winograd_transforms nesy_winograd_portable[2];
#if defined(__x86_64__)
extern const winograd_transforms nesy_winograd_avx2[2];
extern const winograd_transforms nesy_winograd_avx512[2];
#endif

#endif
