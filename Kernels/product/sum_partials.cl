// The second pass of products whose depth was split: partial sums added in their order, then the product's last step.

#include "product/rectify.cl"

// result[p, i] = rectify(alpha * sum of partials[p, split, i] + beta * result + bias[i % columns]), where partials are
// packed and have `area` elements each. Items: one for each element of the result.
__kernel void sum_partials(
    const ulong count, const ulong area, const uint columns, const uint splits, __global const float *restrict partials,
    const ulong partials_offset, __global float *restrict result, const ulong result_offset, const ulong result_step,
    const float alpha, const float beta, __global const float *restrict bias, const ulong bias_offset,
    const float slope)
{
    const size_t element = get_global_id(0);
    if (element >= count) { return; }
    const size_t product = element / area, within = element % area;

    partials += partials_offset + product * splits * area + within;
    float sum = 0.0f;
    for (uint split = 0; split < splits; ++split) { sum += partials[split * area]; }
    sum = alpha * sum + (bias ? bias[bias_offset + within % columns] : 0.0f);

    __global float *to = result + result_offset + product * result_step + within;
    if (beta != 0.0f) { sum += beta * *to; }
    *to = rectify(sum, slope);
}
