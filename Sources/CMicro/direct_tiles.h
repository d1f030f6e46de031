// The tiles of direct convolutions, one set an instruction level.
#ifndef NESY_DIRECT_TILES_H
#define NESY_DIRECT_TILES_H

#include "micro_direct.h"

// Tiles are made of threes: three rows whose left factors lie the same step apart, so that one pointer reads them all.
enum { THREE = 3, MOST_THREES = 4, MOST_VECTORS = 4 };

// A tile of pixels of one row times some output channels.
typedef struct {
    const float *lines;  // the first value of the first pixel's first line
    ptrdiff_t pitch;     // floats from one line to the next
    ptrdiff_t lineCount, run;  // lines of the kernel, and values of each
    ptrdiff_t step;      // floats from one pixel to the next
    const float *weights;
    ptrdiff_t outputs;   // floats from one row of weights, or pixel of the output, to the next
    float *output;
    ptrdiff_t pixels, columns;  // that are stored
    const float *bias;   // of the tile's columns, or null
    float slope;
} pixel_tile;

// A tile of weights, summed over a block of pixels.
typedef struct {
    const float *left[MOST_THREES];  // of the first pixel: three weights each
    ptrdiff_t stored[MOST_THREES];   // weights of each that there are
    float *result[MOST_THREES];
    ptrdiff_t leftPitch, step;       // floats from one row of pixels, or pixel, to the next
    const float *right;
    ptrdiff_t rightPitch, outputs;   // the same of the output gradient
    ptrdiff_t rows, pixels;
    ptrdiff_t columns;               // that are stored
    int add;
} weight_tile;

typedef struct {
    ptrdiff_t lanes;
    ptrdiff_t sums;  // vectors that stay in registers
    // Both take 1, 2 or 4 vectors of columns, and threes whose sums stay in registers.
    void (*pixels)(ptrdiff_t threes, ptrdiff_t vectors, const pixel_tile *tile);
    void (*weights)(ptrdiff_t threes, ptrdiff_t vectors, const weight_tile *tile);
} direct_tiles;

extern const direct_tiles nesy_direct_portable;
#if defined(__x86_64__)
extern const direct_tiles nesy_direct_avx2;
extern const direct_tiles nesy_direct_avx512;
#endif

#endif
