// Winograd's minimal filtering F(side x side, 3 x 3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural
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
// Included once an instruction level, after `vector` and LINE are defined. A line is `v[0], v[step], ...` and is
// replaced; side and step are constants once a function is inlined.

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

// side + 2 values of input to as many: Bt.
LINE void input_line(const int side, vector *v, const int step) {
    if (side == 2) {
        vector first = v[0] - v[2 * step];
        vector plus = v[step] + v[2 * step];
        vector minus = v[2 * step] - v[step];
        v[3 * step] = v[3 * step] - v[step];
        v[0] = first;
        v[step] = plus;
        v[2 * step] = minus;
    } else {
        vector evenA = v[4 * step] - POINT_B2 * v[2 * step];
        vector oddA = v[3 * step] - POINT_B2 * v[step];
        vector evenB = v[4 * step] - POINT_A2 * v[2 * step];
        vector oddB = v[3 * step] - POINT_A2 * v[step];
        vector last = v[5 * step] - (POINT_A2 + POINT_B2) * v[3 * step];
        vector first = v[4 * step] - (POINT_A2 + POINT_B2) * v[2 * step];
        v[5 * step] = last + (POINT_A2 * POINT_B2) * v[step];
        v[0] = first + (POINT_A2 * POINT_B2) * v[0];
        v[step] = evenA + POINT_A * oddA;
        v[2 * step] = evenA - POINT_A * oddA;
        v[3 * step] = evenB + POINT_B * oddB;
        v[4 * step] = evenB - POINT_B * oddB;
    }
}

// side + 2 products to side outputs: At.
LINE void output_line(const int side, vector *v, const int step) {
    if (side == 2) {
        v[0] = v[0] + v[step] + v[2 * step];
        v[step] = v[step] - v[2 * step] + v[3 * step];
    } else {
        vector evenA = v[step] + v[2 * step];
        vector oddA = v[step] - v[2 * step];
        vector evenB = v[3 * step] + v[4 * step];
        vector oddB = v[3 * step] - v[4 * step];
        v[0] = v[0] + evenA + evenB;
        vector first = POINT_B * oddB;
        vector second = POINT_B2 * evenB;
        vector third = v[5 * step] + POINT_B3 * oddB;
        v[step] = first + POINT_A * oddA;
        v[2 * step] = second + POINT_A2 * evenA;
        v[3 * step] = third + POINT_A3 * oddA;
    }
}

// side output gradients to side + 2: A.
LINE void output_gradient_line(const int side, vector *v, const int step) {
    if (side == 2) {
        v[3 * step] = v[step];
        v[2 * step] = v[0] - v[step];
        v[step] = v[0] + v[step];
    } else {
        vector evenA = v[0] + POINT_A2 * v[2 * step];
        vector evenB = v[0] + POINT_B2 * v[2 * step];
        vector oddA = POINT_A * v[step], oddB = POINT_B * v[step];
        oddA += POINT_A3 * v[3 * step];
        oddB += POINT_B3 * v[3 * step];
        v[5 * step] = v[3 * step];
        v[step] = evenA + oddA;
        v[2 * step] = evenA - oddA;
        v[3 * step] = evenB + oddB;
        v[4 * step] = evenB - oddB;
    }
}

// 3 weights to side + 2: G.
LINE void weight_line(const int side, vector *v, const int step) {
    if (side == 2) {
        vector even = 0.5f * (v[0] + v[2 * step]);
        vector odd = 0.5f * v[step];
        v[3 * step] = v[2 * step];
        v[step] = even + odd;
        v[2 * step] = even - odd;
    } else {
        vector evenA = WEIGHT_A * (v[0] + POINT_A2 * v[2 * step]);
        vector evenB = WEIGHT_B * (v[0] + POINT_B2 * v[2 * step]);
        vector oddA = (WEIGHT_A * POINT_A) * v[step];
        vector oddB = (WEIGHT_B * POINT_B) * v[step];
        v[5 * step] = v[2 * step];
        v[0] = WEIGHT_0 * v[0];
        v[step] = evenA + oddA;
        v[2 * step] = evenA - oddA;
        v[3 * step] = evenB + oddB;
        v[4 * step] = evenB - oddB;
    }
}

// side + 2 sums of products to 3 weight gradients: Gt.
LINE void weight_gradient_line(const int side, vector *v, const int step) {
    if (side == 2) {
        vector even = 0.5f * (v[step] + v[2 * step]);
        vector odd = 0.5f * (v[step] - v[2 * step]);
        v[0] = v[0] + even;
        v[step] = odd;
        v[2 * step] = even + v[3 * step];
    } else {
        vector evenA = WEIGHT_A * (v[step] + v[2 * step]);
        vector oddA = WEIGHT_A * (v[step] - v[2 * step]);
        vector evenB = WEIGHT_B * (v[3 * step] + v[4 * step]);
        vector oddB = WEIGHT_B * (v[3 * step] - v[4 * step]);
        vector both = evenA + evenB;
        vector odd = POINT_B * oddB;
        vector last = v[5 * step] + POINT_B2 * evenB;
        v[0] = both + WEIGHT_0 * v[0];
        v[step] = odd + POINT_A * oddA;
        v[2 * step] = last + POINT_A2 * evenA;
    }
}
