// Mean and variance of every channel of [rows, channels], in two launches.
//
// An item sums differences from the first value that it meets, so that nothing cancels when the mean is far from
// zero; items and chunks are then merged by their counts, means and sums of squared deviations (Chan, Golub and
// LeVeque, 1979). Means are relative to the first value of the column until the last step, which rounds once.

#include "common/columns.cl"

typedef struct {
    float count;
    lanes mean;
    lanes squares;
} moments;

moments merge_moments(const moments a, const moments b) {
    if (b.count == 0.0f) return a;
    moments m;
    m.count = a.count + b.count;
    const lanes apart = b.mean - a.mean;
    const float share = b.count / m.count;
    m.mean = a.mean + apart * share;
    m.squares = a.squares + b.squares + apart * apart * (a.count * share);
    return m;
}

// What sum_column is for sums.
moments merge_column(
    __local float *counts, __local lanes *means, __local lanes *squares, moments m, const uint across) {
    const uint item = get_local_id(0);
    for (uint span = GROUP / 2; span >= across; span /= 2) {
        counts[item] = m.count;
        means[item] = m.mean;
        squares[item] = m.squares;
        barrier(CLK_LOCAL_MEM_FENCE);
        if (item < span) {
            moments other;
            other.count = counts[item + span];
            other.mean = means[item + span];
            other.squares = squares[item + span];
            m = merge_moments(m, other);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    return m;
}

// For every chunk a row of means and a row of sums of squared deviations.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void batch_moments(
    __global const float *restrict x, const ulong x_offset, __global float *restrict partials,
    const ulong partials_offset, const uint rows, const uint columns, const uint across, const uint chunk) {
    __local float counts[GROUP];
    __local lanes means[GROUP], squares[GROUP];
    const uint first = get_group_id(0) * chunk;
    const column_walk walk = walk_column(first, min(rows, first + chunk), columns, across);
    __global const lanes *from = (__global const lanes *)(x + x_offset) + walk.column;

    moments m;
    m.count = 0.0f;
    m.mean = m.squares = (lanes)(0.0f);
    if (walk.row < walk.end) {
        const lanes origin = from[(size_t)walk.row * columns];
        lanes sum = (lanes)(0.0f), sum_of_squares = (lanes)(0.0f);
#pragma unroll 4
        for (uint row = walk.row; row < walk.end; row += walk.step) {
            const lanes apart = from[(size_t)row * columns] - origin;
            sum += apart;
            sum_of_squares += apart * apart;
        }
        m.count = (float)((walk.end - walk.row + walk.step - 1) / walk.step);
        m.mean = (origin - from[0]) + sum / m.count;
        const lanes left = sum_of_squares - sum * (sum / m.count);
        m.squares = left < 0.0f ? (lanes)(0.0f) : left;
    }
    m = merge_column(counts, means, squares, m, across);
    if (leads_column(walk, columns, across)) {
        __global lanes *to =
            (__global lanes *)(partials + partials_offset) + get_group_id(0) * 2 * columns + walk.column;
        to[0] = m.mean;
        to[columns] = m.squares;
    }
}

// Merges the chunks, saves mean and 1 / sqrt(variance + epsilon), and moves the running statistics.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void batch_moments_finish(
    __global const float *restrict x, const ulong x_offset, __global const float *restrict partials,
    const ulong partials_offset, __global float *restrict running_mean, const ulong running_mean_offset,
    __global float *restrict running_variance, const ulong running_variance_offset,
    __global float *restrict saved_mean, const ulong saved_mean_offset, __global float *restrict saved_inverse,
    const ulong saved_inverse_offset, const uint chunks, const uint rows, const uint columns, const uint across,
    const uint chunk, const float epsilon, const float momentum) {
    __local float counts[GROUP];
    __local lanes means[GROUP], squares[GROUP];
    const column_walk walk = walk_column(0, chunks, columns, across);
    __global const lanes *from = (__global const lanes *)(partials + partials_offset) + walk.column;

    moments m;
    m.count = 0.0f;
    m.mean = m.squares = (lanes)(0.0f);
    for (uint index = walk.row; index < walk.end; index += walk.step) {
        moments other;
        other.count = (float)(min(rows, (index + 1) * chunk) - index * chunk);
        other.mean = from[(size_t)index * 2 * columns];
        other.squares = from[(size_t)index * 2 * columns + columns];
        m = merge_moments(m, other);
    }
    m = merge_column(counts, means, squares, m, across);
    if (leads_column(walk, columns, across)) {
        const lanes variance = m.squares / (float)rows;
        const lanes unbiased = m.squares / (float)max(1u, rows - 1);
        const lanes mean = ((__global const lanes *)(x + x_offset))[walk.column] + m.mean;
        ((__global lanes *)(saved_mean + saved_mean_offset))[walk.column] = mean;
        ((__global lanes *)(saved_inverse + saved_inverse_offset))[walk.column] = 1.0f / sqrt(variance + epsilon);
        __global lanes *moving_mean = (__global lanes *)(running_mean + running_mean_offset) + walk.column;
        __global lanes *moving_variance = (__global lanes *)(running_variance + running_variance_offset) + walk.column;
        *moving_mean += momentum * (mean - *moving_mean);
        *moving_variance += momentum * (unbiased - *moving_variance);
    }
}
