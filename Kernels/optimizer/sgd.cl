// Stochastic gradient descent over a flat run of parameters, as PyTorch defines it.

#include "common/lanes.cl"

// `velocity` may be null: no momentum. With Nesterov's momentum the step looks ahead.
__kernel void sgd(
    __global float *restrict parameters, const ulong parameters_offset, __global const float *restrict gradients,
    const ulong gradients_offset, __global float *restrict velocity, const ulong velocity_offset, const uint count,
    const float rate, const float momentum, const int nesterov, const float decay) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes p = load_lanes(parameters + parameters_offset, i, count);
    const lanes g = load_lanes(gradients + gradients_offset, i, count) + decay * p;
    lanes step = g;
    if (velocity) {
        const lanes v = momentum * load_lanes(velocity + velocity_offset, i, count) + g;
        store_lanes(velocity + velocity_offset, i, count, v);
        step = nesterov ? g + momentum * v : v;
    }
    store_lanes(parameters + parameters_offset, i, count, p - rate * step);
}
