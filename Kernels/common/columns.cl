// How work-groups cover a matrix whose rows are channels side by side. A column is WIDTH channels. A group is `across`
// columns (a power of two) by GROUP / across rows, so that neighbouring items read neighbouring addresses whether the
// channels are many or few. Dimension 0 of the groups counts chunks of rows, dimension 1 blocks of columns.

#ifndef COMMON_COLUMNS
#define COMMON_COLUMNS

#include "common/lanes.cl"

// Items in a group, a power of two.
#ifndef GROUP
#define GROUP 256
#endif

// The part of the matrix that an item walks through: rows `row`, `row + step`, ... below `end` of one column.
typedef struct {
    uint column;
    uint row;
    uint end;
    uint step;
} column_walk;

// The walk of this item through rows [first, end). An item beside the matrix has no rows.
column_walk walk_column(const uint first, const uint end, const uint columns, const uint across) {
    const uint item = get_local_id(0);
    column_walk walk;
    walk.column = get_group_id(1) * across + item % across;
    walk.step = GROUP / across;
    walk.row = first + item / across;
    walk.end = walk.column < columns ? end : 0;
    return walk;
}

// Whether this item is the one that writes the result of its column.
int leads_column(const column_walk walk, const uint columns, const uint across) {
    return get_local_id(0) < across && walk.column < columns;
}

// The sum over the items of each column of the group, in a fixed order; every item of the group takes part, and the
// leading items have the result.
lanes sum_column(__local lanes *memory, const lanes value, const uint across) {
    const uint item = get_local_id(0);
    memory[item] = value;
    for (uint span = GROUP / 2; span >= across; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (item < span) memory[item] += memory[item + span];
    }
    return memory[item];
}

#endif
