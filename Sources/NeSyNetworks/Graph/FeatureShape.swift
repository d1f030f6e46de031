import NeSyTensor

/// What one image has become at some point of a network: `height` x `width` positions of `channels` values. A
/// vector is 1 x 1 x its length.
public struct FeatureShape: Sendable, Hashable {
    public var height: Int
    public var width: Int
    public var channels: Int

    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// A vector.
    public init(_ count: Int) { self.init(height: 1, width: 1, channels: count) }

    public var positions: Int { height * width }
    /// Values of one image.
    public var count: Int { height * width * channels }
    public var isVector: Bool { height == 1 && width == 1 }

    /// The shape of a batch: `[batch, height, width, channels]`.
    public func batched(_ batch: Int) -> Shape { [batch, height, width, channels] }

    /// Whether a shape is that of a batch.
    func fits(_ shape: Shape, batch: Int) -> Bool {
        shape.rank == 4 && shape[0] == batch && shape[1] == height && shape[2] == width && shape[3] == channels
    }
}

extension FeatureShape: CustomStringConvertible {
    public var description: String { "\(height) x \(width) x \(channels)" }
}
