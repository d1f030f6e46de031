// One tile of a matrix product, as a work-group computes it: a strip of the left matrix and a strip of the right one
// pass through local memory in stages of TILE_DEPTH, and every item keeps ITEM_ROWS x ITEM_COLUMNS sums in registers.
// Strips are brought in quads: four neighbouring elements of one operand, along the depth or along its lines (the rows
// of the left matrix, the columns of the right one), whichever way they lie in memory.
//
// A program that includes this file defines LEFT_ALONG_DEPTH and RIGHT_ALONG_DEPTH as 0 or 1 before.
#ifndef NESY_PRODUCT_TILE
#define NESY_PRODUCT_TILE

// Rows of the result that a work-group computes: a multiple of 4 * ITEM_ROWS.
#ifndef TILE_ROWS
#define TILE_ROWS 128
#endif
// Columns of the result that a work-group computes: a multiple of 8 * ITEM_COLUMNS.
#ifndef TILE_COLUMNS
#define TILE_COLUMNS 128
#endif
// Terms of the sums in one stage: 8, 16 or 32, so many that every item brings a quad of each operand or more. Two
// stages are in local memory at once.
#ifndef TILE_DEPTH
#define TILE_DEPTH 8
#endif
// Elements between the terms of a stage in local memory, a multiple of four: quads along the depth are turned when they
// are put down, and a warp then writes to 32 different banks (depth 8) or to each of 16 twice (depth 16).
#ifndef TILE_PADDING
#define TILE_PADDING 4
#endif
// Rows of an item: 4 or 8.
#ifndef ITEM_ROWS
#define ITEM_ROWS 8
#endif
// Columns of an item: 4 or 8.
#ifndef ITEM_COLUMNS
#define ITEM_COLUMNS 8
#endif
// Elements of the left matrix that are read at once: 1 always; 4 where every quad lies in one line or in none, on a
// boundary of four elements (offset, pitch, and the extent along which quads lie, are multiples of four).
#ifndef LEFT_VECTOR
#define LEFT_VECTOR 1
#endif
// The same for the right matrix, the result and the bias.
#ifndef RIGHT_VECTOR
#define RIGHT_VECTOR 1
#endif
// What factors are multiplied as: 0 float32; on tensor cores, 1 tf32 (TILE_DEPTH 16) or 2 bfloat16 (TILE_DEPTH 32).
#ifndef PRECISION
#define PRECISION 0
#endif

#define TILE_ITEMS ((TILE_ROWS / ITEM_ROWS) * (TILE_COLUMNS / ITEM_COLUMNS))
// Quads that an item brings to a stage.
#define LEFT_QUADS (TILE_ROWS * TILE_DEPTH / 4 / TILE_ITEMS)
#define RIGHT_QUADS (TILE_COLUMNS * TILE_DEPTH / 4 / TILE_ITEMS)

static inline void clear_sums(float4 sums[ITEM_ROWS][ITEM_COLUMNS / 4])
{
#pragma unroll
    for (uint i = 0; i < ITEM_ROWS; ++i) {
#pragma unroll
        for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) { sums[i][j] = (float4)(0.0f); }
    }
}

#if PRECISION
#include "product/tensor_tile.cl"
#else

// Float4s of a term and of a stage in local memory, where lines are neighbours.
#define LEFT_TERM ((TILE_ROWS + (LEFT_ALONG_DEPTH ? TILE_PADDING : 0)) / 4)
#define RIGHT_TERM ((TILE_COLUMNS + (RIGHT_ALONG_DEPTH ? TILE_PADDING : 0)) / 4)
#define LEFT_STAGE (TILE_DEPTH * LEFT_TERM)
#define RIGHT_STAGE (TILE_DEPTH * RIGHT_TERM)

// Where the q-th quad of an item begins in its stage. Items beside each other bring quads beside each other.
#define QUAD_LINE(along_depth, width, item, q)                                                                         \
    ((along_depth) ? (item) / (TILE_DEPTH / 4) + (q) * (TILE_ITEMS * 4 / TILE_DEPTH) : (item) % ((width) / 4) * 4)
#define QUAD_DEPTH(along_depth, width, item, q)                                                                        \
    ((along_depth) ? (item) % (TILE_DEPTH / 4) * 4 : (item) / ((width) / 4) + (q) * (TILE_ITEMS * 4 / (width)))

// Puts a quad that begins at (depth, line) into a stage of `term` float4s a term.
static inline void put_quad(
    __local float4 *stage, const int along_depth, const uint term, const uint depth, const uint line,
    const float4 quad)
{
    if (along_depth) {
        __local float *to = (__local float *)(stage + depth * term) + line;
        to[0] = quad.x;
        to[4 * term] = quad.y;
        to[8 * term] = quad.z;
        to[12 * term] = quad.w;
    } else {
        stage[depth * term + line / 4] = quad;
    }
}

// Adds one stage to the sums of the item whose first row is 4 * item_row and first column 4 * item_column.
static inline void multiply_stage(
    __local const float4 *left, __local const float4 *right, const uint item_row, const uint item_column,
    float4 sums[ITEM_ROWS][ITEM_COLUMNS / 4])
{
#pragma unroll
    for (uint depth = 0; depth < TILE_DEPTH; ++depth) {
        float4 a[ITEM_ROWS / 4], b[ITEM_COLUMNS / 4];
#pragma unroll
        for (uint i = 0; i < ITEM_ROWS / 4; ++i) {
            a[i] = left[depth * LEFT_TERM + i * (TILE_ROWS / ITEM_ROWS) + item_row];
        }
#pragma unroll
        for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
            b[j] = right[depth * RIGHT_TERM + j * (TILE_COLUMNS / ITEM_COLUMNS) + item_column];
        }
#pragma unroll
        for (uint i = 0; i < ITEM_ROWS / 4; ++i) {
#pragma unroll
            for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
                sums[4 * i][j] = fma((float4)(a[i].x), b[j], sums[4 * i][j]);
                sums[4 * i + 1][j] = fma((float4)(a[i].y), b[j], sums[4 * i + 1][j]);
                sums[4 * i + 2][j] = fma((float4)(a[i].z), b[j], sums[4 * i + 2][j]);
                sums[4 * i + 3][j] = fma((float4)(a[i].w), b[j], sums[4 * i + 3][j]);
            }
        }
    }
}

// The place of an item in its tile: a warp of 32 covers 4 items down and 8 across, so that it reads as few different
// words of local memory as it can.
#define WARPS_ACROSS (TILE_COLUMNS / ITEM_COLUMNS / 8)
#define ITEM_ROW(item) ((item) / 32 / WARPS_ACROSS * 4 + (item) % 32 / 8)
#define ITEM_COLUMN(item) ((item) / 32 % WARPS_ACROSS * 8 + (item) % 8)

// The row of an item's i-th sums, and the column of its j-th float4, in the tile.
#define SUM_ROW(item, i) ((i) / 4 * (TILE_ROWS / (ITEM_ROWS / 4)) + ITEM_ROW(item) * 4 + (i) % 4)
#define SUM_COLUMN(item, j) ((j) * (TILE_COLUMNS / (ITEM_COLUMNS / 4)) + ITEM_COLUMN(item) * 4)

#endif

// A quad of which `inside` elements exist (none where it is zero or less); zeros for the others.
static inline float4 read_quad(const int vector, __global const float *from, const int inside)
{
    if (inside <= 0) { return (float4)(0.0f); }
    if (vector == 4) { return *(__global const float4 *)from; }
    return (float4)(
        from[0], inside > 1 ? from[1] : 0.0f, inside > 2 ? from[2] : 0.0f, inside > 3 ? from[3] : 0.0f);
}

static inline void write_quad(const int vector, __global float *to, const int inside, const float4 quad)
{
    if (inside <= 0) { return; }
    if (vector == 4) {
        *(__global float4 *)to = quad;
        return;
    }
    to[0] = quad.x;
    if (inside > 1) { to[1] = quad.y; }
    if (inside > 2) { to[2] = quad.z; }
    if (inside > 3) { to[3] = quad.w; }
}

#endif
