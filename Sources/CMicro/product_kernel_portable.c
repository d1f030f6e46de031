#include "product_kernels.h"

enum { ROWS = 6 };

void nesy_store_partial(const float *values, ptrdiff_t pitch, const tile *to) {
    for (ptrdiff_t i = 0; i < to->rowCount; i++) {
        float *row = to->rows[i];
        const float *from = values + i * pitch;
        for (ptrdiff_t j = 0; j < to->columns; j++) {
            float value = from[j];
            if (to->bias) value += to->bias[j];
            if (to->add) value = row[j] + value;
            row[j] = to->slope != 1 && value <= 0 ? to->slope * value : value;
        }
    }
}

// Half a panel at a time: its twelve sums of four lanes fit the sixteen registers that every 64-bit processor has.
typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));
enum { HALF = NESY_PANEL / 2 };

#define STEP(i, value)                                  \
    sums[i][0] += value * *(const quad *)(right + 0);   \
    sums[i][1] += value * *(const quad *)(right + 4);

static void keep(const quad sums[ROWS][2], float *values) {
    for (int i = 0; i < ROWS; i++)
        for (int q = 0; q < 2; q++) *(quad *)(values + i * NESY_PANEL + q * 4) = sums[i][q];
}

static void gathered(ptrdiff_t segments, const ptrdiff_t *lengths, const float *const *pointers,
                     const float *panel, ptrdiff_t panelStep, const tile *to) {
    (void)panelStep;
    float values[ROWS * NESY_PANEL];
    for (int half = 0; half < 2; half++) {
        quad sums[ROWS][2] = {{{0}}};
        const float *right = panel + half * HALF;
        const float *const *rows = pointers;
        for (ptrdiff_t s = 0; s < segments; s++, rows += ROWS) {
            const float *r0 = rows[0], *r1 = rows[1], *r2 = rows[2], *r3 = rows[3], *r4 = rows[4], *r5 = rows[5];
            ptrdiff_t length = lengths[s];
            for (ptrdiff_t l = 0; l < length; l++, right += NESY_PANEL) {
                STEP(0, r0[l]) STEP(1, r1[l]) STEP(2, r2[l]) STEP(3, r3[l]) STEP(4, r4[l]) STEP(5, r5[l])
            }
        }
        keep(sums, values + half * HALF);
    }
    nesy_store_partial(values, NESY_PANEL, to);
}

static void transposed(ptrdiff_t depth, const float *const *pointers, ptrdiff_t offset, const float *panel,
                       ptrdiff_t rightStep, ptrdiff_t panelStep, const tile *to) {
    (void)panelStep;
    float values[ROWS * NESY_PANEL];
    for (int half = 0; half < 2; half++) {
        quad sums[ROWS][2] = {{{0}}};
        const float *right = panel + half * HALF;
        for (ptrdiff_t k = 0; k < depth; k++, right += rightStep) {
            const float *left = pointers[k] + offset;
            STEP(0, left[0]) STEP(1, left[1]) STEP(2, left[2]) STEP(3, left[3]) STEP(4, left[4]) STEP(5, left[5])
        }
        keep(sums, values + half * HALF);
    }
    nesy_store_partial(values, NESY_PANEL, to);
}

const product_kernel nesy_kernel_portable = {ROWS, NESY_PANEL, gathered, transposed};
