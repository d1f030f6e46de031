// Cross-entropy over the rules that the filters are about to become, and its gradient: the logit of a class is
// `sharpness` times the mean soft bit of the filters assigned to it. A group takes one row of the batch.

#include "loss/rule_targets.cl"

// `bits` [batch, filters] and `logits`, `shares` [batch, classes] are scratch; `parts` receives one number for every
// row, for add_total. `across` neighbouring items, a power of two, share the logit of a class.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void soft_rule_loss(
    __global const float *restrict norms, const ulong norms_offset, __global const int *restrict labels,
    const ulong labels_offset, __global const float *restrict thresholds, const ulong thresholds_offset,
    __global const float *restrict temperatures, const ulong temperatures_offset,
    __global const float *restrict targets, const ulong targets_offset, __global float *restrict gradient,
    const ulong gradient_offset, __global float *restrict parts, const ulong parts_offset, __global float *bits,
    const ulong bits_offset, __global float *logits, const ulong logits_offset, __global float *shares,
    const ulong shares_offset, const int accumulate, const uint batch, const uint filters, const uint classes,
    const uint across, const float sharpness, const float factor) {
    __local float memory[GROUP];
    const uint item = get_local_id(0);
    const size_t row = get_group_id(0);
    labels += labels_offset;
    norms += norms_offset + row * filters;
    thresholds += thresholds_offset;
    temperatures += temperatures_offset;
    targets += targets_offset;
    gradient += gradient_offset + row * filters;
    bits += bits_offset + row * filters;
    logits += logits_offset + row * classes;
    shares += shares_offset + row * classes;
    const float scale = factor / count_labels(memory, labels, batch);
    const int label = labels[row];
    if (label < 0) {
        if (!accumulate)
            for (uint k = item; k < filters; k += GROUP) gradient[k] = 0.0f;
        if (item == 0) parts[parts_offset + row] = 0.0f;
        return;
    }

    for (uint k = item; k < filters; k += GROUP) bits[k] = soften(norms[k], thresholds[k], temperatures[k]).s;
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (uint first = 0; first < classes; first += GROUP / across) {
        const uint c = first + item / across;
        __global const float *of_class = targets + (size_t)c * filters;
        float assigned = 0.0f, sum = 0.0f;
        for (uint k = item % across; k < (c < classes ? filters : 0); k += across) {
            assigned += of_class[k];
            sum += of_class[k] * bits[k];
        }
        assigned = sum_row(memory, assigned, across);
        sum = sum_row(memory, sum, across);
        if (c < classes && item % across == 0) {
            shares[c] = assigned == 0.0f ? 0.0f : sharpness / assigned;
            logits[c] = shares[c] * sum;
        }
    }
    barrier(CLK_GLOBAL_MEM_FENCE);

    // The label's own term is kept apart from the rest of the sum of exponentials: where the rules are confident, loss
    // and slopes would otherwise be differences of nearly equal numbers. A label that is no class gives no number.
    float largest = -INFINITY;
    for (uint c = item; c < classes; c += GROUP) largest = fmax(largest, logits[c]);
    largest = largest_in_row(memory, largest, GROUP);
    float rest = 0.0f;
    for (uint c = item; c < classes; c += GROUP) rest += c == (uint)label ? 0.0f : exp(logits[c] - largest);
    rest = sum_row(memory, rest, GROUP);
    const float own = (uint)label < classes ? logits[label] - largest : NAN;
    const float sum = rest + exp(own);
    if (item == 0) parts[parts_offset + row] = scale * (own == 0.0f ? log1p(rest) : log(sum) - own);
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (uint c = item; c < classes; c += GROUP)
        logits[c] = shares[c] * ((c == (uint)label ? -rest : exp(logits[c] - largest)) / sum);
    barrier(CLK_GLOBAL_MEM_FENCE);

    // `logits` are now the slopes of the loss in the sums of soft bits.
    for (uint k = item; k < filters; k += GROUP) {
        float slope = 0.0f;
        for (uint c = 0; c < classes; ++c) slope += targets[(size_t)c * filters + k] * logits[c];
        const soft_bit bit = soften(norms[k], thresholds[k], temperatures[k]);
        slope *= scale * bit.s * bit.rest / temperatures[k];
        gradient[k] = accumulate ? gradient[k] + slope : slope;
    }
}
