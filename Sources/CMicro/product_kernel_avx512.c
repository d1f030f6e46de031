#include "product_kernels.h"

#ifdef NESY_X86

// 8 x 32: sixteen sums hide the latency of two multiply-adds a cycle; a last single panel uses eight.
enum { ROWS = 8 };

#define TARGET __attribute__((target("avx512f")))
#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

// What the tile says is read before anything is written, which might be the tile for all that the compiler knows.
TARGET INLINE void store(__m512 *sums, int panels, const tile *to) {
    const float *columnBias = to->bias;
    ptrdiff_t rowCount = to->rowCount, columnCount = to->columns;
    int add = to->add, rectifies = to->slope != 1;
    __m512 slope = _mm512_set1_ps(to->slope);
    UNROLLED for (int p = 0; p < panels; p++) {
        ptrdiff_t columns = columnCount - p * NESY_PANEL;
        __mmask16 mask = columns >= NESY_PANEL ? 0xFFFF : (__mmask16)((1u << columns) - 1);
        if (columnBias) {
            __m512 bias = _mm512_maskz_loadu_ps(mask, columnBias + p * NESY_PANEL);
            UNROLLED for (int i = 0; i < ROWS; i++) sums[i * panels + p] = _mm512_add_ps(sums[i * panels + p], bias);
        }
        UNROLLED for (int i = 0; i < ROWS; i++) {
            if (i >= rowCount) break;
            float *row = to->rows[i] + p * NESY_PANEL;
            __m512 value = sums[i * panels + p];
            if (add) value = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, row), value);
            if (rectifies) {
                __mmask16 below = _mm512_cmp_ps_mask(value, _mm512_setzero_ps(), _CMP_LE_OQ);
                value = _mm512_mask_mul_ps(value, below, value, slope);
            }
            _mm512_mask_storeu_ps(row, mask, value);
        }
    }
}

TARGET INLINE void gathered_panels(int panels, ptrdiff_t segments, const ptrdiff_t *lengths,
                                   const float *const *pointers, const float *right, ptrdiff_t panelStep,
                                   const tile *to) {
    __m512 sums[ROWS * 2];
    UNROLLED for (int i = 0; i < ROWS * panels; i++) sums[i] = _mm512_setzero_ps();
    for (ptrdiff_t s = 0; s < segments; s++, pointers += ROWS) {
        const float *p0 = pointers[0], *p1 = pointers[1], *p2 = pointers[2], *p3 = pointers[3];
        const float *p4 = pointers[4], *p5 = pointers[5], *p6 = pointers[6], *p7 = pointers[7];
        ptrdiff_t length = lengths[s];
        for (ptrdiff_t l = 0; l < length; l++, right += NESY_PANEL) {
            __m512 b0 = _mm512_loadu_ps(right), a;
            __m512 b1 = panels > 1 ? _mm512_loadu_ps(right + panelStep) : b0;
#define STEP(i, p)                                                   \
    a = _mm512_set1_ps(p[l]);                                        \
    sums[i * panels] = _mm512_fmadd_ps(a, b0, sums[i * panels]);     \
    if (panels > 1) sums[i * panels + 1] = _mm512_fmadd_ps(a, b1, sums[i * panels + 1]);
            STEP(0, p0) STEP(1, p1) STEP(2, p2) STEP(3, p3) STEP(4, p4) STEP(5, p5) STEP(6, p6) STEP(7, p7)
#undef STEP
        }
    }
    store(sums, panels, to);
}

TARGET INLINE void transposed_panels(int panels, ptrdiff_t depth, const float *const *pointers,
                                     ptrdiff_t offset, const float *right, ptrdiff_t rightStep,
                                     ptrdiff_t panelStep, const tile *to) {
    __m512 sums[ROWS * 2];
    UNROLLED for (int i = 0; i < ROWS * panels; i++) sums[i] = _mm512_setzero_ps();
    for (ptrdiff_t k = 0; k < depth; k++, right += rightStep) {
        const float *left = pointers[k] + offset;
        __m512 b0 = _mm512_loadu_ps(right);
        __m512 b1 = panels > 1 ? _mm512_loadu_ps(right + panelStep) : b0;
        UNROLLED for (int i = 0; i < ROWS; i++) {
            __m512 a = _mm512_set1_ps(left[i]);
            sums[i * panels] = _mm512_fmadd_ps(a, b0, sums[i * panels]);
            if (panels > 1) sums[i * panels + 1] = _mm512_fmadd_ps(a, b1, sums[i * panels + 1]);
        }
    }
    store(sums, panels, to);
}

TARGET static void gathered(ptrdiff_t segments, const ptrdiff_t *lengths, const float *const *pointers,
                            const float *right, ptrdiff_t panelStep, const tile *to) {
    if (to->columns > NESY_PANEL)
        gathered_panels(2, segments, lengths, pointers, right, panelStep, to);
    else
        gathered_panels(1, segments, lengths, pointers, right, panelStep, to);
}

TARGET static void transposed(ptrdiff_t depth, const float *const *pointers, ptrdiff_t offset,
                              const float *right, ptrdiff_t rightStep, ptrdiff_t panelStep, const tile *to) {
    if (to->columns > NESY_PANEL)
        transposed_panels(2, depth, pointers, offset, right, rightStep, panelStep, to);
    else
        transposed_panels(1, depth, pointers, offset, right, rightStep, panelStep, to);
}

const product_kernel nesy_kernel_avx512 = {ROWS, 2 * NESY_PANEL, gathered, transposed};

#endif
