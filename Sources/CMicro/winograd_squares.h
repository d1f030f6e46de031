// The transforms of whole squares, for one instruction level. Included after TARGET, VECTOR_LANES and
// TRANSFORMS, the name of the table, are defined.

#include <string.h>

#include "winograd_transforms.h"

#define LINE TARGET static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef float vector __attribute__((vector_size(VECTOR_LANES * 4)));
typedef int32_t masks __attribute__((vector_size(VECTOR_LANES * 4)));
typedef float loose_vector __attribute__((vector_size(VECTOR_LANES * 4), aligned(4), may_alias));

#include "winograd_lines.h"

LINE vector load(const float *from) { return *(const loose_vector *)from; }
LINE void store(float *to, vector value) { *(loose_vector *)to = value; }

LINE void store_some(float *to, vector value, ptrdiff_t count) {
    if (count >= VECTOR_LANES)
        store(to, value);
    else
        memcpy(to, &value, (size_t)count * sizeof(float));
}

// x above zero, slope * x below; NaN stays.
LINE vector rectified(vector x, float slope) {
    masks below = x <= 0;
    return (vector)(((masks)x & ~below) | ((masks)(x * slope) & below));
}

LINE float *panel(float *values, ptrdiff_t channel, ptrdiff_t panelStep) {
    return values + channel / NESY_PANEL * panelStep + channel % NESY_PANEL;
}

LINE void input_square(const int side, const float *const *pixels, ptrdiff_t channels, float *points,
                       ptrdiff_t pointStep, ptrdiff_t panelStep) {
    const int extent = side + 2;
    for (ptrdiff_t c = 0; c < channels; c += VECTOR_LANES) {
        vector v[36];
        UNROLLED for (int j = 0; j < extent; j++) {
            UNROLLED for (int i = 0; i < extent; i++) v[i * extent + j] = load(pixels[i * extent + j] + c);
            input_line(side, v + j, extent);
        }
        float *to = panel(points, c, panelStep);
        UNROLLED for (int i = 0; i < extent; i++) {
            input_line(side, v + i * extent, 1);
            UNROLLED for (int j = 0; j < extent; j++) store(to + (i * extent + j) * pointStep, v[i * extent + j]);
        }
    }
}

LINE void output_gradient_square(const int side, const float *const *pixels, ptrdiff_t channels, float *points,
                                 ptrdiff_t pointStep, ptrdiff_t panelStep) {
    const int extent = side + 2;
    for (ptrdiff_t c = 0; c < channels; c += VECTOR_LANES) {
        vector v[36];
        UNROLLED for (int j = 0; j < side; j++) {
            UNROLLED for (int i = 0; i < side; i++) v[i * extent + j] = load(pixels[i * side + j] + c);
            output_gradient_line(side, v + j, extent);
        }
        float *to = panel(points, c, panelStep);
        UNROLLED for (int i = 0; i < extent; i++) {
            output_gradient_line(side, v + i * extent, 1);
            UNROLLED for (int j = 0; j < extent; j++) store(to + (i * extent + j) * pointStep, v[i * extent + j]);
        }
    }
}

LINE void output_square(const int side, const float *points, ptrdiff_t pointStep, ptrdiff_t channels,
                        const square *to) {
    const int extent = side + 2;
    for (ptrdiff_t c = 0; c < channels; c += VECTOR_LANES) {
        vector v[36];
        UNROLLED for (int j = 0; j < extent; j++) {
            UNROLLED for (int i = 0; i < extent; i++)
                v[i * extent + j] = load(points + (i * extent + j) * pointStep + c);
            output_line(side, v + j, extent);
        }
        const nesy_epilogue *epilogue = to->epilogue;
        vector bias = {0};
        if (to->bias) {
            if (channels - c >= VECTOR_LANES)
                bias = load(to->bias + c);
            else
                memcpy(&bias, to->bias + c, (size_t)(channels - c) * sizeof(float));
        }
        for (ptrdiff_t i = 0; i < to->rows; i++) {
            output_line(side, v + i * extent, 1);
            float *row = to->pixels + i * to->rowStep + c;
            UNROLLED for (int j = 0; j < side; j++) {
                if (j >= to->columns) continue;
                float *pixel = row + j * to->pitch;
                vector value = v[i * extent + j] + bias;
                if (epilogue->accumulate) value += load(pixel);
                if (epilogue->slope != 1) value = rectified(value, epilogue->slope);
                store_some(pixel, value, channels - c);
            }
        }
    }
}

LINE void weight_squares(const int side, const float *weights, ptrdiff_t tapStep, ptrdiff_t rowStep,
                         ptrdiff_t rows, float *points, ptrdiff_t pointStep) {
    const int extent = side + 2;
    for (ptrdiff_t r = 0; r < rows; r++) {
        UNROLLED for (int c = 0; c < NESY_PANEL; c += VECTOR_LANES) {
            vector v[36];
            const float *from = weights + r * rowStep + c;
            float *to = points + r * NESY_PANEL + c;
            UNROLLED for (int j = 0; j < 3; j++) {
                UNROLLED for (int i = 0; i < 3; i++) v[i * extent + j] = load(from + (i * 3 + j) * tapStep);
                weight_line(side, v + j, extent);
            }
            UNROLLED for (int i = 0; i < extent; i++) {
                weight_line(side, v + i * extent, 1);
                UNROLLED for (int j = 0; j < extent; j++)
                    store(to + (i * extent + j) * pointStep, v[i * extent + j]);
            }
        }
    }
}

LINE void weight_gradient_squares(const int side, const float *sums, ptrdiff_t pointStep, ptrdiff_t columns,
                                  float *gradient, ptrdiff_t tapStep) {
    const int extent = side + 2;
    for (ptrdiff_t c = 0; c < columns; c += VECTOR_LANES) {
        vector v[36];
        UNROLLED for (int j = 0; j < extent; j++) {
            UNROLLED for (int i = 0; i < extent; i++)
                v[i * extent + j] = load(sums + (i * extent + j) * pointStep + c);
            weight_gradient_line(side, v + j, extent);
        }
        UNROLLED for (int i = 0; i < 3; i++) {
            weight_gradient_line(side, v + i * extent, 1);
            UNROLLED for (int j = 0; j < 3; j++)
                store_some(gradient + (i * 3 + j) * tapStep + c, v[i * extent + j], columns - c);
        }
    }
}

#define BOTH_SIDES(name, parameters, arguments)                                     \
    TARGET static void name##_2 parameters { name(2, UNPACKED arguments); }         \
    TARGET static void name##_4 parameters { name(4, UNPACKED arguments); }
#define UNPACKED(...) __VA_ARGS__

BOTH_SIDES(input_square,
           (const float *const *pixels, ptrdiff_t channels, float *points, ptrdiff_t pointStep, ptrdiff_t panelStep),
           (pixels, channels, points, pointStep, panelStep))
BOTH_SIDES(output_gradient_square,
           (const float *const *pixels, ptrdiff_t channels, float *points, ptrdiff_t pointStep, ptrdiff_t panelStep),
           (pixels, channels, points, pointStep, panelStep))
BOTH_SIDES(output_square, (const float *points, ptrdiff_t pointStep, ptrdiff_t channels, const square *to),
           (points, pointStep, channels, to))
BOTH_SIDES(weight_squares,
           (const float *weights, ptrdiff_t tapStep, ptrdiff_t rowStep, ptrdiff_t rows, float *points,
            ptrdiff_t pointStep),
           (weights, tapStep, rowStep, rows, points, pointStep))
BOTH_SIDES(weight_gradient_squares,
           (const float *sums, ptrdiff_t pointStep, ptrdiff_t columns, float *gradient, ptrdiff_t tapStep),
           (sums, pointStep, columns, gradient, tapStep))

#define TABLE(side)                                                                                       \
    {input_square_##side, output_gradient_square_##side, output_square_##side, weight_squares_##side,    \
     weight_gradient_squares_##side}

const winograd_transforms TRANSFORMS[2] = {TABLE(2), TABLE(4)};
