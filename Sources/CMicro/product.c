#include "product_kernels.h"

#include <string.h>

int nesy_best_level(void) {
#ifdef NESY_X86
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return NESY_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return NESY_AVX2;
#endif
    return NESY_PORTABLE;
}

const product_kernel *nesy_kernel_for(int level) {
#ifdef NESY_X86
    if (level == NESY_AVX512) return &nesy_kernel_avx512;
    if (level == NESY_AVX2) return &nesy_kernel_avx2;
#endif
    (void)level;
    return &nesy_kernel_portable;
}

static inline ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

// Scratch memory is handed out from the front, in cache lines.
static void *take(char **scratch, ptrdiff_t bytes) {
    char *start = *scratch;
    *scratch = start + (bytes + 63) / 64 * 64;
    return start;
}

// MARK: the left factor

typedef struct {
    const float *image;
    ptrdiff_t y, x;
} place;

// Rows of so few values a tap are copied together before they are multiplied: following a pointer for each tap
// would cost more than the product.
static int is_thin(const nesy_gather *left) { return left->tapCount > 1 && left->channels < 8; }

// The rows of a grid in order, without a division for each.
typedef struct {
    ptrdiff_t image, y, x;
} cursor;

static cursor at_row(const nesy_gather *left, ptrdiff_t row) {
    ptrdiff_t perImage = left->gridHeight * left->gridWidth;
    ptrdiff_t rest = row % perImage;
    return (cursor){row / perImage, rest / left->gridWidth, rest % left->gridWidth};
}

static inline void advance(const nesy_gather *left, cursor *at) {
    if (++at->x < left->gridWidth) return;
    at->x = 0;
    if (++at->y < left->gridHeight) return;
    at->y = 0;
    at->image++;
}

static void find_places(const nesy_gather *left, ptrdiff_t firstRow, ptrdiff_t count, place *places) {
    ptrdiff_t imageStep = left->height * left->width * left->pitch;
    cursor at = at_row(left, firstRow);
    for (ptrdiff_t i = 0; i < count; i++, advance(left, &at))
        places[i] = (place){left->pixels + at.image * imageStep, at.y * left->strideY, at.x * left->strideX};
}

static void find_targets(const nesy_product *p, ptrdiff_t firstRow, ptrdiff_t count, float **targets) {
    const nesy_target *to = &p->target;
    cursor at = at_row(&p->left, firstRow);
    for (ptrdiff_t i = 0; i < count; i++, advance(&p->left, &at))
        targets[i] = to->values + at.image * to->imageStep + at.y * to->yStep + at.x * to->xStep;
}

static inline const float *pixel(const nesy_gather *left, const place *at, ptrdiff_t tap) {
    ptrdiff_t y = at->y + left->tapY[tap], x = at->x + left->tapX[tap];
    if ((size_t)y >= (size_t)left->height || (size_t)x >= (size_t)left->width) return NULL;
    return at->image + (y * left->width + x) * left->pitch;
}

// Taps from `tap` on that lie side by side in memory.
static ptrdiff_t run_length(const nesy_gather *left, ptrdiff_t tap) {
    ptrdiff_t end = tap + 1;
    if (left->channels == left->pitch)
        while (end < left->tapCount && left->tapY[end] == left->tapY[tap] &&
               left->tapX[end] == left->tapX[end - 1] + 1)
            end++;
    return end - tap;
}

// Whether runs of a thin factor are long enough to be multiplied where they lie; only those that reach beyond the
// image are copied then.
static int reads_runs(const nesy_gather *left) {
    return is_thin(left) && run_length(left, 0) * left->channels >= 8 &&
           left->tapCount * left->channels <= NESY_DEPTH;
}

// Floats from one copied row to the next: whatever a run copies too much lands behind the row or where the next run
// will be written.
static ptrdiff_t copied_pitch(const nesy_gather *left) {
    return (left->tapCount * left->channels + NESY_PANEL - 1) / NESY_PANEL * NESY_PANEL + NESY_PANEL;
}

// Copies the same `values` floats of each of `count` rows, in steps of a few whole vectors.
static void copy_run(const float *from, ptrdiff_t fromStep, float *to, ptrdiff_t toStep, ptrdiff_t count,
                     ptrdiff_t values) {
    if (values <= 4) {
        for (ptrdiff_t i = 0; i < count; i++, from += fromStep, to += toStep) memcpy(to, from, 4 * sizeof(float));
    } else if (values <= 8) {
        for (ptrdiff_t i = 0; i < count; i++, from += fromStep, to += toStep) memcpy(to, from, 8 * sizeof(float));
    } else {
        for (ptrdiff_t i = 0; i < count; i++, from += fromStep, to += toStep)
            for (ptrdiff_t v = 0; v < values; v += 8) memcpy(to + v, from + v, 8 * sizeof(float));
    }
}

// From a row on, how many rows of the same line of the grid have their run inside of the image.
static ptrdiff_t rows_inside(const nesy_gather *left, const place *at, ptrdiff_t tap, ptrdiff_t length) {
    ptrdiff_t x = at->x + left->tapX[tap];
    if (!pixel(left, at, tap) || x + length > left->width) return 0;
    ptrdiff_t line = left->gridWidth - at->x / left->strideX;
    return smaller(line, (left->width - length - x) / left->strideX + 1);
}

// Copies the rows of a thin left factor, whole or only the runs that reach beyond the image.
static void copy_rows(const nesy_gather *left, const place *places, ptrdiff_t count, int onlyEdges, float *rows) {
    ptrdiff_t channels = left->channels, pitch = copied_pitch(left);
    for (ptrdiff_t tap = 0, length; tap < left->tapCount; tap += length) {
        length = run_length(left, tap);
        for (ptrdiff_t i = 0; i < count;) {
            float *to = rows + i * pitch + tap * channels;
            ptrdiff_t inside = smaller(count - i, rows_inside(left, &places[i], tap, length));
            if (inside > 0) {
                if (!onlyEdges)
                    copy_run(pixel(left, &places[i], tap), left->strideX * left->pitch, to, pitch, inside,
                             length * channels);
                i += inside;
                continue;
            }
            for (ptrdiff_t t = 0; t < length; t++) {
                const float *from = pixel(left, &places[i], tap + t);
                for (ptrdiff_t v = 0; v < channels; v++) to[t * channels + v] = from ? from[v] : 0;
            }
            i++;
        }
    }
}

// MARK: the right factor

// One panel of rows from..<to of the summed index: [row][NESY_PANEL].
static void pack_panel(const nesy_product *p, ptrdiff_t panel, ptrdiff_t from, ptrdiff_t to, float *packed) {
    const nesy_right *right = &p->right;
    ptrdiff_t channels = p->left.channels;
    ptrdiff_t columns = smaller(NESY_PANEL, p->columns - panel * NESY_PANEL);
    for (ptrdiff_t k = from, end; k < to; k = end) {
        ptrdiff_t tap = k / channels, channel = k % channels;
        end = smaller(to, (tap + 1) * channels);
        const float *source =
            right->values + right->tapOffset[tap] + channel * right->rowStep + panel * NESY_PANEL * right->columnStep;
        if (columns == NESY_PANEL && right->columnStep == 1) {
            for (ptrdiff_t r = k; r < end; r++, source += right->rowStep, packed += NESY_PANEL)
                memcpy(packed, source, NESY_PANEL * sizeof(float));
            continue;
        }
        // Column by column reads along memory when the factor is transposed; the panel stays in the cache.
        for (ptrdiff_t j = 0; j < NESY_PANEL; j++)
            for (ptrdiff_t r = 0; r < end - k; r++)
                packed[r * NESY_PANEL + j] =
                    j < columns ? source[r * right->rowStep + j * right->columnStep] : 0;
        packed += (end - k) * NESY_PANEL;
    }
}

void nesy_pack(const nesy_product *p, ptrdiff_t firstPanel, ptrdiff_t lastPanel, float *packed) {
    ptrdiff_t depth = p->left.tapCount * p->left.channels;
    for (ptrdiff_t panel = firstPanel; panel < lastPanel; panel++)
        for (ptrdiff_t k = 0; k < depth; k += NESY_DEPTH)
            pack_panel(p, panel, k, smaller(depth, k + NESY_DEPTH), packed + (panel * depth + k) * NESY_PANEL);
}

// MARK: the product

// How many segments, runs of channels of one tap, a block of the depth can have.
static ptrdiff_t most_segments(const nesy_gather *left) {
    if (is_thin(left)) return reads_runs(left) ? left->tapCount : 1;
    return smaller(left->tapCount, NESY_DEPTH / left->channels + 2);
}

ptrdiff_t nesy_multiply_scratch(const nesy_product *p, ptrdiff_t columns) {
    ptrdiff_t panels = (columns + NESY_PANEL - 1) / NESY_PANEL;
    ptrdiff_t bytes = NESY_BLOCK * most_segments(&p->left) * (ptrdiff_t)sizeof(float *) + 64;
    if (!p->right.packed) bytes += panels * NESY_PANEL * NESY_DEPTH * (ptrdiff_t)sizeof(float) + 64;
    if (is_thin(&p->left)) bytes += NESY_BLOCK * copied_pitch(&p->left) * (ptrdiff_t)sizeof(float) + 64;
    return bytes;
}

static const float zeros[NESY_DEPTH];

// The runs of a thin factor and, for every tile of rows, the pointers to them.
static ptrdiff_t find_runs(const nesy_gather *left, const product_kernel *kernel, const place *places, ptrdiff_t rows,
                           const float *copied, ptrdiff_t *lengths, const float **pointers) {
    ptrdiff_t taps[NESY_DEPTH], segments = 0;
    for (ptrdiff_t tap = 0; tap < left->tapCount; segments++) {
        taps[segments] = tap;
        tap += run_length(left, tap);
        lengths[segments] = (tap - taps[segments]) * left->channels;
    }
    ptrdiff_t pitch = copied_pitch(left), tileRows = kernel->rows;
    for (ptrdiff_t s = 0; s < segments; s++) {
        const float **to = pointers + s * tileRows;
        const float *source = NULL, *copy = copied + taps[s] * left->channels;
        ptrdiff_t rowsInside = 0, filled = 0;
        for (ptrdiff_t row = 0; row < rows; row++, copy += pitch) {
            if (rowsInside == 0) {
                rowsInside = rows_inside(left, &places[row], taps[s], lengths[s] / left->channels);
                source = pixel(left, &places[row], taps[s]);
            }
            if (rowsInside > 0) {
                to[filled] = source;
                source += left->strideX * left->pitch;
                rowsInside--;
            } else {
                to[filled] = copy;
            }
            if (++filled == tileRows) {
                filled = 0;
                to += segments * tileRows;
            }
        }
        // A tile that is not full reads its block's last row again and does not store it.
        if (filled > 0) for (ptrdiff_t i = filled; i < tileRows; i++) to[i] = to[filled - 1];
    }
    return segments;
}

// The segments of depth from..<to and, for every tile of rows, the pointers to them.
static ptrdiff_t find_segments(const nesy_gather *left, const product_kernel *kernel, const place *places,
                               ptrdiff_t rows, ptrdiff_t from, ptrdiff_t to, const float *copied,
                               ptrdiff_t *lengths, const float **pointers) {
    if (copied && reads_runs(left)) return find_runs(left, kernel, places, rows, copied, lengths, pointers);
    if (copied) {
        lengths[0] = to - from;
        for (ptrdiff_t tileRow = 0; tileRow < rows; tileRow += kernel->rows)
            for (ptrdiff_t i = 0; i < kernel->rows; i++)
                *pointers++ = copied + smaller(tileRow + i, rows - 1) * copied_pitch(left) + from;
        return 1;
    }
    ptrdiff_t segments = 0;
    for (ptrdiff_t k = from, end; k < to; k = end) {
        end = smaller(to, (k / left->channels + 1) * left->channels);
        lengths[segments++] = end - k;
    }
    for (ptrdiff_t tileRow = 0; tileRow < rows; tileRow += kernel->rows) {
        ptrdiff_t tap = from / left->channels, channel = from % left->channels;
        for (ptrdiff_t s = 0; s < segments; s++, tap++, channel = 0)
            for (ptrdiff_t i = 0; i < kernel->rows; i++) {
                // A tile that is not full reads its block's last row again and does not store it.
                const float *source = pixel(left, &places[smaller(tileRow + i, rows - 1)], tap);
                *pointers++ = source ? source + channel : zeros;
            }
    }
    return segments;
}

static void multiply_block(const nesy_product *p, const product_kernel *kernel, float *const *targets,
                           ptrdiff_t rows, ptrdiff_t firstColumn, ptrdiff_t lastColumn, ptrdiff_t segments,
                           const ptrdiff_t *lengths, const float *const *pointers, const float *right,
                           ptrdiff_t panelStep, int isFirst, int isLast) {
    for (ptrdiff_t column = firstColumn; column < lastColumn; column += kernel->columns) {
        tile to;
        to.columns = smaller(kernel->columns, lastColumn - column);
        to.bias = isFirst && p->epilogue.bias ? p->epilogue.bias + column : NULL;
        to.add = !isFirst || p->epilogue.accumulate;
        to.slope = isLast ? p->epilogue.slope : 1;
        const float *panel = right + (column - firstColumn) / NESY_PANEL * panelStep;
        for (ptrdiff_t tileRow = 0; tileRow < rows; tileRow += kernel->rows) {
            to.rowCount = smaller(kernel->rows, rows - tileRow);
            for (ptrdiff_t i = 0; i < to.rowCount; i++) to.rows[i] = targets[tileRow + i] + column;
            kernel->gathered(segments, lengths, pointers + tileRow * segments, panel, panelStep, &to);
        }
    }
}

void nesy_multiply(const nesy_product *p, ptrdiff_t firstRow, ptrdiff_t lastRow, ptrdiff_t firstColumn,
                   ptrdiff_t lastColumn, void *scratch) {
    const nesy_gather *left = &p->left;
    const product_kernel *kernel = nesy_kernel_for(p->level);
    ptrdiff_t depth = left->tapCount * left->channels;
    ptrdiff_t panels = (lastColumn - firstColumn + NESY_PANEL - 1) / NESY_PANEL;
    char *rest = scratch;
    const float **pointers = take(&rest, NESY_BLOCK * most_segments(left) * (ptrdiff_t)sizeof(float *));
    float *own = p->right.packed ? NULL : take(&rest, panels * NESY_PANEL * NESY_DEPTH * (ptrdiff_t)sizeof(float));
    float *copied = is_thin(left) ? take(&rest, NESY_BLOCK * copied_pitch(left) * (ptrdiff_t)sizeof(float)) : NULL;
    place places[NESY_BLOCK];
    float *targets[NESY_BLOCK];
    ptrdiff_t lengths[NESY_DEPTH];

    ptrdiff_t from = 0;
    do {  // once even when no tap is left and the product is all zeros
        ptrdiff_t to = smaller(depth, from + NESY_DEPTH);
        const float *right;
        ptrdiff_t panelStep;
        if (own) {
            panelStep = (to - from) * NESY_PANEL;
            for (ptrdiff_t panel = 0; panel < panels; panel++)
                pack_panel(p, firstColumn / NESY_PANEL + panel, from, to, own + panel * panelStep);
            right = own;
        } else {
            panelStep = depth * NESY_PANEL;
            right = p->right.packed + firstColumn / NESY_PANEL * panelStep + from * NESY_PANEL;
        }
        for (ptrdiff_t row = firstRow; row < lastRow; row += NESY_BLOCK) {
            ptrdiff_t rows = smaller(NESY_BLOCK, lastRow - row);
            find_places(left, row, rows, places);
            find_targets(p, row, rows, targets);
            if (copied && (from == 0 || lastRow - firstRow > NESY_BLOCK))
                copy_rows(left, places, rows, reads_runs(left), copied);
            ptrdiff_t segments =
                find_segments(left, kernel, places, rows, from, to, copied, lengths, pointers);
            multiply_block(p, kernel, targets, rows, firstColumn, lastColumn, segments, lengths, pointers, right,
                           panelStep, from == 0, to == depth);
        }
        from = to;
    } while (from < depth);
}

// MARK: the product with the left factor transposed

// Rows of the right factor that few results are multiplied with are read where they lie.
static int packs_rows(ptrdiff_t results) { return results > 64; }

ptrdiff_t nesy_multiply_transposed_scratch(const nesy_transposed_product *p, ptrdiff_t results) {
    ptrdiff_t panels = (p->columns + NESY_PANEL - 1) / NESY_PANEL;
    ptrdiff_t bytes = packs_rows(results) ? panels * NESY_PANEL * NESY_DEPTH * (ptrdiff_t)sizeof(float) + 64 : 0;
    bytes += (p->left.channels + NESY_SLACK) * (ptrdiff_t)sizeof(float) + 64;
    ptrdiff_t taps = is_thin(&p->left) ? 1 : smaller(p->left.tapCount, results / p->left.channels + 2);
    bytes += NESY_DEPTH * taps * (ptrdiff_t)sizeof(float *) + 64;
    if (is_thin(&p->left))
        bytes += NESY_DEPTH * copied_pitch(&p->left) * (ptrdiff_t)sizeof(float) + 64;
    return bytes;
}

static void pack_rows(const nesy_transposed_product *p, ptrdiff_t firstRow, ptrdiff_t rows, float *packed) {
    for (ptrdiff_t column = 0; column < p->columns; column += NESY_PANEL) {
        ptrdiff_t columns = smaller(NESY_PANEL, p->columns - column);
        const float *source = p->right + firstRow * p->rightPitch + column;
        for (ptrdiff_t r = 0; r < rows; r++, source += p->rightPitch, packed += NESY_PANEL) {
            if (columns == NESY_PANEL) {
                memcpy(packed, source, NESY_PANEL * sizeof(float));
            } else {
                for (ptrdiff_t j = 0; j < NESY_PANEL; j++) packed[j] = j < columns ? source[j] : 0;
            }
        }
    }
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
        for (ptrdiff_t column = 0; column < p->columns; column += kernel->columns) {
            tile to = {.columns = smaller(kernel->columns, p->columns - column), .add = row > firstRow, .slope = 1};
            const float *right = p->right + row * p->rightPitch + column;
            ptrdiff_t rightStep = p->rightPitch, panelStep = NESY_PANEL;
            if (packed) {
                right = packed + column / NESY_PANEL * rows * NESY_PANEL;
                rightStep = NESY_PANEL;
                panelStep = rows * NESY_PANEL;
            }
            for (ptrdiff_t tap = firstTap; tap < lastTap; tap++) {
                ptrdiff_t begin = tap == firstTap ? firstResult - tap * width : 0;
                ptrdiff_t end = smaller(width, lastResult - tap * width);
                for (ptrdiff_t channel = begin; channel < end; channel += kernel->rows) {
                    to.rowCount = smaller(kernel->rows, end - channel);
                    for (ptrdiff_t i = 0; i < to.rowCount; i++)
                        to.rows[i] = result + (tap * width + channel + i - firstResult) * resultPitch + column;
                    kernel->transposed(rows, pointers + (tap - firstTap) * NESY_DEPTH, channel, right, rightStep,
                                       panelStep, &to);
                }
            }
        }
    }
}
