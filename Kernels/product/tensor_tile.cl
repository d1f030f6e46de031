// A tile of a matrix product on tensor cores: what product/tile.cl says of stages, quads and sums, with the warp-wide
// PTX instructions ldmatrix and mma.sync (compute capability 8.0 and later) in place of fma. Factors are rounded to
// tf32 or bfloat16 on their way into local memory; sums are float32.
//
// A line of a stage is 16 words: tf32 values, or bfloat16 values in twos with the earlier one in the lower half. In
// words the fragments of m16n8k8.tf32 and of m16n8k16.bf16 are laid out alike (PTX ISA, "Matrix fragments for mma"):
// with g = lane / 4 and t = lane % 4, the left registers of a lane are the words (line, word) = (g, t), (g + 8, t),
// (g, t + 4), (g + 8, t + 4); the right ones (g, t), (g, t + 4); the sums are those of (row, column) = (g, 2 t),
// (g, 2 t + 1), (g + 8, 2 t), (g + 8, 2 t + 1). A product does not care which column is called which: two instructions
// share 16 columns such that a lane's four sums of a row are neighbours, one quad of the result.
#ifndef NESY_PRODUCT_TENSOR_TILE
#define NESY_PRODUCT_TENSOR_TILE

// 0: the PTX instructions. 1: plain C in their place that exchanges fragments through local memory, valid on every
// device, so that everything else can be tested where they are not.
#ifndef MMA_EMULATED
#define MMA_EMULATED 1
#endif

#define BFLOAT16 (PRECISION == 2)
#if TILE_DEPTH != (BFLOAT16 ? 32 : 16)
#error "A stage for tensor cores is 16 words deep."
#endif
#if TILE_ROWS % 64 != 0 || TILE_COLUMNS % 64 != 0
#error "A tile for tensor cores is a multiple of 64 rows and columns."
#endif

// A warp covers 8 ITEM_ROWS rows by 4 ITEM_COLUMNS columns.
#define WARPS_ACROSS (TILE_COLUMNS / (4 * ITEM_COLUMNS))
#define WARP_ROW(item) ((item) / 32 / WARPS_ACROSS * (8 * ITEM_ROWS))
#define WARP_COLUMN(item) ((item) / 32 % WARPS_ACROSS * (4 * ITEM_COLUMNS))

// The line of each operand whose place an item names when its warp loads fragments.
#define ITEM_ROW(item) (WARP_ROW(item) + (item) % 16)
#define ITEM_COLUMN(item) (WARP_COLUMN(item) + (item) % 8 / 2 * 4 + (item) % 2 + (item) % 32 / 16 * 2)

// The row of an item's i-th sums, and the column of its j-th float4, in the tile.
#define SUM_ROW(item, i) (WARP_ROW(item) + 8 * (i) + (item) % 32 / 4)
#define SUM_COLUMN(item, j) (WARP_COLUMN(item) + 16 * (j) + (item) % 4 * 4)

// Where the q-th quad of an item begins in its stage. Along the depth, items beside each other bring quads beside each
// other; along lines, a warp brings 8 quads at each of 4 depths.
#define QUAD_LINE(along_depth, width, item, q) \
    ((along_depth) ? (item) / (TILE_DEPTH / 4) + (q) * (TILE_ITEMS * 4 / TILE_DEPTH) \
                   : ((item) % 8 + (item) / 32 % ((width) / 32) * 8) * 4)
#define QUAD_DEPTH(along_depth, width, item, q) \
    ((along_depth) ? (item) % (TILE_DEPTH / 4) * 4 \
                   : (item) / 8 % 4 + (item) / 32 / ((width) / 32) * 4 + (q) * (TILE_ITEMS * 4 / (width)))

// Where the chunk-th four words of a line lie in a stage: exchanged within the line so that eight lines at one chunk,
// or two lines at all chunks, lie in 32 different banks. Lines 16 apart are exchanged alike.
#define LINE_SLOT(line, chunk) ((line) * 4 + ((chunk) ^ ((line) / 2 % 4) ^ ((line) / 8 % 2)))

// Float4s of a stage in local memory; emulation exchanges fragments after the left one.
#define LEFT_STAGE (TILE_ROWS * 4 + (MMA_EMULATED ? TILE_ITEMS * 6 / 4 : 0))
#define RIGHT_STAGE (TILE_COLUMNS * 4)
// Float4s of a line.
#define LEFT_TERM 4
#define RIGHT_TERM 4

#if MMA_EMULATED

// Barriers in unrolled loops would take long to compile.
#define UNROLLED

// The nearest value with `drop` bits less: ties away from zero for tf32, to even for bfloat16, as the device rounds.
static inline uint round_bits(const float value, const uint drop)
{
    const uint bits = as_uint(value);
    const uint kept = ~((1u << drop) - 1);
    if ((bits & 0x7f800000u) == 0x7f800000u) { return (bits & kept) | ((bits & 0x007fffffu) ? 0x00400000u : 0); }
    const uint half_step = 1u << (drop - 1);
    return (bits + (BFLOAT16 ? half_step - 1 + (bits >> drop & 1) : half_step)) & kept;
}

static inline uint4 round_quad(const float4 quad)
{
    const uint drop = BFLOAT16 ? 16 : 13;
    return (uint4)(
        round_bits(quad.x, drop), round_bits(quad.y, drop), round_bits(quad.z, drop), round_bits(quad.w, drop));
}

static inline uint2 pack_quad(const float4 quad)
{
    const uint4 rounded = round_quad(quad);
    return (uint2)(rounded.x >> 16 | rounded.y, rounded.z >> 16 | rounded.w);
}

static inline float word_product(const uint left, const uint right)
{
#if BFLOAT16
    return as_float(left << 16) * as_float(right << 16) + as_float(left & 0xffff0000u) * as_float(right & 0xffff0000u);
#else
    return as_float(left) * as_float(right);
#endif
}

// Both are reached by all items of the group together. A warp exchanges through its part of the words after the left
// lines of the stage.
#define EXCHANGE(left_stage, words) \
    ((__local uint *)(left_stage) + TILE_ROWS * 16 + get_local_id(0) / 32 * (32 * 6) + (words) * (get_local_id(0) % 32))

static inline uint4 load_fragments(__local const float4 *line, __local float4 *left_stage)
{
    const uint lane = get_local_id(0) % 32;
    __local uint *mine = EXCHANGE(left_stage, 2);
    __local const uint *all = mine - 2 * lane;
    barrier(CLK_LOCAL_MEM_FENCE);
    vstore2(as_uint2((ulong)(size_t)line), 0, mine);
    barrier(CLK_LOCAL_MEM_FENCE);
    uint words[4];
    for (uint matrix = 0; matrix < 4; ++matrix) {
        const uint2 place = vload2(8 * matrix + lane / 4, all);
        words[matrix] = ((__local const uint *)(size_t)as_ulong(place))[lane % 4];
    }
    return vload4(0, words);
}

static inline float4 multiply_fragments(
    const uint4 left, const uint2 right, const float4 sums, __local float4 *left_stage)
{
    const uint lane = get_local_id(0) % 32;
    __local uint *mine = EXCHANGE(left_stage, 6);
    __local const uint *all = mine - 6 * lane;
    barrier(CLK_LOCAL_MEM_FENCE);
    vstore4(left, 0, mine);
    vstore2(right, 0, mine + 4);
    barrier(CLK_LOCAL_MEM_FENCE);
    float result[4];
    vstore4(sums, 0, result);
    for (uint c = 0; c < 4; ++c) {
        const uint row = lane / 4 + 8 * (c / 2), column = 2 * (lane % 4) + c % 2;
        for (uint word = 0; word < 8; ++word) {
            result[c] += word_product(
                all[6 * (row % 8 * 4 + word % 4) + row / 8 + 2 * (word / 4)],
                all[6 * (column * 4 + word % 4) + 4 + word / 4]);
        }
    }
    return vload4(0, result);
}

#else

#define UNROLLED _Pragma("unroll")

// NVIDIA's compiler takes `asm` as CUDA does; strict OpenCL C has only the spelling with underscores.
#ifndef __NV_CL_C_VERSION
#define asm __asm__
#endif

static inline uint4 round_quad(const float4 quad)
{
    uint4 words;
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(words.x) : "f"(quad.x));
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(words.y) : "f"(quad.y));
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(words.z) : "f"(quad.z));
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(words.w) : "f"(quad.w));
    return words;
}

static inline uint2 pack_quad(const float4 quad)
{
    uint2 words;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(words.x) : "f"(quad.y), "f"(quad.x));
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(words.y) : "f"(quad.w), "f"(quad.z));
    return words;
}

#if BFLOAT16
#define MMA_SYNC "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"
#else
#define MMA_SYNC "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"
#endif

// Four times 8 lines of four words: the lanes 8 m to 8 m + 7 say where those of the m-th are, and every lane gets word
// lane % 4 of its line lane / 4.
static inline uint4 load_fragments(__local const float4 *line, __local float4 *left_stage)
{
    uint4 words;
    asm volatile(
        "ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
        : "=r"(words.x), "=r"(words.y), "=r"(words.z), "=r"(words.w)
        : "r"((uint)(size_t)line)
        : "memory");
    return words;
}

static inline float4 multiply_fragments(
    const uint4 left, const uint2 right, const float4 sums, __local float4 *left_stage)
{
    float4 result;
    asm volatile(
        MMA_SYNC " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%10, %11, %12, %13};"
        : "=f"(result.x), "=f"(result.y), "=f"(result.z), "=f"(result.w)
        : "r"(left.x), "r"(left.y), "r"(left.z), "r"(left.w), "r"(right.x), "r"(right.y), "f"(sums.x), "f"(sums.y),
          "f"(sums.z), "f"(sums.w));
    return result;
}

#endif

// Puts a quad that begins at (depth, line) into a stage.
static inline void put_quad(
    __local float4 *stage, const int along_depth, const uint term, const uint depth, const uint line,
    const float4 quad)
{
#if BFLOAT16
    const uint2 words = pack_quad(quad);
    if (along_depth) {
        ((__local uint2 *)(stage + LINE_SLOT(line, depth / 8)))[depth / 4 % 2] = words;
    } else {
        __local ushort *upper = (__local ushort *)(stage + LINE_SLOT(line, depth / 8)) + depth % 8;
        __local ushort *lower = (__local ushort *)(stage + LINE_SLOT(line + 2, depth / 8)) + depth % 8;
        upper[0] = (ushort)words.x;
        upper[32] = (ushort)(words.x >> 16);
        lower[0] = (ushort)words.y;
        lower[32] = (ushort)(words.y >> 16);
    }
#else
    const uint4 words = round_quad(quad);
    if (along_depth) {
        *(__local uint4 *)(stage + LINE_SLOT(line, depth / 4)) = words;
    } else {
        __local uint *upper = (__local uint *)(stage + LINE_SLOT(line, depth / 4)) + depth % 4;
        __local uint *lower = (__local uint *)(stage + LINE_SLOT(line + 2, depth / 4)) + depth % 4;
        upper[0] = words.x;
        upper[16] = words.y;
        lower[0] = words.z;
        lower[16] = words.w;
    }
#endif
}

// Adds one stage to the sums of the item that names the lines item_row and item_column. Reached by all items of the
// group together.
static inline void multiply_stage(
    __local float4 *left, __local const float4 *right, const uint item_row, const uint item_column,
    float4 sums[ITEM_ROWS][ITEM_COLUMNS / 4])
{
    const uint lane = get_local_id(0) % 32;
    UNROLLED
    for (uint chunk = 0; chunk < 4; chunk += 2) {
        __local const float4 *left_line = left + LINE_SLOT(item_row, chunk + lane / 16);
        __local const float4 *right_line = right + LINE_SLOT(item_column, chunk + lane / 8 % 2);
        uint4 columns[ITEM_COLUMNS / 4];
        UNROLLED
        for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) { columns[j] = load_fragments(right_line + 64 * j, left); }
        UNROLLED
        for (uint i = 0; i < ITEM_ROWS; i += 2) {
            const uint4 rows = load_fragments(left_line + 32 * i, left);
            UNROLLED
            for (uint j = 0; j < ITEM_COLUMNS / 4; ++j) {
                const float4 low = multiply_fragments(
                    rows, columns[j].xy, (float4)(sums[i][j].lo, sums[i + 1][j].lo), left);
                const float4 high = multiply_fragments(
                    rows, columns[j].zw, (float4)(sums[i][j].hi, sums[i + 1][j].hi), left);
                sums[i][j] = (float4)(low.lo, high.lo);
                sums[i + 1][j] = (float4)(low.hi, high.hi);
            }
        }
    }
}

#endif
