// The semantic similarity loss and its gradient. The cosines of a map with the vectors of all concepts, weighted, are
// the product of the map's direction and one vector of its class, the class's pull.

#include "common/columns.cl"
#include "loss/rule_targets.cl"

// A map or vector of this norm or less counts as zero: no cosine, no gradient.
#define SMALLEST_NORM 1e-8f

// scales[concept] = 1 / norm of vectors[concept], 0 for no norm. A group for every concept.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void similarity_scales(
    __global const float *restrict vectors, const ulong vectors_offset, __global float *restrict scales,
    const ulong scales_offset, const uint positions) {
    __local float memory[GROUP];
    const size_t concept = get_group_id(0);
    vectors += vectors_offset + concept * positions;
    float square = 0.0f;
    for (uint p = get_local_id(0); p < positions; p += GROUP) square += vectors[p] * vectors[p];
    const float norm = sqrt(sum_row(memory, square, GROUP));
    if (get_local_id(0) == 0) scales[scales_offset + concept] = norm <= SMALLEST_NORM ? 0.0f : 1.0f / norm;
}

// pulls[class, position] = sum over the concepts of weights[class, concept] * scale * vectors[concept, position].
// `count` items, one for each element.
__kernel void similarity_pulls(
    __global const float *restrict vectors, const ulong vectors_offset, __global const float *restrict scales,
    const ulong scales_offset, __global const float *restrict weights, const ulong weights_offset,
    __global float *restrict pulls, const ulong pulls_offset, const uint count, const uint concepts,
    const uint positions) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    vectors += vectors_offset + i % positions;
    scales += scales_offset;
    weights += weights_offset + i / positions * (size_t)concepts;
    float sum = 0.0f;
    for (uint concept = 0; concept < concepts; concept++)
        sum += weights[concept] * scales[concept] * vectors[concept * (size_t)positions];
    pulls[pulls_offset + i] = sum;
}

// Leaves a part of the loss for every group, for add_total. Dimension 0 of the groups counts images. The loss is
// divided by `divisor` and, where `averages` says so, by the number of images that are not padding.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void similarity_loss(
    __global const float *restrict maps, const ulong maps_offset, __global const int *restrict labels,
    const ulong labels_offset, __global const float *restrict pulls, const ulong pulls_offset,
    __global float *restrict gradient, const ulong gradient_offset, __global float *restrict parts,
    const ulong parts_offset, const int accumulate, const uint batch, const uint positions, const uint columns,
    const uint classes, const uint across, const int averages, const float divisor, const float factor) {
    __local lanes products[GROUP];
    __local lanes squares[GROUP];
    __local float memory[GROUP];
    const uint item = get_local_id(0);
    const size_t image = get_group_id(0);
    labels += labels_offset;
    const float valid = count_labels(memory, labels, batch);
    const float scale = factor / (averages ? valid * divisor : divisor);
    const int label = labels[image];
    // A label that is no class gives no number, and reads nothing.
    const int is_class = label >= 0 && (uint)label < classes;
    __global const float *pull = pulls + pulls_offset + (is_class ? label : 0) * (size_t)positions;

    const column_walk walk = walk_column(0, positions, columns, across);
    const size_t first = image * positions * columns + walk.column;
    __global const lanes *from = (__global const lanes *)(maps + maps_offset) + first;
    __global lanes *to = (__global lanes *)(gradient + gradient_offset) + first;
    lanes product = (lanes)(0.0f), square = (lanes)(0.0f);
    for (uint row = walk.row; row < walk.end; row += walk.step) {
        const lanes value = from[(size_t)row * columns];
        product += value * pull[row];
        square += value * value;
    }
    product = sum_column(products, product, across);
    square = sum_column(squares, square, across);

    // From here on the factors of the pull and of the map itself in the gradient.
    float similarity = 0.0f;
    if (item < across) {
        const lanes norm = sqrt(square);
        const lanes inverse = norm <= SMALLEST_NORM ? (lanes)(0.0f) : 1.0f / norm;
        const lanes cosine = product * inverse;
        const float slope = is_class ? scale : NAN;
        products[item] = slope * inverse;
        squares[item] = -slope * cosine * inverse * inverse;
#if WIDTH == 4
        const float sum = (cosine.x + cosine.y) + (cosine.z + cosine.w);
#else
        const float sum = cosine;
#endif
        // Beside the matrix norms are zero.
        similarity = label < 0 ? 0.0f : slope * sum;
    }
    // Also makes the factors visible to the items of the column.
    const float total = sum_row(memory, similarity, GROUP);
    if (item == 0) parts[parts_offset + image * get_num_groups(1) + get_group_id(1)] = total;

    const lanes pulling = products[item % across], shrinking = squares[item % across];
    for (uint row = walk.row; row < walk.end; row += walk.step) {
        const size_t at = (size_t)row * columns;
        const lanes value = label < 0 ? (lanes)(0.0f) : pulling * pull[row] + shrinking * from[at];
        to[at] = accumulate ? to[at] + value : value;
    }
}
