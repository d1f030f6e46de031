#ifndef NESY_MICRO_WINOGRAD_H
#define NESY_MICRO_WINOGRAD_H

#include <stddef.h>
#include <stdint.h>

#include "micro_product.h"

// Convolutions of 3 x 3 by Winograd's minimal filtering F(side x side, 3 x 3): images are cut into tiles of side x side
// outputs, tiles and weights are transformed to (side + 2)^2 points, and each point is a matrix product of its own.
// Weight gradients are the same bilinear form with other factors known.
//
// Transforms work on whole panels of channels: they read up to NESY_SLACK floats behind a pixel, and what they write
// behind the last channel means nothing.

// How images are cut. Tiles count over images, then rows, then columns of tiles.
typedef struct {
    int level;  // as in micro_product.h
    int side;   // 2 or 4
    ptrdiff_t tilesY, tilesX;  // of one image
} nesy_tiling;

// A batch of images [image][height][width][channels]. The first tile begins so many pixels outside of the image; a
// negative padding leaves pixels out.
typedef struct {
    ptrdiff_t height, width, channels;
    ptrdiff_t paddingY, paddingX;
} nesy_images;

// Where transformed values lie: point p of tile t, channel c is
// values[p * pointStep + t * tileStep + c / NESY_PANEL * panelStep + c % NESY_PANEL].
typedef struct {
    float *_Nonnull values;
    ptrdiff_t pointStep, tileStep, panelStep;
} nesy_points;

// Tiles firstTile ..< lastTile of images, transformed; the first lies at the front of the points.
void nesy_winograd_input(const nesy_tiling *_Nonnull tiling, const nesy_images *_Nonnull images,
                         const float *_Nonnull pixels, ptrdiff_t firstTile, ptrdiff_t lastTile,
                         const nesy_points *_Nonnull points);
// The same of output gradients, whose tiles do not overlap.
void nesy_winograd_output_gradient(const nesy_tiling *_Nonnull tiling, const nesy_images *_Nonnull images,
                                   const float *_Nonnull pixels, ptrdiff_t firstTile, ptrdiff_t lastTile,
                                   const nesy_points *_Nonnull points);
// Products to pixels: channels firstChannel ..< lastChannel (firstChannel a multiple of NESY_PANEL), of which the first
// lies at the front of the points.
void nesy_winograd_output(const nesy_tiling *_Nonnull tiling, const nesy_images *_Nonnull images,
                          float *_Nonnull pixels, ptrdiff_t firstTile, ptrdiff_t lastTile,
                          ptrdiff_t firstChannel, ptrdiff_t lastChannel, const nesy_points *_Nonnull points,
                          const nesy_epilogue *_Nonnull epilogue);

// Weights [3][3][inputs][outputs], transformed and packed: panels firstPanel ..< lastPanel of the columns, each
// [depth][NESY_PANEL], the first at the front of each point. Forward the columns are outputs and the depth is inputs;
// for the gradient of the input the kernel is turned round and the two change places.
void nesy_winograd_weights(int level, int side, const float *_Nonnull weights, ptrdiff_t inputs, ptrdiff_t outputs,
                           int isBackward, ptrdiff_t firstPanel, ptrdiff_t lastPanel, float *_Nonnull packed,
                           ptrdiff_t pointStep);

// Products of points firstPoint ..< lastPoint: tileCount tiles x columns channels from tiles of `depth` channels and
// packed weights. Both keep channels side by side: panelStep is NESY_PANEL.
void nesy_winograd_multiply(const nesy_tiling *_Nonnull tiling, const nesy_points *_Nonnull tiles,
                            ptrdiff_t tileCount, ptrdiff_t depth, ptrdiff_t firstPoint, ptrdiff_t lastPoint,
                            const float *_Nonnull packed, ptrdiff_t packedStep, ptrdiff_t columns,
                            const nesy_points *_Nonnull products);

// Products of points firstPoint ..< lastPoint summed over tiles, sums[point][row][column], written or added: rows are
// channels of the inputs, columns those of the gradients. Both keep the tiles of a panel together: tileStep is
// NESY_PANEL.
void nesy_winograd_multiply_transposed(const nesy_tiling *_Nonnull tiling, const nesy_points *_Nonnull inputs,
                                       const nesy_points *_Nonnull gradients, ptrdiff_t tileCount,
                                       ptrdiff_t firstPoint, ptrdiff_t lastPoint, ptrdiff_t rows, ptrdiff_t columns,
                                       float *_Nonnull sums, ptrdiff_t pointStep, ptrdiff_t pitch, int add);
enum { NESY_MOST_TILES = 512 };  // that nesy_winograd_multiply_transposed takes at once

// Sums of products to the weight gradient: rows x columns values of each tap,
// gradient[tap * tapStep + row * rowStep + column].
void nesy_winograd_weight_gradient(int level, int side, const float *_Nonnull sums, ptrdiff_t pointStep,
                                   ptrdiff_t pitch, ptrdiff_t rows, ptrdiff_t columns, float *_Nonnull gradient,
                                   ptrdiff_t tapStep, ptrdiff_t rowStep);

#endif
