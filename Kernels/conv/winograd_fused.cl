// A whole convolution by Winograd's F(2x2, 3x3) in one kernel, after Yan, Wang and Chu, "Optimizing Batched Winograd
// Convolution on GPUs" (2020): tiles are transformed on their way into local memory, the sums of all sixteen products
// stay in registers, and nothing but the images and the transformed weights is read or written.
//
// A group of 256 work-items computes 32 tiles x 32 outputs, eight input channels at a time. Sixteen items share a
// product; an item keeps the sums of 8 tiles x 8 outputs of it.
#define TILE 2
#define POINTS 16
#define BLOCK 32
#define STEP 8

#include "conv/winograd_lines.cl"
#include "conv/winograd_tiles.cl"
#include "product/rectify.cl"

// Float4s of the tiles, and of the weights, of a step.
#define QUADS (POINTS * STEP * BLOCK / 4)
// Where four tiles, or four outputs, of a channel lie in local memory. A warp reads two products at once, and writes
// eight channels of tiles at once: quads change places so that what is accessed together lies in different banks.
#define TILE_QUAD(point, channel, quad)                                                                                \
    (((point) * STEP + (channel)) * (BLOCK / 4) + ((quad) ^ (channel) ^ ((point) % 2 * 4)))
#define WEIGHT_QUAD(point, channel, quad)                                                                              \
    (QUADS + ((point) * STEP + (channel)) * (BLOCK / 4) + ((quad) ^ ((point) % 2 * 4)))
// Where the products of a tile with four of sixteen outputs lie in the end.
#define PRODUCT_QUAD(point, tile, quad) (((point) * BLOCK + ((tile) ^ ((tile) / 4 % 2))) * 4 + (quad))

// Groups: blocks of outputs, which run fastest and share their tiles, times blocks of tiles. `weights` are the
// transformed weights [16][channels][outputs]. A negative padding leaves pixels out. Results are rectified, and written
// or added.
__kernel __attribute__((reqd_work_group_size(256, 1, 1))) void winograd_fused(
    __global const float *restrict images, const ulong images_offset, __global const float *restrict weights,
    const ulong weights_offset, __global const float *restrict bias, const ulong bias_offset,
    __global float *restrict results, const ulong results_offset, const uint channels, const int height,
    const int width, const int padding_y, const int padding_x, const uint outputs, const int result_height,
    const int result_width, const uint tiles_y, const uint tiles_x, const uint tiles, const float slope,
    const int accumulate) {
    __local float4 quads[2 * QUADS];
    __local float *values = (__local float *)quads;
    const uint item = get_local_id(0);
    const uint blocks_across = (outputs + BLOCK - 1) / BLOCK;
    const uint first_output = get_group_id(0) % blocks_across * BLOCK;
    const uint first_tile = get_group_id(0) / blocks_across * BLOCK;

    // The item transforms one channel of one tile.
    const uint tile = item / STEP;
    const uint tile_channel = item % STEP;
    const bool tile_exists = first_tile + tile < tiles;
    const TilePlace from = tile_place(tile_exists ? first_tile + tile : 0, tiles_y, tiles_x);
    const int top = from.y - padding_y;
    const int left = from.x - padding_x;
    // Its first pixel may lie before the image; what is not inside is not read.
    images += images_offset + image_channel(from.image, height, width, channels, tile_channel);
    images += ((long)top * width + left) * channels;
    uint inside = 0;
#pragma unroll
    for (int i = 0; i < POINTS; ++i) {
        const int y = top + i / EXTENT;
        const int x = left + i % EXTENT;
        inside |= (uint)(((uint)y < (uint)height) & ((uint)x < (uint)width) & tile_exists) << i;
    }
    const uint row = width * channels;

    // It brings the weights of one channel and one output. What it brings for an output that does not exist is used by
    // nothing.
    const uint output = item % BLOCK;
    const uint weight_channel = item / BLOCK;
    weights += weights_offset + min(first_output + output, outputs - 1);
    const uint matrix = channels * outputs;

    // It multiplies at one point.
    const uint point = item / 16;
    const uint tile_quad = item / 4 % 4;
    const uint output_quad = item % 4;
    float4 sums[8][2];
#pragma unroll
    for (int i = 0; i < 8; ++i) sums[i][0] = sums[i][1] = (float4)(0.0f);

    float v[POINTS], w[POINTS];
    for (uint first = 0; first < channels + STEP; first += STEP) {
        if (first > 0) {
            // What was loaded before goes into local memory.
#pragma unroll
            for (int i = 0; i < EXTENT; ++i) winograd_input_line(v + i * EXTENT, 1);
#pragma unroll
            for (int i = 0; i < EXTENT; ++i) winograd_input_line(v + i, EXTENT);
            barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
            for (int i = 0; i < POINTS; ++i) {
                values[TILE_QUAD(i, tile_channel, tile / 4) * 4 + tile % 4] = v[i];
                values[WEIGHT_QUAD(i, weight_channel, output / 4) * 4 + output % 4] = w[i];
            }
            barrier(CLK_LOCAL_MEM_FENCE);
        }
        if (first < channels) {
            // The next loads are on their way while this step is multiplied.
            const uint mask = first + tile_channel < channels ? inside : 0;
            const uint weight = min(first + weight_channel, channels - 1) * outputs;
#pragma unroll
            for (int i = 0; i < POINTS; ++i) {
                v[i] = mask >> i & 1 ? images[i / EXTENT * row + i % EXTENT * channels] : 0.0f;
            }
            images += STEP;
#pragma unroll
            for (int i = 0; i < POINTS; ++i) w[i] = weights[i * matrix + weight];
        }
        if (first == 0) continue;
#pragma unroll
        for (uint k = 0; k < STEP; ++k) {
            const float4 b0 = quads[WEIGHT_QUAD(point, k, output_quad)];
            const float4 b1 = quads[WEIGHT_QUAD(point, k, output_quad + 4)];
#pragma unroll
            for (uint i = 0; i < 8; i += 4) {
                const float4 a = quads[TILE_QUAD(point, k, tile_quad + i)];
                sums[i][0] = fma((float4)(a.x), b0, sums[i][0]);
                sums[i][1] = fma((float4)(a.x), b1, sums[i][1]);
                sums[i + 1][0] = fma((float4)(a.y), b0, sums[i + 1][0]);
                sums[i + 1][1] = fma((float4)(a.y), b1, sums[i + 1][1]);
                sums[i + 2][0] = fma((float4)(a.z), b0, sums[i + 2][0]);
                sums[i + 2][1] = fma((float4)(a.z), b1, sums[i + 2][1]);
                sums[i + 3][0] = fma((float4)(a.w), b0, sums[i + 3][0]);
                sums[i + 3][1] = fma((float4)(a.w), b1, sums[i + 3][1]);
            }
        }
    }

    // Sixteen outputs at a time, the products of a tile come together, and an item transforms two tiles of an output.
    results += results_offset;
#pragma unroll
    for (uint part = 0; part < 2; ++part) {
        barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
        for (uint i = 0; i < 8; ++i) {
            quads[PRODUCT_QUAD(point, i / 4 * 16 + tile_quad * 4 + i % 4, output_quad)] = sums[i][part];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        const uint written = first_output + part * 16 + item % 16;
        const float shift = bias && written < outputs ? bias[bias_offset + written] : 0.0f;
#pragma unroll
        for (uint half_block = 0; half_block < 2; ++half_block) {
            const uint place = half_block * 16 + item / 16;
            if (written >= outputs || first_tile + place >= tiles) continue;
#pragma unroll
            for (uint i = 0; i < POINTS; ++i) {
                v[i] = values[PRODUCT_QUAD(i, place, item % 16 / 4) * 4 + item % 4];
            }
#pragma unroll
            for (int i = 0; i < EXTENT; ++i) winograd_output_line(v + i * EXTENT, 1);
#pragma unroll
            for (int i = 0; i < TILE; ++i) winograd_output_line(v + i, EXTENT);
            const TilePlace to = tile_place(first_tile + place, tiles_y, tiles_x);
            __global float *result =
                results + image_channel(to.image, result_height, result_width, outputs, written);
#pragma unroll
            for (int y = 0; y < TILE; ++y) {
                const ulong row = (ulong)(to.y + y) * result_width + to.x;
#pragma unroll
                for (int x = 0; x < TILE; ++x) {
                    if (to.y + y < result_height && to.x + x < result_width) {
                        __global float *pixel = result + (row + x) * outputs;
                        const float value = rectify(v[y * EXTENT + x] + shift, slope);
                        *pixel = accumulate ? *pixel + value : value;
                    }
                }
            }
        }
    }
}
