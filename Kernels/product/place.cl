// Which tile of which product a work-group works on: groups run over the columns, then the rows, the splits of the
// depth and the products of a batch.
#ifndef NESY_PRODUCT_PLACE
#define NESY_PRODUCT_PLACE

struct tile_place {
    uint first_row, first_column;
    uint split;
    // The run of the depth that this split multiplies.
    uint first, end;
    // Of the batch, or of the groups of channels.
    size_t product;
};

static inline struct tile_place find_tile(
    const uint rows, const uint columns, const uint depth, const uint splits, const uint split_depth)
{
    const uint tiles_across = (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
    const uint tiles_down = (rows + TILE_ROWS - 1) / TILE_ROWS;
    uint group = get_group_id(0);
    struct tile_place place;
    place.first_column = group % tiles_across * TILE_COLUMNS;
    group /= tiles_across;
    place.first_row = group % tiles_down * TILE_ROWS;
    group /= tiles_down;
    place.split = group % splits;
    place.product = group / splits;
    place.first = place.split * split_depth;
    place.end = min(depth, place.first + split_depth);
    return place;
}

#endif
