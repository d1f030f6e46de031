// Output pixels on a side of a tile: 2 or 4.
#ifndef TILE
#define TILE 4
#endif

#include "conv/winograd_lines.cl"
#include "conv/winograd_tiles.cl"
#include "product/rectify.cl"

// At products A of `tiles` tiles from `first_tile` on, plus the bias, rectified, written or added to the images;
// `products` are matrices [EXTENT * EXTENT][tiles][channels]. Pixels of a tile outside of the image are left out.
//
// A work-item transforms one channel of one tile; neighbours are neighbouring channels.
__kernel void winograd_output(
    __global const float *restrict products, const ulong products_offset, __global const float *restrict bias,
    const ulong bias_offset, __global float *restrict images, const ulong images_offset, const uint channels,
    const int height, const int width, const uint tiles_y, const uint tiles_x, const uint first_tile,
    const uint tiles, const float slope, const int accumulate) {
    const uint item = get_global_id(0);
    const uint matrix = tiles * channels;
    if (item >= matrix) return;
    const uint tile = item / channels;
    products += products_offset + item;
    images += images_offset;
    const uint channel = item - tile * channels;
    float v[EXTENT * EXTENT];
#pragma unroll
    for (int i = 0; i < EXTENT * EXTENT; ++i) v[i] = products[(ulong)i * matrix];
#pragma unroll
    for (int y = 0; y < EXTENT; ++y) winograd_output_line(v + y * EXTENT, 1);
#pragma unroll
    for (int x = 0; x < TILE; ++x) winograd_output_line(v + x, EXTENT);

    const float shift = bias ? bias[bias_offset + channel] : 0.0f;
    const TilePlace place = tile_place(first_tile + tile, tiles_y, tiles_x);
    __global float *image = images + image_channel(place.image, height, width, channels, channel);
#pragma unroll
    for (int y = 0; y < TILE; ++y) {
#pragma unroll
        for (int x = 0; x < TILE; ++x) {
            v[y * EXTENT + x] = rectify(v[y * EXTENT + x] + shift, slope);
        }
    }
    if (accumulate) {
        // Outside of the image the value of a pixel inside is added, and left out below.
#pragma unroll
        for (int y = 0; y < TILE; ++y) {
            const ulong row = (ulong)min(place.y + y, height - 1) * width;
#pragma unroll
            for (int x = 0; x < TILE; ++x) {
                v[y * EXTENT + x] += image[(row + min(place.x + x, width - 1)) * channels];
            }
        }
    }
#pragma unroll
    for (int y = 0; y < TILE; ++y) {
        const ulong row = (ulong)(place.y + y) * width + place.x;
#pragma unroll
        for (int x = 0; x < TILE; ++x) {
            if (place.y + y < height && place.x + x < width) image[(row + x) * channels] = v[y * EXTENT + x];
        }
    }
}
