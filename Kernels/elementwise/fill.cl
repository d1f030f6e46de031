// One value everywhere.

#ifndef GROUP
#define GROUP 128  // work-items of a group
#endif

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void fill(
    __global float *restrict y, const ulong y_offset, const ulong count, const float value) {
    y += y_offset;
    for (ulong i = get_global_id(0); i < count; i += get_global_size(0)) y[i] = value;
}
