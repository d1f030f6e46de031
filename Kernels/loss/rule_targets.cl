// What the losses that turn filters into rules have in common: labels that may be padding, and the soft bit of a
// filter, s = sigmoid((norm - threshold) / temperature).

#ifndef LOSS_RULE_TARGETS
#define LOSS_RULE_TARGETS

#include "common/rows.cl"

// The soft bit, and 1 - s, which a subtraction would lose where s is nearly 1.
typedef struct {
    float logit;
    float s;
    float rest;
} soft_bit;

soft_bit soften(const float norm, const float threshold, const float temperature) {
    soft_bit bit;
    bit.logit = (norm - threshold) / temperature;
    const float e = exp(-fabs(bit.logit));
    const float near = 1.0f / (1.0f + e), far = e / (1.0f + e);
    bit.s = bit.logit >= 0.0f ? near : far;
    bit.rest = bit.logit >= 0.0f ? far : near;
    return bit;
}

// How many rows are not padding, at least 1; every item of the group takes part and has the result.
float count_labels(__local float *memory, __global const int *labels, const uint batch) {
    float valid = 0.0f;
    for (uint row = get_local_id(0); row < batch; row += GROUP) valid += labels[row] >= 0 ? 1.0f : 0.0f;
    return fmax(1.0f, sum_row(memory, valid, GROUP));
}

#endif
