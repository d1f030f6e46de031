// Maximum pooling of NHWC images, channel by channel: one item for WIDTH channels of one pixel.

#include "common/lanes.cl"
#include "common/window.cl"

// `count` columns of WIDTH channels in all output pixels, `columns` in one. A value that is no number wins over what
// came before, so that it stays visible; of equal values the first wins. `winners` may be null.
__kernel void max_pool(
    __global const float *restrict input, const ulong input_offset, __global float *restrict output,
    const ulong output_offset, __global int *restrict winners, const ulong winners_offset, const uint count,
    const uint columns, const int height, const int width, const int output_height, const int output_width,
    const int size, const int stride, const int padding) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    const uint pixel = i / columns, row = pixel / output_width, image = row / output_height;
    const window_span s = find_span(
        row % output_height, pixel % output_width, height, width, size, stride, padding, 0);
    __global const lanes *from =
        (__global const lanes *)(input + input_offset) + (size_t)image * height * width * columns + i % columns;

    int first = s.top * width + s.left;
    lanes best = from[(size_t)first * columns];
    integer_lanes won = (integer_lanes)(first);
    for (int y = s.top; y < s.bottom; y++)
        for (int x = s.left; x < s.right; x++) {
            const int here = y * width + x;
            const lanes value = from[(size_t)here * columns];
            const integer_lanes wins = (value > best) | (value != value);
            best = wins ? value : best;
            won = wins ? (integer_lanes)(here) : won;
        }
    ((__global lanes *)(output + output_offset))[i] = best;
    if (winners) ((__global integer_lanes *)(winners + winners_offset))[i] = won;
}

// Every pixel of the input gathers from the windows that it won, in their order: no two items write to one place.
// `count` columns in all input pixels.
__kernel void max_pool_backward(
    __global const float *restrict output_gradient, const ulong output_gradient_offset,
    __global const int *restrict winners, const ulong winners_offset, __global float *restrict input_gradient,
    const ulong input_gradient_offset, const int accumulate, const uint count, const uint columns, const int height,
    const int width, const int output_height, const int output_width, const int size, const int stride,
    const int padding) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    const uint pixel = i / columns, row = pixel / width, image = row / height;
    const int y = row % height, x = pixel % width, here = y * width + x;
    const size_t first = (size_t)image * output_height * output_width * columns + i % columns;
    __global const lanes *gradient = (__global const lanes *)(output_gradient + output_gradient_offset) + first;
    __global const integer_lanes *won = (__global const integer_lanes *)(winners + winners_offset) + first;
    __global lanes *target = (__global lanes *)(input_gradient + input_gradient_offset) + i;

    const int bottom = end_window(y, output_height, stride, padding);
    const int left = first_window(x, size, stride, padding), right = end_window(x, output_width, stride, padding);
    lanes sum = accumulate ? *target : (lanes)(0.0f);
    for (int oy = first_window(y, size, stride, padding); oy < bottom; oy++)
        for (int ox = left; ox < right; ox++) {
            const size_t place = (size_t)(oy * output_width + ox) * columns;
            sum += won[place] == (integer_lanes)(here) ? gradient[place] : (lanes)(0.0f);
        }
    *target = sum;
}
