// Short rows, each shared by `across` neighbouring items (a power of two), GROUP / across rows to a group.

#ifndef COMMON_ROWS
#define COMMON_ROWS

// Items in a group, a power of two.
#ifndef GROUP
#define GROUP 256
#endif

// The sum over the items of a row, in a fixed order; every item of the group takes part and has the result.
float sum_row(__local float *memory, const float value, const uint across) {
    const uint item = get_local_id(0);
    const uint lane = item % across;
    memory[item] = value;
    for (uint span = across / 2; span > 0; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (lane < span) memory[item] += memory[item + span];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    const float sum = memory[item - lane];
    barrier(CLK_LOCAL_MEM_FENCE);
    return sum;
}

// The largest value of a row that is a number, likewise.
float largest_in_row(__local float *memory, const float value, const uint across) {
    const uint item = get_local_id(0);
    const uint lane = item % across;
    memory[item] = value;
    for (uint span = across / 2; span > 0; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (lane < span) memory[item] = fmax(memory[item], memory[item + span]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    const float largest = memory[item - lane];
    barrier(CLK_LOCAL_MEM_FENCE);
    return largest;
}

#endif
