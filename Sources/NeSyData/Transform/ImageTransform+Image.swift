import NeSyFormats
import NeSyTensor

extension ImageTransform {
    /// One image as a network reads it, without augmentation: `[height, width, channels]`.
    public func tensor(_ image: RasterImage) -> Tensor {
        var values = [Float](repeating: 0, count: shape.count)
        values.withUnsafeMutableBufferPointer { area in
            guard let output = area.baseAddress else { return }
            image.withUnsafePixels { apply($0, nil, into: output) }
        }
        return Tensor(shape, values)
    }
}

extension RasterImage {
    /// Hands the samples to the body without a copy.
    func withUnsafePixels(_ body: (UnsafePixels) -> Void) {
        func view(_ samples: UnsafePixels.Samples) -> UnsafePixels {
            UnsafePixels(height: height, width: width, channels: channels, samples: samples)
        }
        switch samples {
        case .eightBit(let values):
            values.withUnsafeBufferPointer { if let base = $0.baseAddress { body(view(.eightBit(base))) } }
        case .sixteenBit(let values):
            values.withUnsafeBufferPointer { if let base = $0.baseAddress { body(view(.sixteenBit(base))) } }
        }
    }
}
