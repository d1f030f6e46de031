// The positions of a kernel that a product walks through: row by row, all channels of each position in turn.
#ifndef NESY_CONV_TAPS
#define NESY_CONV_TAPS

// A term of the product: channel `channel` at position (y, x) among the positions that take part.
struct tap {
    uint y, x, channel;
};

static inline struct tap make_tap(const uint term, const uint taps_x, const uint channels)
{
    const uint position = term / channels;
    struct tap tap;
    tap.channel = term % channels;
    tap.y = position / taps_x;
    tap.x = position % taps_x;
    return tap;
}

// The tap `step` terms further on, where `step` itself is no further than a row of positions.
static inline struct tap add_taps(struct tap tap, const struct tap step, const uint taps_x, const uint channels)
{
    tap.channel += step.channel;
    tap.x += step.x;
    tap.y += step.y;
    if (tap.channel >= channels) {
        tap.channel -= channels;
        tap.x += 1;
    }
    if (tap.x >= taps_x) {
        tap.x -= taps_x;
        tap.y += 1;
    }
    return tap;
}

#endif
