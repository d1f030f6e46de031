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

INLINE void max_pool_body(const nesy_window *w, const float *input, ptrdiff_t firstRow, ptrdiff_t lastRow,
                          float *output, int32_t *winners) {
    ptrdiff_t channels = w->channels;
    for (ptrdiff_t y = firstRow; y < lastRow; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            float *to = output + (y * w->outputWidth + x) * channels;
            int32_t *won = winners ? winners + (y * w->outputWidth + x) * channels : NULL;
            int32_t first = (int32_t)(s.top * w->width + s.left);
            ptrdiff_t c = 0;
            for (; c + LANES <= channels; c += LANES) {
                lanes best = LOAD(input + first * channels + c);
                lane_masks place = (lane_masks){0} + first;
                for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                    for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                        int32_t here = (int32_t)(iy * w->width + ix);
                        lanes value = LOAD(input + here * channels + c);
                        lane_masks wins = (value > best) | (value != value);
                        best = (lanes)CHOOSE(wins, (lane_masks)value, (lane_masks)best);
                        place = CHOOSE(wins, (lane_masks){0} + here, place);
                    }
                STORE(to + c, best);
                if (won) STORE_MASKS(won + c, place);
            }
            for (; c < channels; c++) {
                float best = input[first * channels + c];
                int32_t place = first;
                for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                    for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                        int32_t here = (int32_t)(iy * w->width + ix);
                        float value = input[here * channels + c];
                        int wins = (value > best) | (value != value);
                        best = wins ? value : best;
                        place = wins ? here : place;
                    }
                to[c] = best;
                if (won) won[c] = place;
            }
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
    ptrdiff_t firstPlace = firstRow * w->width;
    ptrdiff_t lastWindow = smaller((lastRow - 1 + w->padding) / w->stride + 1, w->outputHeight);
    for (ptrdiff_t y = firstWindow; y < lastWindow; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            s.top = larger(s.top, firstRow);
            s.bottom = smaller(s.bottom, lastRow);
            const float *from = outputGradient + (y * w->outputWidth + x) * channels;
            const int32_t *won = winners + (y * w->outputWidth + x) * channels;
            ptrdiff_t c = 0;
            for (; c + LANES <= channels; c += LANES) {
                lane_masks gradient = (lane_masks)LOAD(from + c), place = LOAD_MASKS(won + c);
                for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                    for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                        int32_t here = (int32_t)(iy * w->width + ix);
                        float *to = rows + (here - firstPlace) * channels + c;
                        lanes share = (lanes)((place == here) & gradient);
                        STORE(to, isWritten ? share : LOAD(to) + share);
                    }
            }
            for (; c < channels; c++)
                for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                    for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                        int32_t here = (int32_t)(iy * w->width + ix);
                        float *to = rows + (here - firstPlace) * channels + c;
                        float share = won[c] == here ? from[c] : 0.0f;
                        *to = isWritten ? share : *to + share;
                    }
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
