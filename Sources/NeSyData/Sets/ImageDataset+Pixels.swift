import NeSyFormats
import NeSyTensor

extension ImageDataset {
    /// One image as its source holds it.
    /// - Throws: what reading or decoding its file throws, with its path.
    public func image(_ index: Int) throws(NeSyError) -> RasterImage {
        let position = samples[index].position
        switch storage {
        case .memory(let block):
            let first = position * block.imageSize
            return RasterImage(
                width: block.width, height: block.height, channels: block.channels,
                Array(block.bytes[first..<first + block.imageSize]))
        case .files(let files):
            return try ImageCodec.decode(files.read(position), at: files.path(position))
        }
    }

    /// The size of one image, without decoding its pixels.
    /// - Throws: what reading its file throws, with its path.
    public func size(_ index: Int) throws(NeSyError) -> (height: Int, width: Int, channels: Int) {
        let position = samples[index].position
        switch storage {
        case .memory(let block): return (block.height, block.width, block.channels)
        case .files(let files):
            let header = try ImageCodec.header(files.read(position), at: files.path(position))
            return (header.height, header.width, header.channels)
        }
    }

    /// Hands the samples of one image to the body, without a copy where they are in memory.
    func withPixels(_ index: Int, _ body: (UnsafePixels) -> Void) throws(NeSyError) {
        switch storage {
        case .memory(let block):
            block.bytes.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                body(
                    UnsafePixels(
                        height: block.height, width: block.width, channels: block.channels,
                        samples: .eightBit(base + samples[index].position * block.imageSize)))
            }
        case .files:
            try image(index).withUnsafePixels(body)
        }
    }
}
