// One loop, compiled twice or three times: for every processor, and for those with wide vectors.
#ifndef NESY_VARIANTS_H
#define NESY_VARIANTS_H

#include "micro_product.h"

#define LIST(...) __VA_ARGS__
#define INLINE static inline __attribute__((always_inline))
// Elements do not depend on each other: an operation may work in place.
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")

// Defines nesy_NAME(int level, parameters) from NAME_body(parameters).
#if defined(__x86_64__)
#define VARIANTS(name, parameters, arguments)                                                             \
    static void name##_portable parameters { name##_body arguments; }                                     \
    __attribute__((target("avx2,fma"))) static void name##_avx2 parameters { name##_body arguments; }     \
    void nesy_##name(int level, LIST parameters) {                                                        \
        if (level >= NESY_AVX2)                                                                           \
            name##_avx2 arguments;                                                                        \
        else                                                                                              \
            name##_portable arguments;                                                                    \
    }
// The same with a third variant, for loops on vectors of 64 bytes. NAME_body takes in front how many of them to work
// on at once.
#define WIDE_VARIANTS(name, parameters, arguments)                                                        \
    static void name##_portable parameters { name##_body(1, LIST arguments); }                            \
    __attribute__((target("avx2,fma"))) static void name##_avx2 parameters {                              \
        name##_body(1, LIST arguments);                                                                   \
    }                                                                                                     \
    __attribute__((target("avx512f"))) static void name##_avx512 parameters {                             \
        name##_body(2, LIST arguments);                                                                   \
    }                                                                                                     \
    void nesy_##name(int level, LIST parameters) {                                                        \
        if (level >= NESY_AVX512)                                                                         \
            name##_avx512 arguments;                                                                      \
        else if (level >= NESY_AVX2)                                                                      \
            name##_avx2 arguments;                                                                        \
        else                                                                                              \
            name##_portable arguments;                                                                    \
    }
#else
#define WIDE_VARIANTS(name, parameters, arguments) \
    void nesy_##name(int level, LIST parameters) { (void)level; name##_body(1, LIST arguments); }
#define VARIANTS(name, parameters, arguments) \
    void nesy_##name(int level, LIST parameters) { (void)level; name##_body arguments; }
#endif

// Eight values at once, in whatever registers there are.
typedef float lanes __attribute__((vector_size(32)));
typedef int32_t lane_masks __attribute__((vector_size(32)));
enum { LANES = 8 };
// The same in memory, at any address of a float.
typedef float loose_lanes __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t loose_masks __attribute__((vector_size(32), aligned(4), may_alias));

#endif
