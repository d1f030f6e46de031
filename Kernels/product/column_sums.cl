// Sums of a matrix's columns, which are the gradients of a bias: the first pass. The second is sum_partials.

// Columns of a work-group: 8, 16, 32 or 64. It has 256 items, which divide its rows between them.
#ifndef SUM_COLUMNS
#define SUM_COLUMNS 32
#endif
#define SUM_ROWS (256 / SUM_COLUMNS)

// partials[part, column] = sum of the values in rows part * part_rows onwards. Groups: across, parts.
__kernel __attribute__((reqd_work_group_size(SUM_COLUMNS, SUM_ROWS, 1))) void column_sums(
    const uint rows, const uint columns, const uint part_rows, __global const float *restrict values,
    const ulong values_offset, __global float *restrict partials, const ulong partials_offset)
{
    __local float sums[SUM_ROWS][SUM_COLUMNS];
    const uint x = get_local_id(0), y = get_local_id(1);
    const uint column = get_group_id(0) * SUM_COLUMNS + x;
    const uint part = get_group_id(1);
    const uint end = min(rows, (part + 1) * part_rows);

    float sum = 0.0f;
    if (column < columns) {
        values += values_offset + column;
        for (uint row = part * part_rows + y; row < end; row += SUM_ROWS) { sum += values[(size_t)row * columns]; }
    }
    sums[y][x] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint half_rows = SUM_ROWS / 2; half_rows > 0; half_rows /= 2) {
        if (y < half_rows) { sums[y][x] += sums[y + half_rows][x]; }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (y == 0 && column < columns) { partials[partials_offset + (size_t)part * columns + column] = sums[0][x]; }
}
