#ifndef NESY_MICRO_COLUMNS_H
#define NESY_MICRO_COLUMNS_H

#include <stddef.h>

// Loops over matrices [rows, columns] with something per column: statistics of channels, normalisation, norms of
// maps. Sums are taken in double, row after row, unless said otherwise.

// sums[c] += the column's sum. Eight rows at a time are added in float first, in pairs, fours, then all: to first order
// a sum is off by no more than 3 * 2^-24 of the sum of the magnitudes.
void nesy_column_sums(int level, const float *_Nonnull values, ptrdiff_t rows, ptrdiff_t columns,
                      double *_Nonnull sums);
// sums[c] += sum, squares[c] += sum of squares.
void nesy_column_moments(int level, const float *_Nonnull values, ptrdiff_t rows, ptrdiff_t columns,
                         double *_Nonnull sums, double *_Nonnull squares);
// sums[c] += sum of gradients, products[c] += sum of gradient * (value - mean[c]).
void nesy_column_products(int level, const float *_Nonnull values, const float *_Nonnull gradients,
                          const float *_Nonnull mean, ptrdiff_t rows, ptrdiff_t columns, double *_Nonnull sums,
                          double *_Nonnull products);

// output = (input - center[c]) * slope[c] + shift[c], values below zero multiplied by `negative`
void nesy_normalize(int level, const float *_Nonnull input, const float *_Nonnull center,
                    const float *_Nonnull slope, const float *_Nonnull shift, float negative,
                    float *_Nonnull output, ptrdiff_t rows, ptrdiff_t columns);
// inputGradient (+)= slope[c] * (gradient - meanGradient[c] - (input - center[c]) * meanProduct[c])
void nesy_normalize_backward(int level, const float *_Nonnull input, const float *_Nonnull gradient,
                             const float *_Nonnull center, const float *_Nonnull slope,
                             const float *_Nonnull meanGradient, const float *_Nonnull meanProduct,
                             float *_Nonnull inputGradient, int add, ptrdiff_t rows, ptrdiff_t columns);

// output (+)= factors[c]
void nesy_spread(int level, const float *_Nonnull factors, float *_Nonnull output, int add, ptrdiff_t rows,
                 ptrdiff_t columns);
// output (+)= factors[c] * input
void nesy_scale_columns(int level, const float *_Nonnull factors, const float *_Nonnull input,
                        float *_Nonnull output, int add, ptrdiff_t rows, ptrdiff_t columns);

// products[c] += the column's product with direction[row], squares[c] += its sum of squares.
void nesy_column_similarities(int level, const float *_Nonnull values, const double *_Nonnull direction,
                              ptrdiff_t rows, ptrdiff_t columns, double *_Nonnull products,
                              double *_Nonnull squares);
// output (+)= pulls[c] * direction[row] + shrinks[c] * value
void nesy_column_similarity_gradients(int level, const float *_Nonnull values, const double *_Nonnull direction,
                                      const double *_Nonnull pulls, const double *_Nonnull shrinks,
                                      float *_Nonnull output, int add, ptrdiff_t rows, ptrdiff_t columns);

#endif
