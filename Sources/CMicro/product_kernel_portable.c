#include "product_kernels.h"

enum { ROWS = 6 };

void nesy_store_partial(const float *values, ptrdiff_t pitch, const tile *to) {
    for (ptrdiff_t i = 0; i < to->rowCount; i++) {
        float *row = to->rows[i];
        const float *from = values + i * pitch;
        for (ptrdiff_t j = 0; j < to->columns; j++) {
            float value = from[j];
            if (to->bias) value += to->bias[j];
            row[j] = to->add ? row[j] + value : value;
        }
    }
}

static void gathered(ptrdiff_t segments, const ptrdiff_t *lengths, const float *const *pointers,
                     const float *right, ptrdiff_t panelStep, const tile *to) {
    (void)panelStep;
    float sums[ROWS][NESY_PANEL] = {{0}};
    for (ptrdiff_t s = 0; s < segments; s++, pointers += ROWS) {
        for (ptrdiff_t l = 0; l < lengths[s]; l++, right += NESY_PANEL)
            for (int i = 0; i < ROWS; i++) {
                float value = pointers[i][l];
                for (int j = 0; j < NESY_PANEL; j++) sums[i][j] += value * right[j];
            }
    }
    nesy_store_partial(sums[0], NESY_PANEL, to);
}

static void transposed(ptrdiff_t depth, const float *const *pointers, ptrdiff_t offset, const float *right,
                       ptrdiff_t panelStep, const tile *to) {
    (void)panelStep;
    float sums[ROWS][NESY_PANEL] = {{0}};
    for (ptrdiff_t k = 0; k < depth; k++, right += NESY_PANEL) {
        const float *left = pointers[k] + offset;
        for (int i = 0; i < ROWS; i++)
            for (int j = 0; j < NESY_PANEL; j++) sums[i][j] += left[i] * right[j];
    }
    nesy_store_partial(sums[0], NESY_PANEL, to);
}

const product_kernel nesy_kernel_portable = {ROWS, NESY_PANEL, gathered, transposed};
