// Output pixels on a side of a tile: 2 or 4.
#ifndef TILE
#define TILE 4
#endif

#include "conv/winograd_lines.cl"
#include "conv/winograd_tiles.cl"

// What is multiplied, of `tiles` tiles from `first_tile` on: matrices [EXTENT * EXTENT][tiles][channels].
//
// A work-item transforms one channel of one tile; neighbours are neighbouring channels, so that every load and store
// of a group is a run of memory whatever the number of channels.

// A pixel, or zero outside of the image. Something inside is loaded in any case, so that the loads of a tile need no
// branches and are all on their way before the first is needed.
static inline float winograd_pixel(
    const __global float *image, const int y, const int x, const int height, const int width, const uint channels) {
    const float value = image[((ulong)clamp(y, 0, height - 1) * width + clamp(x, 0, width - 1)) * channels];
    const bool inside = ((uint)y < (uint)height) & ((uint)x < (uint)width);
    return inside ? value : 0.0f;
}

static inline void winograd_store(__global float *transformed, const float *v, const uint matrix) {
#pragma unroll
    for (int i = 0; i < EXTENT * EXTENT; ++i) transformed[(ulong)i * matrix] = v[i];
}

// Bt input B. Tile (y, x) reads EXTENT x EXTENT pixels from (y * TILE - padding_y, x * TILE - padding_x) on. A negative
// padding leaves pixels out.
__kernel void winograd_input(
    __global const float *restrict images, const ulong images_offset, __global float *restrict transformed,
    const ulong transformed_offset, const uint channels, const int height, const int width, const uint tiles_y,
    const uint tiles_x, const int padding_y, const int padding_x, const uint first_tile, const uint tiles) {
    const uint item = get_global_id(0);
    const uint matrix = tiles * channels;
    if (item >= matrix) return;
    images += images_offset;
    transformed += transformed_offset + item;
    const uint tile = item / channels;
    const TilePlace place = tile_place(first_tile + tile, tiles_y, tiles_x);
    images += image_channel(place.image, height, width, channels, item - tile * channels);
    float v[EXTENT * EXTENT];
    const int top = place.y - padding_y;
    const int left = place.x - padding_x;
#pragma unroll
    for (int y = 0; y < EXTENT; ++y) {
#pragma unroll
        for (int x = 0; x < EXTENT; ++x) {
            v[y * EXTENT + x] = winograd_pixel(images, top + y, left + x, height, width, channels);
        }
    }
#pragma unroll
    for (int y = 0; y < EXTENT; ++y) winograd_input_line(v + y * EXTENT, 1);
#pragma unroll
    for (int x = 0; x < EXTENT; ++x) winograd_input_line(v + x, EXTENT);
    winograd_store(transformed, v, matrix);
}

// A outputGradient At. Tile (y, x) reads the TILE x TILE pixels from (y * TILE, x * TILE) on.
__kernel void winograd_output_gradient(
    __global const float *restrict images, const ulong images_offset, __global float *restrict transformed,
    const ulong transformed_offset, const uint channels, const int height, const int width, const uint tiles_y,
    const uint tiles_x, const uint first_tile, const uint tiles) {
    const uint item = get_global_id(0);
    const uint matrix = tiles * channels;
    if (item >= matrix) return;
    images += images_offset;
    transformed += transformed_offset + item;
    const uint tile = item / channels;
    const TilePlace place = tile_place(first_tile + tile, tiles_y, tiles_x);
    images += image_channel(place.image, height, width, channels, item - tile * channels);
    float v[EXTENT * EXTENT];
#pragma unroll
    for (int y = 0; y < TILE; ++y) {
#pragma unroll
        for (int x = 0; x < TILE; ++x) {
            v[y * EXTENT + x] = winograd_pixel(images, place.y + y, place.x + x, height, width, channels);
        }
    }
#pragma unroll
    for (int y = 0; y < TILE; ++y) winograd_output_gradient_line(v + y * EXTENT, 1);
#pragma unroll
    for (int x = 0; x < EXTENT; ++x) winograd_output_gradient_line(v + x, EXTENT);
    winograd_store(transformed, v, matrix);
}
