// Concatenation along the channels, one part at a time.

#include "common/lanes.cl"

// Copies, or adds, `columns` columns of WIDTH channels of every row from one matrix into another; the slices begin at
// the first column, rows are `source_columns` and `target_columns` apart. `count` columns in all rows.
__kernel void copy_columns(
    __global const float *restrict source, const ulong source_offset, __global float *restrict target,
    const ulong target_offset, const int accumulate, const uint count, const uint columns,
    const uint source_columns, const uint target_columns) {
    const uint i = get_global_id(0);
    if (i >= count) return;
    const size_t row = i / columns;
    const uint column = i % columns;
    const lanes value = ((__global const lanes *)(source + source_offset))[row * source_columns + column];
    __global lanes *to = (__global lanes *)(target + target_offset) + row * target_columns + column;
    *to = accumulate ? *to + value : value;
}
