// Probabilities from logits, row by row.

#include "common/rows.cl"

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void softmax(
    __global const float *logits, const ulong logits_offset, __global float *output, const ulong output_offset,
    const uint rows, const uint classes, const uint across) {
    __local float memory[GROUP];
    const uint lane = get_local_id(0) % across;
    const size_t row = get_group_id(0) * (GROUP / across) + get_local_id(0) / across;
    // An item behind the last row has no classes, but takes part in the sums.
    const uint count = row < rows ? classes : 0;
    __global const float *x = logits + logits_offset + row * classes;
    __global float *y = output + output_offset + row * classes;

    float largest = -INFINITY;
    for (uint c = lane; c < count; c += across) largest = fmax(largest, x[c]);
    largest = largest_in_row(memory, largest, across);
    float sum = 0.0f;
    for (uint c = lane; c < count; c += across) sum += exp(x[c] - largest);
    sum = sum_row(memory, sum, across);
    for (uint c = lane; c < count; c += across) y[c] = exp(x[c] - largest) / sum;
}
