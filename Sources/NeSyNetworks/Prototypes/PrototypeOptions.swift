/// How prototypes are made.
public struct PrototypeOptions: Sendable, Hashable {
    /// The image is drawn first at this many halvings of its size less one, then at ever larger ones; never below 4
    /// pixels a side.
    public var octaves = 3
    /// Steps at each size.
    public var steps = 64
    /// How far the first step at each size moves the samples, root mean square, where 1 is the way from black to white;
    /// the last one moves them a tenth of that.
    public var rate: Float = 0.06
    /// Which share of its distance from the background every sample loses in a full step (L2 decay).
    public var decay: Float = 0.02
    /// Pixels, at the network's own size, by which the image is moved about before every step, in each direction; nil is
    /// a fourteenth of its side, and none at all for single positions of a convolution.
    public var jitter: Int?
    /// Deviation of the Gaussian blur, in pixels of the size at work, that follows every fourth step but the last ones.
    public var blur: Float = 0.6
    /// Colour that the image starts near and decays to: one sample, or one a channel.
    public var background: [Float] = [0.5]
    public var scale = PixelScale.unit
    public var seed: UInt64 = 0
    /// Prototypes that are worked on at a time.
    public var batchSize = 16

    public init() {}
}
