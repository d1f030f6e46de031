// What the products fetch before they need it.
#ifndef NESY_PRODUCT_FETCH_H
#define NESY_PRODUCT_FETCH_H

#include "product_kernels.h"

// Panels that are packed together, because their columns lie side by side in memory, and how many rows before its turn
// a row is fetched: rows may be pages apart, where no processor foresees them.
enum { PANEL_GROUP = 8, ROWS_AHEAD = 8 };

// The results that a tile is added to come nearer while it is multiplied.
static inline void fetch_results(const tile *to) {
    for (ptrdiff_t i = 0; i < to->rowCount; i++)
        for (ptrdiff_t j = 0; j < to->columns; j += NESY_PANEL) __builtin_prefetch(to->rows[i] + j, 1);
}

// How many panels a tile has after one with so many columns left.
static inline ptrdiff_t panels_after(const product_kernel *kernel, ptrdiff_t columnsLeft) {
    ptrdiff_t after = smaller(kernel->columns, columnsLeft - kernel->columns);
    return after > 0 ? (after + NESY_PANEL - 1) / NESY_PANEL : 0;
}

// The panels after those of a tile come nearer while the tiles of these are multiplied, share by share.
static inline void fetch_panels(const float *panels, ptrdiff_t panelStep, ptrdiff_t count, ptrdiff_t length,
                                ptrdiff_t share, ptrdiff_t shares) {
    ptrdiff_t first = length * share / shares, last = length * (share + 1) / shares;
    for (ptrdiff_t panel = 0; panel < count; panel++, panels += panelStep)
        for (ptrdiff_t k = first; k < last; k++) __builtin_prefetch(panels + k * NESY_PANEL, 0, 2);
}

#endif
