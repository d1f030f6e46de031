import NeSyCompute

/// The choices of a pooling that do not follow from its input.
public struct PoolingLayer: Sendable, Hashable {
    public var kind: Pooling.Kind
    public var kernel: Int
    public var stride: Int
    public var padding: Int
    /// Whether a window that reaches over the edge still counts (`ceil_mode`).
    public var roundsUp: Bool

    public init(_ kind: Pooling.Kind, kernel: Int, stride: Int? = nil, padding: Int = 0, roundsUp: Bool = false) {
        self.kind = kind
        self.kernel = kernel
        self.stride = stride ?? kernel
        self.padding = padding
        self.roundsUp = roundsUp
    }
}
