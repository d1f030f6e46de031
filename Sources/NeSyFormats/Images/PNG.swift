import CCodecs
import NeSyTensor

/// Portable Network Graphics (ISO/IEC 15948), through libpng.
public enum PNG {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Decodes a whole file: grey, grey and alpha, RGB, RGBA and palette, 1 to 16 bits, interlaced or not.
    /// Chunks that are not needed for the pixels (gamma, profiles, text) are checked and ignored.
    /// - Throws: `.badData` for anything damaged, missing, doubled or after the end.
    public static func decode(_ bytes: [UInt8], samples use: SampleUse = .colours) throws(NeSyError) -> RasterImage {
        let chunks = try PNGChunks(bytes)
        let header = chunks.header(use)
        try header.checkExtents(atByte: 16)
        // What libpng leaves in memory: indices for a palette, which is looked up below.
        let decodedChannels = chunks.isPalette ? 1 : header.channels
        let byteCount = header.width * header.height * decodedChannels * (header.bitsPerSample / 8)
        // Deflate cannot expand by more than 1032, so shorter data cannot hold the rows: refuse before allocating.
        guard chunks.packedRowBytes * header.height / 1032 <= chunks.dataCount else {
            throw .malformed(
                "PNG: too few image data for \(header.width) x \(header.height) pixels.", atByte: chunks.dataOffset,
                expected: "at least \(chunks.packedRowBytes * header.height / 1032) bytes",
                found: "\(chunks.dataCount) bytes")
        }
        let decoded: RasterImage.Samples
        let message: String?
        if header.bitsPerSample == 16 {
            var values = [UInt16](repeating: 0, count: byteCount / 2)
            message = values.withUnsafeMutableBytes { decode(bytes, use, into: $0) }
            decoded = .sixteenBit(values)
        } else {
            var values = [UInt8](repeating: 0, count: byteCount)
            message = values.withUnsafeMutableBytes { decode(bytes, use, into: $0) }
            decoded = .eightBit(chunks.isPalette && message == nil ? try chunks.lookUp(values, use) : values)
        }
        if let message {
            throw .malformed("PNG: the image data are damaged.", atByte: chunks.dataOffset, found: "libpng: \(message)")
        }
        return RasterImage(width: header.width, height: header.height, channels: header.channels, samples: decoded)
    }

    /// Width, height and channels, from the chunks before the image data.
    public static func header(_ bytes: [UInt8]) throws(NeSyError) -> ImageHeader {
        let header = try PNGChunks(bytes, untilData: true).header(.colours)
        try header.checkExtents(atByte: 16)
        return header
    }

    /// The text that a failed call left, nil after a call that succeeded.
    private static func decode(
        _ bytes: [UInt8], _ use: SampleUse, into out: UnsafeMutableRawBufferPointer
    ) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NESY_CODEC_MESSAGE)) { message in
            let done = nesy_png_decode(
                bytes, bytes.count, use == .identifiers, out.baseAddress!.assumingMemoryBound(to: UInt8.self),
                out.count,
                message.baseAddress!)
            return done ? nil : String(cString: message.baseAddress!)
        }
    }
}
