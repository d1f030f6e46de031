// Dropout. Element i is dropped when the uniform random number of index i is below the rate, so the backward pass
// draws the same mask and none is kept.

#include "common/lanes.cl"
#include "common/philox.cl"

// A uniform number has the 24 high bits of its word; four neighbours share a block.
lanes uniform_lanes(const ulong seed, const ulong stream, const size_t first) {
    const uint4 words = philox(seed, stream, first / 4) >> 8;
#if WIDTH == 4
    return convert_float4(words) * 0x1p-24f;
#else
    const uint2 pair = first & 2 ? words.zw : words.xy;
    return (float)(first & 1 ? pair.y : pair.x) * 0x1p-24f;
#endif
}

// Forward and backward: `scale` is 1 / (1 - rate).
__kernel void dropout(
    __global const float *x, const ulong x_offset, __global float *y, const ulong y_offset, const int accumulate,
    const uint count, const ulong seed, const ulong stream, const float rate, const float scale) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes kept = load_lanes(x + x_offset, i, count) * scale;
    put_lanes(
        y + y_offset, i, count, uniform_lanes(seed, stream, i) < rate ? (lanes)(0.0f) : kept, accumulate);
}
