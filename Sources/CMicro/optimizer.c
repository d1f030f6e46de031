#include "micro_optimizer.h"

#include "variants.h"

// __builtin_elementwise_sqrt, unlike sqrtf, never touches errno and so is vectorised.

INLINE void sgd_body(float rate, float momentum, int nesterov, float decay, float *parameters,
                     const float *gradients, float *velocity, ptrdiff_t n) {
    if (!velocity) {
        INDEPENDENT for (ptrdiff_t i = 0; i < n; i++)
            parameters[i] -= rate * (gradients[i] + decay * parameters[i]);
        return;
    }
    float ahead = nesterov ? momentum : 1.0f, now = nesterov ? 1.0f : 0.0f;
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
        float g = gradients[i] + decay * parameters[i];
        float v = momentum * velocity[i] + g;
        velocity[i] = v;
        parameters[i] -= rate * (now * g + ahead * v);
    }
}
VARIANTS(sgd,
         (float rate, float momentum, int nesterov, float decay, float *parameters, const float *gradients,
          float *velocity, ptrdiff_t n),
         (rate, momentum, nesterov, decay, parameters, gradients, velocity, n))

INLINE void adam_body(float rate, float beta1, float beta2, float epsilon, float correction, float decay,
                      float shrink, float *parameters, const float *gradients, float *first, float *second,
                      ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
        float p = parameters[i] * shrink;
        float g = gradients[i] + decay * p;
        float m = beta1 * first[i] + (1.0f - beta1) * g;
        float v = beta2 * second[i] + (1.0f - beta2) * (g * g);
        first[i] = m;
        second[i] = v;
        parameters[i] = p - rate * m / (__builtin_elementwise_sqrt(v) / correction + epsilon);
    }
}
VARIANTS(adam,
         (float rate, float beta1, float beta2, float epsilon, float correction, float decay, float shrink,
          float *parameters, const float *gradients, float *first, float *second, ptrdiff_t n),
         (rate, beta1, beta2, epsilon, correction, decay, shrink, parameters, gradients, first, second,
          n))

INLINE void ada_delta_body(float rate, float rho, float epsilon, float decay, float *parameters,
                           const float *gradients, float *squares, float *updates, ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
        float g = gradients[i] + decay * parameters[i];
        float square = rho * squares[i] + (1.0f - rho) * (g * g);
        float step = __builtin_elementwise_sqrt(updates[i] + epsilon) / __builtin_elementwise_sqrt(square + epsilon) * g;
        squares[i] = square;
        updates[i] = rho * updates[i] + (1.0f - rho) * (step * step);
        parameters[i] -= rate * step;
    }
}
VARIANTS(ada_delta,
         (float rate, float rho, float epsilon, float decay, float *parameters, const float *gradients,
          float *squares, float *updates, ptrdiff_t n),
         (rate, rho, epsilon, decay, parameters, gradients, squares, updates, n))
