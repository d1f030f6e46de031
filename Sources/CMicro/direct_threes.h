// The tiles of direct convolutions, for one instruction level. Included after TARGET, VECTOR_LANES, MOST_SUMS, the sums
// that registers hold, and TILES, the name of the table, are defined.

#include <string.h>

#include "direct_tiles.h"

#define INLINE TARGET static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef float vector __attribute__((vector_size(VECTOR_LANES * 4)));
typedef int32_t masks __attribute__((vector_size(VECTOR_LANES * 4)));
typedef float loose_vector __attribute__((vector_size(VECTOR_LANES * 4), aligned(4), may_alias));

INLINE vector load(const float *from) { return *(const loose_vector *)from; }

INLINE void store_some(float *to, vector value, ptrdiff_t count) {
    if (count >= VECTOR_LANES)
        *(loose_vector *)to = value;
    else
        STORE_FIRST(to, value, count);
}

// sums[row][vector] += left[row] * right[vector] for each of `count` steps. Rows of a three lie `near` floats apart,
// and each step moves on by `far`. What is `ahead` so many steps is fetched: a tile's columns lie too far apart for the
// processor to foresee.
INLINE void sum(const int threes, const int vectors, const int ahead, vector *sums, const float *const *left,
                ptrdiff_t near, ptrdiff_t far, const float *right, ptrdiff_t rightStep, ptrdiff_t count) {
    // Copies of their own stay in registers.
    const float *from[MOST_THREES];
    vector own[MOST_SUMS];
    UNROLLED for (int t = 0; t < threes; t++) from[t] = left[t];
    UNROLLED for (int i = 0; i < threes * THREE * vectors; i++) own[i] = sums[i];
    for (ptrdiff_t n = 0; n < count; n++, right += rightStep) {
        vector b[MOST_VECTORS];
        UNROLLED for (int v = 0; v < vectors; v++) b[v] = load(right + v * VECTOR_LANES);
        if (ahead) __builtin_prefetch(right + ahead * rightStep);
        UNROLLED for (int t = 0; t < threes; t++) {
            UNROLLED for (int i = 0; i < THREE; i++) {
                float a = from[t][i * near];
                UNROLLED for (int v = 0; v < vectors; v++) own[(t * THREE + i) * vectors + v] += a * b[v];
            }
            from[t] += far;
        }
    }
    UNROLLED for (int i = 0; i < threes * THREE * vectors; i++) sums[i] = own[i];
}

// x above zero, slope * x below; NaN stays.
INLINE vector rectified(vector x, float slope) {
    masks below = x <= 0;
    return (vector)(((masks)x & ~below) | ((masks)(x * slope) & below));
}

INLINE void pixels_of(const int threes, const int vectors, const pixel_tile *tile) {
    vector sums[MOST_SUMS];
    UNROLLED for (int i = 0; i < threes * THREE * vectors; i++) sums[i] = (vector){0};
    const float *weights = tile->weights, *line = tile->lines;
    ptrdiff_t outputs = tile->outputs, step = tile->step, run = tile->run;
    for (ptrdiff_t y = 0; y < tile->lineCount; y++, line += tile->pitch, weights += run * outputs) {
        const float *left[MOST_THREES];
        UNROLLED for (int t = 0; t < threes; t++) left[t] = line + t * THREE * step;
        sum(threes, vectors, 0, sums, left, step, 1, weights, outputs, run);
    }
    // What the tile says is read before anything is written, which might be the tile for all that the compiler knows.
    float *output = tile->output;
    const float *bias = tile->bias;
    float slope = tile->slope;
    ptrdiff_t pixels = tile->pixels, columns = tile->columns;
    if (bias) {
        UNROLLED for (int v = 0; v < vectors; v++) {
            vector b = load(bias + v * VECTOR_LANES);
            UNROLLED for (int i = 0; i < threes * THREE; i++) sums[i * vectors + v] += b;
        }
    }
    UNROLLED for (int i = 0; i < threes * THREE; i++) {
        if (i >= pixels) break;
        UNROLLED for (int v = 0; v < vectors; v++) {
            vector value = sums[i * vectors + v];
            if (slope != 1) value = rectified(value, slope);
            store_some(output + i * outputs + v * VECTOR_LANES, value, columns - v * VECTOR_LANES);
        }
    }
}

INLINE void weights_of(const int threes, const int vectors, const weight_tile *tile) {
    vector sums[MOST_SUMS];
    UNROLLED for (int i = 0; i < threes * THREE * vectors; i++) sums[i] = (vector){0};
    const float *left[MOST_THREES], *right = tile->right;
    UNROLLED for (int t = 0; t < threes; t++) left[t] = tile->left[t];
    for (ptrdiff_t y = 0; y < tile->rows; y++, right += tile->rightPitch) {
        sum(threes, vectors, 16, sums, left, 1, tile->step, right, tile->outputs, tile->pixels);
        UNROLLED for (int t = 0; t < threes; t++) left[t] += tile->leftPitch;
    }
    ptrdiff_t columns = tile->columns, outputs = tile->outputs;
    int add = tile->add;
    UNROLLED for (int t = 0; t < threes; t++) {
        float *row = tile->result[t];
        ptrdiff_t stored = tile->stored[t];
        UNROLLED for (int i = 0; i < THREE; i++, row += outputs) {
            if (i >= stored) break;
            UNROLLED for (int v = 0; v < vectors; v++) {
                vector value = sums[(t * THREE + i) * vectors + v];
                if (add) value = load(row + v * VECTOR_LANES) + value;
                store_some(row + v * VECTOR_LANES, value, columns - v * VECTOR_LANES);
            }
        }
    }
}

// Tiles of every size that the registers hold.
#define DISPATCH(body)                                                       \
    if (vectors == 1) {                                                      \
        if (threes == 1) body(1, 1, tile);                                   \
        if (threes == 2) body(2, 1, tile);                                   \
        if (threes == 3) body(3, 1, tile);                                   \
        if (threes == 4) body(4, 1, tile);                                   \
    } else if (vectors == 2) {                                               \
        if (threes == 1) body(1, 2, tile);                                   \
        if (threes == 2) body(2, 2, tile);                                   \
        if (MOST_SUMS > 12 && threes == 3) body(3, 2, tile);                 \
        if (MOST_SUMS > 12 && threes == 4) body(4, 2, tile);                 \
    } else if (MOST_SUMS > 12) {                                             \
        if (threes == 1) body(1, 4, tile);                                   \
        if (threes == 2) body(2, 4, tile);                                   \
    }

TARGET static void pixels(ptrdiff_t threes, ptrdiff_t vectors, const pixel_tile *tile) { DISPATCH(pixels_of) }
TARGET static void weights(ptrdiff_t threes, ptrdiff_t vectors, const weight_tile *tile) { DISPATCH(weights_of) }

const direct_tiles TILES = {VECTOR_LANES, MOST_SUMS, pixels, weights};
