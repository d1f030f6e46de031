// Products of row-major matrices, batched: result = rectify(alpha * left x right + beta * result + bias).

// 1 where the left matrix lies transposed in memory, as [depth, rows].
#ifndef TRANSPOSE_LEFT
#define TRANSPOSE_LEFT 0
#endif
// 1 where the right matrix lies transposed in memory, as [columns, depth].
#ifndef TRANSPOSE_RIGHT
#define TRANSPOSE_RIGHT 0
#endif

#define LEFT_ALONG_DEPTH (!TRANSPOSE_LEFT)
#define RIGHT_ALONG_DEPTH TRANSPOSE_RIGHT
#include "product/tile.cl"
#include "product/panel.cl"
#include "product/place.cl"
#include "product/rectify.cl"

struct operands {
    struct panel left, right;
};

static inline void fetch_operands(
    const struct operands *operands, float4 left_quads[LEFT_QUADS], float4 right_quads[RIGHT_QUADS])
{
#pragma unroll
    for (uint q = 0; q < LEFT_QUADS; ++q) {
        left_quads[q] = panel_quad(LEFT_VECTOR, LEFT_ALONG_DEPTH, TILE_ROWS, &operands->left, q);
    }
#pragma unroll
    for (uint q = 0; q < RIGHT_QUADS; ++q) {
        right_quads[q] = panel_quad(RIGHT_VECTOR, RIGHT_ALONG_DEPTH, TILE_COLUMNS, &operands->right, q);
    }
}

static inline void advance_operands(struct operands *operands)
{
    advance_panel(&operands->left);
    advance_panel(&operands->right);
}

#include "product/walk.cl"

// Groups: tiles across, tiles down, splits of the depth, products of the batch; the first runs fastest. With several
// splits the result is their partial sums (alpha 1, beta 0, no bias, slope 1), `result_split` elements from one to the
// next. Pitches are elements from a row in memory to the next, steps from a product of the batch to the next. The bias
// has a value for every column, or is absent.
__kernel __attribute__((reqd_work_group_size(TILE_ITEMS, 1, 1))) void matrix_product(
    const uint rows, const uint columns, const uint depth, const uint splits, const uint split_depth,
    __global const float *restrict left, const ulong left_offset, const uint left_pitch, const ulong left_step,
    __global const float *restrict right, const ulong right_offset, const uint right_pitch, const ulong right_step,
    __global float *restrict result, const ulong result_offset, const uint result_pitch, const ulong result_step,
    const ulong result_split, const float alpha, const float beta, __global const float *restrict bias,
    const ulong bias_offset, const float slope)
{
    __local float4 left_stages[2 * LEFT_STAGE];
    __local float4 right_stages[2 * RIGHT_STAGE];

    const struct tile_place place = find_tile(rows, columns, depth, splits, split_depth);
    struct operands operands;
    operands.left = make_panel(
        LEFT_ALONG_DEPTH, TILE_ROWS, left + left_offset + place.product * left_step, left_pitch, place.first_row, rows,
        place.first, place.end);
    operands.right = make_panel(
        RIGHT_ALONG_DEPTH, TILE_COLUMNS, right + right_offset + place.product * right_step, right_pitch,
        place.first_column, columns, place.first, place.end);

    float4 sums[ITEM_ROWS][ITEM_COLUMNS / 4];
    clear_sums(sums);
    walk(&operands, (place.end - place.first + TILE_DEPTH - 1) / TILE_DEPTH, left_stages, right_stages, sums);

    const uint item = get_local_id(0);
#pragma unroll
    for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
        const uint column = place.first_column + SUM_COLUMN(item, j);
        const float4 shift = bias ? read_quad(RIGHT_VECTOR, bias + bias_offset + column, (int)columns - (int)column)
                                  : (float4)(0.0f);
#pragma unroll
        for (uint i = 0; i < ITEM_ROWS; ++i) { sums[i][j] = alpha * sums[i][j] + shift; }
    }
    result += result_offset + place.product * result_step + place.split * result_split;
#pragma unroll
    for (uint i = 0; i < ITEM_ROWS; ++i) {
        const uint row = place.first_row + SUM_ROW(item, i);
        if (row >= rows) { continue; }
#pragma unroll
        for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
            const uint column = place.first_column + SUM_COLUMN(item, j);
            const int inside = (int)columns - (int)column;
            __global float *to = result + (size_t)row * result_pitch + column;
            if (beta != 0.0f) { sums[i][j] += beta * read_quad(RIGHT_VECTOR, to, inside); }
            write_quad(RIGHT_VECTOR, to, inside, rectify_quad(sums[i][j], slope));
        }
    }
}
