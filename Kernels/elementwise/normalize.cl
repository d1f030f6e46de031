// The passes of batch normalisation that change every value of [rows, channels]. An item keeps its channels'
// statistics and walks down a chunk of rows.

#include "common/columns.cl"

column_walk walk_chunk(const uint rows, const uint columns, const uint across, const uint chunk) {
    const uint first = get_group_id(0) * chunk;
    return walk_column(first, min(rows, first + chunk), columns, across);
}

// A rectifier follows: values below zero are multiplied by `slope`, 1 for none.
void normalize_column(
    __global const lanes *x, __global lanes *y, const column_walk walk, const uint columns, const lanes center,
    const lanes factor, const lanes shift, const float slope) {
    for (uint row = walk.row; row < walk.end; row += walk.step) {
        const size_t place = (size_t)row * columns + walk.column;
        const lanes value = (x[place] - center) * factor + shift;
        y[place] = value <= 0.0f ? slope * value : value;
    }
}

// With the statistics that a training pass saved.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void normalize_training(
    __global const float *x, const ulong x_offset, __global float *y, const ulong y_offset,
    __global const float *restrict mean, const ulong mean_offset, __global const float *restrict inverse,
    const ulong inverse_offset, __global const float *restrict scale, const ulong scale_offset,
    __global const float *restrict shift, const ulong shift_offset, const uint rows, const uint columns,
    const uint across, const uint chunk, const float slope) {
    const column_walk walk = walk_chunk(rows, columns, across, chunk);
    if (walk.row >= walk.end) return;
    const lanes factor = ((__global const lanes *)(inverse + inverse_offset))[walk.column]
        * ((__global const lanes *)(scale + scale_offset))[walk.column];
    normalize_column(
        (__global const lanes *)(x + x_offset), (__global lanes *)(y + y_offset), walk, columns,
        ((__global const lanes *)(mean + mean_offset))[walk.column], factor,
        ((__global const lanes *)(shift + shift_offset))[walk.column], slope);
}

// With running statistics.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void normalize_inference(
    __global const float *x, const ulong x_offset, __global float *y, const ulong y_offset,
    __global const float *restrict mean, const ulong mean_offset, __global const float *restrict variance,
    const ulong variance_offset, __global const float *restrict scale, const ulong scale_offset,
    __global const float *restrict shift, const ulong shift_offset, const uint rows, const uint columns,
    const uint across, const uint chunk, const float slope, const float epsilon) {
    const column_walk walk = walk_chunk(rows, columns, across, chunk);
    if (walk.row >= walk.end) return;
    const lanes deviation = sqrt(((__global const lanes *)(variance + variance_offset))[walk.column] + epsilon);
    normalize_column(
        (__global const lanes *)(x + x_offset), (__global lanes *)(y + y_offset), walk, columns,
        ((__global const lanes *)(mean + mean_offset))[walk.column],
        ((__global const lanes *)(scale + scale_offset))[walk.column] / deviation,
        ((__global const lanes *)(shift + shift_offset))[walk.column], slope);
}

// The gradient with respect to the input, from the `terms` that batch_products_finish left: slope, mean gradient and
// mean product of every channel.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void normalize_backward(
    __global const float *x, const ulong x_offset, __global const float *gradient, const ulong gradient_offset,
    __global const float *restrict mean, const ulong mean_offset, __global const float *restrict terms,
    const ulong terms_offset, __global float *target, const ulong target_offset, const int accumulate,
    const uint rows, const uint columns, const uint across, const uint chunk) {
    const column_walk walk = walk_chunk(rows, columns, across, chunk);
    if (walk.row >= walk.end) return;
    __global const lanes *from = (__global const lanes *)(x + x_offset);
    __global const lanes *g = (__global const lanes *)(gradient + gradient_offset);
    __global lanes *to = (__global lanes *)(target + target_offset);
    __global const lanes *term = (__global const lanes *)(terms + terms_offset) + walk.column;
    const lanes center = ((__global const lanes *)(mean + mean_offset))[walk.column];
    const lanes slope = term[0], mean_gradient = term[columns], mean_product = term[2 * columns];
    for (uint row = walk.row; row < walk.end; row += walk.step) {
        const size_t place = (size_t)row * columns + walk.column;
        const lanes value = slope * (g[place] - mean_gradient - (from[place] - center) * mean_product);
        to[place] = accumulate ? to[place] + value : value;
    }
}
