#ifndef NESY_WINOGRAD_TILES
#define NESY_WINOGRAD_TILES

// Where a tile lies in a batch of images: tiles count over images, then rows, then columns of tiles.
typedef struct {
    uint image;
    // The first output pixel.
    int y;
    int x;
} TilePlace;

static inline TilePlace tile_place(const uint tile, const uint tiles_y, const uint tiles_x) {
    const uint row = tile / tiles_x;
    const uint image = row / tiles_y;
    TilePlace place;
    place.image = image;
    place.y = (int)(row - image * tiles_y) * TILE;
    place.x = (int)(tile - row * tiles_x) * TILE;
    return place;
}

// One channel of an image of a batch, to be indexed with pixel * channels.
static inline ulong image_channel(
    const uint image, const int height, const int width, const uint channels, const uint channel) {
    return (ulong)image * height * width * channels + channel;
}

#endif
