// The walk of a work-group along the depth of a product: while the items multiply one stage, the quads of the next are
// on their way into registers; one barrier a stage.
//
// A program that includes this file defines before: struct operands; fetch_operands, which reads an item's quads of the
// present stage; and advance_operands, which moves on to the next.
#ifndef NESY_PRODUCT_WALK
#define NESY_PRODUCT_WALK

static inline void put_stage(
    __local float4 *left, __local float4 *right, const uint item, const float4 left_quads[LEFT_QUADS],
    const float4 right_quads[RIGHT_QUADS])
{
#pragma unroll
    for (uint q = 0; q < LEFT_QUADS; ++q) {
        put_quad(
            left, LEFT_ALONG_DEPTH, LEFT_TERM, QUAD_DEPTH(LEFT_ALONG_DEPTH, TILE_ROWS, item, q),
            QUAD_LINE(LEFT_ALONG_DEPTH, TILE_ROWS, item, q), left_quads[q]);
    }
#pragma unroll
    for (uint q = 0; q < RIGHT_QUADS; ++q) {
        put_quad(
            right, RIGHT_ALONG_DEPTH, RIGHT_TERM, QUAD_DEPTH(RIGHT_ALONG_DEPTH, TILE_COLUMNS, item, q),
            QUAD_LINE(RIGHT_ALONG_DEPTH, TILE_COLUMNS, item, q), right_quads[q]);
    }
}

// Adds `stages` stages to the sums. Local memory: two stages of each operand.
static inline void walk(
    struct operands *operands, const uint stages, __local float4 *left, __local float4 *right,
    float4 sums[ITEM_ROWS][ITEM_COLUMNS / 4])
{
    const uint item = get_local_id(0);
    float4 left_quads[LEFT_QUADS], right_quads[RIGHT_QUADS];
    fetch_operands(operands, left_quads, right_quads);
    put_stage(left, right, item, left_quads, right_quads);
    barrier(CLK_LOCAL_MEM_FENCE);
    uint present = 0;
    for (uint stage = 0; stage < stages; ++stage) {
        const int more = stage + 1 < stages;
        if (more) {
            advance_operands(operands);
            fetch_operands(operands, left_quads, right_quads);
        }
        multiply_stage(
            left + present * LEFT_STAGE, right + present * RIGHT_STAGE, ITEM_ROW(item), ITEM_COLUMN(item), sums);
        present ^= 1;
        if (more) {
            put_stage(left + present * LEFT_STAGE, right + present * RIGHT_STAGE, item, left_quads, right_quads);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
}

#endif
