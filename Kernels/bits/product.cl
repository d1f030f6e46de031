// How many rows the columns of two bit matrices share: a matrix product whose multiplication is AND and whose addition
// is the population count. Columns are strips of words, each a multiple of 16, along which quads of words are read.
//
// A work-group counts a tile of TILE_LEFT x TILE_RIGHT pairs of columns. Stages of both sides pass through local
// memory, two at once, and every item keeps the counts of ITEM_LEFT x ITEM_RIGHT pairs in registers.

// Left columns of an item: 4 or 8.
#ifndef ITEM_LEFT
#define ITEM_LEFT 4
#endif
// Right columns of an item: 4 or 8; where both are 8, local memory holds stages of 2 quads.
#ifndef ITEM_RIGHT
#define ITEM_RIGHT 4
#endif
// Quads of a column in one stage: 2 or 4.
#ifndef STAGE_QUADS
#define STAGE_QUADS 4
#endif
// Quads between columns in local memory, odd: neighbouring columns then lie in different banks.
#ifndef PITCH
#define PITCH 5
#endif
// 1: two words and the bits that were left over go through a full adder, and the carries alone are counted. That is half
// the population counts for one more logical operation a word: for devices that count at a quarter of the rate of
// logic, as NVIDIA's do.
#ifndef CARRIES
#define CARRIES 1
#endif
// Words that are read at once: 1 always; 4 where both slices begin at a multiple of four elements.
#ifndef VECTOR
#define VECTOR 1
#endif

// Items of a group along either side.
#define SIDE 16
#define ITEMS (SIDE * SIDE)
#define TILE_LEFT (SIDE * ITEM_LEFT)
#define TILE_RIGHT (SIDE * ITEM_RIGHT)
#define STAGE ((TILE_LEFT + TILE_RIGHT) * PITCH)
// Quads that an item brings to a stage. The tile's columns are counted through, left ones first.
#define QUADS ((TILE_LEFT + TILE_RIGHT) * STAGE_QUADS / ITEMS)
#define QUAD_COLUMN(item, q) (((item) + (q) * ITEMS) / STAGE_QUADS)
#define QUAD_DEPTH(item) ((item) % STAGE_QUADS)

static inline uint4 read_words(__global const uint *from) {
#if VECTOR == 4
    return *(__global const uint4 *)from;
#else
    return (uint4)(from[0], from[1], from[2], from[3]);
#endif
}

// What an item has counted for one pair of columns.
struct tally {
    uint count;  // carries, each of which stands for two rows, or rows
    uint rest;   // bits that have not made a carry yet, each of which stands for one row
};

static inline void count_words(struct tally *tally, const uint a, const uint b) {
#if CARRIES
    tally->count += popcount((a & b) | (tally->rest & (a ^ b)));
    tally->rest ^= a ^ b;
#else
    tally->count += popcount(a) + popcount(b);
#endif
}

static inline int tally_total(const struct tally *tally) {
    return (int)(CARRIES ? 2 * tally->count + popcount(tally->rest) : tally->count);
}

static inline void fetch(__global const uint *const sources[QUADS], const uint word, uint4 quads[QUADS]) {
#pragma unroll
    for (uint q = 0; q < QUADS; ++q) { quads[q] = read_words(sources[q] + word); }
}

static inline void put(__local uint4 *stage, const uint item, const uint4 quads[QUADS]) {
#pragma unroll
    for (uint q = 0; q < QUADS; ++q) { stage[QUAD_COLUMN(item, q) * PITCH + QUAD_DEPTH(item)] = quads[q]; }
}

static inline void count_stage(
    __local const uint4 *stage, const uint item, struct tally tallies[ITEM_LEFT][ITEM_RIGHT]) {
    __local const uint4 *left = stage + item / SIDE * PITCH;
    __local const uint4 *right = stage + (TILE_LEFT + item % SIDE) * PITCH;
#pragma unroll 1
    for (uint quad = 0; quad < STAGE_QUADS; ++quad) {
        uint4 a[ITEM_LEFT];
#pragma unroll
        for (uint i = 0; i < ITEM_LEFT; ++i) { a[i] = left[i * SIDE * PITCH + quad]; }
#pragma unroll
        for (uint j = 0; j < ITEM_RIGHT; ++j) {
            const uint4 b = right[j * SIDE * PITCH + quad];
#pragma unroll
            for (uint i = 0; i < ITEM_LEFT; ++i) {
                const uint4 shared = a[i] & b;
                count_words(&tallies[i][j], shared.x, shared.y);
                count_words(&tallies[i][j], shared.z, shared.w);
            }
        }
    }
}

// counts[left column, right column], from `words` words of each column, `split_words` (a multiple of 4 * STAGE_QUADS) to
// each of the groups along dimension 2; dimension 1 counts tiles of left columns, dimension 0 tiles of right ones.
// `adds` is 0 to write, 1 to add, and 2 where several groups add to the same counts: integers in any order have the
// same sum.
__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void count_shared_rows(
    __global const uint *restrict left, const ulong left_offset, __global const uint *restrict right,
    const ulong right_offset, __global int *restrict counts, const ulong counts_offset, const uint left_columns,
    const uint right_columns, const uint words, const uint split_words, const int adds) {
    __local uint4 stages[2 * STAGE];
    const uint item = get_local_id(0);
    const uint first_left = get_group_id(1) * TILE_LEFT, first_right = get_group_id(0) * TILE_RIGHT;
    const uint first = get_group_id(2) * split_words;
    const uint end = min(words, first + split_words);

    // Beside the matrix the last column stands in; what it counts is not written.
    __global const uint *sources[QUADS];
#pragma unroll
    for (uint q = 0; q < QUADS; ++q) {
        const uint column = QUAD_COLUMN(item, q);
        const uint left_column = min(first_left + column, left_columns - 1);
        const uint right_column = min(first_right + column - TILE_LEFT, right_columns - 1);
        sources[q] = column < TILE_LEFT ? left + left_offset + (size_t)left_column * words
                                        : right + right_offset + (size_t)right_column * words;
        sources[q] += QUAD_DEPTH(item) * 4;
    }

    struct tally tallies[ITEM_LEFT][ITEM_RIGHT];
#pragma unroll
    for (uint i = 0; i < ITEM_LEFT; ++i) {
#pragma unroll
        for (uint j = 0; j < ITEM_RIGHT; ++j) { tallies[i][j].count = tallies[i][j].rest = 0; }
    }

    // While the items count one stage, the quads of the next are on their way into registers.
    uint4 quads[QUADS];
    fetch(sources, first, quads);
    put(stages, item, quads);
    barrier(CLK_LOCAL_MEM_FENCE);
    uint present = 0;
    for (uint word = first; word < end; word += 4 * STAGE_QUADS) {
        const uint next = word + 4 * STAGE_QUADS;
        if (next < end) { fetch(sources, next, quads); }
        count_stage(stages + present * STAGE, item, tallies);
        present ^= 1;
        if (next < end) { put(stages + present * STAGE, item, quads); }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

#pragma unroll
    for (uint i = 0; i < ITEM_LEFT; ++i) {
        const uint row = first_left + i * SIDE + item / SIDE;
#pragma unroll
        for (uint j = 0; j < ITEM_RIGHT; ++j) {
            const uint column = first_right + j * SIDE + item % SIDE;
            if (row >= left_columns || column >= right_columns) { continue; }
            __global int *to = counts + counts_offset + (size_t)row * right_columns + column;
            const int total = tally_total(&tallies[i][j]);
            if (adds == 2) { atomic_add(to, total); }
            else { *to = adds ? *to + total : total; }
        }
    }
}
