// What a driver must get right before it is used: integers, single precision, local memory and a barrier.

#ifndef GROUP
#define GROUP 64  // work-items of a group
#endif

// Reverses the values of every group through local memory: y = 3 x + 1 of the mirrored item.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void self_test(
    __global const float *restrict x, const ulong x_offset, __global float *restrict y, const ulong y_offset,
    __global int *restrict bits, const ulong bits_offset, const uint count) {
    x += x_offset;
    y += y_offset;
    bits += bits_offset;
    __local float shared[GROUP];
    const uint i = get_global_id(0);
    const uint lane = get_local_id(0);
    shared[lane] = i < count ? x[i] : 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i >= count) return;
    y[i] = fma(3.0f, shared[GROUP - 1 - lane], 1.0f);
    bits[i] = popcount(i * 2654435761u);
}
