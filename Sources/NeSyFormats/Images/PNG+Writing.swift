import CCodecs
import NeSyTensor

extension PNG {
    /// Encodes an image of 1 to 4 channels, 8 or 16 bits; the same bytes every time.
    /// - Throws: `.internalFailure` when memory runs out.
    public static func encode(_ image: RasterImage) throws(NeSyError) -> [UInt8] {
        var out: UnsafeMutablePointer<UInt8>?
        var count = 0
        let message =
            switch image.samples {
            case .eightBit(let values): values.withUnsafeBytes { encode(image, $0, &out, &count) }
            case .sixteenBit(let values): values.withUnsafeBytes { encode(image, $0, &out, &count) }
            }
        if let message { throw NeSyError(.internalFailure, "PNG: the image could not be encoded.", found: message) }
        defer { nesy_codec_free(out) }
        return Array(UnsafeBufferPointer(start: out, count: count))
    }

    /// The text that a failed call left, nil after a call that succeeded.
    private static func encode(
        _ image: RasterImage, _ raw: UnsafeRawBufferPointer, _ out: inout UnsafeMutablePointer<UInt8>?,
        _ count: inout Int
    ) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NESY_CODEC_MESSAGE)) { message in
            let done = nesy_png_encode(
                UInt32(image.width), UInt32(image.height), Int32(image.channels), Int32(image.bitsPerSample),
                raw.baseAddress!.assumingMemoryBound(to: UInt8.self), &out, &count, message.baseAddress!)
            return done ? nil : String(cString: message.baseAddress!)
        }
    }
}
