/// How prototypes are made.
public struct PrototypeOptions: Sendable, Hashable {
    /// The image is drawn first at this many halvings of its size less one, then at ever larger ones; never below 4
    /// pixels a side. 1 to 64.
    public var octaves = 3
    /// Steps at each size; 0 leaves the noise as it is.
    public var steps = 64
    /// How far the first step at each size moves the samples, root mean square, where 1 is the way from black to white;
    /// the last one moves them a tenth of that. Finite and not negative.
    public var rate: Float = 0.06
    /// Which share of its distance from the background every sample loses in a full step (L2 decay), 0 to 1.
    public var decay: Float = 0.02
    /// Pixels, at the network's own size, by which the image is moved about before every step, in each direction: from
    /// 0 to less than its shorter side. Nil is a fourteenth of that side, and none at all for single positions of a
    /// convolution.
    public var jitter: Int?
    /// Deviation of the Gaussian blur, in pixels of the size at work, that follows every fourth step but the last ones;
    /// 0 is none. No more than the image's shorter side.
    public var blur: Float = 0.6
    /// Colour that the image starts near and decays to: one sample, or one a channel.
    public var background: [Float] = [0.5]
    public var scale = PixelScale.unit
    public var seed: UInt64 = 0
    /// Prototypes that are worked on at a time; at least 1.
    public var batchSize = 16

    public init() {}

    /// - Precondition: everything is within its bounds.
    func check(side: Int, channels: Int) {
        precondition((1...64).contains(octaves), "\(octaves) octaves")
        precondition(steps >= 0, "\(steps) steps")
        precondition(rate >= 0 && rate.isFinite, "a rate of \(rate)")
        precondition((0...1).contains(decay), "a decay of \(decay)")
        precondition(jitter.map { (0..<side).contains($0) } ?? true, "a jitter as large as the image")
        precondition((0...Float(side)).contains(blur), "a blur of \(blur) pixels for an image of \(side)")
        precondition(background.count == 1 || background.count == channels, "\(background.count) background samples")
        precondition(batchSize > 0, "batches of \(batchSize)")
        scale.check(channels: channels)
    }
}
