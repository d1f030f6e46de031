// The left factor of a matrix product: its rows are found through pointers, or copied where that is cheaper.
#ifndef NESY_PRODUCT_LEFT_H
#define NESY_PRODUCT_LEFT_H

#include "product_kernels.h"

#include <string.h>

// Scratch memory is handed out from the front, in cache lines.
static inline void *take(char **scratch, ptrdiff_t bytes) {
    char *start = *scratch;
    *scratch = start + (bytes + 63) / 64 * 64;
    return start;
}

typedef struct {
    const float *image;
    ptrdiff_t y, x;
} place;

// Rows of so few values a tap are copied together before they are multiplied: following a pointer for each tap
// would cost more than the product.
static inline int is_thin(const nesy_gather *left) { return left->tapCount > 1 && left->channels < 8; }

// The rows of a grid in order, without a division for each.
typedef struct {
    ptrdiff_t image, y, x;
} cursor;

static inline cursor at_row(const nesy_gather *left, ptrdiff_t row) {
    ptrdiff_t perImage = left->gridHeight * left->gridWidth;
    ptrdiff_t rest = row % perImage;
    return (cursor){row / perImage, rest / left->gridWidth, rest % left->gridWidth};
}

static inline void advance(const nesy_gather *left, cursor *at) {
    if (++at->x < left->gridWidth) return;
    at->x = 0;
    if (++at->y < left->gridHeight) return;
    at->y = 0;
    at->image++;
}

static inline void find_places(const nesy_gather *left, ptrdiff_t firstRow, ptrdiff_t count, place *places) {
    ptrdiff_t imageStep = left->height * left->width * left->pitch;
    cursor at = at_row(left, firstRow);
    for (ptrdiff_t i = 0; i < count; i++, advance(left, &at))
        places[i] = (place){left->pixels + at.image * imageStep, at.y * left->strideY, at.x * left->strideX};
}

static inline const float *pixel(const nesy_gather *left, const place *at, ptrdiff_t tap) {
    ptrdiff_t y = at->y + left->tapY[tap], x = at->x + left->tapX[tap];
    if ((size_t)y >= (size_t)left->height || (size_t)x >= (size_t)left->width) return NULL;
    return at->image + (y * left->width + x) * left->pitch;
}

// Taps from `tap` on that lie side by side in memory.
static inline ptrdiff_t run_length(const nesy_gather *left, ptrdiff_t tap) {
    ptrdiff_t end = tap + 1;
    if (left->channels == left->pitch)
        while (end < left->tapCount && left->tapY[end] == left->tapY[tap] &&
               left->tapX[end] == left->tapX[end - 1] + 1)
            end++;
    return end - tap;
}

// Whether runs of a thin factor are long enough to be multiplied where they lie; only those that reach beyond the
// image are copied then.
static inline int reads_runs(const nesy_gather *left) {
    return is_thin(left) && run_length(left, 0) * left->channels >= 8 &&
           left->tapCount * left->channels <= NESY_DEPTH;
}

// Floats from one copied row to the next: whatever a run copies too much lands behind the row or where the next run
// will be written.
static inline ptrdiff_t copied_pitch(const nesy_gather *left) {
    return (left->tapCount * left->channels + NESY_PANEL - 1) / NESY_PANEL * NESY_PANEL + NESY_PANEL;
}

// Copies the same `values` floats of each of `count` rows, in steps of a few whole vectors.
static inline void copy_run(const float *from, ptrdiff_t fromStep, float *to, ptrdiff_t toStep, ptrdiff_t count,
                     ptrdiff_t values) {
    if (values <= 4) {
        for (ptrdiff_t i = 0; i < count; i++, from += fromStep, to += toStep) memcpy(to, from, 4 * sizeof(float));
    } else if (values <= 8) {
        for (ptrdiff_t i = 0; i < count; i++, from += fromStep, to += toStep) memcpy(to, from, 8 * sizeof(float));
    } else {
        for (ptrdiff_t i = 0; i < count; i++, from += fromStep, to += toStep)
            for (ptrdiff_t v = 0; v < values; v += 8) memcpy(to + v, from + v, 8 * sizeof(float));
    }
}

// From a row on, how many rows of the same line of the grid have their run inside of the image.
static inline ptrdiff_t rows_inside(const nesy_gather *left, const place *at, ptrdiff_t tap, ptrdiff_t length) {
    ptrdiff_t x = at->x + left->tapX[tap];
    if (!pixel(left, at, tap) || x + length > left->width) return 0;
    ptrdiff_t line = left->gridWidth - at->x / left->strideX;
    return smaller(line, (left->width - length - x) / left->strideX + 1);
}

// Copies the rows of a thin left factor, whole or only the runs that reach beyond the image.
static inline void copy_rows(const nesy_gather *left, const place *places, ptrdiff_t count, int onlyEdges,
                             float *rows) {
    ptrdiff_t channels = left->channels, pitch = copied_pitch(left);
    for (ptrdiff_t tap = 0, length; tap < left->tapCount; tap += length) {
        length = run_length(left, tap);
        for (ptrdiff_t i = 0; i < count;) {
            float *to = rows + i * pitch + tap * channels;
            ptrdiff_t inside = smaller(count - i, rows_inside(left, &places[i], tap, length));
            if (inside > 0) {
                if (!onlyEdges)
                    copy_run(pixel(left, &places[i], tap), left->strideX * left->pitch, to, pitch, inside,
                             length * channels);
                i += inside;
                continue;
            }
            for (ptrdiff_t t = 0; t < length; t++) {
                const float *from = pixel(left, &places[i], tap + t);
                for (ptrdiff_t v = 0; v < channels; v++) to[t * channels + v] = from ? from[v] : 0;
            }
            i++;
        }
    }
}

#endif
