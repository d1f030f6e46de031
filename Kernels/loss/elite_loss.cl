// The penalty of elite back-propagation from the means of the maps: sum of penalty[label, filter] * mean. What maps
// have to do with their means is left to other kernels.

#include "common/rows.cl"

// Leaves a part of the loss for every group, for add_total, and writes the slopes of the means: `factor` times the
// penalties of the label, nothing for padding.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void elite_loss(
    __global const float *restrict means, const ulong means_offset, __global const int *restrict labels,
    const ulong labels_offset, __global const float *restrict penalties, const ulong penalties_offset,
    __global float *restrict slopes, const ulong slopes_offset, __global float *restrict parts,
    const ulong parts_offset, const uint count, const uint filters, const uint classes, const float factor) {
    __local float memory[GROUP];
    means += means_offset;
    labels += labels_offset;
    penalties += penalties_offset;
    slopes += slopes_offset;
    float total = 0.0f;
    for (uint i = get_global_id(0); i < count; i += get_global_size(0)) {
        const int label = labels[i / filters];
        float slope = 0.0f;
        if (label >= 0) {
            // A label that is no class gives no number, and reads nothing.
            slope = factor * ((uint)label < classes ? penalties[(size_t)label * filters + i % filters] : NAN);
            total += slope * means[i];
        }
        slopes[i] = slope;
    }
    total = sum_row(memory, total, GROUP);
    if (get_local_id(0) == 0) parts[parts_offset + get_group_id(0)] = total;
}
