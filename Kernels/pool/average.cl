// Average pooling of NHWC images, channel by channel: one item for WIDTH channels of one pixel.

#include "common/lanes.cl"
#include "common/window.cl"

// `count` columns of WIDTH channels in all output pixels, `columns` in one. Padding counts as zeros where
// `counts_padding`.
__kernel void average_pool(
    __global const float *restrict input, const ulong input_offset, __global float *restrict output,
    const ulong output_offset, const uint count, const uint columns, const int height, const int width,
    const int output_height, const int output_width, const int size, const int stride, const int padding,
    const int counts_padding) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    const uint pixel = i / columns, row = pixel / output_width, image = row / output_height;
    const window_span s = find_span(
        row % output_height, pixel % output_width, height, width, size, stride, padding, counts_padding);
    __global const lanes *from =
        (__global const lanes *)(input + input_offset) + (size_t)image * height * width * columns + i % columns;

    lanes sum = (lanes)(0.0f);
    for (int y = s.top; y < s.bottom; y++)
        for (int x = s.left; x < s.right; x++) sum += from[(size_t)(y * width + x) * columns];
    ((__global lanes *)(output + output_offset))[i] = sum / s.divisor;
}

// Every pixel of the input gathers from the windows that cover it, in their order. `count` columns in all input
// pixels.
__kernel void average_pool_backward(
    __global const float *restrict output_gradient, const ulong output_gradient_offset,
    __global float *restrict input_gradient, const ulong input_gradient_offset, const int accumulate,
    const uint count, const uint columns, const int height, const int width, const int output_height,
    const int output_width, const int size, const int stride, const int padding, const int counts_padding) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    const uint pixel = i / columns, row = pixel / width, image = row / height;
    const int y = row % height, x = pixel % width;
    __global const lanes *gradient = (__global const lanes *)(output_gradient + output_gradient_offset)
        + (size_t)image * output_height * output_width * columns + i % columns;
    __global lanes *target = (__global lanes *)(input_gradient + input_gradient_offset) + i;

    const int bottom = end_window(y, output_height, stride, padding);
    const int left = first_window(x, size, stride, padding), right = end_window(x, output_width, stride, padding);
    lanes sum = accumulate ? *target : (lanes)(0.0f);
    for (int oy = first_window(y, size, stride, padding); oy < bottom; oy++)
        for (int ox = left; ox < right; ox++) {
            const window_span s = find_span(oy, ox, height, width, size, stride, padding, counts_padding);
            sum += gradient[(size_t)(oy * output_width + ox) * columns] / s.divisor;
        }
    *target = sum;
}
