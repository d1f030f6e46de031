// The rectifiers that a product applies in its last step: below zero, values are multiplied by `slope` (1 leaves them
// as they are, 0 is the ReLU); the comparison lets NaN through.
#ifndef NESY_PRODUCT_RECTIFY
#define NESY_PRODUCT_RECTIFY

static inline float rectify(const float value, const float slope) { return value <= 0.0f ? slope * value : value; }

static inline float4 rectify_quad(const float4 values, const float slope)
{
    return values <= 0.0f ? slope * values : values;
}

#endif
