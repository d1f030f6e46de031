import NeSyTensor

/// A window sliding over NHWC images, channel by channel.
public struct Pooling: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// The largest value; padding never wins.
        case maximum
        /// The mean over the window; padded positions count as zeros when `countingPadding`.
        case average(countingPadding: Bool)
    }

    public var kind: Kind
    public var batch: Int
    public var height: Int
    public var width: Int
    public var channels: Int
    public var kernel: Int
    public var stride: Int
    public var padding: Int
    /// Whether a window that reaches over the edge still counts (`ceil_mode`); one that begins in the padding
    /// after the image does not.
    public var roundsUp: Bool

    /// - Throws: a usage error when no output pixel is left, or the padding exceeds half the kernel.
    public init(
        _ kind: Kind, batch: Int, height: Int, width: Int, channels: Int, kernel: Int, stride: Int? = nil,
        padding: Int = 0, roundsUp: Bool = false
    ) throws(NeSyError) {
        self.kind = kind
        self.batch = batch
        self.height = height
        self.width = width
        self.channels = channels
        self.kernel = kernel
        self.stride = stride ?? kernel
        self.padding = padding
        self.roundsUp = roundsUp
        guard batch > 0, height > 0, width > 0, channels > 0, kernel > 0, self.stride > 0, padding >= 0,
            padding * 2 <= kernel, outputHeight > 0, outputWidth > 0
        else {
            throw NeSyError(
                .usage, "An image is smaller than the pooling window that should slide over it.",
                expected: "at least \(kernel - 2 * padding) pixels a side, padding at most half the window",
                found: "\(height) x \(width), padding \(padding)",
                remedy: "Use larger images or a network with fewer poolings.")
        }
    }

    public var outputHeight: Int { outputExtent(height) }
    public var outputWidth: Int { outputExtent(width) }
    /// Values of each; see ``Convolution/inputCount``.
    public var inputCount: Int { batch * height * width * channels }
    public var outputCount: Int { batch * outputHeight * outputWidth * channels }
    public var inputShape: Shape { [batch, height, width, channels] }
    public var outputShape: Shape { [batch, outputHeight, outputWidth, channels] }

    private func outputExtent(_ extent: Int) -> Int {
        let reach = extent + 2 * padding - kernel
        if reach < 0 && !(roundsUp && reach + stride > 0) { return 0 }
        var count = (reach + (roundsUp ? stride - 1 : 0)) / stride + 1
        if roundsUp && (count - 1) * stride >= extent + padding { count -= 1 }
        return count
    }
}

/// Forward and backward passes of ``Pooling``, and of the mean over whole maps.
public protocol PoolingBackend {
    /// How many values of memory a layer on this device is to be lent that pools on the way.
    func mapsOnTheWay(_ operation: Pooling) -> Int

    /// - Parameter winners: for maximum pooling, `outputCount` Int32: the position `y * width + x` inside
    ///   the image of the value that won, the first of equals; nil for average pooling or when no backward
    ///   pass follows.
    func pool(_ operation: Pooling, input: BufferSlice, output: BufferSlice, winners: BufferSlice?)

    func poolBackward(
        _ operation: Pooling, outputGradient: BufferSlice, winners: BufferSlice?,
        inputGradient: BufferSlice, accumulate: Bool)

    /// `[batch, positions, channels]` to the mean over positions, `[batch, channels]`.
    func globalAverage(batch: Int, positions: Int, channels: Int, input: BufferSlice, output: BufferSlice)

    func globalAverageBackward(
        batch: Int, positions: Int, channels: Int, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool)
}
