// The largest singular value of every map of [images, positions, filters] and its gradient; a group works on one map.
//
// The Gram matrix of the map's shorter side is squared again and again, scaled to trace one, until it is a
// projection on its leading eigenvector. Each squaring doubles the logarithm of the ratio of the eigenvalues, and
// rounding disturbs later, better separated matrices less and less, so that the vector is as exact as the Gram matrix
// allows. The value is then the length of map x vector.

// Items in a group, a power of two.
#ifndef GROUP
#define GROUP 64
#endif

// The largest order of a Gram matrix that is kept in local memory (2 * LIMIT * LIMIT floats). 0: any order, in scratch.
#ifndef LIMIT
#define LIMIT 0
#endif

#if LIMIT > 0
#define MATRIX __local float
#define MATRIX_FENCE CLK_LOCAL_MEM_FENCE
#else
#define MATRIX __global float
#define MATRIX_FENCE CLK_GLOBAL_MEM_FENCE
#endif

// Squarings at the most: beyond, eigenvalues differ by less than their rounding.
#define SQUARINGS 24

// A map as a matrix of `order` x `length`, the shorter side first, with the distances of elements along both sides.
typedef struct {
    __global const float *values;
    uint order, length, order_step, length_step;
} map_matrix;

float map_element(const map_matrix map, const uint i, const uint k) {
    return map.values[(size_t)i * map.order_step + (size_t)k * map.length_step];
}

float trace_of(MATRIX *matrix, const uint order) {
    float trace = 0.0f;
    for (uint i = 0; i < order; i++) trace += matrix[i * order + i];
    return trace;
}

// map x transposed map, through `staged` in square pieces. Loops with barriers around them run equally often for every
// item: PoCL 3.1 loses the work of a group whose items enter such a loop or not.
void gram_matrix(const map_matrix map, MATRIX *gram, MATRIX *staged) {
    const uint n = map.order, item = get_local_id(0);
    for (uint first = 0; first < map.length; first += n) {
        const uint count = min(n, map.length - first);
        for (uint base = 0; base < n * count; base += GROUP) {
            const uint e = base + item;
            if (e < n * count) staged[e] = map_element(map, e % n, first + e / n);
        }
        barrier(MATRIX_FENCE);
        for (uint base = 0; base < n * n; base += GROUP) {
            const uint e = base + item, i = e / n, j = e % n;
            if (e < n * n) {
                float sum = 0.0f;
                for (uint k = 0; k < count; k++) sum = fma(staged[k * n + i], staged[k * n + j], sum);
                gram[e] = first == 0 ? sum : gram[e] + sum;
            }
        }
        barrier(MATRIX_FENCE);
    }
}

// The square of a symmetric matrix times `scale` squared.
void square_matrix(MATRIX *matrix, MATRIX *square, const uint n, const float scale) {
    for (uint base = 0; base < n * n; base += GROUP) {
        const uint e = base + get_local_id(0), i = e / n, j = e % n;
        if (e < n * n) {
            float sum = 0.0f;
            for (uint k = 0; k < n; k++) sum = fma(matrix[k * n + i] * scale, matrix[k * n + j], sum);
            square[e] = sum * scale;
        }
    }
    barrier(MATRIX_FENCE);
}

// A row of the returned matrix, index `*leading`, is the leading eigenvector of the Gram matrix but for its length; the
// reciprocal of the length is `*factor`, zero for a map of zeros, or of values whose squares are no normal numbers.
MATRIX *leading_projection(const map_matrix map, MATRIX *gram, MATRIX *other, uint *leading, float *factor) {
    const uint n = map.order;
    gram_matrix(map, gram, other);
    float trace = trace_of(gram, n);
    // What is smaller has no reciprocal; a map of so small values counts as zeros.
    if (trace < FLT_MIN) {
        *leading = 0;
        *factor = 0.0f;
        return gram;
    }
    for (int squaring = 0; squaring < SQUARINGS; squaring++) {
        square_matrix(gram, other, n, 1.0f / trace);
        MATRIX *squared = other;
        other = gram;
        gram = squared;
        trace = trace_of(gram, n);
        // With trace one before, the trace of the square is one when a single eigenvalue is left.
        if (trace > 0.9999f) break;
    }
    *leading = 0;
    for (uint i = 1; i < n; i++)
        if (gram[i * n + i] > gram[*leading * n + *leading]) *leading = i;
    float squares = 0.0f;
    for (uint i = 0; i < n; i++) squares = fma(gram[*leading * n + i], gram[*leading * n + i], squares);
    *factor = 1.0f / sqrt(squares);
    return gram;
}

// Element `k` of transposed map x vector.
float product_element(const map_matrix map, MATRIX *vector, const float factor, const uint k) {
    float sum = 0.0f;
    for (uint i = 0; i < map.order; i++) sum = fma(map_element(map, i, k), vector[i], sum);
    return sum * factor;
}

// The largest singular value: the length of transposed map x vector. Every item adds up the few parts by itself.
float length_of_product(const map_matrix map, MATRIX *vector, const float factor, __local float *parts) {
    float part = 0.0f;
    for (uint k = get_local_id(0); k < map.length; k += GROUP) {
        const float element = product_element(map, vector, factor, k);
        part = fma(element, element, part);
    }
    parts[get_local_id(0)] = part;
    barrier(CLK_LOCAL_MEM_FENCE);
    float squares = 0.0f;
    for (uint item = 0; item < GROUP; item++) squares += parts[item];
    return sqrt(squares);
}

// The gradient: the product of the leading singular vectors times `slope`; nothing for a map of zeros.
void put_gradient(
    const map_matrix map, MATRIX *vector, const float factor, const float norm, const float slope,
    __global float *target, const int accumulate) {
    const float scale = norm == 0.0f ? 0.0f : slope * factor / norm;
    for (uint k = get_local_id(0); k < map.length; k += GROUP) {
        const float across = scale * product_element(map, vector, factor, k);
        for (uint i = 0; i < map.order; i++) {
            __global float *to = target + (size_t)i * map.order_step + (size_t)k * map.length_step;
            const float value = vector[i] * across;
            *to = accumulate ? *to + value : value;
        }
    }
}

// A group for each map from `first` on. The forward pass writes `norms`, the backward pass `map_gradient`; what belongs
// to the other pass is null. `scratch` has room for two matrices of every group when LIMIT is 0.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void spectral_norms(
    __global const float *restrict maps, const ulong maps_offset, __global float *restrict norms,
    const ulong norms_offset, __global const float *restrict norm_gradient, const ulong norm_gradient_offset,
    __global float *restrict map_gradient, const ulong map_gradient_offset, __global float *restrict scratch,
    const ulong scratch_offset, const int accumulate, const uint first, const uint filters, const uint order,
    const uint length, const uint order_step, const uint length_step) {
    __local float parts[GROUP];
#if LIMIT > 0
    __local float gram[LIMIT * LIMIT], other[LIMIT * LIMIT];
#else
    MATRIX *gram = scratch + scratch_offset + get_group_id(0) * 2 * order * order, *other = gram + order * order;
#endif
    const size_t index = first + get_group_id(0);
    const size_t place = (index / filters) * order * length * filters + index % filters;
    const map_matrix map = {maps + maps_offset + place, order, length, order_step, length_step};
    uint leading;
    float factor;
    MATRIX *vector = leading_projection(map, gram, other, &leading, &factor) + leading * order;
    const float norm = length_of_product(map, vector, factor, parts);
    if (norms && get_local_id(0) == 0) norms[norms_offset + index] = norm;
    if (map_gradient)
        put_gradient(
            map, vector, factor, norm, norm_gradient[norm_gradient_offset + index],
            map_gradient + map_gradient_offset + place, accumulate);
}
