// Whether a run holds a value that is NaN or infinite.

#include "common/lanes.cl"

// Sets `found` to 1 if so, and leaves it alone otherwise. Any number of items: they stride over the run.
__kernel void find_nonfinite(
    __global const float *restrict x, const ulong x_offset, __global int *restrict found, const ulong found_offset,
    const uint count) {
    integer_lanes any_bad = (integer_lanes)(0);
    const size_t step = get_global_size(0) * WIDTH;
    for (size_t i = get_global_id(0) * WIDTH; i < count; i += step)
        any_bad |= (as_integer_lanes(load_lanes(x + x_offset, i, count)) & 0x7F800000) == 0x7F800000;
#if WIDTH == 4
    if (any(any_bad)) atomic_or(found + found_offset, 1);
#else
    if (any_bad) atomic_or(found + found_offset, 1);
#endif
}
