#include "product_fetch.h"
#include "product_left.h"

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

static void find_targets(const nesy_product *p, ptrdiff_t firstRow, ptrdiff_t count, float **targets) {
    const nesy_target *to = &p->target;
    cursor at = at_row(&p->left, firstRow);
    for (ptrdiff_t i = 0; i < count; i++, advance(&p->left, &at))
        targets[i] = to->values + at.image * to->imageStep + at.y * to->yStep + at.x * to->xStep;
}

// MARK: the right factor

typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));

// Four columns of a factor whose columns lie along memory become four places of each of `rows` packed rows.
static void pack_turned(const float *source, ptrdiff_t columnStep, ptrdiff_t rows, float *packed) {
    ptrdiff_t r = 0;
    for (; r + 4 <= rows; r += 4, source += 4, packed += 4 * NESY_PANEL) {
        if (r % NESY_PANEL == 0)
            for (ptrdiff_t j = 4; j < 8; j++) __builtin_prefetch(source + j * columnStep);
        quad a = *(const quad *)source, b = *(const quad *)(source + columnStep);
        quad c = *(const quad *)(source + 2 * columnStep), d = *(const quad *)(source + 3 * columnStep);
        quad ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
        *(quad *)packed = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
        *(quad *)(packed + NESY_PANEL) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
        ab = __builtin_shufflevector(a, b, 2, 6, 3, 7), cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
        *(quad *)(packed + 2 * NESY_PANEL) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
        *(quad *)(packed + 3 * NESY_PANEL) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    }
    for (; r < rows; r++, source++, packed += NESY_PANEL)
        for (ptrdiff_t j = 0; j < 4; j++) packed[j] = source[j * columnStep];
}

// Panels firstPanel ..< lastPanel of rows from..<to of the summed index: [row][NESY_PANEL], a panel every panelStep
// floats.
static void pack_panels(const nesy_product *p, ptrdiff_t firstPanel, ptrdiff_t lastPanel, ptrdiff_t from, ptrdiff_t to,
                        float *packed, ptrdiff_t panelStep) {
    const nesy_right *right = &p->right;
    ptrdiff_t channels = p->left.channels;
    ptrdiff_t whole = right->columnStep == 1 ? smaller(lastPanel, p->columns / NESY_PANEL) : firstPanel;
    for (ptrdiff_t k = from, end; k < to; k = end) {
        ptrdiff_t tap = k / channels, channel = k % channels, rows;
        end = smaller(to, (tap + 1) * channels);
        rows = end - k;
        const float *source = right->values + right->tapOffset[tap] + channel * right->rowStep;
        float *into = packed + (k - from) * NESY_PANEL;
        for (ptrdiff_t panel = firstPanel, count; panel < whole; panel += count) {
            count = smaller(PANEL_GROUP, whole - panel);
            const float *line = source + panel * NESY_PANEL;
            float *lineInto = into + (panel - firstPanel) * panelStep;
            for (ptrdiff_t r = 0; r < rows; r++, line += right->rowStep, lineInto += NESY_PANEL)
                for (ptrdiff_t g = 0; g < count; g++) {
                    __builtin_prefetch(line + ROWS_AHEAD * right->rowStep + g * NESY_PANEL);
                    memcpy(lineInto + g * panelStep, line + g * NESY_PANEL, NESY_PANEL * sizeof(float));
                }
        }
        for (ptrdiff_t panel = whole; panel < lastPanel; panel++) {
            ptrdiff_t columns = smaller(NESY_PANEL, p->columns - panel * NESY_PANEL);
            const float *first = source + panel * NESY_PANEL * right->columnStep;
            float *panelInto = into + (panel - firstPanel) * panelStep;
            ptrdiff_t j = 0;
            if (right->rowStep == 1)
                for (; j + 4 <= columns; j += 4)
                    pack_turned(first + j * right->columnStep, right->columnStep, rows, panelInto + j);
            for (; j < NESY_PANEL; j++)
                for (ptrdiff_t r = 0; r < rows; r++)
                    panelInto[r * NESY_PANEL + j] =
                        j < columns ? first[r * right->rowStep + j * right->columnStep] : 0;
        }
    }
}

void nesy_pack(const nesy_product *p, ptrdiff_t firstPanel, ptrdiff_t lastPanel, float *packed) {
    ptrdiff_t depth = p->left.tapCount * p->left.channels;
    for (ptrdiff_t k = 0; k < depth; k += NESY_DEPTH)
        pack_panels(p, firstPanel, lastPanel, k, smaller(depth, k + NESY_DEPTH),
                    packed + (firstPanel * depth + k) * NESY_PANEL, depth * NESY_PANEL);
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

// Whether the right factor is too large for the second cache, so that fetching ahead saves more than it costs.
static int is_far(ptrdiff_t depth, ptrdiff_t columns) { return depth * columns > 1 << 18; }

static void multiply_block(const nesy_product *p, const product_kernel *kernel, float *const *targets,
                           ptrdiff_t rows, ptrdiff_t firstColumn, ptrdiff_t lastColumn, ptrdiff_t segments,
                           const ptrdiff_t *lengths, const float *const *pointers, const float *right,
                           ptrdiff_t panelStep, ptrdiff_t length, int isFar, int isFirst, int isLast) {
    ptrdiff_t tilePanels = kernel->columns / NESY_PANEL, tiles = (rows + kernel->rows - 1) / kernel->rows;
    for (ptrdiff_t column = firstColumn; column < lastColumn; column += kernel->columns) {
        ptrdiff_t after = panels_after(kernel, lastColumn - column);
        tile to;
        to.columns = smaller(kernel->columns, lastColumn - column);
        to.bias = isFirst && p->epilogue.bias ? p->epilogue.bias + column : NULL;
        to.add = !isFirst || p->epilogue.accumulate;
        to.slope = isLast ? p->epilogue.slope : 1;
        const float *panel = right + (column - firstColumn) / NESY_PANEL * panelStep;
        for (ptrdiff_t tileRow = 0; tileRow < rows; tileRow += kernel->rows) {
            to.rowCount = smaller(kernel->rows, rows - tileRow);
            for (ptrdiff_t i = 0; i < to.rowCount; i++) to.rows[i] = targets[tileRow + i] + column;
            if (isFar) {
                fetch_results(&to);
                fetch_panels(panel + tilePanels * panelStep, panelStep, after, length, tileRow / kernel->rows, tiles);
            }
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
            pack_panels(p, firstColumn / NESY_PANEL, firstColumn / NESY_PANEL + panels, from, to, own, panelStep);
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
                           panelStep, to - from, !own && is_far(depth, p->columns), from == 0, to == depth);
        }
        from = to;
    } while (from < depth);
}
