// The gradient of a convolution with respect to its weights, as a product of gathered input pixels, transposed, and
// output gradients: rows are the weights' [position, input channel], the depth is the output's pixels, split between
// groups.

#define LEFT_ALONG_DEPTH 0
#define RIGHT_ALONG_DEPTH 0
#include "product/tile.cl"
#include "product/panel.cl"
#include "product/place.cl"
#include "conv/quad_parts.cl"
#include "conv/taps.cl"

// A pixel of the output.
struct pixel {
    uint image, y, x;
};

static inline struct pixel make_pixel(const uint index, const uint height, const uint width)
{
    const uint above = index / width;
    struct pixel pixel;
    pixel.image = above / height;
    pixel.y = above % height;
    pixel.x = index % width;
    return pixel;
}

struct operands {
    // The input: pixels [image, height, width] of `pitch` channels.
    __global const float *input;
    int height, width;
    uint pitch;
    // Output pixel (y, x) reads input pixel (origin + stride * (y, x) + shift).
    int stride_y, stride_x;
    uint images, output_height, output_width;
    struct pixel pixels[LEFT_QUADS], stage_step;
    // For each part of the item's quads, which lie along the rows: the input pixel beside the origin, and the channel.
    int shift_y[QUAD_PARTS], shift_x[QUAD_PARTS];
    uint channel[QUAD_PARTS];
    struct panel gradients;
};

static inline void fetch_operands(
    const struct operands *o, float4 left_quads[LEFT_QUADS], float4 right_quads[RIGHT_QUADS])
{
#pragma unroll
    for (uint q = 0; q < LEFT_QUADS; ++q) {
        const struct pixel at = o->pixels[q];
        // Only the last split can reach beyond the pixels, as splits are whole stages.
        const int exists = at.image < o->images;
#pragma unroll
        for (uint part = 0; part < QUAD_PARTS; ++part) {
            const int y = (int)at.y * o->stride_y + o->shift_y[part];
            const int x = (int)at.x * o->stride_x + o->shift_x[part];
            const int inside = exists && (uint)y < (uint)o->height
                && (uint)x < (uint)o->width;
            const uint pixel = (at.image * (uint)o->height + (uint)y) * (uint)o->width + (uint)x;
            read_part(&left_quads[q], part, o->input + (size_t)pixel * o->pitch + o->channel[part], inside);
        }
    }
#pragma unroll
    for (uint q = 0; q < RIGHT_QUADS; ++q) {
        right_quads[q] = panel_quad(RIGHT_VECTOR, 0, TILE_COLUMNS, &o->gradients, q);
    }
}

static inline void advance_operands(struct operands *o)
{
#pragma unroll
    for (uint q = 0; q < LEFT_QUADS; ++q) {
        struct pixel *at = &o->pixels[q];
        at->x += o->stage_step.x;
        at->y += o->stage_step.y;
        at->image += o->stage_step.image;
        if (at->x >= o->output_width) {
            at->x -= o->output_width;
            at->y += 1;
        }
        if (at->y >= o->output_height) {
            at->y -= o->output_height;
            at->image += 1;
        }
    }
    advance_panel(&o->gradients);
}

#include "product/walk.cl"

// Groups: tiles across (output channels), tiles down (positions and input channels), splits of the pixels, groups of
// channels; the first runs fastest. With several splits the result is their partial sums, each `result_split` elements
// after the one before, for sum_partials. Channels are those of one group of channels. `step_image`, `step_y` and
// `step_x` lead from a pixel to the one TILE_DEPTH further on.
__kernel __attribute__((reqd_work_group_size(TILE_ITEMS, 1, 1))) void convolve_weight_gradient(
    const uint images, const uint output_height, const uint output_width, const uint step_image, const uint step_y,
    const uint step_x, const uint splits, const uint split_pixels, const int stride_y, const int stride_x,
    const int origin_y, const int origin_x, const uint kernel_height, const uint kernel_width, const int dilation_y,
    const int dilation_x, __global const float *restrict input, const ulong input_offset, const uint input_height,
    const uint input_width, const uint input_channels, const uint input_pitch,
    __global const float *restrict gradients, const ulong gradients_offset,
    const uint output_channels, const uint output_pitch, __global float *restrict result, const ulong result_offset,
    const ulong result_split)
{
    __local float4 left_stages[2 * LEFT_STAGE];
    __local float4 right_stages[2 * RIGHT_STAGE];

    const uint item = get_local_id(0);
    const uint rows = kernel_height * kernel_width * input_channels;
    const uint pixels = images * output_height * output_width;
    const struct tile_place place = find_tile(rows, output_channels, pixels, splits, split_pixels);

    struct operands o;
    o.input = input + input_offset + place.product * input_channels;
    o.height = input_height;
    o.width = input_width;
    o.pitch = input_pitch;
    o.stride_y = stride_y;
    o.stride_x = stride_x;
    o.output_height = output_height;
    o.output_width = output_width;
    o.stage_step.image = step_image;
    o.stage_step.y = step_y;
    o.stage_step.x = step_x;
    const uint item_depth = place.first + QUAD_DEPTH(0, TILE_ROWS, item, 0);
    o.images = images;
#pragma unroll
    for (uint q = 0; q < LEFT_QUADS; ++q) {
        o.pixels[q] = make_pixel(item_depth + q * (TILE_ITEMS * 4 / TILE_ROWS), output_height, output_width);
    }
#pragma unroll
    for (uint part = 0; part < QUAD_PARTS; ++part) {
        const uint row = place.first_row + QUAD_LINE(0, TILE_ROWS, item, 0) + part;
        const struct tap tap = make_tap(row, kernel_width, input_channels);
        // Rows beyond the weights are so far above the input that no pixel is inside.
        o.shift_y[part] = row < rows ? origin_y + (int)tap.y * dilation_y : INT_MIN / 2;
        o.shift_x[part] = origin_x + (int)tap.x * dilation_x;
        o.channel[part] = tap.channel;
    }
    o.gradients = make_panel(
        0, TILE_COLUMNS, gradients + gradients_offset + place.product * output_channels, output_pitch,
        place.first_column, output_channels, place.first, place.end);

    float4 sums[ITEM_ROWS][ITEM_COLUMNS / 4];
    clear_sums(sums);
    walk(&o, (place.end - place.first + TILE_DEPTH - 1) / TILE_DEPTH, left_stages, right_stages, sums);

    result += result_offset + place.split * result_split + place.product * output_channels;
#pragma unroll
    for (uint i = 0; i < ITEM_ROWS; ++i) {
        const uint row = place.first_row + SUM_ROW(item, i);
        if (row >= rows) { continue; }
#pragma unroll
        for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
            const uint column = place.first_column + SUM_COLUMN(item, j);
            write_quad(
                RIGHT_VECTOR, result + (size_t)row * output_pitch + column, (int)output_channels - (int)column,
                sums[i][j]);
        }
    }
}
