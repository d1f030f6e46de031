#include "winograd_transforms.h"

#include <string.h>

#include "product_kernels.h"

static const winograd_transforms *transforms_for(int level, int side) {
    int tile = side == 4;
#ifdef NESY_X86
    if (level == NESY_AVX512) return &nesy_winograd_avx512[tile];
    if (level == NESY_AVX2) return &nesy_winograd_avx2[tile];
#endif
    (void)level;
    return &nesy_winograd_portable[tile];
}

// MARK: tiles

typedef struct {
    ptrdiff_t image, y, x;  // of tiles
} tile_cursor;

static tile_cursor at_tile(const nesy_tiling *tiling, ptrdiff_t tile) {
    ptrdiff_t row = tile / tiling->tilesX;
    return (tile_cursor){row / tiling->tilesY, row % tiling->tilesY, tile % tiling->tilesX};
}

static inline void advance(const nesy_tiling *tiling, tile_cursor *at) {
    if (++at->x < tiling->tilesX) return;
    at->x = 0;
    if (++at->y < tiling->tilesY) return;
    at->y = 0;
    at->image++;
}

enum { ZEROS = 512 };
static const float zeros[ZEROS + NESY_SLACK];

// Pointers to the extent x extent pixels of a tile, from a channel on; those outside of the image are zeros.
static void find_pixels(const nesy_tiling *tiling, const nesy_images *images, const float *pixels,
                        const tile_cursor *at, ptrdiff_t extent, ptrdiff_t channel, const float **pointers) {
    ptrdiff_t top = at->y * tiling->side - images->paddingY, left = at->x * tiling->side - images->paddingX;
    const float *image = pixels + at->image * images->height * images->width * images->channels + channel;
    for (ptrdiff_t y = top; y < top + extent; y++)
        for (ptrdiff_t x = left; x < left + extent; x++) {
            int isInside = (size_t)y < (size_t)images->height && (size_t)x < (size_t)images->width;
            *pointers++ = isInside ? image + (y * images->width + x) * images->channels : zeros;
        }
}

static void transform_tiles(const nesy_tiling *tiling, const nesy_images *images, const float *pixels,
                            ptrdiff_t firstTile, ptrdiff_t lastTile, const nesy_points *points, ptrdiff_t extent,
                            void (*transform)(const float *const *pixels, ptrdiff_t channels, float *points,
                                              ptrdiff_t pointStep, ptrdiff_t panelStep)) {
    const float *pointers[36];
    tile_cursor at = at_tile(tiling, firstTile);
    for (ptrdiff_t tile = 0; tile < lastTile - firstTile; tile++, advance(tiling, &at))
        for (ptrdiff_t channel = 0; channel < images->channels; channel += ZEROS) {
            find_pixels(tiling, images, pixels, &at, extent, channel, pointers);
            transform(pointers, smaller(ZEROS, images->channels - channel),
                      points->values + tile * points->tileStep + channel / NESY_PANEL * points->panelStep,
                      points->pointStep, points->panelStep);
        }
}

void nesy_winograd_input(const nesy_tiling *tiling, const nesy_images *images, const float *pixels,
                         ptrdiff_t firstTile, ptrdiff_t lastTile, const nesy_points *points) {
    transform_tiles(tiling, images, pixels, firstTile, lastTile, points, tiling->side + 2,
                    transforms_for(tiling->level, tiling->side)->input);
}

void nesy_winograd_output_gradient(const nesy_tiling *tiling, const nesy_images *images, const float *pixels,
                                   ptrdiff_t firstTile, ptrdiff_t lastTile, const nesy_points *points) {
    transform_tiles(tiling, images, pixels, firstTile, lastTile, points, tiling->side,
                    transforms_for(tiling->level, tiling->side)->output_gradient);
}

void nesy_winograd_output(const nesy_tiling *tiling, const nesy_images *images, float *pixels,
                          ptrdiff_t firstTile, ptrdiff_t lastTile, ptrdiff_t firstChannel, ptrdiff_t lastChannel,
                          const nesy_points *points, const nesy_epilogue *epilogue) {
    const winograd_transforms *transforms = transforms_for(tiling->level, tiling->side);
    square to;
    to.pitch = images->channels;
    to.rowStep = images->width * images->channels;
    to.bias = epilogue->bias ? epilogue->bias + firstChannel : NULL;
    to.epilogue = epilogue;
    tile_cursor at = at_tile(tiling, firstTile);
    for (ptrdiff_t tile = 0; tile < lastTile - firstTile; tile++, advance(tiling, &at)) {
        ptrdiff_t y = at.y * tiling->side, x = at.x * tiling->side;
        to.rows = smaller(tiling->side, images->height - y);
        to.columns = smaller(tiling->side, images->width - x);
        to.pixels = pixels + (at.image * images->height + y) * to.rowStep + x * to.pitch + firstChannel;
        transforms->output(points->values + tile * points->tileStep, points->pointStep, lastChannel - firstChannel,
                           &to);
    }
}

// MARK: weights

typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));

// A square of NESY_PANEL^2 values the other way round; `rows` rows are there, the others count as zeros.
static void transpose(const float *from, ptrdiff_t pitch, ptrdiff_t rows, float *to) {
    for (int j = 0; j < NESY_PANEL; j += 4)
        for (int i = 0; i < NESY_PANEL; i += 4) {
            quad r[4];
            for (int k = 0; k < 4; k++) {
                const float *row = i + k < rows ? from + (i + k) * pitch + j : zeros;
                r[k] = *(const quad *)row;
            }
            quad low = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5);
            quad high = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
            quad low2 = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
            quad high2 = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
            *(quad *)(to + (j + 0) * NESY_PANEL + i) = __builtin_shufflevector(low, low2, 0, 1, 4, 5);
            *(quad *)(to + (j + 1) * NESY_PANEL + i) = __builtin_shufflevector(low, low2, 2, 3, 6, 7);
            *(quad *)(to + (j + 2) * NESY_PANEL + i) = __builtin_shufflevector(high, high2, 0, 1, 4, 5);
            *(quad *)(to + (j + 3) * NESY_PANEL + i) = __builtin_shufflevector(high, high2, 2, 3, 6, 7);
        }
}

void nesy_winograd_weights(int level, int side, const float *weights, ptrdiff_t inputs, ptrdiff_t outputs,
                           int isBackward, ptrdiff_t firstPanel, ptrdiff_t lastPanel, float *packed,
                           ptrdiff_t pointStep) {
    const winograd_transforms *transforms = transforms_for(level, side);
    ptrdiff_t tapStep = inputs * outputs;
    if (!isBackward) {
        for (ptrdiff_t panel = firstPanel; panel < lastPanel; panel++, packed += inputs * NESY_PANEL)
            transforms->weights(weights + panel * NESY_PANEL, tapStep, outputs, inputs, packed, pointStep);
        return;
    }
    float turned[9 * NESY_PANEL * NESY_PANEL];
    for (ptrdiff_t panel = firstPanel; panel < lastPanel; panel++) {
        ptrdiff_t input = panel * NESY_PANEL;
        for (ptrdiff_t output = 0; output < outputs; output += NESY_PANEL) {
            for (int tap = 0; tap < 9; tap++)
                transpose(weights + (8 - tap) * tapStep + input * outputs + output, outputs, inputs - input,
                          turned + tap * NESY_PANEL * NESY_PANEL);
            ptrdiff_t rows = smaller(NESY_PANEL, outputs - output);
            transforms->weights(turned, NESY_PANEL * NESY_PANEL, NESY_PANEL, rows, packed, pointStep);
            packed += rows * NESY_PANEL;
        }
    }
}

void nesy_winograd_weight_gradient(int level, int side, const float *sums, ptrdiff_t pointStep, ptrdiff_t pitch,
                                   ptrdiff_t rows, ptrdiff_t columns, float *gradient, ptrdiff_t tapStep,
                                   ptrdiff_t rowStep) {
    const winograd_transforms *transforms = transforms_for(level, side);
    for (ptrdiff_t row = 0; row < rows; row++)
        transforms->weight_gradient(sums + row * pitch, pointStep, columns, gradient + row * rowStep, tapStep);
}

// MARK: products

void nesy_winograd_multiply(const nesy_tiling *tiling, const nesy_points *tiles, ptrdiff_t tileCount,
                            ptrdiff_t depth, ptrdiff_t firstPoint, ptrdiff_t lastPoint, const float *packed,
                            ptrdiff_t packedStep, ptrdiff_t columns, const nesy_points *products) {
    const product_kernel *kernel = nesy_kernel_for(tiling->level);
    // Whole panels are written.
    ptrdiff_t width = (columns + NESY_PANEL - 1) / NESY_PANEL * NESY_PANEL;
    ptrdiff_t panelStep = depth * NESY_PANEL;
    tile to = {.slope = 1};
    for (ptrdiff_t point = firstPoint; point < lastPoint; point++) {
        const float *left = tiles->values + point * tiles->pointStep;
        float *target = products->values + point * products->pointStep;
        for (ptrdiff_t k = 0; k < depth; k += NESY_DEPTH) {
            ptrdiff_t length = smaller(NESY_DEPTH, depth - k);
            to.add = k > 0;
            for (ptrdiff_t column = 0; column < width; column += kernel->columns) {
                to.columns = smaller(kernel->columns, width - column);
                const float *right = packed + point * packedStep + column / NESY_PANEL * panelStep + k * NESY_PANEL;
                for (ptrdiff_t row = 0; row < tileCount; row += kernel->rows) {
                    const float *pointers[MAX_TILE_ROWS];
                    to.rowCount = smaller(kernel->rows, tileCount - row);
                    for (ptrdiff_t i = 0; i < kernel->rows; i++) {
                        ptrdiff_t t = smaller(row + i, tileCount - 1);
                        pointers[i] = left + t * tiles->tileStep + k;
                        to.rows[i] = target + t * products->tileStep + column;
                    }
                    kernel->gathered(1, &length, pointers, right, panelStep, &to);
                }
            }
        }
    }
}

void nesy_winograd_multiply_transposed(const nesy_tiling *tiling, const nesy_points *inputs,
                                       const nesy_points *gradients, ptrdiff_t tileCount, ptrdiff_t firstPoint,
                                       ptrdiff_t lastPoint, ptrdiff_t rows, ptrdiff_t columns, float *sums,
                                       ptrdiff_t pointStep, ptrdiff_t pitch, int add) {
    const product_kernel *kernel = nesy_kernel_for(tiling->level);
    ptrdiff_t width = (columns + NESY_PANEL - 1) / NESY_PANEL * NESY_PANEL;
    const float *pointers[NESY_MOST_TILES];
    tile to = {.add = add, .slope = 1};
    for (ptrdiff_t point = firstPoint; point < lastPoint; point++) {
        for (ptrdiff_t t = 0; t < tileCount; t++)
            pointers[t] = inputs->values + point * inputs->pointStep + t * inputs->tileStep;
        float *target = sums + point * pointStep;
        for (ptrdiff_t column = 0; column < width; column += kernel->columns) {
            to.columns = smaller(kernel->columns, width - column);
            const float *right =
                gradients->values + point * gradients->pointStep + column / NESY_PANEL * gradients->panelStep;
            // A tile of rows stays inside of a panel.
            for (ptrdiff_t row = 0, end; row < rows; row = end) {
                end = smaller(row + kernel->rows, smaller((row / NESY_PANEL + 1) * NESY_PANEL, rows));
                to.rowCount = end - row;
                for (ptrdiff_t i = 0; i < to.rowCount; i++) to.rows[i] = target + (row + i) * pitch + column;
                kernel->transposed(tileCount, pointers, row / NESY_PANEL * inputs->panelStep + row % NESY_PANEL,
                                   right, gradients->tileStep, gradients->panelStep, &to);
            }
        }
    }
}
