// exp in single precision, for loops that the compiler vectorises.
#ifndef NESY_EXPONENTIAL_H
#define NESY_EXPONENTIAL_H

#include <string.h>

#include "variants.h"

// exp by reduction to |r| <= ln(2) / 2 and a polynomial of degree 6 (Cephes), relative error 1e-7. Arguments beyond
// the normal numbers are clamped.
INLINE float exponential(float x) {
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    // Adding 1.5 * 2^23 leaves the rounded quotient in the low bits.
    float shifted = x * 1.44269504f + 12582912.0f;
    float n = shifted - 12582912.0f;
    float r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;
    int32_t bits, scale;
    memcpy(&bits, &shifted, 4);
    scale = (int32_t)((uint32_t)(bits - 0x4B400000 + 127) << 23);
    float power;
    memcpy(&power, &scale, 4);
    return p * power;
}

#endif
