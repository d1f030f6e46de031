import NeSyTensor

/// The way from an image of any size to what a network reads: channels, crop, resizing, random changes,
/// normalisation, in this order.
public struct ImageTransform: Sendable, Hashable {
    /// How an image of another shape comes to the wanted one.
    public enum Fit: Sendable, Hashable {
        /// The whole image, stretched.
        case stretch
        /// The largest part in the middle with the wanted proportions, times `part` on each side:
        /// 1 keeps all of it; 0.875 is the usual 224 out of 256.
        case centreCrop(part: Double)
    }

    public var height: Int
    public var width: Int
    public var channels: ChannelMode
    public var fit: Fit
    public var normalisation: Normalisation
    /// Applied only where a batch is drawn for training.
    public var augmentation: Augmentation

    /// - Precondition: extents are positive, and a centre crop keeps a part above 0 and up to 1.
    public init(
        height: Int, width: Int, channels: ChannelMode, fit: Fit = .stretch, normalisation: Normalisation = .unit,
        augmentation: Augmentation = .none
    ) {
        precondition(height > 0 && width > 0)
        if case .centreCrop(let part) = fit { precondition(part > 0 && part <= 1) }
        self.height = height
        self.width = width
        self.channels = channels
        self.fit = fit
        self.normalisation = normalisation
        self.augmentation = augmentation
    }

    /// `[height, width, channels]` of one image.
    public var shape: Shape { [height, width, channels.count] }

    /// The random numbers of one image in one epoch: the words from here on are its own.
    struct Draw {
        let source: CounterRandom
        let first: UInt64

        init(seed: UInt64, epoch: Int, sample: Int) {
            source = CounterRandom(seed: seed, stream: RandomStream.augmentation.key(epoch: epoch))
            first = UInt64(sample) * 8
        }

        func uniform(_ index: UInt64) -> Double { Double(source.uniform(first + index)) }
    }

    /// Writes `shape.count` values.
    /// - Parameter draw: nil leaves the augmentation out.
    func apply(_ pixels: UnsafePixels, _ draw: Draw?, into output: UnsafeMutablePointer<Float>) {
        var box = croppedBox(pixels)
        if let draw, augmentation.leastCrop < 1 {
            let least = augmentation.leastCrop
            let side = least + (1 - least) * draw.uniform(0)
            box.left += (1 - side) * box.width * draw.uniform(1)
            box.top += (1 - side) * box.height * draw.uniform(2)
            box.width *= side
            box.height *= side
        }
        if box == CropBox(width: width, height: height) && pixels.width == width && pixels.height == height {
            for row in 0..<height {
                pixels.convertRow(row, to: channels, into: output + row * width * channels.count)
            }
        } else {
            let resampling = Resampling(
                height: pixels.height, width: pixels.width, box: box, targetHeight: height, targetWidth: width)
            resampling.apply(pixels, channels, into: output)
        }
        if let draw { rearrange(draw, output) }
        normalisation.apply(
            UnsafeMutableBufferPointer(start: output, count: shape.count), channels: channels.count)
    }

    private func croppedBox(_ pixels: UnsafePixels) -> CropBox {
        let whole = CropBox(width: pixels.width, height: pixels.height)
        guard case .centreCrop(let part) = fit else { return whole }
        let scale = min(whole.width / Double(width), whole.height / Double(height)) * part
        let cropWidth = scale * Double(width)
        let cropHeight = scale * Double(height)
        return CropBox(
            left: (whole.width - cropWidth) / 2, top: (whole.height - cropHeight) / 2, width: cropWidth,
            height: cropHeight)
    }

    /// Shifts and mirrors the finished image in place.
    private func rearrange(_ draw: Draw, _ output: UnsafeMutablePointer<Float>) {
        let mirrored = augmentation.flipsHorizontally && draw.uniform(3) < 0.5
        let span = Double(2 * augmentation.shift + 1)
        let right = Int(draw.uniform(4) * span) - augmentation.shift
        let down = Int(draw.uniform(5) * span) - augmentation.shift
        if !mirrored && right == 0 && down == 0 { return }
        let channels = channels.count
        withUnsafeTemporaryAllocation(of: Float.self, capacity: shape.count) { copy in
            for index in 0..<shape.count { copy[index] = output[index] }
            for row in 0..<height {
                let fromRow = min(max(row - down, 0), height - 1)
                for column in 0..<width {
                    let shifted = min(max(column - right, 0), width - 1)
                    let fromColumn = mirrored ? width - 1 - shifted : shifted
                    for channel in 0..<channels {
                        output[(row * width + column) * channels + channel] =
                            copy[(fromRow * width + fromColumn) * channels + channel]
                    }
                }
            }
        }
    }
}
