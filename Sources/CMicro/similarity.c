#include "micro_similarity.h"

#include <string.h>

#include "exponential.h"
#include "variants.h"

#define LOAD(from) (*(const loose_lanes *)(from))
#define LOAD_MASKS(from) (*(const loose_masks *)(from))
#define STORE(to, value) (*(loose_lanes *)(to) = (value))
#define STORE_MASKS(to, value) (*(loose_masks *)(to) = (value))

// MARK: softmax

INLINE void sharpen_body(float sharpness, float *values, ptrdiff_t n) {
    ptrdiff_t whole = n - n % LANES;
    float largest = values[0];
    if (whole > 0) {
        lanes most = LOAD(values);
        for (ptrdiff_t i = LANES; i < whole; i += LANES) {
            lanes x = LOAD(values + i);
            lane_masks above = x > most;
            most = (lanes)(((lane_masks)x & above) | ((lane_masks)most & ~above));
        }
        for (int lane = 0; lane < LANES; lane++) largest = most[lane] > largest ? most[lane] : largest;
    }
    for (ptrdiff_t i = whole; i < n; i++) largest = values[i] > largest ? values[i] : largest;

    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) values[i] = exponential(sharpness * (values[i] - largest));

    // The sum in a fixed order, lane by lane.
    lanes sums = {0};
    for (ptrdiff_t i = 0; i < whole; i += LANES) sums += LOAD(values + i);
    double sum = 0;
    for (int lane = 0; lane < LANES; lane++) sum += (double)sums[lane];
    for (ptrdiff_t i = whole; i < n; i++) sum += (double)values[i];
    float scale = (float)(1.0 / sum);
    INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) values[i] *= scale;
}
VARIANTS(sharpen, (float sharpness, float *values, ptrdiff_t n), (sharpness, values, n))

// MARK: products

// Four factors of at least 1e-9 leave a product of at least 1 a normal number.
enum { FACTORS = 4, FRACTION = 0x007FFFFF, ONE = 127 << 23 };

INLINE void multiply_evidence_body(const nesy_evidence *job) {
    ptrdiff_t count = job->count, columns = job->columns, whole = columns - columns % LANES;
    const float *const *rows = job->rows;
    for (ptrdiff_t c = 0; c < whole; c += LANES) {
        lanes product = LOAD(job->mantissas + c);
        lane_masks exponent = LOAD_MASKS(job->exponents + c);
        for (ptrdiff_t start = 0; start < count; start += FACTORS) {
            ptrdiff_t end = start + FACTORS < count ? start + FACTORS : count;
            for (ptrdiff_t h = start; h < end; h++)
                product *= job->bases[h] + job->weights[h] * LOAD(rows[h] + c);
            lane_masks bits = (lane_masks)product;
            exponent += (bits >> 23) - 127;
            product = (lanes)((bits & FRACTION) | ONE);
        }
        STORE(job->mantissas + c, product);
        STORE_MASKS(job->exponents + c, exponent);
    }
    for (ptrdiff_t c = whole; c < columns; c++)
        for (ptrdiff_t start = 0; start < count; start += FACTORS) {
            ptrdiff_t end = start + FACTORS < count ? start + FACTORS : count;
            float product = job->mantissas[c];
            for (ptrdiff_t h = start; h < end; h++) product *= job->bases[h] + job->weights[h] * rows[h][c];
            int32_t bits;
            memcpy(&bits, &product, 4);
            job->exponents[c] += (bits >> 23) - 127;
            bits = (bits & FRACTION) | ONE;
            memcpy(job->mantissas + c, &bits, 4);
        }
}

static void multiply_evidence_portable(const nesy_evidence *job) { multiply_evidence_body(job); }
#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void multiply_evidence_avx2(const nesy_evidence *job) {
    multiply_evidence_body(job);
}
#endif

void nesy_multiply_evidence(const nesy_evidence *job) {
#if defined(__x86_64__)
    if (job->level >= NESY_AVX2) {
        multiply_evidence_avx2(job);
        return;
    }
#endif
    multiply_evidence_portable(job);
}
