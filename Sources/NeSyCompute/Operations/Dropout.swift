import NeSyTensor

/// Zeroes elements at random while training and divides the rest by `1 - rate`. Element `i` is dropped when
/// `random.uniform(i) < rate`, so the backward pass draws the same mask again and no device keeps one.
public struct Dropout: Sendable, Hashable {
    public var rate: Float
    public var random: CounterRandom

    /// - Precondition: `0 <= rate < 1`.
    public init(rate: Float, random: CounterRandom) {
        precondition(rate >= 0 && rate < 1)
        self.rate = rate
        self.random = random
    }
}

/// Passes of ``Dropout``.
public protocol DropoutBackend {
    func drop(_ operation: Dropout, input: BufferSlice, output: BufferSlice)
    func dropBackward(
        _ operation: Dropout, outputGradient: BufferSlice, inputGradient: BufferSlice, accumulate: Bool)
}
