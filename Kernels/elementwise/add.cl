// Sums of two runs, element by element. The result may be one of the summands.

#include "common/lanes.cl"

__kernel void add(
    __global const float *a, const ulong a_offset, __global const float *b, const ulong b_offset,
    __global float *sum, const ulong sum_offset, const uint count) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    store_lanes(
        sum + sum_offset, i, count, load_lanes(a + a_offset, i, count) + load_lanes(b + b_offset, i, count));
}
