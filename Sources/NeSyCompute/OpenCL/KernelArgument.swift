/// What a kernel is handed. Buffers arrive as two arguments, `__global float *x, ulong x_offset`.
enum KernelArgument {
    case slice(BufferSlice)
    /// A null pointer and zero when absent.
    case optional(BufferSlice?)
    /// `uint`
    case count(Int)
    /// `int`
    case integer(Int)
    /// `int`, 0 or 1
    case flag(Bool)
    /// `ulong`
    case long(Int)
    /// `ulong` with all 64 bits
    case word(UInt64)
    /// `float`
    case float(Float)
}
