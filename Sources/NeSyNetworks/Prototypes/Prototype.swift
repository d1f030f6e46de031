import NeSyTensor

/// An image that was made to excite a group of neurons.
public struct Prototype: Sendable, Hashable {
    public var group: NeuronGroup
    /// `[height, width, channels]`, samples of 0 to 1.
    public var image: Tensor
    /// The mean of the group on the image, before the layer's activation function.
    public var response: Float
    /// The same on the noise that the image was made from.
    public var startResponse: Float
}
