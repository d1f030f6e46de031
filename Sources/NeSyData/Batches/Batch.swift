import NeSyTensor

/// Some images, ready for a network.
public struct Batch: Sendable, Hashable {
    /// `[batch, height, width, channels]`.
    public let images: Tensor
    public let labels: [Int32]
    /// The places of the images in the data set.
    public let indices: [Int]

    public var count: Int { labels.count }
}
