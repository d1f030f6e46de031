// The sum of a run of values, added to one element: one group, always in the same order.

#include "common/columns.cl"
#include "common/compensated.cl"

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void add_total(
    __global const float *restrict values, const ulong values_offset, __global float *restrict target,
    const ulong target_offset, const uint count, const float factor) {
    __local lanes memory[GROUP];
    compensated sum = compensated_zero();
    for (size_t i = get_local_id(0) * WIDTH; i < count; i += GROUP * WIDTH)
        sum = compensated_add(sum, load_lanes(values + values_offset, i, count));
    const lanes total = sum_column(memory, compensated_value(sum), 1);
    if (get_local_id(0) == 0) {
#if WIDTH == 4
        target[target_offset] += factor * ((total.x + total.y) + (total.z + total.w));
#else
        target[target_offset] += factor * total;
#endif
    }
}
