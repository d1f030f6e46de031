import NeSyTensor

/// A tensor with the name it has in files, as `conv1.weight`.
public struct NamedTensor: Sendable, Hashable {
    public var name: String
    public var tensor: Tensor

    public init(_ name: String, _ tensor: Tensor) {
        self.name = name
        self.tensor = tensor
    }
}
