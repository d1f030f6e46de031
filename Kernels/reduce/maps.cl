// One number for every map of [images, positions, channels]: a group sums some columns of one image.

#include "common/columns.cl"
#include "common/compensated.cl"

// The mean over the positions.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void map_means(
    __global const float *restrict maps, const ulong maps_offset, __global float *restrict means,
    const ulong means_offset, const uint positions, const uint columns, const uint across) {
    __local lanes memory[GROUP];
    const size_t image = get_group_id(0);
    const column_walk walk = walk_column(0, positions, columns, across);
    __global const lanes *from = (__global const lanes *)(maps + maps_offset) + image * positions * columns;
    compensated total = compensated_zero();
#pragma unroll 4
    for (uint row = walk.row; row < walk.end; row += walk.step)
        total = compensated_add(total, from[(size_t)row * columns + walk.column]);
    const lanes sum = sum_column(memory, compensated_value(total), across);
    if (leads_column(walk, columns, across))
        ((__global lanes *)(means + means_offset))[image * columns + walk.column] = sum / (float)positions;
}

// The Frobenius norm: the square root of the sum of squares.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void map_norms(
    __global const float *restrict maps, const ulong maps_offset, __global float *restrict norms,
    const ulong norms_offset, const uint positions, const uint columns, const uint across) {
    __local lanes memory[GROUP];
    const size_t image = get_group_id(0);
    const column_walk walk = walk_column(0, positions, columns, across);
    __global const lanes *from = (__global const lanes *)(maps + maps_offset) + image * positions * columns;
    compensated total = compensated_zero();
#pragma unroll 4
    for (uint row = walk.row; row < walk.end; row += walk.step) {
        const lanes value = from[(size_t)row * columns + walk.column];
        total = compensated_add(total, value * value);
    }
    const lanes sum = sum_column(memory, compensated_value(total), across);
    if (leads_column(walk, columns, across))
        ((__global lanes *)(norms + norms_offset))[image * columns + walk.column] = sqrt(sum);
}
