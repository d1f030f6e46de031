// The sums over the rows that the backward pass of batch normalisation needs, in two launches.

#include "common/columns.cl"
#include "common/compensated.cl"

// For every chunk a row of sums of the gradient and a row of sums of gradient times (x - mean).
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void batch_products(
    __global const float *restrict x, const ulong x_offset, __global const float *restrict gradient,
    const ulong gradient_offset, __global const float *restrict mean, const ulong mean_offset,
    __global float *restrict partials, const ulong partials_offset, const uint rows, const uint columns,
    const uint across, const uint chunk) {
    __local lanes memory[GROUP], product_memory[GROUP];
    const uint first = get_group_id(0) * chunk;
    const column_walk walk = walk_column(first, min(rows, first + chunk), columns, across);
    compensated sum = compensated_zero(), product = compensated_zero();
    if (walk.row < walk.end) {
        __global const lanes *from = (__global const lanes *)(x + x_offset) + walk.column;
        __global const lanes *g = (__global const lanes *)(gradient + gradient_offset) + walk.column;
        const lanes center = ((__global const lanes *)(mean + mean_offset))[walk.column];
#pragma unroll 4
        for (uint row = walk.row; row < walk.end; row += walk.step) {
            const lanes slope = g[(size_t)row * columns];
            sum = compensated_add(sum, slope);
            product = compensated_add(product, slope * (from[(size_t)row * columns] - center));
        }
    }
    const lanes group_sum = sum_column(memory, compensated_value(sum), across);
    const lanes group_product = sum_column(product_memory, compensated_value(product), across);
    if (leads_column(walk, columns, across)) {
        __global lanes *to =
            (__global lanes *)(partials + partials_offset) + get_group_id(0) * 2 * columns + walk.column;
        to[0] = group_sum;
        to[columns] = group_product;
    }
}

// Sums the chunks: the gradients of scale and shift, and the terms of normalize_backward: slope, mean gradient and
// mean product of every channel.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void batch_products_finish(
    __global const float *restrict partials, const ulong partials_offset, __global const float *restrict scale,
    const ulong scale_offset, __global const float *restrict inverse, const ulong inverse_offset,
    __global float *restrict scale_gradient, const ulong scale_gradient_offset, __global float *restrict shift_gradient,
    const ulong shift_gradient_offset, __global float *restrict terms, const ulong terms_offset, const uint chunks,
    const uint rows, const uint columns, const uint across) {
    __local lanes memory[GROUP], product_memory[GROUP];
    const column_walk walk = walk_column(0, chunks, columns, across);
    __global const lanes *from = (__global const lanes *)(partials + partials_offset) + walk.column;
    compensated sum = compensated_zero(), product = compensated_zero();
    for (uint index = walk.row; index < walk.end; index += walk.step) {
        sum = compensated_add(sum, from[(size_t)index * 2 * columns]);
        product = compensated_add(product, from[(size_t)index * 2 * columns + columns]);
    }
    const lanes total = sum_column(memory, compensated_value(sum), across);
    const lanes total_product = sum_column(product_memory, compensated_value(product), across);
    if (leads_column(walk, columns, across)) {
        const lanes deviation = ((__global const lanes *)(inverse + inverse_offset))[walk.column];
        ((__global lanes *)(shift_gradient + shift_gradient_offset))[walk.column] = total;
        ((__global lanes *)(scale_gradient + scale_gradient_offset))[walk.column] = total_product * deviation;
        __global lanes *term = (__global lanes *)(terms + terms_offset) + walk.column;
        term[0] = deviation * ((__global const lanes *)(scale + scale_offset))[walk.column];
        term[columns] = total / (float)rows;
        term[2 * columns] = total_product * deviation * deviation / (float)rows;
    }
}
