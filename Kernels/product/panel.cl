// A panel: the strip of a row-major matrix that a work-group walks along.
#ifndef NESY_PRODUCT_PANEL
#define NESY_PRODUCT_PANEL

struct panel {
    __global const float *at;  // the item's first quad of the present stage
    uint quad_step;            // elements from an item's quad to its next
    uint stage_step;           // elements from a stage to the next
    int lines_left;            // lines from the item's first quad to the end
    int depth_left;            // terms from the item's first quad to the end
};

// The panel of lines from `line` and of terms from `first` to `end`. A line is a row of the matrix where quads lie
// along the depth, a column where they do not.
static inline struct panel make_panel(
    const int along_depth, const uint width, __global const float *matrix, const uint pitch, const uint line,
    const uint lines, const uint first, const uint end)
{
    const uint item = get_local_id(0);
    const uint item_line = line + QUAD_LINE(along_depth, width, item, 0);
    const uint item_depth = first + QUAD_DEPTH(along_depth, width, item, 0);
    struct panel panel;
    panel.lines_left = (int)lines - (int)item_line;
    panel.depth_left = (int)end - (int)item_depth;
    if (along_depth) {
        panel.at = matrix + (size_t)item_line * pitch + item_depth;
        panel.quad_step = TILE_ITEMS * 4 / TILE_DEPTH * pitch;
        panel.stage_step = TILE_DEPTH;
    } else {
        panel.at = matrix + (size_t)item_depth * pitch + item_line;
        panel.quad_step = TILE_ITEMS * 4 / width * pitch;
        panel.stage_step = TILE_DEPTH * pitch;
    }
    return panel;
}

static inline float4 panel_quad(
    const int vector, const int along_depth, const uint width, const struct panel *panel, const uint q)
{
    const int step = along_depth ? TILE_ITEMS * 4 / TILE_DEPTH : TILE_ITEMS * 4 / width;
    const int exists = (int)q * step < (along_depth ? panel->lines_left : panel->depth_left);
    return read_quad(
        vector, panel->at + q * panel->quad_step,
        exists ? (along_depth ? panel->depth_left : panel->lines_left) : 0);
}

static inline void advance_panel(struct panel *panel)
{
    panel->at += panel->stage_step;
    panel->depth_left -= TILE_DEPTH;
}

#endif
