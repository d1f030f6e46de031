import NeSyTensor

/// Everything a network has learned, in the order of its layers: `conv1.weight` `[height, width, input, output]`,
/// `conv1.bias`, `bn1.weight`, `bn1.bias`, `bn1.running_mean`, `bn1.running_var`, `fc1.weight` `[input, output]`, …
public struct NetworkState: Sendable, Hashable {
    public var tensors: [NamedTensor]

    public init(_ tensors: [NamedTensor]) { self.tensors = tensors }

    public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }
}
