// Gradients of numbers that were computed from whole maps [batch, positions, channels], back to every position.

#include "common/lanes.cl"

// Of a mean: `gradient / positions` everywhere. `count` columns of WIDTH channels in all maps, `columns` in one
// position.
__kernel void spread_means(
    __global const float *restrict gradient, const ulong gradient_offset, __global float *restrict target,
    const ulong target_offset, const int accumulate, const uint count, const uint columns, const uint positions) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    const size_t column = (size_t)(i / (columns * positions)) * columns + i % columns;
    const lanes value = ((__global const lanes *)(gradient + gradient_offset))[column] / (float)positions;
    __global lanes *to = (__global lanes *)(target + target_offset) + i;
    *to = accumulate ? *to + value : value;
}

// Of a Frobenius norm: the map, divided by its norm; nothing where the norm is zero.
__kernel void spread_norms(
    __global const float *restrict maps, const ulong maps_offset, __global const float *restrict norms,
    const ulong norms_offset, __global const float *restrict gradient, const ulong gradient_offset,
    __global float *restrict target, const ulong target_offset, const int accumulate, const uint count,
    const uint columns, const uint positions) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    const size_t column = (size_t)(i / (columns * positions)) * columns + i % columns;
    const lanes norm = ((__global const lanes *)(norms + norms_offset))[column];
    const lanes slope = ((__global const lanes *)(gradient + gradient_offset))[column] / norm;
    const lanes factor = norm == 0.0f ? (lanes)(0.0f) : slope;
    const lanes value = factor * ((__global const lanes *)(maps + maps_offset))[i];
    __global lanes *to = (__global lanes *)(target + target_offset) + i;
    *to = accumulate ? *to + value : value;
}
