#include "product_kernels.h"

#ifdef NESY_X86

// 6 x 16: twelve sums, two columns vectors and one broadcast fill fifteen of the sixteen registers.
enum { ROWS = 6 };

#define TARGET __attribute__((target("avx2,fma")))
#define UNROLLED _Pragma("clang loop unroll(full)")

TARGET static inline __attribute__((always_inline)) __m256 rectified(__m256 value, __m256 slope) {
    __m256 below = _mm256_cmp_ps(value, _mm256_setzero_ps(), _CMP_LE_OQ);
    return _mm256_blendv_ps(value, _mm256_mul_ps(value, slope), below);
}

TARGET static inline __attribute__((always_inline)) void store(__m256 sums[ROWS][2], const tile *to) {
    if (to->columns < NESY_PANEL) {
        float values[ROWS * NESY_PANEL];
        UNROLLED for (int i = 0; i < ROWS; i++) {
            _mm256_storeu_ps(values + i * NESY_PANEL, sums[i][0]);
            _mm256_storeu_ps(values + i * NESY_PANEL + 8, sums[i][1]);
        }
        nesy_store_partial(values, NESY_PANEL, to);
        return;
    }
    if (to->bias) {
        __m256 b0 = _mm256_loadu_ps(to->bias), b1 = _mm256_loadu_ps(to->bias + 8);
        UNROLLED for (int i = 0; i < ROWS; i++) {
            sums[i][0] = _mm256_add_ps(sums[i][0], b0);
            sums[i][1] = _mm256_add_ps(sums[i][1], b1);
        }
    }
    // What the tile says is read before anything is written, which might be the tile for all that the compiler knows.
    ptrdiff_t rowCount = to->rowCount;
    int add = to->add, rectifies = to->slope != 1;
    __m256 slope = _mm256_set1_ps(to->slope);
    UNROLLED for (int i = 0; i < ROWS; i++) {
        if (i >= rowCount) break;
        float *row = to->rows[i];
        if (add) {
            sums[i][0] = _mm256_add_ps(_mm256_loadu_ps(row), sums[i][0]);
            sums[i][1] = _mm256_add_ps(_mm256_loadu_ps(row + 8), sums[i][1]);
        }
        if (rectifies) {
            sums[i][0] = rectified(sums[i][0], slope);
            sums[i][1] = rectified(sums[i][1], slope);
        }
        _mm256_storeu_ps(row, sums[i][0]);
        _mm256_storeu_ps(row + 8, sums[i][1]);
    }
}

TARGET static void gathered(ptrdiff_t segments, const ptrdiff_t *lengths, const float *const *pointers,
                            const float *right, ptrdiff_t panelStep, const tile *to) {
    (void)panelStep;
    __m256 sums[ROWS][2];
    UNROLLED for (int i = 0; i < ROWS; i++) sums[i][0] = sums[i][1] = _mm256_setzero_ps();
    for (ptrdiff_t s = 0; s < segments; s++, pointers += ROWS) {
        const float *p0 = pointers[0], *p1 = pointers[1], *p2 = pointers[2];
        const float *p3 = pointers[3], *p4 = pointers[4], *p5 = pointers[5];
        ptrdiff_t length = lengths[s];
        // Copies of their own stay in registers.
        __m256 own[ROWS][2];
        UNROLLED for (int i = 0; i < ROWS; i++) own[i][0] = sums[i][0], own[i][1] = sums[i][1];
        for (ptrdiff_t l = 0; l < length; l++, right += NESY_PANEL) {
            __m256 b0 = _mm256_loadu_ps(right), b1 = _mm256_loadu_ps(right + 8), a;
#define STEP(i, p)                                 \
    a = _mm256_broadcast_ss(p + l);                \
    own[i][0] = _mm256_fmadd_ps(a, b0, own[i][0]); \
    own[i][1] = _mm256_fmadd_ps(a, b1, own[i][1]);
            STEP(0, p0) STEP(1, p1) STEP(2, p2) STEP(3, p3) STEP(4, p4) STEP(5, p5)
#undef STEP
        }
        UNROLLED for (int i = 0; i < ROWS; i++) sums[i][0] = own[i][0], sums[i][1] = own[i][1];
    }
    store(sums, to);
}

TARGET static void transposed(ptrdiff_t depth, const float *const *pointers, ptrdiff_t offset,
                              const float *right, ptrdiff_t rightStep, ptrdiff_t panelStep, const tile *to) {
    (void)panelStep;
    __m256 sums[ROWS][2];
    UNROLLED for (int i = 0; i < ROWS; i++) sums[i][0] = sums[i][1] = _mm256_setzero_ps();
    for (ptrdiff_t k = 0; k < depth; k++, right += rightStep) {
        const float *left = pointers[k] + offset;
        __m256 b0 = _mm256_loadu_ps(right), b1 = _mm256_loadu_ps(right + 8);
        UNROLLED for (int i = 0; i < ROWS; i++) {
            __m256 a = _mm256_broadcast_ss(left + i);
            sums[i][0] = _mm256_fmadd_ps(a, b0, sums[i][0]);
            sums[i][1] = _mm256_fmadd_ps(a, b1, sums[i][1]);
        }
    }
    store(sums, to);
}

const product_kernel nesy_kernel_avx2 = {ROWS, NESY_PANEL, gathered, transposed};

#endif
