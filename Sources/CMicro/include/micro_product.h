#ifndef NESY_MICRO_PRODUCT_H
#define NESY_MICRO_PRODUCT_H

#include <stddef.h>
#include <stdint.h>

// Matrix products whose left factor is found through pointers, so that a convolution multiplies straight out of
// its images: no im2col matrix is ever written, except for images with very few channels.
//
// Every element of a result is one chain of multiply-adds over the depth, cut into blocks of NESY_DEPTH. Neither
// the tile size of a kernel nor the division into parts changes a chain, so every variant with fused
// multiply-adds and every number of threads gives the same bits.

// Which instructions a call may use. A level above nesy_best_level() must not be passed.
enum { NESY_PORTABLE = 0, NESY_AVX2 = 1, NESY_AVX512 = 2 };
int nesy_best_level(void);

enum {
    NESY_PANEL = 16,   // columns of the right factor that are packed side by side
    NESY_DEPTH = 256,  // length of a block of the summed index
    NESY_BLOCK = 288,  // rows that are worked on together; a multiple of the rows of every kernel
    NESY_SLACK = 16,   // floats that must be readable behind every source
};

// The left factor: row (image, y, x) holds, tap after tap, `channels` values of the pixel
// (y * strideY + tapY, x * strideX + tapX), or zeros where that lies outside the image. A plain matrix is one
// image of height 1 with one tap.
typedef struct {
    const float *_Nonnull pixels;
    ptrdiff_t height, width;
    ptrdiff_t pitch;  // floats from one pixel to the next
    ptrdiff_t channels;
    ptrdiff_t gridHeight, gridWidth;  // rows of one image
    ptrdiff_t strideY, strideX;
    ptrdiff_t tapCount;
    const int32_t *_Nonnull tapY, *_Nonnull tapX;
} nesy_gather;

// The right factor: the element for tap t, channel l, column n is values[tapOffset[t] + l * rowStep + n * columnStep].
typedef struct {
    const float *_Nonnull values;
    ptrdiff_t rowStep, columnStep;
    const ptrdiff_t *_Nonnull tapOffset;
    const float *_Nullable packed;  // by nesy_pack, or null: then every part packs what it needs
} nesy_right;

// The result: row (image, y, x) begins at values[image * imageStep + y * yStep + x * xStep].
typedef struct {
    float *_Nonnull values;
    ptrdiff_t imageStep, yStep, xStep;
} nesy_target;

// What happens to a result on its way to memory, in this order.
typedef struct {
    const float *_Nullable bias;  // [columns], added to every row
    int accumulate;  // what is there is added
    float slope;     // values below zero are multiplied by it: 1 leaves them, 0 is the ReLU; NaN stays
} nesy_epilogue;

typedef struct {
    int level;
    ptrdiff_t columns;
    nesy_gather left;
    nesy_right right;
    nesy_target target;
    nesy_epilogue epilogue;
} nesy_product;

// Packs panels firstPanel ..< lastPanel of the right factor: [panel][depth][NESY_PANEL], zeros behind the last column.
void nesy_pack(const nesy_product *_Nonnull product, ptrdiff_t firstPanel, ptrdiff_t lastPanel,
               float *_Nonnull packed);

// Rows firstRow ..< lastRow of the product, columns firstColumn ..< lastColumn (firstColumn a multiple of NESY_PANEL).
void nesy_multiply(const nesy_product *_Nonnull product, ptrdiff_t firstRow, ptrdiff_t lastRow,
                   ptrdiff_t firstColumn, ptrdiff_t lastColumn, void *_Nonnull scratch);
// The bytes of scratch memory that a call for so many columns needs.
ptrdiff_t nesy_multiply_scratch(const nesy_product *_Nonnull product, ptrdiff_t columns);

// The product with the left factor transposed: result[m][n] = sum over rows r of left[r][m] * right[r][n].
typedef struct {
    int level;
    ptrdiff_t columns;
    nesy_gather left;
    const float *_Nonnull right;
    ptrdiff_t rightPitch;  // floats from one row of the right factor to the next
} nesy_transposed_product;

// Result rows firstResult ..< lastResult, summed over rows firstRow ..< lastRow, written to result, whose first row
// is firstResult.
void nesy_multiply_transposed(const nesy_transposed_product *_Nonnull product, ptrdiff_t firstResult,
                              ptrdiff_t lastResult, ptrdiff_t firstRow, ptrdiff_t lastRow,
                              float *_Nonnull result, ptrdiff_t resultPitch, void *_Nonnull scratch);
ptrdiff_t nesy_multiply_transposed_scratch(const nesy_transposed_product *_Nonnull product,
                                           ptrdiff_t results);

#endif
