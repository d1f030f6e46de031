// The sparsity loss of class-specific filters and its gradient: with the soft bits s of the filters and the binary
// target P of the label, cross-entropy -(w P log s + (1 - P) log(1 - s)) or squared error w P (s - 1)^2 + (1 - P) s^2.

#include "loss/rule_targets.cl"

// Adds the loss to one element when `parts` is null, which asks for one group; otherwise leaves a part for every
// group, for add_total. `divisor` is what the sum over the filters is divided by, beside the number of rows.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void sparsity_loss(
    __global const float *restrict norms, const ulong norms_offset, __global const int *restrict labels,
    const ulong labels_offset, __global const float *restrict thresholds, const ulong thresholds_offset,
    __global const float *restrict temperatures, const ulong temperatures_offset,
    __global const float *restrict targets, const ulong targets_offset, __global float *restrict loss,
    const ulong loss_offset, __global float *restrict gradient, const ulong gradient_offset,
    __global float *restrict parts, const ulong parts_offset, const int accumulate, const int squared,
    const uint count, const uint batch, const uint filters, const uint classes, const float positive_weight,
    const float divisor, const float factor) {
    __local float memory[GROUP];
    norms += norms_offset;
    labels += labels_offset;
    thresholds += thresholds_offset;
    temperatures += temperatures_offset;
    targets += targets_offset;
    gradient += gradient_offset;
    const float scale = factor / (count_labels(memory, labels, batch) * divisor);

    float total = 0.0f;
    for (uint i = get_global_id(0); i < count; i += get_global_size(0)) {
        const uint row = i / filters, filter = i % filters;
        const int label = labels[row];
        float slope = 0.0f;
        if (label >= 0) {
            // A label that is no class gives no number, and reads nothing.
            const float p = (uint)label < classes ? targets[(size_t)label * filters + filter] : NAN;
            const float wanted = positive_weight * p, unwanted = 1.0f - p;
            const float temperature = temperatures[filter];
            const soft_bit bit = soften(norms[i], thresholds[filter], temperature);
            slope = unwanted * bit.s - wanted * bit.rest;
            if (squared) {
                total += wanted * bit.rest * bit.rest + unwanted * bit.s * bit.s;
                slope *= 2.0f * bit.s * bit.rest;
            } else {
                // -log s and -log(1 - s) from the logit, where s itself would round to 0 or 1.
                const float tail = log1p(exp(-fabs(bit.logit)));
                total += wanted * (fmax(-bit.logit, 0.0f) + tail) + unwanted * (fmax(bit.logit, 0.0f) + tail);
            }
            slope *= scale / temperature;
        }
        gradient[i] = accumulate ? gradient[i] + slope : slope;
    }
    total = sum_row(memory, total, GROUP);
    if (get_local_id(0) == 0) {
        if (parts) parts[parts_offset + get_group_id(0)] = scale * total;
        else loss[loss_offset] += scale * total;
    }
}
