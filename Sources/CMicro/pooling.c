#include "micro_pooling.h"

#include <string.h>

#include "variants.h"

typedef struct {
    ptrdiff_t top, bottom, left, right;  // the part of the window that lies inside the image
    float divisor;                       // of an average
} span;

static inline ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

INLINE span find_span(const nesy_window *w, ptrdiff_t y, ptrdiff_t x) {
    ptrdiff_t top = y * w->stride - w->padding, left = x * w->stride - w->padding;
    // Where the last window reaches over the padding, PyTorch does not count what lies beyond it.
    ptrdiff_t bottom = smaller(top + w->kernel, w->height + w->padding);
    ptrdiff_t right = smaller(left + w->kernel, w->width + w->padding);
    span s = {larger(top, 0), smaller(bottom, w->height), larger(left, 0), smaller(right, w->width), 0};
    s.divisor = w->countsPadding ? (float)((bottom - top) * (right - left))
                                 : (float)((s.bottom - s.top) * (s.right - s.left));
    return s;
}

// Macros, because a function that returns such a vector has another calling convention with AVX.
#define LOAD(from) (*(const loose_lanes *)(from))
#define LOAD_MASKS(from) (*(const loose_masks *)(from))
#define STORE(to, value) (*(loose_lanes *)(to) = (value))
#define STORE_MASKS(to, value) (*(loose_masks *)(to) = (value))

// Written out with masks, because a choice between vectors is not C.
#define CHOOSE(mask, a, b) (((a) & (mask)) | ((b) & ~(mask)))

// The window whose first place is `first`, rows x columns.
INLINE void max_window(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t first, ptrdiff_t width, ptrdiff_t channels,
                       const float *input, float *to, int32_t *won) {
    input += first * channels;
    ptrdiff_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
        lanes best = LOAD(input + c);
        lane_masks place = (lane_masks){0} + (int32_t)first;
        for (ptrdiff_t y = 0; y < rows; y++)
            for (ptrdiff_t x = 0; x < columns; x++) {
                lanes value = LOAD(input + (y * width + x) * channels + c);
                lane_masks wins = (value > best) | (value != value);
                best = (lanes)CHOOSE(wins, (lane_masks)value, (lane_masks)best);
                place = CHOOSE(wins, (lane_masks){0} + (int32_t)(first + y * width + x), place);
            }
        STORE(to + c, best);
        if (won) STORE_MASKS(won + c, place);
    }
    for (; c < channels; c++) {
        float best = input[c];
        int32_t place = (int32_t)first;
        for (ptrdiff_t y = 0; y < rows; y++)
            for (ptrdiff_t x = 0; x < columns; x++) {
                float value = input[(y * width + x) * channels + c];
                int wins = (value > best) | (value != value);
                best = wins ? value : best;
                place = wins ? (int32_t)(first + y * width + x) : place;
            }
        to[c] = best;
        if (won) won[c] = place;
    }
}

INLINE void max_pool_body(const nesy_window *w, const float *input, ptrdiff_t firstRow, ptrdiff_t lastRow,
                          float *output, int32_t *winners) {
    ptrdiff_t channels = w->channels;
    for (ptrdiff_t y = firstRow; y < lastRow; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            ptrdiff_t rows = s.bottom - s.top, columns = s.right - s.left, first = s.top * w->width + s.left;
            float *to = output + (y * w->outputWidth + x) * channels;
            int32_t *won = winners ? winners + (y * w->outputWidth + x) * channels : NULL;
            // Most windows by far; with constants the loops over one are straight code.
            if (rows == 2 && columns == 2)
                max_window(2, 2, first, w->width, channels, input, to, won);
            else
                max_window(rows, columns, first, w->width, channels, input, to, won);
        }
}
VARIANTS(max_pool,
         (const nesy_window *w, const float *input, ptrdiff_t firstRow, ptrdiff_t lastRow, float *output,
          int32_t *winners),
         (w, input, firstRow, lastRow, output, winners))

// Zeros in rows firstRow ..< lastRow where no window reaches: windows side by side may leave the last rows and columns
// out.
INLINE void clear_rest(const nesy_window *w, ptrdiff_t firstRow, ptrdiff_t lastRow, float *rows) {
    ptrdiff_t height = smaller(w->outputHeight * w->stride, w->height);
    ptrdiff_t width = smaller(w->outputWidth * w->stride, w->width);
    for (ptrdiff_t y = firstRow; y < lastRow; y++) {
        ptrdiff_t first = y < height ? width : 0;
        memset(rows + ((y - firstRow) * w->width + first) * w->channels, 0,
               (size_t)((w->width - first) * w->channels) * sizeof(float));
    }
}

// The part of a window whose first place is `first`: rows x columns of `to`.
INLINE void spread_window(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t first, ptrdiff_t width, ptrdiff_t channels,
                          const float *from, const int32_t *won, int isWritten, float *to) {
    ptrdiff_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
        lane_masks gradient = (lane_masks)LOAD(from + c), place = LOAD_MASKS(won + c);
        for (ptrdiff_t y = 0; y < rows; y++)
            for (ptrdiff_t x = 0; x < columns; x++) {
                float *target = to + (y * width + x) * channels + c;
                lanes share = (lanes)((place == (int32_t)(first + y * width + x)) & gradient);
                STORE(target, isWritten ? share : LOAD(target) + share);
            }
    }
    for (; c < channels; c++)
        for (ptrdiff_t y = 0; y < rows; y++)
            for (ptrdiff_t x = 0; x < columns; x++) {
                float *target = to + (y * width + x) * channels + c;
                float share = won[c] == (int32_t)(first + y * width + x) ? from[c] : 0.0f;
                *target = isWritten ? share : *target + share;
            }
}

INLINE void max_pool_backward_body(const nesy_window *w, const float *outputGradient, const int32_t *winners,
                                   ptrdiff_t firstRow, ptrdiff_t lastRow, float *rows, int add) {
    ptrdiff_t channels = w->channels;
    // Windows side by side write every place once.
    int isWritten = !add && w->kernel == w->stride && w->padding == 0;
    if (isWritten)
        clear_rest(w, firstRow, lastRow, rows);
    else if (!add)
        memset(rows, 0, (size_t)((lastRow - firstRow) * w->width * channels) * sizeof(float));
    // Windows that reach these rows.
    ptrdiff_t firstWindow = larger(firstRow + w->padding - w->kernel + w->stride, 0) / w->stride;
    ptrdiff_t lastWindow = smaller((lastRow - 1 + w->padding) / w->stride + 1, w->outputHeight);
    for (ptrdiff_t y = firstWindow; y < lastWindow; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            ptrdiff_t top = larger(s.top, firstRow), bottom = smaller(s.bottom, lastRow);
            ptrdiff_t first = top * w->width + s.left;
            const float *from = outputGradient + (y * w->outputWidth + x) * channels;
            const int32_t *won = winners + (y * w->outputWidth + x) * channels;
            float *to = rows + (first - firstRow * w->width) * channels;
            if (isWritten && bottom - top == 2 && s.right - s.left == 2)
                spread_window(2, 2, first, w->width, channels, from, won, 1, to);
            else
                spread_window(bottom - top, s.right - s.left, first, w->width, channels, from, won, isWritten, to);
        }
}
VARIANTS(max_pool_backward,
         (const nesy_window *w, const float *outputGradient, const int32_t *winners, ptrdiff_t firstRow,
          ptrdiff_t lastRow, float *rows, int add),
         (w, outputGradient, winners, firstRow, lastRow, rows, add))

INLINE void average_pool_body(const nesy_window *w, const float *input, ptrdiff_t firstRow, ptrdiff_t lastRow,
                              float *output) {
    ptrdiff_t channels = w->channels;
    for (ptrdiff_t y = firstRow; y < lastRow; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            float *to = output + (y * w->outputWidth + x) * channels;
            memset(to, 0, (size_t)channels * sizeof(float));
            for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                    const float *from = input + (iy * w->width + ix) * channels;
                    INDEPENDENT for (ptrdiff_t c = 0; c < channels; c++) to[c] += from[c];
                }
            INDEPENDENT for (ptrdiff_t c = 0; c < channels; c++) to[c] /= s.divisor;
        }
}
VARIANTS(average_pool,
         (const nesy_window *w, const float *input, ptrdiff_t firstRow, ptrdiff_t lastRow, float *output),
         (w, input, firstRow, lastRow, output))

INLINE void average_pool_backward_body(const nesy_window *w, const float *outputGradient, float *inputGradient,
                                       int add) {
    ptrdiff_t channels = w->channels;
    if (!add) memset(inputGradient, 0, (size_t)(w->height * w->width * channels) * sizeof(float));
    for (ptrdiff_t y = 0; y < w->outputHeight; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            const float *from = outputGradient + (y * w->outputWidth + x) * channels;
            for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                    float *to = inputGradient + (iy * w->width + ix) * channels;
                    INDEPENDENT for (ptrdiff_t c = 0; c < channels; c++) to[c] += from[c] / s.divisor;
                }
        }
}
VARIANTS(average_pool_backward,
         (const nesy_window *w, const float *outputGradient, float *inputGradient, int add),
         (w, outputGradient, inputGradient, add))
