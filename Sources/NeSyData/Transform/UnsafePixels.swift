/// The samples of one image for the length of a call, 8 or 16 bits wide: channels of a pixel together, rows
/// from the top. Exists so that images in memory and decoded files go through one loop without a copy.
struct UnsafePixels {
    enum Samples {
        case eightBit(UnsafePointer<UInt8>)
        case sixteenBit(UnsafePointer<UInt16>)
    }

    let height: Int
    let width: Int
    let channels: Int
    let samples: Samples

    /// Writes one row as `[width, target]` with values 0 to 1. Grey is repeated; colour is weighed as
    /// ITU-R BT.601 does it; alpha is dropped.
    func convertRow(_ row: Int, to target: ChannelMode, into output: UnsafeMutablePointer<Float>) {
        let first = row * width * channels
        switch samples {
        case .eightBit(let values): convert(values + first, 255, target, output)
        case .sixteenBit(let values): convert(values + first, 65535, target, output)
        }
    }

    private func convert<Value: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafePointer<Value>, _ most: Float, _ target: ChannelMode, _ output: UnsafeMutablePointer<Float>
    ) {
        switch (channels >= 3, target) {
        case (true, .rgb):
            for pixel in 0..<width {
                for channel in 0..<3 {
                    output[3 * pixel + channel] = Float(values[pixel * channels + channel]) / most
                }
            }
        case (false, .grey):
            for pixel in 0..<width { output[pixel] = Float(values[pixel * channels]) / most }
        case (false, .rgb):
            for pixel in 0..<width {
                let value = Float(values[pixel * channels]) / most
                for channel in 0..<3 { output[3 * pixel + channel] = value }
            }
        case (true, .grey):
            for pixel in 0..<width {
                let at = pixel * channels
                let red = 0.299 * Float(values[at])
                let green = 0.587 * Float(values[at + 1])
                let blue = 0.114 * Float(values[at + 2])
                output[pixel] = (red + green + blue) / most
            }
        }
    }
}
