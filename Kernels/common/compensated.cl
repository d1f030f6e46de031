// Sums whose rounding errors are carried along (Neumaier, 1974; the branch-free TwoSum of Knuth), so that a long sum
// of Float32 values is as good as one in double precision that is rounded at the end.

#ifndef COMMON_COMPENSATED
#define COMMON_COMPENSATED

#include "common/lanes.cl"

typedef struct {
    lanes sum;
    lanes error;
} compensated;

compensated compensated_zero(void) {
    compensated s;
    s.sum = (lanes)(0.0f);
    s.error = (lanes)(0.0f);
    return s;
}

compensated compensated_add(const compensated s, const lanes value) {
    compensated t;
    t.sum = s.sum + value;
    const lanes added = t.sum - s.sum;
    t.error = s.error + ((s.sum - (t.sum - added)) + (value - added));
    return t;
}

lanes compensated_value(const compensated s) { return s.sum + s.error; }

#endif
