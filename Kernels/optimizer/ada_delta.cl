// AdaDelta (Zeiler, 2012) over a flat run of parameters.

#include "common/lanes.cl"

// `squares` and `updates` are the running means of squared gradients and squared steps.
__kernel void ada_delta(
    __global float *restrict parameters, const ulong parameters_offset, __global const float *restrict gradients,
    const ulong gradients_offset, __global float *restrict squares, const ulong squares_offset,
    __global float *restrict updates, const ulong updates_offset, const uint count, const float rate,
    const float rho, const float epsilon, const float decay) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes p = load_lanes(parameters + parameters_offset, i, count);
    const lanes g = load_lanes(gradients + gradients_offset, i, count) + decay * p;
    const lanes square = rho * load_lanes(squares + squares_offset, i, count) + (1.0f - rho) * (g * g);
    const lanes update = load_lanes(updates + updates_offset, i, count);
    const lanes step = sqrt(update + epsilon) / sqrt(square + epsilon) * g;
    store_lanes(squares + squares_offset, i, count, square);
    store_lanes(updates + updates_offset, i, count, rho * update + (1.0f - rho) * (step * step));
    store_lanes(parameters + parameters_offset, i, count, p - rate * step);
}
