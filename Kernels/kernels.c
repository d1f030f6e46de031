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
    FILE_TEXT("common/columns.cl")
#embed "common/columns.cl"
    END
    FILE_TEXT("common/compensated.cl")
#embed "common/compensated.cl"
    END
    FILE_TEXT("common/lanes.cl")
#embed "common/lanes.cl"
    END
    FILE_TEXT("common/philox.cl")
#embed "common/philox.cl"
    END
    FILE_TEXT("common/rows.cl")
#embed "common/rows.cl"
    END
    FILE_TEXT("common/self_test.cl")
#embed "common/self_test.cl"
    END
    FILE_TEXT("common/window.cl")
#embed "common/window.cl"
    END
    FILE_TEXT("conv/implicit_gemm.cl")
#embed "conv/implicit_gemm.cl"
    END
    FILE_TEXT("conv/quad_parts.cl")
#embed "conv/quad_parts.cl"
    END
    FILE_TEXT("conv/taps.cl")
#embed "conv/taps.cl"
    END
    FILE_TEXT("conv/weight_gradient.cl")
#embed "conv/weight_gradient.cl"
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
    FILE_TEXT("elementwise/activation.cl")
#embed "elementwise/activation.cl"
    END
    FILE_TEXT("elementwise/add.cl")
#embed "elementwise/add.cl"
    END
    FILE_TEXT("elementwise/concatenate.cl")
#embed "elementwise/concatenate.cl"
    END
    FILE_TEXT("elementwise/dropout.cl")
#embed "elementwise/dropout.cl"
    END
    FILE_TEXT("elementwise/fill.cl")
#embed "elementwise/fill.cl"
    END
    FILE_TEXT("elementwise/normalize.cl")
#embed "elementwise/normalize.cl"
    END
    FILE_TEXT("elementwise/spread.cl")
#embed "elementwise/spread.cl"
    END
    FILE_TEXT("loss/elite_loss.cl")
#embed "loss/elite_loss.cl"
    END
    FILE_TEXT("loss/rule_targets.cl")
#embed "loss/rule_targets.cl"
    END
    FILE_TEXT("loss/similarity_loss.cl")
#embed "loss/similarity_loss.cl"
    END
    FILE_TEXT("loss/soft_rule_loss.cl")
#embed "loss/soft_rule_loss.cl"
    END
    FILE_TEXT("loss/softmax.cl")
#embed "loss/softmax.cl"
    END
    FILE_TEXT("loss/softmax_cross_entropy.cl")
#embed "loss/softmax_cross_entropy.cl"
    END
    FILE_TEXT("loss/sparsity_loss.cl")
#embed "loss/sparsity_loss.cl"
    END
    FILE_TEXT("optimizer/ada_delta.cl")
#embed "optimizer/ada_delta.cl"
    END
    FILE_TEXT("optimizer/adam.cl")
#embed "optimizer/adam.cl"
    END
    FILE_TEXT("optimizer/sgd.cl")
#embed "optimizer/sgd.cl"
    END
    FILE_TEXT("pool/average.cl")
#embed "pool/average.cl"
    END
    FILE_TEXT("pool/maximum.cl")
#embed "pool/maximum.cl"
    END
    FILE_TEXT("product/column_sums.cl")
#embed "product/column_sums.cl"
    END
    FILE_TEXT("product/matrix_product.cl")
#embed "product/matrix_product.cl"
    END
    FILE_TEXT("product/panel.cl")
#embed "product/panel.cl"
    END
    FILE_TEXT("product/place.cl")
#embed "product/place.cl"
    END
    FILE_TEXT("product/rectify.cl")
#embed "product/rectify.cl"
    END
    FILE_TEXT("product/sum_partials.cl")
#embed "product/sum_partials.cl"
    END
    FILE_TEXT("product/tensor_tile.cl")
#embed "product/tensor_tile.cl"
    END
    FILE_TEXT("product/tile.cl")
#embed "product/tile.cl"
    END
    FILE_TEXT("product/walk.cl")
#embed "product/walk.cl"
    END
    FILE_TEXT("reduce/batch_moments.cl")
#embed "reduce/batch_moments.cl"
    END
    FILE_TEXT("reduce/batch_products.cl")
#embed "reduce/batch_products.cl"
    END
    FILE_TEXT("reduce/maps.cl")
#embed "reduce/maps.cl"
    END
    FILE_TEXT("reduce/nonfinite.cl")
#embed "reduce/nonfinite.cl"
    END
    FILE_TEXT("reduce/spectral_norm.cl")
#embed "reduce/spectral_norm.cl"
    END
    FILE_TEXT("reduce/total.cl")
#embed "reduce/total.cl"
    END
};

int nesy_kernel_file_count(void) { return sizeof files / sizeof files[0]; }
const char *nesy_kernel_file_path(int index) { return files[index].path; }
const char *nesy_kernel_file_text(int index) { return files[index].text; }
