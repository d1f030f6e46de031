#include <string.h>

#include "direct_tiles.h"

static const direct_tiles *tiles_for(int level) {
#if defined(__x86_64__)
    if (level == NESY_AVX512) return &nesy_direct_avx512;
    if (level == NESY_AVX2) return &nesy_direct_avx2;
#endif
    (void)level;
    return &nesy_direct_portable;
}

static inline ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t divided_up(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }

// MARK: lines

static ptrdiff_t line_pitch(const nesy_direct *c) { return (c->width + 2 * c->paddingX) * c->channels; }
static ptrdiff_t line_count(const nesy_direct *c, ptrdiff_t rows) { return (rows - 1) * c->strideY + c->kernelHeight; }

// Floats behind the last line that a tile may read where the row has too few pixels to fill it.
static ptrdiff_t overhang(const nesy_direct *c) {
    return MOST_THREES * THREE * c->strideX * c->channels + c->kernelWidth * c->channels;
}

ptrdiff_t nesy_direct_scratch(const nesy_direct *c, ptrdiff_t rows) {
    return (line_count(c, rows) * line_pitch(c) + overhang(c)) * (ptrdiff_t)sizeof(float);
}

// The lines of the image that some rows of the output read, with the zeros on both sides.
static void copy_lines(const nesy_direct *c, const float *image, ptrdiff_t firstRow, ptrdiff_t lastRow, float *lines) {
    ptrdiff_t pitch = line_pitch(c), side = c->paddingX * c->channels, count = line_count(c, lastRow - firstRow);
    ptrdiff_t first = firstRow * c->strideY - c->paddingY;
    for (ptrdiff_t y = first; y < first + count; y++, lines += pitch) {
        if (y < 0 || y >= c->height) {
            memset(lines, 0, (size_t)pitch * sizeof(float));
            continue;
        }
        memset(lines, 0, (size_t)side * sizeof(float));
        memcpy(lines + side, image + y * c->width * c->channels, (size_t)(pitch - 2 * side) * sizeof(float));
        memset(lines + pitch - side, 0, (size_t)side * sizeof(float));
    }
    memset(lines, 0, (size_t)overhang(c) * sizeof(float));
}

// Vectors of the next columns when so many are left.
static ptrdiff_t vectors_for(const direct_tiles *tiles, ptrdiff_t columns, ptrdiff_t most) {
    ptrdiff_t vectors = smaller(divided_up(columns, tiles->lanes), most);
    return vectors == 3 ? 2 : vectors;
}

static ptrdiff_t threes_beside(const direct_tiles *tiles, ptrdiff_t vectors) {
    return smaller(MOST_THREES, tiles->sums / (THREE * vectors));
}

// MARK: forward

void nesy_direct_forward(const nesy_direct *c, const float *image, const float *weights, ptrdiff_t firstRow,
                         ptrdiff_t lastRow, float *output, const nesy_epilogue *epilogue, void *scratch) {
    const direct_tiles *tiles = tiles_for(c->level);
    float *lines = scratch;
    copy_lines(c, image, firstRow, lastRow, lines);
    ptrdiff_t pitch = line_pitch(c), width = c->outputWidth;
    pixel_tile tile = {
        .pitch = pitch, .lineCount = c->kernelHeight, .run = c->kernelWidth * c->channels,
        .step = c->strideX * c->channels, .outputs = c->outputs, .slope = epilogue->slope,
    };
    for (ptrdiff_t row = firstRow; row < lastRow; row++) {
        const float *line = lines + (row - firstRow) * c->strideY * pitch;
        for (ptrdiff_t column = 0, vectors; column < c->outputs; column += vectors * tiles->lanes) {
            vectors = vectors_for(tiles, c->outputs - column, tiles->sums > 12 ? 4 : 2);
            tile.columns = c->outputs - column;
            tile.weights = weights + column;
            tile.bias = epilogue->bias ? epilogue->bias + column : NULL;
            ptrdiff_t threes, most = threes_beside(tiles, vectors);
            for (ptrdiff_t done = 0; done < width; done += threes * THREE) {
                threes = smaller(most, divided_up(width - done, THREE));
                // The last tile moves back over pixels that are there already, if there are so many.
                ptrdiff_t x = smaller(done, width - threes * THREE);
                if (x < 0) x = 0;
                tile.pixels = width - x;
                tile.lines = line + x * tile.step;
                tile.output = output + (row * width + x) * c->outputs + column;
                tiles->pixels(threes, vectors, &tile);
            }
        }
    }
}

// MARK: the gradient of the weights

// Pixels whose output gradients stay in the first cache while all weights are summed over them.
enum { BLOCK_PIXELS = 128 };

// Adds a block of pixels to all weights.
static void add_block(const nesy_direct *c, const direct_tiles *tiles, weight_tile *tile, const float *lines,
                      float *weightGradient) {
    ptrdiff_t run = c->kernelWidth * c->channels, perLine = divided_up(run, THREE);
    ptrdiff_t total = c->kernelHeight * perLine;
    const float *right = tile->right;
    for (ptrdiff_t column = 0, vectors; column < c->outputs; column += vectors * tiles->lanes) {
        vectors = vectors_for(tiles, c->outputs - column, 2);
        tile->columns = c->outputs - column;
        tile->right = right + column;
        // Tiles of nearly the same height: a low one would wait for its sums.
        ptrdiff_t parts = divided_up(total, threes_beside(tiles, vectors));
        for (ptrdiff_t part = 0; part < parts; part++) {
            ptrdiff_t first = part * total / parts, threes = (part + 1) * total / parts - first;
            for (ptrdiff_t t = 0; t < threes; t++) {
                ptrdiff_t y = (first + t) / perLine, offset = (first + t) % perLine * THREE;
                tile->left[t] = lines + y * line_pitch(c) + offset;
                tile->stored[t] = smaller(THREE, run - offset);
                tile->result[t] = weightGradient + (y * run + offset) * c->outputs + column;
            }
            tiles->weights(threes, vectors, tile);
        }
    }
}

void nesy_direct_weight_gradient(const nesy_direct *c, const float *image, const float *outputGradient,
                                 ptrdiff_t firstRow, ptrdiff_t lastRow, float *weightGradient, int add,
                                 void *scratch) {
    const direct_tiles *tiles = tiles_for(c->level);
    float *lines = scratch;
    copy_lines(c, image, firstRow, lastRow, lines);
    ptrdiff_t width = c->outputWidth;
    ptrdiff_t across = divided_up(width, divided_up(width, BLOCK_PIXELS)), down = BLOCK_PIXELS / across;
    weight_tile tile = {
        .leftPitch = c->strideY * line_pitch(c), .step = c->strideX * c->channels,
        .rightPitch = width * c->outputs, .outputs = c->outputs, .add = add,
    };
    for (ptrdiff_t row = firstRow; row < lastRow; row += down) {
        tile.rows = smaller(down, lastRow - row);
        for (ptrdiff_t x = 0; x < width; x += across) {
            tile.pixels = smaller(across, width - x);
            tile.right = outputGradient + (row * width + x) * c->outputs;
            add_block(c, tiles, &tile, lines + (row - firstRow) * tile.leftPitch + x * tile.step, weightGradient);
            tile.add = 1;
        }
    }
}
