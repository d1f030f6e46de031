// A window of pooling that slides over an image.

#ifndef COMMON_WINDOW
#define COMMON_WINDOW

// The part of a window that lies inside the image, and what an average over it is divided by.
typedef struct {
    int top, bottom, left, right;
    float divisor;
} window_span;

window_span find_span(
    const int y, const int x, const int height, const int width, const int size, const int stride,
    const int padding, const int counts_padding) {
    const int top = y * stride - padding, left = x * stride - padding;
    // Where the last window reaches over the padding, PyTorch does not count what lies beyond it.
    const int bottom = min(top + size, height + padding), right = min(left + size, width + padding);
    window_span s;
    s.top = max(top, 0);
    s.bottom = min(bottom, height);
    s.left = max(left, 0);
    s.right = min(right, width);
    s.divisor = counts_padding ? (float)((bottom - top) * (right - left))
                               : (float)((s.bottom - s.top) * (s.right - s.left));
    return s;
}

// The first window that covers a place along one side.
int first_window(const int place, const int size, const int stride, const int padding) {
    const int past = place + padding - size + 1;
    return past <= 0 ? 0 : (past + stride - 1) / stride;
}

// One more than the last window that covers a place along one side with `count` windows.
int end_window(const int place, const int count, const int stride, const int padding) {
    return min(count, (place + padding) / stride + 1);
}

#endif
