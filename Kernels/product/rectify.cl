// The rectifiers that a product applies in its last step.
#ifndef NESY_PRODUCT_RECTIFY
#define NESY_PRODUCT_RECTIFY

// The value, and below zero `slope` times the value: 1 leaves it as it is, 0 is the ReLU.
static inline float rectify(const float value, const float slope)
{
    return value <= 0.0f ? (slope == 0.0f ? 0.0f : slope * value) : value;
}

static inline float4 rectify_quad(const float4 values, const float slope)
{
    return (float4)(
        rectify(values.x, slope), rectify(values.y, slope), rectify(values.z, slope), rectify(values.w, slope));
}

#endif
