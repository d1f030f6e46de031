// Activations and their derivatives, which are known from the output. Input and output may be the same memory.

#include "common/lanes.cl"

// `x` above zero, `slope * x` below; the comparison lets NaN through.
__kernel void leaky_relu(
    __global const float *x, const ulong x_offset, __global float *y, const ulong y_offset, const uint count,
    const float slope) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes value = load_lanes(x + x_offset, i, count);
    store_lanes(y + y_offset, i, count, value <= 0.0f ? slope * value : value);
}

__kernel void leaky_relu_backward(
    __global const float *y, const ulong y_offset, __global const float *gradient, const ulong gradient_offset,
    __global float *target, const ulong target_offset, const int accumulate, const uint count, const float slope) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes value = load_lanes(y + y_offset, i, count);
    const lanes g = load_lanes(gradient + gradient_offset, i, count);
    put_lanes(target + target_offset, i, count, value <= 0.0f ? slope * g : g, accumulate);
}

__kernel void sigmoid(
    __global const float *x, const ulong x_offset, __global float *y, const ulong y_offset, const uint count) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    store_lanes(y + y_offset, i, count, 1.0f / (1.0f + exp(-load_lanes(x + x_offset, i, count))));
}

__kernel void sigmoid_backward(
    __global const float *y, const ulong y_offset, __global const float *gradient, const ulong gradient_offset,
    __global float *target, const ulong target_offset, const int accumulate, const uint count) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes value = load_lanes(y + y_offset, i, count);
    const lanes g = load_lanes(gradient + gradient_offset, i, count);
    put_lanes(target + target_offset, i, count, g * value * (1.0f - value), accumulate);
}

__kernel void hyperbolic_tangent(
    __global const float *x, const ulong x_offset, __global float *y, const ulong y_offset, const uint count) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    store_lanes(y + y_offset, i, count, tanh(load_lanes(x + x_offset, i, count)));
}

__kernel void hyperbolic_tangent_backward(
    __global const float *y, const ulong y_offset, __global const float *gradient, const ulong gradient_offset,
    __global float *target, const ulong target_offset, const int accumulate, const uint count) {
    const size_t i = get_global_id(0) * WIDTH;
    if (i >= count) return;
    const lanes value = load_lanes(y + y_offset, i, count);
    const lanes g = load_lanes(gradient + gradient_offset, i, count);
    put_lanes(target + target_offset, i, count, g * (1.0f - value * value), accumulate);
}
