#include "micro_columns.h"

#include "variants.h"

#define EVERY_ROW for (ptrdiff_t row = 0; row < rows; row++)
#define EVERY_COLUMN INDEPENDENT for (ptrdiff_t c = 0; c < columns; c++)

INLINE void column_sums_body(const float *values, ptrdiff_t rows, ptrdiff_t columns, double *sums) {
    // Eight rows at a time: the sums wait for memory but once, and little is lost by adding so few in float.
    ptrdiff_t row = 0;
    for (; row + 8 <= rows; row += 8) {
        const float *x = values + row * columns;
        EVERY_COLUMN {
            float front = (x[c] + x[c + columns]) + (x[c + 2 * columns] + x[c + 3 * columns]);
            float back = (x[c + 4 * columns] + x[c + 5 * columns]) + (x[c + 6 * columns] + x[c + 7 * columns]);
            sums[c] += (double)(front + back);
        }
    }
    for (; row < rows; row++) {
        const float *x = values + row * columns;
        EVERY_COLUMN sums[c] += (double)x[c];
    }
}
VARIANTS(column_sums, (const float *values, ptrdiff_t rows, ptrdiff_t columns, double *sums),
         (values, rows, columns, sums))

// Sums of some columns stay in registers while a band of rows, which stays in the nearest cache, is read.
enum { BAND = 1 << 12, MOST = 4 };
#define EVERY_VECTOR _Pragma("clang loop unroll(full)") for (int v = 0; v < width; v++)
typedef double wide_lanes __attribute__((vector_size(64)));
typedef double loose_wide_lanes __attribute__((vector_size(64), aligned(8), may_alias));
#define WIDEN(from) __builtin_convertvector(*(const loose_lanes *)(from), wide_lanes)
#define WIDE(from) (*(loose_wide_lanes *)(from))

static inline ptrdiff_t band_rows(ptrdiff_t columns) { return BAND / columns > 8 ? BAND / columns : 8; }

// The columns of `width` vectors in a band of rows.
INLINE void band_moments(const int width, const float *values, ptrdiff_t rows, ptrdiff_t columns, double *sums,
                         double *squares) {
    wide_lanes sum[MOST], square[MOST];
    EVERY_VECTOR {
        sum[v] = WIDE(sums + v * LANES);
        square[v] = WIDE(squares + v * LANES);
    }
    EVERY_ROW {
        EVERY_VECTOR {
            wide_lanes value = WIDEN(values + row * columns + v * LANES);
            sum[v] += value;
            square[v] += value * value;
        }
    }
    EVERY_VECTOR {
        WIDE(sums + v * LANES) = sum[v];
        WIDE(squares + v * LANES) = square[v];
    }
}

INLINE void column_moments_body(const int groups, const float *values, ptrdiff_t rows, ptrdiff_t columns,
                                double *sums, double *squares) {
    ptrdiff_t length = band_rows(columns);
    for (ptrdiff_t first = 0; first < rows; first += length) {
        const float *band = values + first * columns;
        ptrdiff_t count = rows - first < length ? rows - first : length;
        ptrdiff_t c = 0;
        for (; c + 2 * groups * LANES <= columns; c += 2 * groups * LANES)
            band_moments(2 * groups, band + c, count, columns, sums + c, squares + c);
        for (; c + 2 * LANES <= columns; c += 2 * LANES)
            band_moments(2, band + c, count, columns, sums + c, squares + c);
        for (; c + LANES <= columns; c += LANES) band_moments(1, band + c, count, columns, sums + c, squares + c);
        for (; c < columns; c++)
            for (ptrdiff_t row = 0; row < count; row++) {
                double value = (double)band[row * columns + c];
                sums[c] += value;
                squares[c] += value * value;
            }
    }
}
WIDE_VARIANTS(column_moments,
              (const float *values, ptrdiff_t rows, ptrdiff_t columns, double *sums, double *squares),
              (values, rows, columns, sums, squares))

INLINE void band_products(const int width, const float *values, const float *gradients, const float *mean,
                          ptrdiff_t rows, ptrdiff_t columns, double *sums, double *products) {
    wide_lanes sum[MOST], product[MOST], center[MOST];
    EVERY_VECTOR {
        sum[v] = WIDE(sums + v * LANES);
        product[v] = WIDE(products + v * LANES);
        center[v] = WIDEN(mean + v * LANES);
    }
    EVERY_ROW {
        EVERY_VECTOR {
            ptrdiff_t place = row * columns + v * LANES;
            wide_lanes gradient = WIDEN(gradients + place);
            sum[v] += gradient;
            product[v] += gradient * (WIDEN(values + place) - center[v]);
        }
    }
    EVERY_VECTOR {
        WIDE(sums + v * LANES) = sum[v];
        WIDE(products + v * LANES) = product[v];
    }
}

INLINE void column_products_body(const int groups, const float *values, const float *gradients, const float *mean,
                                 ptrdiff_t rows, ptrdiff_t columns, double *sums, double *products) {
    ptrdiff_t length = band_rows(2 * columns);
    for (ptrdiff_t first = 0; first < rows; first += length) {
        const float *x = values + first * columns, *g = gradients + first * columns;
        ptrdiff_t count = rows - first < length ? rows - first : length;
        ptrdiff_t c = 0;
        for (; c + 2 * groups * LANES <= columns; c += 2 * groups * LANES)
            band_products(2 * groups, x + c, g + c, mean + c, count, columns, sums + c, products + c);
        for (; c + 2 * LANES <= columns; c += 2 * LANES)
            band_products(2, x + c, g + c, mean + c, count, columns, sums + c, products + c);
        for (; c + LANES <= columns; c += LANES)
            band_products(1, x + c, g + c, mean + c, count, columns, sums + c, products + c);
        for (; c < columns; c++)
            for (ptrdiff_t row = 0; row < count; row++) {
                double gradient = (double)g[row * columns + c];
                sums[c] += gradient;
                products[c] += gradient * ((double)x[row * columns + c] - (double)mean[c]);
            }
    }
}
WIDE_VARIANTS(column_products,
              (const float *values, const float *gradients, const float *mean, ptrdiff_t rows, ptrdiff_t columns,
               double *sums, double *products),
              (values, gradients, mean, rows, columns, sums, products))

INLINE void normalize_body(const float *input, const float *center, const float *slope, const float *shift,
                           float negative, float *output, ptrdiff_t rows, ptrdiff_t columns) {
    EVERY_ROW {
        const float *x = input + row * columns;
        float *y = output + row * columns;
        EVERY_COLUMN {
            float value = (x[c] - center[c]) * slope[c] + shift[c];
            y[c] = value <= 0 ? negative * value : value;
        }
    }
}
VARIANTS(normalize,
         (const float *input, const float *center, const float *slope, const float *shift, float negative,
          float *output, ptrdiff_t rows, ptrdiff_t columns),
         (input, center, slope, shift, negative, output, rows, columns))

INLINE void normalize_backward_body(const float *input, const float *gradient, const float *center,
                                    const float *slope, const float *meanGradient, const float *meanProduct,
                                    float *inputGradient, int add, ptrdiff_t rows, ptrdiff_t columns) {
    EVERY_ROW {
        const float *x = input + row * columns;
        const float *g = gradient + row * columns;
        float *d = inputGradient + row * columns;
        EVERY_COLUMN {
            float before = add ? d[c] : 0.0f;
            d[c] = before + slope[c] * (g[c] - meanGradient[c] - (x[c] - center[c]) * meanProduct[c]);
        }
    }
}
VARIANTS(normalize_backward,
         (const float *input, const float *gradient, const float *center, const float *slope,
          const float *meanGradient, const float *meanProduct, float *inputGradient, int add, ptrdiff_t rows,
          ptrdiff_t columns),
         (input, gradient, center, slope, meanGradient, meanProduct, inputGradient, add, rows, columns))

INLINE void spread_body(const float *factors, float *output, int add, ptrdiff_t rows, ptrdiff_t columns) {
    EVERY_ROW {
        float *y = output + row * columns;
        EVERY_COLUMN {
            float before = add ? y[c] : 0.0f;
            y[c] = before + factors[c];
        }
    }
}
VARIANTS(spread, (const float *factors, float *output, int add, ptrdiff_t rows, ptrdiff_t columns),
         (factors, output, add, rows, columns))

INLINE void scale_columns_body(const float *factors, const float *input, float *output, int add, ptrdiff_t rows,
                               ptrdiff_t columns) {
    EVERY_ROW {
        const float *x = input + row * columns;
        float *y = output + row * columns;
        EVERY_COLUMN {
            float before = add ? y[c] : 0.0f;
            y[c] = before + factors[c] * x[c];
        }
    }
}
VARIANTS(scale_columns,
         (const float *factors, const float *input, float *output, int add, ptrdiff_t rows, ptrdiff_t columns),
         (factors, input, output, add, rows, columns))

INLINE void column_similarities_body(const float *values, const double *direction, ptrdiff_t rows,
                                     ptrdiff_t columns, double *products, double *squares) {
    EVERY_ROW {
        const float *x = values + row * columns;
        EVERY_COLUMN {
            double value = (double)x[c];
            products[c] += value * direction[row];
            squares[c] += value * value;
        }
    }
}
VARIANTS(column_similarities,
         (const float *values, const double *direction, ptrdiff_t rows, ptrdiff_t columns, double *products,
          double *squares),
         (values, direction, rows, columns, products, squares))

INLINE void column_similarity_gradients_body(const float *values, const double *direction, const double *pulls,
                                             const double *shrinks, float *output, int add, ptrdiff_t rows,
                                             ptrdiff_t columns) {
    EVERY_ROW {
        const float *x = values + row * columns;
        float *y = output + row * columns;
        EVERY_COLUMN {
            float before = add ? y[c] : 0.0f;
            y[c] = before + (float)(pulls[c] * direction[row] + shrinks[c] * (double)x[c]);
        }
    }
}
VARIANTS(column_similarity_gradients,
         (const float *values, const double *direction, const double *pulls, const double *shrinks, float *output,
          int add, ptrdiff_t rows, ptrdiff_t columns),
         (values, direction, pulls, shrinks, output, add, rows, columns))
