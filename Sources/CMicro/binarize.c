#include "micro_bits.h"

#include "variants.h"

INLINE void binarize_body(const float *values, ptrdiff_t rows, ptrdiff_t columns, const float *thresholds,
                          uint32_t *words) {
    INDEPENDENT for (ptrdiff_t c = 0; c < columns; c++) words[c] = 0;
    for (ptrdiff_t row = 0; row < rows; row++) {
        const float *x = values + row * columns;
        INDEPENDENT for (ptrdiff_t c = 0; c < columns; c++)
            words[c] |= (uint32_t)(x[c] >= thresholds[c]) << row;
    }
}
VARIANTS(binarize,
         (const float *values, ptrdiff_t rows, ptrdiff_t columns, const float *thresholds, uint32_t *words),
         (values, rows, columns, thresholds, words))
