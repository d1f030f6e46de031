// The product with the left factor transposed.
#include "product_fetch.h"
#include "product_left.h"

// Rows of the right factor that few results are multiplied with are read where they lie.
static int packs_rows(ptrdiff_t results) { return results > 64; }

// A left factor whose rows are pages apart is laid out tile by tile when many columns are multiplied with it.
static int packs_tiles(const nesy_transposed_product *p) {
    const nesy_gather *left = &p->left;
    return left->pitch >= 1024 && left->height * left->width >= 64 && p->columns >= 128 && !is_thin(left);
}

// Floats from one packed tile to the next: an odd number of cache lines.
static ptrdiff_t tile_step(const product_kernel *kernel) { return NESY_DEPTH * kernel->rows + NESY_PANEL; }

// Tiles of the results begin..<end of a tap: [tile][row][the kernel's rows].
static void pack_tiles(const product_kernel *kernel, const float *const *pointers, ptrdiff_t rows, ptrdiff_t begin,
                       ptrdiff_t end, float *packed) {
    ptrdiff_t step = tile_step(kernel), tileRows = kernel->rows;
    for (ptrdiff_t r = 0; r < rows; r++, packed += tileRows) {
        float *to = packed;
        const float *ahead = pointers[smaller(r + ROWS_AHEAD, rows - 1)];
        for (ptrdiff_t channel = begin; channel < end; channel += NESY_PANEL) __builtin_prefetch(ahead + channel);
        // What is copied too much is overwritten by the next row, or lies behind the tile.
        for (ptrdiff_t channel = begin; channel < end; channel += tileRows, to += step)
            memcpy(to, pointers[r] + channel, MAX_TILE_ROWS * sizeof(float));
    }
}

ptrdiff_t nesy_multiply_transposed_scratch(const nesy_transposed_product *p, ptrdiff_t results) {
    ptrdiff_t panels = (p->columns + NESY_PANEL - 1) / NESY_PANEL;
    ptrdiff_t bytes = packs_rows(results) ? panels * NESY_PANEL * NESY_DEPTH * (ptrdiff_t)sizeof(float) + 64 : 0;
    bytes += (p->left.channels + NESY_SLACK) * (ptrdiff_t)sizeof(float) + 64;
    ptrdiff_t taps = is_thin(&p->left) ? 1 : smaller(p->left.tapCount, results / p->left.channels + 2);
    bytes += NESY_DEPTH * taps * (ptrdiff_t)sizeof(float *) + 64;
    if (is_thin(&p->left))
        bytes += NESY_DEPTH * copied_pitch(&p->left) * (ptrdiff_t)sizeof(float) + 64;
    if (packs_tiles(p)) {
        const product_kernel *kernel = nesy_kernel_for(p->level);
        bytes += NESY_DEPTH * (ptrdiff_t)sizeof(float *) + 64;
        bytes += (results / kernel->rows + 2 * taps) * tile_step(kernel) * (ptrdiff_t)sizeof(float) + 64;
    }
    return bytes;
}

static void pack_rows(const nesy_transposed_product *p, ptrdiff_t firstRow, ptrdiff_t rows, float *packed) {
    ptrdiff_t whole = p->columns / NESY_PANEL, rest = p->columns % NESY_PANEL;
    const float *source = p->right + firstRow * p->rightPitch;
    for (ptrdiff_t panel = 0, count; panel < whole; panel += count) {
        count = smaller(PANEL_GROUP, whole - panel);
        for (ptrdiff_t r = 0; r < rows; r++)
            for (ptrdiff_t g = panel; g < panel + count; g++) {
                const float *from = source + r * p->rightPitch + g * NESY_PANEL;
                __builtin_prefetch(from + ROWS_AHEAD * p->rightPitch);
                memcpy(packed + (g * rows + r) * NESY_PANEL, from, NESY_PANEL * sizeof(float));
            }
    }
    if (rest == 0) return;
    source += whole * NESY_PANEL, packed += whole * rows * NESY_PANEL;
    for (ptrdiff_t r = 0; r < rows; r++, source += p->rightPitch, packed += NESY_PANEL)
        for (ptrdiff_t j = 0; j < NESY_PANEL; j++) packed[j] = j < rest ? source[j] : 0;
}

void nesy_multiply_transposed(const nesy_transposed_product *p, ptrdiff_t firstResult, ptrdiff_t lastResult,
                              ptrdiff_t firstRow, ptrdiff_t lastRow, float *result, ptrdiff_t resultPitch,
                              void *scratch) {
    const nesy_gather *left = &p->left;
    const product_kernel *kernel = nesy_kernel_for(p->level);
    ptrdiff_t depth = left->tapCount * left->channels;
    ptrdiff_t panels = (p->columns + NESY_PANEL - 1) / NESY_PANEL;
    int thin = is_thin(left);
    // For a thin factor the copied rows play the part of one tap with all values.
    ptrdiff_t width = thin ? depth : left->channels;
    ptrdiff_t firstTap = firstResult / width, lastTap = (lastResult + width - 1) / width;

    char *rest = scratch;
    float *packed = packs_rows(lastResult - firstResult)
                        ? take(&rest, panels * NESY_PANEL * NESY_DEPTH * (ptrdiff_t)sizeof(float))
                        : NULL;
    float *nothing = take(&rest, (left->channels + NESY_SLACK) * (ptrdiff_t)sizeof(float));
    memset(nothing, 0, (size_t)(left->channels + NESY_SLACK) * sizeof(float));
    const float **pointers = take(&rest, NESY_DEPTH * (lastTap - firstTap) * (ptrdiff_t)sizeof(float *));
    float *copied = thin ? take(&rest, NESY_DEPTH * copied_pitch(left) * (ptrdiff_t)sizeof(float)) : NULL;
    const float **tileRows = packs_tiles(p) ? take(&rest, NESY_DEPTH * (ptrdiff_t)sizeof(float *)) : NULL;
    float *tiles = tileRows ? (float *)rest : NULL;
    if (tileRows) for (ptrdiff_t r = 0; r < NESY_DEPTH; r++) tileRows[r] = tiles + r * kernel->rows;
    place places[NESY_DEPTH];

    for (ptrdiff_t row = firstRow; row < lastRow; row += NESY_DEPTH) {
        ptrdiff_t rows = smaller(NESY_DEPTH, lastRow - row);
        if (packed) pack_rows(p, row, rows, packed);
        find_places(left, row, rows, places);
        if (thin) {
            copy_rows(left, places, rows, 0, copied);
            for (ptrdiff_t r = 0; r < rows; r++) pointers[r] = copied + r * copied_pitch(left);
        } else {
            for (ptrdiff_t tap = firstTap; tap < lastTap; tap++)
                for (ptrdiff_t r = 0; r < rows; r++) {
                    const float *source = pixel(left, &places[r], tap);
                    pointers[(tap - firstTap) * NESY_DEPTH + r] = source ? source : nothing;
                }
        }
        ptrdiff_t tileCount = 0;
        if (tiles)
            for (ptrdiff_t tap = firstTap; tap < lastTap; tap++) {
                ptrdiff_t begin = tap == firstTap ? firstResult - tap * width : 0;
                ptrdiff_t end = smaller(width, lastResult - tap * width);
                pack_tiles(kernel, pointers + (tap - firstTap) * NESY_DEPTH, rows, begin, end,
                           tiles + tileCount * tile_step(kernel));
                tileCount += (end - begin + kernel->rows - 1) / kernel->rows;
            }
        for (ptrdiff_t column = 0; column < p->columns; column += kernel->columns) {
            tile to = {.columns = smaller(kernel->columns, p->columns - column), .add = row > firstRow, .slope = 1};
            const float *right = p->right + row * p->rightPitch + column;
            ptrdiff_t rightStep = p->rightPitch, panelStep = NESY_PANEL;
            if (packed) {
                right = packed + column / NESY_PANEL * rows * NESY_PANEL;
                rightStep = NESY_PANEL;
                panelStep = rows * NESY_PANEL;
            }
            const float *next = right + kernel->columns / NESY_PANEL * panelStep;
            ptrdiff_t after = panels_after(kernel, p->columns - column), index = 0;
            for (ptrdiff_t tap = firstTap; tap < lastTap; tap++) {
                ptrdiff_t begin = tap == firstTap ? firstResult - tap * width : 0;
                ptrdiff_t end = smaller(width, lastResult - tap * width);
                for (ptrdiff_t channel = begin; channel < end; channel += kernel->rows) {
                    to.rowCount = smaller(kernel->rows, end - channel);
                    for (ptrdiff_t i = 0; i < to.rowCount; i++)
                        to.rows[i] = result + (tap * width + channel + i - firstResult) * resultPitch + column;
                    if (!tiles) {
                        kernel->transposed(rows, pointers + (tap - firstTap) * NESY_DEPTH, channel, right, rightStep,
                                           panelStep, &to);
                        continue;
                    }
                    if (packed) {
                        fetch_results(&to);
                        fetch_panels(next, panelStep, after, rows, index, tileCount);
                    }
                    kernel->transposed(rows, tileRows, index * tile_step(kernel), right, rightStep, panelStep, &to);
                    index++;
                }
            }
        }
    }
}
