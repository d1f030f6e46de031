// Sums of scaled runs.

#ifndef GROUP
#define GROUP 128  // work-items of a group
#endif

// y += factor * x
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void accumulate(
    __global const float *restrict x, const ulong x_offset, __global float *restrict y, const ulong y_offset,
    const ulong count, const float factor) {
    x += x_offset;
    y += y_offset;
    for (ulong i = get_global_id(0); i < count; i += get_global_size(0)) y[i] += factor * x[i];
}
