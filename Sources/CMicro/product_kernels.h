// The innermost tiles of matrix products, one set an instruction level.
#ifndef NESY_PRODUCT_KERNELS_H
#define NESY_PRODUCT_KERNELS_H

#include "micro_product.h"

#if defined(__x86_64__)
#define NESY_X86 1
#include <immintrin.h>
#endif

enum { MAX_TILE_ROWS = 8, MAX_TILE_COLUMNS = 32 };

static inline ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

// Where a tile goes.
typedef struct {
    float *rows[MAX_TILE_ROWS];
    ptrdiff_t rowCount, columns;
    const float *bias;  // of the tile's columns, or null
    int add;            // to what is there
    float slope;        // values below zero are multiplied by it
} tile;

typedef struct {
    ptrdiff_t rows;     // of a tile
    ptrdiff_t columns;  // of a tile, one or two panels
    // Row i of the left factor is the values at pointers[s * rows + i] for each segment s, one after another.
    // `right` is the first panel, the second begins panelStep floats later.
    void (*gathered)(ptrdiff_t segments, const ptrdiff_t *lengths, const float *const *pointers,
                     const float *right, ptrdiff_t panelStep, const tile *to);
    // Element (k, i) of the left factor is pointers[k][offset + i]; row k of the right factor begins rightStep * k
    // floats into its panels.
    void (*transposed)(ptrdiff_t depth, const float *const *pointers, ptrdiff_t offset, const float *right,
                       ptrdiff_t rightStep, ptrdiff_t panelStep, const tile *to);
} product_kernel;

extern const product_kernel nesy_kernel_portable;
#ifdef NESY_X86
extern const product_kernel nesy_kernel_avx2;
extern const product_kernel nesy_kernel_avx512;
#endif

// The kernel of an instruction level.
const product_kernel *nesy_kernel_for(int level);

// Writes a tile that does not fill its columns; `values` has a row every `pitch` floats.
void nesy_store_partial(const float *values, ptrdiff_t pitch, const tile *to);

#endif
