/// Branches of a network that come together: sums, and concatenation along the channels.
public protocol JoiningBackend {
    /// `output = a + b`, element by element.
    func add(_ a: BufferSlice, _ b: BufferSlice, output: BufferSlice)

    /// Rows of several inputs, `[rows, channels[i]]` each, side by side: `[rows, sum of channels]`.
    func concatenate(rows: Int, channels: [Int], inputs: [BufferSlice], output: BufferSlice)

    /// The part of the gradient that belongs to input `index` of a concatenation.
    func concatenateBackward(
        rows: Int, channels: [Int], index: Int, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool)
}
