/// The positions of a kernel, along one axis, that take part in a product over a grid of pixels: an arithmetic
/// progression. Grid pixel `i` reads, at the `j`-th of them, source pixel `origin + i * gridStride + j * sourceStep`.
struct TapProgression: Hashable, Sendable {
    let gridStride: Int
    let origin: Int
    let sourceStep: Int
    /// How many positions take part, which is the first, and how many positions further on the next is.
    let count: Int
    let first: Int
    let step: Int

    /// Every position; the grid is the output and the source the input.
    init(forward kernel: Int, stride: Int, padding: Int, dilation: Int) {
        gridStride = stride
        origin = -padding
        sourceStep = dilation
        (count, first, step) = (kernel, 0, 1)
    }

    /// The positions that reach input pixels `phase + i * stride`; the source is the output.
    init(backward kernel: Int, stride: Int, padding: Int, dilation: Int, phase: Int) {
        let reach = phase + padding
        let positions = (0..<kernel).filter { (reach - $0 * dilation) % stride == 0 }
        gridStride = 1
        count = positions.count
        first = positions.first ?? 0
        step = positions.count > 1 ? positions[1] - positions[0] : 1
        origin = (reach - first * dilation) / stride
        sourceStep = -(step * dilation) / stride
    }
}
