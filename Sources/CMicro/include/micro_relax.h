#ifndef NESY_MICRO_RELAX_H
#define NESY_MICRO_RELAX_H

// Tells the processor that a loop waits for another thread.
static inline void nesy_relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
