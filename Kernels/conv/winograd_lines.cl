#ifndef NESY_WINOGRAD_LINES
#define NESY_WINOGRAD_LINES

// Winograd's minimal filtering F(TILE x TILE, 3 x 3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural
// Networks", 2016), one line of a square at a time: a square is transformed by its rows and then by its columns.
//
//     output = At [ (G weights Gt) . (Bt input B) ] A
//
// and, because that is bilinear, with the same matrices
//
//     weight gradient = Gt [ (Bt input B) . (A outputGradient At) ] G.
//
// F(2x2) interpolates at 0, 1, -1 and infinity. F(4x4) interpolates at 0, +-5/8, +-3/2 and infinity instead of the
// usual 0, +-1, +-2: every entry of Bt and At is still exact in binary, and the rounding error is half as large
// (Barabasz, Anderson, Soodhalter and Gregg, "Error Analysis and Improving the Accuracy of Winograd Convolution",
// 2020, on why the points decide it).
//
// Lines lie in a private array `v`, `step` apart, and are replaced. After inlining every index is a constant, so that
// the array lives in registers.

// Values of a line of transformed input, weights or products.
#define EXTENT (TILE + 2)

#if TILE == 4
#define POINT_A 0.625f
#define POINT_B 1.5f
#define POINT_A2 0.390625f
#define POINT_B2 2.25f
#define POINT_A3 0.244140625f
#define POINT_B3 3.375f
// Rows of G: 1 / (a^2 b^2), 1 / (2 a^2 (a^2 - b^2)) and 1 / (2 b^2 (b^2 - a^2)).
#define WEIGHT_0 (256.0f / 225.0f)
#define WEIGHT_A (-8192.0f / 11900.0f)
#define WEIGHT_B (128.0f / 1071.0f)
#endif

// EXTENT values of input to EXTENT: Bt.
static inline void winograd_input_line(float *v, const int step) {
#if TILE == 2
    const float first = v[0] - v[2 * step];
    const float plus = v[step] + v[2 * step];
    const float minus = v[2 * step] - v[step];
    v[3 * step] = v[3 * step] - v[step];
    v[0] = first;
    v[step] = plus;
    v[2 * step] = minus;
#else
    const float product = POINT_A2 * POINT_B2;
    const float sum = POINT_A2 + POINT_B2;
    const float evenA = fma(-POINT_B2, v[2 * step], v[4 * step]);
    const float oddA = fma(-POINT_B2, v[step], v[3 * step]);
    const float evenB = fma(-POINT_A2, v[2 * step], v[4 * step]);
    const float oddB = fma(-POINT_A2, v[step], v[3 * step]);
    v[0] = fma(product, v[0], fma(-sum, v[2 * step], v[4 * step]));
    v[5 * step] = fma(product, v[step], fma(-sum, v[3 * step], v[5 * step]));
    v[step] = fma(POINT_A, oddA, evenA);
    v[2 * step] = fma(-POINT_A, oddA, evenA);
    v[3 * step] = fma(POINT_B, oddB, evenB);
    v[4 * step] = fma(-POINT_B, oddB, evenB);
#endif
}

// EXTENT products to TILE outputs: At.
static inline void winograd_output_line(float *v, const int step) {
#if TILE == 2
    v[0] = v[0] + v[step] + v[2 * step];
    v[step] = v[step] - v[2 * step] + v[3 * step];
#else
    const float evenA = v[step] + v[2 * step];
    const float oddA = v[step] - v[2 * step];
    const float evenB = v[3 * step] + v[4 * step];
    const float oddB = v[3 * step] - v[4 * step];
    v[0] = v[0] + evenA + evenB;
    v[step] = fma(POINT_A, oddA, POINT_B * oddB);
    v[2 * step] = fma(POINT_A2, evenA, POINT_B2 * evenB);
    v[3 * step] = fma(POINT_A3, oddA, fma(POINT_B3, oddB, v[5 * step]));
#endif
}

// TILE output gradients to EXTENT: A.
static inline void winograd_output_gradient_line(float *v, const int step) {
#if TILE == 2
    v[3 * step] = v[step];
    v[2 * step] = v[0] - v[step];
    v[step] = v[0] + v[step];
#else
    const float evenA = fma(POINT_A2, v[2 * step], v[0]);
    const float oddA = fma(POINT_A3, v[3 * step], POINT_A * v[step]);
    const float evenB = fma(POINT_B2, v[2 * step], v[0]);
    const float oddB = fma(POINT_B3, v[3 * step], POINT_B * v[step]);
    v[5 * step] = v[3 * step];
    v[step] = evenA + oddA;
    v[2 * step] = evenA - oddA;
    v[3 * step] = evenB + oddB;
    v[4 * step] = evenB - oddB;
#endif
}

// 3 weights to EXTENT: G.
static inline void winograd_weight_line(float *v, const int step) {
#if TILE == 2
    const float even = 0.5f * (v[0] + v[2 * step]);
    const float odd = 0.5f * v[step];
    v[3 * step] = v[2 * step];
    v[step] = even + odd;
    v[2 * step] = even - odd;
#else
    const float evenA = WEIGHT_A * fma(POINT_A2, v[2 * step], v[0]);
    const float oddA = WEIGHT_A * POINT_A * v[step];
    const float evenB = WEIGHT_B * fma(POINT_B2, v[2 * step], v[0]);
    const float oddB = WEIGHT_B * POINT_B * v[step];
    v[5 * step] = v[2 * step];
    v[0] = WEIGHT_0 * v[0];
    v[step] = evenA + oddA;
    v[2 * step] = evenA - oddA;
    v[3 * step] = evenB + oddB;
    v[4 * step] = evenB - oddB;
#endif
}

// EXTENT sums of products to 3 weight gradients: Gt.
static inline void winograd_weight_gradient_line(float *v, const int step) {
#if TILE == 2
    const float even = 0.5f * (v[step] + v[2 * step]);
    const float odd = 0.5f * (v[step] - v[2 * step]);
    v[0] = v[0] + even;
    v[step] = odd;
    v[2 * step] = even + v[3 * step];
#else
    const float evenA = WEIGHT_A * (v[step] + v[2 * step]);
    const float oddA = WEIGHT_A * (v[step] - v[2 * step]);
    const float evenB = WEIGHT_B * (v[3 * step] + v[4 * step]);
    const float oddB = WEIGHT_B * (v[3 * step] - v[4 * step]);
    v[0] = fma(WEIGHT_0, v[0], evenA + evenB);
    v[step] = fma(POINT_A, oddA, POINT_B * oddB);
    v[2 * step] = fma(POINT_A2, evenA, fma(POINT_B2, evenB, v[5 * step]));
#endif
}

#endif
