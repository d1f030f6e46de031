// Values to bit columns.

// Columns of a group, a power of two, at most 32.
#ifndef COLUMNS
#define COLUMNS 32
#endif
// Elements of 32 rows that a group makes of each column: so many lie side by side in memory.
#ifndef ELEMENTS
#define ELEMENTS 8
#endif

#define ITEMS (COLUMNS * ELEMENTS)

// Bit r of element e of column c: whether values[32 e + r, c] >= thresholds[c], no bit behind the last row. The columns
// of `bits` are `pitch` elements apart; `elements` are written from `first_element` on. Dimension 0 of the groups
// counts blocks of columns, dimension 1 blocks of elements.
__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void binarize(
    __global const float *restrict values, const ulong values_offset, __global const float *restrict thresholds,
    const ulong thresholds_offset, __global uint *restrict bits, const ulong bits_offset, const uint rows,
    const uint columns, const uint first_element, const uint elements, const uint pitch) {
    // One more than the columns: an item reads down a column, where its neighbours read other banks.
    __local uint made[ELEMENTS * (COLUMNS + 1)];
    values += values_offset;
    thresholds += thresholds_offset;
    bits += bits_offset;
    const uint item = get_local_id(0);
    const uint first_column = get_group_id(0) * COLUMNS, first = get_group_id(1) * ELEMENTS;

    // Neighbouring items read neighbouring columns of a row.
    const uint column = first_column + item % COLUMNS;
    const size_t row = (size_t)(first + item / COLUMNS) * 32;
    uint element = 0;
    if (column < columns && row < rows) {
        const float threshold = thresholds[column];
        const uint count = (uint)min((size_t)32, rows - row);
        for (uint r = 0; r < count; ++r) {
            element |= (uint)(values[(row + r) * columns + column] >= threshold) << r;
        }
    }
    made[item / COLUMNS * (COLUMNS + 1) + item % COLUMNS] = element;
    barrier(CLK_LOCAL_MEM_FENCE);

    // Neighbouring items write neighbouring elements of a column.
    const uint to_column = first_column + item / ELEMENTS, to = first + item % ELEMENTS;
    if (to_column < columns && to < elements) {
        bits[(size_t)to_column * pitch + first_element + to] =
            made[item % ELEMENTS * (COLUMNS + 1) + item / ELEMENTS];
    }
}
