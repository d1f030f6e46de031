// Output pixels on a side of a tile: 2 or 4.
#ifndef TILE
#define TILE 4
#endif

#include "conv/winograd_lines.cl"

// Channels on a side of the block that a group turns over.
#define SIDE 16

static inline void winograd_transform_weights(float *v) {
#pragma unroll
    for (int y = 0; y < 3; ++y) winograd_weight_line(v + y * EXTENT, 1);
#pragma unroll
    for (int x = 0; x < EXTENT; ++x) winograd_weight_line(v + x, EXTENT);
}

// G weights Gt: [3][3][inputs][outputs] to the matrices [EXTENT * EXTENT][inputs][outputs]; `count` is inputs *
// outputs. A work-item transforms the nine weights of one pair of channels.
__kernel void winograd_weights(
    __global const float *restrict weights, const ulong weights_offset, __global float *restrict transformed,
    const ulong transformed_offset, const uint count) {
    const uint item = get_global_id(0);
    if (item >= count) return;
    weights += weights_offset + item;
    transformed += transformed_offset + item;
    float v[EXTENT * EXTENT];
#pragma unroll
    for (int y = 0; y < 3; ++y) {
#pragma unroll
        for (int x = 0; x < 3; ++x) v[y * EXTENT + x] = weights[(ulong)(y * 3 + x) * count];
    }
    winograd_transform_weights(v);
#pragma unroll
    for (int i = 0; i < EXTENT * EXTENT; ++i) transformed[(ulong)i * count] = v[i];
}

// The same of the weights turned by half a turn and with inputs and outputs exchanged, for the gradient of the input:
// the matrices [EXTENT * EXTENT][outputs][inputs]. A group of SIDE x SIDE work-items reads along the outputs and
// writes along the inputs.
__kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1))) void winograd_weights_turned(
    __global const float *restrict weights, const ulong weights_offset, __global float *restrict transformed,
    const ulong transformed_offset, const uint inputs, const uint outputs) {
    __local float block[9][SIDE][SIDE + 1];
    weights += weights_offset;
    transformed += transformed_offset;
    const uint column = get_local_id(0);
    const uint row = get_local_id(1);
    const ulong count = (ulong)inputs * outputs;
    {
        const uint output = get_group_id(0) * SIDE + column;
        const uint input = get_group_id(1) * SIDE + row;
        const bool there = input < inputs && output < outputs;
        const ulong from = (ulong)input * outputs + output;
#pragma unroll
        for (int i = 0; i < 9; ++i) block[i][row][column] = there ? weights[i * count + from] : 0.0f;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    const uint output = get_group_id(0) * SIDE + row;
    const uint input = get_group_id(1) * SIDE + column;
    if (input >= inputs || output >= outputs) return;
    transformed += (ulong)output * inputs + input;
    float v[EXTENT * EXTENT];
#pragma unroll
    for (int y = 0; y < 3; ++y) {
#pragma unroll
        for (int x = 0; x < 3; ++x) v[y * EXTENT + x] = block[8 - (y * 3 + x)][column][row];
    }
    winograd_transform_weights(v);
#pragma unroll
    for (int i = 0; i < EXTENT * EXTENT; ++i) transformed[i * count] = v[i];
}

// Gt sums G: the matrices [EXTENT * EXTENT][count], summed over all tiles, to [3][3][count].
__kernel void winograd_weight_gradient(
    __global const float *restrict sums, const ulong sums_offset, __global float *restrict gradient,
    const ulong gradient_offset, const uint count) {
    const uint item = get_global_id(0);
    if (item >= count) return;
    sums += sums_offset + item;
    gradient += gradient_offset + item;
    float v[EXTENT * EXTENT];
#pragma unroll
    for (int i = 0; i < EXTENT * EXTENT; ++i) v[i] = sums[(ulong)i * count];
#pragma unroll
    for (int y = 0; y < EXTENT; ++y) winograd_weight_gradient_line(v + y * EXTENT, 1);
#pragma unroll
    for (int x = 0; x < 3; ++x) winograd_weight_gradient_line(v + x, EXTENT);
#pragma unroll
    for (int y = 0; y < 3; ++y) {
#pragma unroll
        for (int x = 0; x < 3; ++x) gradient[(ulong)(y * 3 + x) * count] = v[y * EXTENT + x];
    }
}
