// Values are read and written WIDTH at a time: one `lanes` is one float or four.

#ifndef COMMON_LANES
#define COMMON_LANES

// Values side by side in one item. 1: always valid. 4: every slice begins at a multiple of four elements and, where
// the values are rows of channels, the number of channels is a multiple of four.
#ifndef WIDTH
#define WIDTH 1
#endif

#if WIDTH == 4
typedef float4 lanes;
typedef int4 integer_lanes;
#define as_integer_lanes as_int4
#else
typedef float lanes;
typedef int integer_lanes;
#define as_integer_lanes as_int
#endif

// The lanes that begin at element `first` of `count`; zeros stand for what lies behind the end.
lanes load_lanes(__global const float *x, const size_t first, const size_t count) {
#if WIDTH == 4
    if (first + 4 <= count) return *(__global const lanes *)(x + first);
    const size_t left = count - first;
    return (lanes)(x[first], left > 1 ? x[first + 1] : 0.0f, left > 2 ? x[first + 2] : 0.0f, 0.0f);
#else
    return x[first];
#endif
}

// The counterpart of load_lanes: nothing is written behind the end.
void store_lanes(__global float *x, const size_t first, const size_t count, const lanes value) {
#if WIDTH == 4
    if (first + 4 <= count) {
        *(__global lanes *)(x + first) = value;
        return;
    }
    const size_t left = count - first;
    x[first] = value.x;
    if (left > 1) x[first + 1] = value.y;
    if (left > 2) x[first + 2] = value.z;
#else
    x[first] = value;
#endif
}

// Writes lanes, or adds them to what is there.
void put_lanes(__global float *x, const size_t first, const size_t count, const lanes value, const int accumulate) {
    store_lanes(x, first, count, accumulate ? load_lanes(x, first, count) + value : value);
}

#endif
