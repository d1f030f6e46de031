/// A layer in plain words, for files: a kind and its parameters. ``Layer/description`` and
/// ``Layer/init(_:)`` translate both ways.
public struct LayerDescription: Sendable, Hashable {
    public enum Parameter: Sendable, Hashable {
        case integer(Int)
        case number(Double)
        case flag(Bool)
    }

    /// `convolution`, `batchNorm`, `relu`, `leakyReLU`, `sigmoid`, `tanh`, `maxPool`, `averagePool`, `globalAverage`,
    /// `flatten`, `fullyConnected`, `dropout`, `add` or `concatenate`.
    public var kind: String
    public var parameters: [String: Parameter]

    public init(kind: String, parameters: [String: Parameter] = [:]) {
        self.kind = kind
        self.parameters = parameters
    }
}
