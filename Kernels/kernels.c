#include "NeSyKernels.h"

// #embed is C23; the compiler knows it in earlier modes and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

// Three lines a file, in alphabetical order: FILE_TEXT, #embed, END.
#define FILE_TEXT(path) {path, (const char[]) {
#define END , 0}},

static const struct {
    const char *path;
    const char *text;
} files[] = {
    FILE_TEXT("bits/binarize.cl")
#embed "bits/binarize.cl"
    END
    FILE_TEXT("bits/product.cl")
#embed "bits/product.cl"
    END
    FILE_TEXT("common/self_test.cl")
#embed "common/self_test.cl"
    END
    FILE_TEXT("conv/winograd_fused.cl")
#embed "conv/winograd_fused.cl"
    END
    FILE_TEXT("conv/winograd_input.cl")
#embed "conv/winograd_input.cl"
    END
    FILE_TEXT("conv/winograd_lines.cl")
#embed "conv/winograd_lines.cl"
    END
    FILE_TEXT("conv/winograd_output.cl")
#embed "conv/winograd_output.cl"
    END
    FILE_TEXT("conv/winograd_tiles.cl")
#embed "conv/winograd_tiles.cl"
    END
    FILE_TEXT("conv/winograd_weights.cl")
#embed "conv/winograd_weights.cl"
    END
    FILE_TEXT("elementwise/accumulate.cl")
#embed "elementwise/accumulate.cl"
    END
    FILE_TEXT("elementwise/fill.cl")
#embed "elementwise/fill.cl"
    END
};

int nesy_kernel_file_count(void) { return sizeof files / sizeof files[0]; }
const char *nesy_kernel_file_path(int index) { return files[index].path; }
const char *nesy_kernel_file_text(int index) { return files[index].text; }
