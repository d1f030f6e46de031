// Cross-entropy of softmax(logits) against class indices, weighted by class, and its gradient.
//
// The label's own term is kept apart from the rest of the sum of exponentials: for a confident row, loss and gradient
// would otherwise be differences of nearly equal numbers.

#include "common/rows.cl"

// The weight of a row: none for padding (label -1), NaN for a label that is no class.
float row_weight(__global const float *weights, const int label, const uint classes) {
    if (label < 0) return 0.0f;
    if ((uint)label >= classes) return NAN;
    return weights ? weights[label] : 1.0f;
}

// Adds the loss to one element when there is one group, and otherwise leaves a part for every group, for add_total.
// `class_weights`, `gradient` and `parts` may be null; `parts` is null for one group.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void softmax_cross_entropy(
    __global const float *restrict logits, const ulong logits_offset, __global const int *restrict labels,
    const ulong labels_offset, __global const float *restrict class_weights, const ulong class_weights_offset,
    __global float *restrict loss, const ulong loss_offset, __global float *restrict gradient,
    const ulong gradient_offset, __global float *restrict parts, const ulong parts_offset, const int accumulate,
    const uint batch, const uint classes, const uint across, const float factor) {
    __local float memory[GROUP];
    const uint item = get_local_id(0), lane = item % across, rows = GROUP / across;
    logits += logits_offset;
    labels += labels_offset;
    class_weights += class_weights_offset;
    gradient += gradient_offset;

    float weight_sum = 0.0f;
    for (uint row = item; row < batch; row += GROUP) weight_sum += row_weight(class_weights, labels[row], classes);
    weight_sum = sum_row(memory, weight_sum, GROUP);
    const float scale = weight_sum == 0.0f ? 0.0f : factor / weight_sum;

    float total = 0.0f;
    for (uint first = get_group_id(0) * rows; first < batch; first += get_num_groups(0) * rows) {
        const uint row = first + item / across;
        const int label = row < batch ? labels[row] : -1;
        // Padding and items behind the last row take part in the sums without classes.
        const uint count = label >= 0 ? classes : 0;
        __global const float *x = logits + (size_t)row * classes;
        float largest = -INFINITY;
        for (uint c = lane; c < count; c += across) largest = fmax(largest, x[c]);
        largest = largest_in_row(memory, largest, across);
        float rest = 0.0f;
        for (uint c = lane; c < count; c += across) rest += c == (uint)label ? 0.0f : exp(x[c] - largest);
        rest = sum_row(memory, rest, across);

        const float weight = row_weight(class_weights, label, classes);
        const float own = label >= 0 && (uint)label < classes ? x[label] - largest : 0.0f;
        const float sum = rest + exp(own);
        if (label >= 0 && lane == 0) total += weight * (own == 0.0f ? log1p(rest) : log(sum) - own);
        if (gradient && row < batch) {
            __global float *slope = gradient + (size_t)row * classes;
            for (uint c = lane; c < classes; c += across) {
                float value = 0.0f;
                if (label >= 0)
                    value = scale * weight * ((c == (uint)label ? -rest : exp(x[c] - largest)) / sum);
                slope[c] = accumulate ? slope[c] + value : value;
            }
        }
    }
    total = sum_row(memory, total, GROUP);
    if (item == 0) {
        if (parts) parts[parts_offset + get_group_id(0)] = scale * total;
        else loss[loss_offset] += scale * total;
    }
}
