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

// Pixel after pixel, with the best so far in the output: the input streams through in order, and the few output
// channels stay in the nearest cache.
INLINE void max_pool_body(const nesy_window *w, const float *input, ptrdiff_t firstRow, ptrdiff_t lastRow,
                          float *output, int32_t *winners) {
    ptrdiff_t channels = w->channels;
    for (ptrdiff_t y = firstRow; y < lastRow; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            float *to = output + (y * w->outputWidth + x) * channels;
            int32_t *won = winners ? winners + (y * w->outputWidth + x) * channels : NULL;
            int32_t first = (int32_t)(s.top * w->width + s.left);
            memcpy(to, input + first * channels, (size_t)channels * sizeof(float));
            if (won) INDEPENDENT for (ptrdiff_t c = 0; c < channels; c++) won[c] = first;
            for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                    int32_t here = (int32_t)(iy * w->width + ix);
                    const float *from = input + here * channels;
                    if (here == first) continue;
                    if (won) {
                        INDEPENDENT for (ptrdiff_t c = 0; c < channels; c++) {
                            int wins = (from[c] > to[c]) | (from[c] != from[c]);
                            to[c] = wins ? from[c] : to[c];
                            won[c] = wins ? here : won[c];
                        }
                    } else {
                        INDEPENDENT for (ptrdiff_t c = 0; c < channels; c++) {
                            int wins = (from[c] > to[c]) | (from[c] != from[c]);
                            to[c] = wins ? from[c] : to[c];
                        }
                    }
                }
        }
}
VARIANTS(max_pool,
         (const nesy_window *w, const float *input, ptrdiff_t firstRow, ptrdiff_t lastRow, float *output,
          int32_t *winners),
         (w, input, firstRow, lastRow, output, winners))

INLINE void max_pool_backward_body(const nesy_window *w, const float *outputGradient, const int32_t *winners,
                                   float *inputGradient) {
    ptrdiff_t channels = w->channels;
    for (ptrdiff_t y = 0; y < w->outputHeight; y++)
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            span s = find_span(w, y, x);
            const float *from = outputGradient + (y * w->outputWidth + x) * channels;
            const int32_t *won = winners + (y * w->outputWidth + x) * channels;
            ptrdiff_t c = 0;
            for (; c + LANES <= channels; c += LANES) {
                lane_masks gradient = (lane_masks)LOAD(from + c), place = LOAD_MASKS(won + c);
                for (ptrdiff_t iy = s.top; iy < s.bottom; iy++)
                    for (ptrdiff_t ix = s.left; ix < s.right; ix++) {
                        int32_t here = (int32_t)(iy * w->width + ix);
                        float *to = inputGradient + here * channels + c;
                        STORE(to, LOAD(to) + (lanes)((place == here) & gradient));
                    }
            }
            for (; c < channels; c++) inputGradient[won[c] * channels + c] += from[c];
        }
}
VARIANTS(max_pool_backward,
         (const nesy_window *w, const float *outputGradient, const int32_t *winners, float *inputGradient),
         (w, outputGradient, winners, inputGradient))

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

INLINE void average_pool_backward_body(const nesy_window *w, const float *outputGradient,
                                       float *inputGradient) {
    ptrdiff_t channels = w->channels;
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
VARIANTS(average_pool_backward, (const nesy_window *w, const float *outputGradient, float *inputGradient),
         (w, outputGradient, inputGradient))
