import CCodecs
import NeSyTensor

extension JPEG {
    /// Encodes an image of 8 bits a sample as baseline JPEG with colours at full resolution; the same bytes every time.
    /// Grey stays grey, all else becomes RGB without alpha.
    /// - Parameter quality: 1 to 100, as libjpeg counts.
    /// - Throws: `.internalFailure` when memory runs out or a side is longer than the 65,500 pixels of the format.
    /// - Precondition: 8 bits a sample, and a quality in its range.
    public static func encode(_ image: RasterImage, quality: Int = 85) throws(NeSyError) -> [UInt8] {
        precondition((1...100).contains(quality))
        let picture = image.channels < 3 ? image.grey : image.rgb
        guard case .eightBit(let samples) = picture.samples else { preconditionFailure("16 bits a sample") }
        var out: UnsafeMutablePointer<UInt8>?
        var count = 0
        let message = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NESY_CODEC_MESSAGE)) { message in
            let done = nesy_jpeg_encode(
                UInt32(picture.width), UInt32(picture.height), Int32(picture.channels), Int32(quality), samples, &out,
                &count, message.baseAddress!)
            return done ? nil : String(cString: message.baseAddress!)
        }
        if let message { throw NeSyError(.internalFailure, "JPEG: the image could not be encoded.", found: message) }
        defer { nesy_codec_free(out) }
        return Array(UnsafeBufferPointer(start: out, count: count))
    }
}
