#include "micro_elementwise.h"

#include <math.h>
#include <string.h>

#include "exponential.h"
#include "variants.h"

INLINE void add_body(const float *a, const float *b, float *output, ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) output[i] = a[i] + b[i];
}
VARIANTS(add, (const float *a, const float *b, float *output, ptrdiff_t n), (a, b, output, n))

INLINE void accumulate_body(const float *source, float factor, float *target, ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) target[i] += factor * source[i];
}
VARIANTS(accumulate, (const float *source, float factor, float *target, ptrdiff_t n), (source, factor, target, n))

int nesy_has_nonfinite(const float *values, ptrdiff_t n) {
    uint32_t found = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, values + i, 4);
        found |= (bits & 0x7F800000u) == 0x7F800000u;
    }
    return found != 0;
}

// MARK: activations

INLINE void leaky_relu_body(float slope, const float *input, float *output, ptrdiff_t n) {
    // The comparison lets NaN through.
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
        float x = input[i];
        output[i] = x <= 0 ? slope * x : x;
    }
}
VARIANTS(leaky_relu, (float slope, const float *input, float *output, ptrdiff_t n), (slope, input, output, n))

INLINE void leaky_relu_backward_body(float slope, const float *output, const float *outputGradient,
                                     float *inputGradient, int add, ptrdiff_t n) {
    if (add) {
        INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            float passed = output[i] <= 0 ? slope * outputGradient[i] : outputGradient[i];
            inputGradient[i] += passed;
        }
    } else {
        INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            float passed = output[i] <= 0 ? slope * outputGradient[i] : outputGradient[i];
            inputGradient[i] = passed;
        }
    }
}
VARIANTS(leaky_relu_backward,
         (float slope, const float *output, const float *outputGradient, float *inputGradient, int add,
          ptrdiff_t n),
         (slope, output, outputGradient, inputGradient, add, n))

INLINE void sigmoid_body(const float *input, float *output, ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) output[i] = 1.0f / (1.0f + exponential(-input[i]));
}
VARIANTS(sigmoid, (const float *input, float *output, ptrdiff_t n), (input, output, n))

INLINE void sigmoid_backward_body(const float *output, const float *outputGradient, float *inputGradient, int add,
                                  ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
        float y = output[i];
        float before = add ? inputGradient[i] : 0.0f;
        inputGradient[i] = before + outputGradient[i] * y * (1.0f - y);
    }
}
VARIANTS(sigmoid_backward,
         (const float *output, const float *outputGradient, float *inputGradient, int add, ptrdiff_t n),
         (output, outputGradient, inputGradient, add, n))

INLINE void tanh_body(const float *input, float *output, ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
        float x = input[i];
        float size = fabsf(x);
        float far = 1.0f - 2.0f / (exponential(2.0f * size) + 1.0f);
        // Near zero the quotient would cancel (Cephes tanhf).
        float z = x * x;
        float near = -5.70498872745e-3f;
        near = near * z + 2.06390887954e-2f;
        near = near * z - 5.37397155531e-2f;
        near = near * z + 1.33314422036e-1f;
        near = near * z - 3.33332819422e-1f;
        near = near * z * size + size;
        float value = size < 0.625f ? near : far;
        output[i] = copysignf(value, x);
    }
}
VARIANTS(tanh, (const float *input, float *output, ptrdiff_t n), (input, output, n))

INLINE void tanh_backward_body(const float *output, const float *outputGradient, float *inputGradient, int add,
                               ptrdiff_t n) {
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
        float y = output[i];
        float before = add ? inputGradient[i] : 0.0f;
        inputGradient[i] = before + outputGradient[i] * (1.0f - y * y);
    }
}
VARIANTS(tanh_backward,
         (const float *output, const float *outputGradient, float *inputGradient, int add, ptrdiff_t n),
         (output, outputGradient, inputGradient, add, n))

// MARK: dropout

// Philox blocks of four words, eight in a vector. A word is the low half of 64 bits, as the processor multiplies; what
// is in the high half means nothing.
typedef uint64_t wide_words __attribute__((vector_size(64)));
typedef uint32_t draws __attribute__((vector_size(64)));
typedef float values __attribute__((vector_size(64)));
typedef float loose_values __attribute__((vector_size(64), aligned(4), may_alias));
enum { BLOCKS = 8, DRAWS = 16, MOST_GROUPS = 2 };
#define UNROLLED _Pragma("clang loop unroll(full)")

// 2 * groups vectors of draws, from groups * BLOCKS consecutive blocks: a round waits for the round before, so wide
// processors work on several groups at once.
INLINE void philox(const int groups, uint64_t seed, uint64_t stream, uint64_t block, draws *result) {
    const wide_words low = (wide_words){0} + 0xFFFFFFFFu;
    wide_words w0[MOST_GROUPS], w1[MOST_GROUPS], w2[MOST_GROUPS], w3[MOST_GROUPS];
    UNROLLED for (int g = 0; g < groups; g++) {
        w0[g] = (wide_words){0, 1, 2, 3, 4, 5, 6, 7} + (block + (uint64_t)(g * BLOCKS));
        w1[g] = w0[g] >> 32;
        w2[g] = (wide_words){0} + stream;
        w3[g] = w2[g] >> 32;
    }
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        UNROLLED for (int g = 0; g < groups; g++) {
            wide_words p0 = (w0[g] & low) * 0xD2511F53u, p1 = (w2[g] & low) * 0xCD9E8D57u;
            w0[g] = (p1 >> 32) ^ w1[g] ^ (uint64_t)k0;
            w1[g] = p1;
            w2[g] = (p0 >> 32) ^ w3[g] ^ (uint64_t)k1;
            w3[g] = p0;
        }
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    UNROLLED for (int g = 0; g < groups; g++) {
        wide_words front = (w0[g] & low) | w1[g] << 32, back = (w2[g] & low) | w3[g] << 32;
        result[2 * g] = (draws)__builtin_shufflevector(front, back, 0, 8, 1, 9, 2, 10, 3, 11);
        result[2 * g + 1] = (draws)__builtin_shufflevector(front, back, 4, 12, 5, 13, 6, 14, 7, 15);
    }
}

INLINE void dropout_body(const int groups, uint64_t seed, uint64_t stream, uint64_t first, float rate, float scale,
                         const float *input, float *output, int add, ptrdiff_t n) {
    // A draw is taken to 24 bits, so a number below the rate is an integer below this one.
    uint32_t threshold = (uint32_t)ceilf(rate * 0x1p24f);
    for (ptrdiff_t start = 0; start < n; start += groups * 4 * BLOCKS) {
        draws drawn[2 * MOST_GROUPS];
        philox(groups, seed, stream, (first + (uint64_t)start) / 4, drawn);
        UNROLLED for (int part = 0; part < 2 * groups; part++) {
            const float *from = input + start + part * DRAWS;
            float *to = output + start + part * DRAWS;
            ptrdiff_t count = n - start - part * DRAWS;
            draws kept = (draws)(drawn[part] >> 8 >= threshold);
            if (count >= DRAWS) {
                values value = (values)((draws)(*(const loose_values *)from * scale) & kept);
                *(loose_values *)to = add ? *(loose_values *)to + value : value;
            } else {
                for (ptrdiff_t i = 0; i < count; i++) {
                    float value = kept[i] ? from[i] * scale : 0.0f;
                    to[i] = add ? to[i] + value : value;
                }
            }
        }
    }
}
WIDE_VARIANTS(dropout,
              (uint64_t seed, uint64_t stream, uint64_t first, float rate, float scale, const float *input,
               float *output, int add, ptrdiff_t n),
              (seed, stream, first, rate, scale, input, output, add, n))
