#ifndef NESY_MICRO_OPTIMIZER_H
#define NESY_MICRO_OPTIMIZER_H

#include <stddef.h>

// One step of an optimiser over n parameters, as PyTorch defines it.

void nesy_sgd(int level, float rate, float momentum, int nesterov, float decay, float *_Nonnull parameters,
              const float *_Nonnull gradients, float *_Nullable velocity, ptrdiff_t n);
// Multiplies the parameters by `shrink` (AdamW) and adds decay * parameter to the gradient (Adam), then
// p -= rate * m / (sqrt(v) / correction + epsilon).
void nesy_adam(int level, float rate, float beta1, float beta2, float epsilon, float correction, float decay,
               float shrink, float *_Nonnull parameters, const float *_Nonnull gradients,
               float *_Nonnull first, float *_Nonnull second, ptrdiff_t n);
void nesy_ada_delta(int level, float rate, float rho, float epsilon, float decay, float *_Nonnull parameters,
                    const float *_Nonnull gradients, float *_Nonnull squares, float *_Nonnull updates,
                    ptrdiff_t n);

#endif
