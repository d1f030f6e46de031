// Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019) over a flat run of parameters.

#include "common/lanes.cl"

// `rate` is already divided by 1 - beta1^t, `correction` is the root of 1 - beta2^t. Adam: `decay` goes into the
// gradient and `shrink` is 1; AdamW: `decay` is 0 and the parameters shrink.
__kernel void adam(
    __global float *restrict parameters, const ulong parameters_offset, __global const float *restrict gradients,
    const ulong gradients_offset, __global float *restrict first, const ulong first_offset,
    __global float *restrict second, const ulong second_offset, const uint count, const float rate,
    const float beta1, const float beta2, const float epsilon, const float correction, const float decay,
    const float shrink) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes p = load_lanes(parameters + parameters_offset, i, count) * shrink;
    const lanes g = load_lanes(gradients + gradients_offset, i, count) + decay * p;
    const lanes m = beta1 * load_lanes(first + first_offset, i, count) + (1.0f - beta1) * g;
    const lanes v = beta2 * load_lanes(second + second_offset, i, count) + (1.0f - beta2) * (g * g);
    store_lanes(first + first_offset, i, count, m);
    store_lanes(second + second_offset, i, count, v);
    store_lanes(parameters + parameters_offset, i, count, p - rate * m / (sqrt(v) / correction + epsilon));
}
