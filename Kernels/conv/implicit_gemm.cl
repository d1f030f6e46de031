// Convolution as a product of gathered pixels and weights, which is never laid out in memory: a row of the left matrix
// is a pixel of a grid, its terms are the source pixels under the kernel's positions, channel by channel.
//
// Forward, the grid is the output and the source the input. Backward to the input, the source is the output's gradient
// and the grid is one phase of the input (pixels that are a stride apart), which only some of the kernel's positions
// reach; the weights are read transposed.

// 1 for the gradient with respect to the input. RIGHT_VECTOR is then LEFT_VECTOR, as both lie along the same channels.
#ifndef BACKWARD
#define BACKWARD 0
#endif

#define LEFT_ALONG_DEPTH 1
#define RIGHT_ALONG_DEPTH BACKWARD
#include "product/tile.cl"
#include "product/panel.cl"
#include "product/place.cl"
#include "product/rectify.cl"
#include "conv/quad_parts.cl"
#include "conv/taps.cl"

struct operands {
    // The source: pixels [image, height, width] of `pitch` channels, of which a group has `channels`.
    __global const float *source;
    int height, width;
    uint pitch, channels;
    // Grid pixel (y, x) and tap (i, j) read source pixel (origin + stride * (y, x) + tap_step * (i, j)).
    uint taps_y, taps_x;
    int tap_step_y, tap_step_x;
    struct tap tap, stage_step;
    // For each of the item's rows: where tap (0, 0) reads, and which pixel of the whole source that is.
    int y[LEFT_QUADS], x[LEFT_QUADS];
    uint pixel[LEFT_QUADS];
#if BACKWARD
    // Weights [position, line, channel]; tap (i, j) has the position first + i * step_y + j * step_x.
    __global const float *weights;
    size_t position_pitch;
    uint line_pitch;
    int lines_left;
    uint first_position, position_step_y, position_step_x;
#else
    struct panel weights;
#endif
};

static inline void fetch_operands(
    const struct operands *o, float4 left_quads[LEFT_QUADS], float4 right_quads[RIGHT_QUADS])
{
    struct tap tap = o->tap;
#pragma unroll
    for (uint part = 0; part < QUAD_PARTS; ++part) {
        const int exists = tap.y < o->taps_y;
        const int dy = (int)tap.y * o->tap_step_y;
        const int dx = (int)tap.x * o->tap_step_x;
        const uint shift = (uint)(dy * o->width + dx);
#pragma unroll
        for (uint q = 0; q < LEFT_QUADS; ++q) {
            const int inside = exists && (uint)(o->y[q] + dy) < (uint)o->height
                && (uint)(o->x[q] + dx) < (uint)o->width;
            read_part(
                &left_quads[q], part, o->source + (size_t)(o->pixel[q] + shift) * o->pitch + tap.channel, inside);
        }
#if BACKWARD
        const uint position = o->first_position + tap.y * o->position_step_y + tap.x * o->position_step_x;
        __global const float *weights = o->weights + position * o->position_pitch + tap.channel;
#pragma unroll
        for (uint q = 0; q < RIGHT_QUADS; ++q) {
            const int line = q * (TILE_ITEMS * 4 / TILE_DEPTH);
            read_part(
                &right_quads[q], part, weights + (size_t)line * o->line_pitch, exists && line < o->lines_left);
        }
#endif
        tap = add_taps(tap, (struct tap){0, 0, 1}, o->taps_x, o->channels);
    }
#if !BACKWARD
#pragma unroll
    for (uint q = 0; q < RIGHT_QUADS; ++q) {
        right_quads[q] = panel_quad(RIGHT_VECTOR, 0, TILE_COLUMNS, &o->weights, q);
    }
#endif
}

static inline void advance_operands(struct operands *o)
{
    o->tap = add_taps(o->tap, o->stage_step, o->taps_x, o->channels);
#if !BACKWARD
    advance_panel(&o->weights);
#endif
}

#include "product/walk.cl"

// Groups: tiles across (channels of the result), tiles down (pixels of the grid), splits of the terms, groups of
// channels; the first runs fastest. Channels are those of one group of channels; pitches are of all groups together.
// With several splits the result is their partial sums (no bias, slope 1), each `result_split` elements after the one
// before, for sum_partials.
__kernel __attribute__((reqd_work_group_size(TILE_ITEMS, 1, 1))) void convolve(
    const uint splits, const uint split_depth, const uint images, const uint grid_height, const uint grid_width,
    const int grid_stride_y, const int grid_stride_x, const int origin_y, const int origin_x, const uint taps_y,
    const uint taps_x, const int tap_step_y, const int tap_step_x,
    __global const float *restrict source, const ulong source_offset, const uint source_height,
    const uint source_width, const uint source_channels, const uint source_pitch,
    __global const float *restrict weights, const ulong weights_offset, const uint first_position,
    const uint position_step_y, const uint position_step_x, __global float *restrict result, const ulong result_offset,
    const ulong result_split, const uint result_height, const uint result_width, const uint result_channels,
    const uint result_pitch, const uint result_origin_y, const uint result_origin_x, const uint result_stride_y,
    const uint result_stride_x, const int accumulate,
    __global const float *restrict bias, const ulong bias_offset, const float slope)
{
    __local float4 left_stages[2 * LEFT_STAGE];
    __local float4 right_stages[2 * RIGHT_STAGE];

    const uint item = get_local_id(0);
    const uint pixels = images * grid_height * grid_width;
    const uint depth = taps_y * taps_x * source_channels;
    const struct tile_place place = find_tile(pixels, result_channels, depth, splits, split_depth);

    struct operands o;
    o.source = source + source_offset + place.product * source_channels;
    o.height = source_height;
    o.width = source_width;
    o.pitch = source_pitch;
    o.channels = source_channels;
    o.taps_y = taps_y;
    o.taps_x = taps_x;
    o.tap_step_y = tap_step_y;
    o.tap_step_x = tap_step_x;
    o.tap = make_tap(place.first + QUAD_DEPTH(1, TILE_ROWS, item, 0), taps_x, source_channels);
    o.stage_step = make_tap(TILE_DEPTH, taps_x, source_channels);
#pragma unroll
    for (uint q = 0; q < LEFT_QUADS; ++q) {
        const uint row = place.first_row + QUAD_LINE(1, TILE_ROWS, item, q);
        const uint x = row % grid_width, above = row / grid_width;
        const uint y = above % grid_height, image = above / grid_height;
        // Rows beyond the grid begin so far above the source that no tap is inside.
        o.y[q] = row < pixels ? origin_y + (int)y * grid_stride_y : INT_MIN / 2;
        o.x[q] = origin_x + (int)x * grid_stride_x;
        o.pixel[q] = (image * source_height + (uint)o.y[q]) * source_width + (uint)o.x[q];
    }
#if BACKWARD
    const uint line = place.first_column + QUAD_LINE(1, TILE_COLUMNS, item, 0);
    o.line_pitch = source_pitch;
    o.position_pitch = (size_t)result_channels * source_pitch;
    o.weights = weights + weights_offset + place.product * source_channels + (size_t)line * source_pitch;
    o.lines_left = (int)result_channels - (int)line;
    o.first_position = first_position;
    o.position_step_y = position_step_y;
    o.position_step_x = position_step_x;
#else
    o.weights = make_panel(
        0, TILE_COLUMNS, weights + weights_offset + place.product * result_channels, result_pitch,
        place.first_column, result_channels, place.first, place.end);
#endif

    float4 sums[ITEM_ROWS][ITEM_COLUMNS / 4];
    clear_sums(sums);
    walk(&o, (place.end - place.first + TILE_DEPTH - 1) / TILE_DEPTH, left_stages, right_stages, sums);

    const uint first_channel = place.product * result_channels;
    result += result_offset + place.split * result_split + first_channel;
    float4 shift[ITEM_COLUMNS / 4];
#pragma unroll
    for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
        const uint column = place.first_column + SUM_COLUMN(item, j);
        shift[j] = bias
            ? read_quad(RIGHT_VECTOR, bias + bias_offset + first_channel + column, (int)result_channels - (int)column)
            : (float4)(0.0f);
    }
#pragma unroll
    for (uint i = 0; i < ITEM_ROWS; ++i) {
        const uint row = place.first_row + SUM_ROW(item, i);
        if (row >= pixels) { continue; }
        const uint x = row % grid_width, above = row / grid_width;
        const uint y = above % grid_height, image = above / grid_height;
        const size_t pixel = ((size_t)image * result_height + result_origin_y + y * result_stride_y) * result_width
            + result_origin_x + x * result_stride_x;
#pragma unroll
        for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
            const uint column = place.first_column + SUM_COLUMN(item, j);
            const int inside = (int)result_channels - (int)column;
            __global float *to = result + pixel * result_pitch + column;
            float4 value = sums[i][j] + shift[j];
            if (accumulate) { value += read_quad(RIGHT_VECTOR, to, inside); }
            write_quad(RIGHT_VECTOR, to, inside, rectify_quad(value, slope));
        }
    }
}
