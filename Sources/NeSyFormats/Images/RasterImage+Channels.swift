extension RasterImage {
    /// The image with three channels: grey is repeated, alpha is dropped.
    public var rgb: RasterImage {
        if channels == 3 { return self }
        return mappingPixels(to: 3, of: [0, channels < 3 ? 0 : 1, channels < 3 ? 0 : 2])
    }

    /// The image with one channel. Colour is weighed as ITU-R BT.601 does it, in integers like Pillow:
    /// `(19595 R + 38470 G + 7471 B + 32768) / 65536`. Alpha is dropped.
    public var grey: RasterImage {
        if channels == 1 { return self }
        if channels == 2 { return mappingPixels(to: 1, of: [0]) }
        func weigh<Value: FixedWidthInteger>(_ values: [Value]) -> [Value] {
            (0..<pixelCount).map { pixel in
                let at = pixel * channels
                let red = 19595 * UInt64(values[at])
                let green = 38470 * UInt64(values[at + 1])
                let blue = 7471 * UInt64(values[at + 2])
                return Value(truncatingIfNeeded: (red + green + blue + 32768) >> 16)
            }
        }
        switch samples {
        case .eightBit(let values):
            return RasterImage(width: width, height: height, channels: 1, samples: .eightBit(weigh(values)))
        case .sixteenBit(let values):
            return RasterImage(width: width, height: height, channels: 1, samples: .sixteenBit(weigh(values)))
        }
    }

    private func mappingPixels(to target: Int, of sources: [Int]) -> RasterImage {
        func map<Value: FixedWidthInteger>(_ values: [Value]) -> [Value] {
            var out: [Value] = []
            out.reserveCapacity(pixelCount * target)
            for pixel in 0..<pixelCount {
                for source in sources { out.append(values[pixel * channels + source]) }
            }
            return out
        }
        switch samples {
        case .eightBit(let values):
            return RasterImage(width: width, height: height, channels: target, samples: .eightBit(map(values)))
        case .sixteenBit(let values):
            return RasterImage(width: width, height: height, channels: target, samples: .sixteenBit(map(values)))
        }
    }
}
