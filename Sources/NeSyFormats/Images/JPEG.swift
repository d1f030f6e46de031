import CCodecs
import NeSyTensor

/// JPEG (ITU-T T.81), through libjpeg-turbo: baseline and progressive, grey and colour.
///
/// Orientation tags are ignored, as Pillow does unless asked. Bytes after the end of the image are ignored:
/// cameras append previews and videos there.
public enum JPEG {
    /// Every 8 x 8 block of the finest component takes at least a bit, and a component may be four times
    /// coarser than the image: so a byte holds at most this many pixels.
    static let pixelsPerByteLimit = 2048

    /// Decodes a whole file to 8-bit grey or RGB.
    /// - Throws: `.badData` for a truncated or damaged file, CMYK and arithmetic coding.
    public static func decode(_ bytes: [UInt8]) throws(NeSyError) -> RasterImage {
        let header = try header(bytes)
        guard header.width * header.height / pixelsPerByteLimit <= bytes.count else {
            throw .malformed(
                "JPEG: too few image data for \(header.width) x \(header.height) pixels.", atByte: bytes.count,
                expected: "at least \(header.width * header.height / pixelsPerByteLimit) bytes",
                found: "\(bytes.count) bytes")
        }
        var samples = [UInt8](repeating: 0, count: header.byteCount)
        try calling(bytes) { message, offset in
            samples.withUnsafeMutableBufferPointer { out in
                nesy_jpeg_decode(
                    bytes, bytes.count, Int32(header.channels), out.baseAddress!, out.count, message, offset)
            }
        }
        return RasterImage(width: header.width, height: header.height, channels: header.channels, samples)
    }

    /// Width, height and channels without decoding.
    public static func header(_ bytes: [UInt8]) throws(NeSyError) -> ImageHeader {
        guard bytes.count >= 2 else {
            throw .malformed("JPEG: the file ends too early.", atByte: bytes.count, expected: "the bytes ff d8")
        }
        var raw = nesy_jpeg_header()
        try calling(bytes) { nesy_jpeg_read_header(bytes, bytes.count, &raw, $0, $1) }
        guard raw.channels == 1 || raw.channels == 3 else {
            throw NeSyError(
                .badData, "JPEG: the colours are not RGB or grey.", at: "byte 0", expected: "grey, RGB or YCbCr",
                found: raw.channels == 4 ? "CMYK" : "an unknown colour space", remedy: "convert the image to RGB")
        }
        if raw.arithmetic {
            throw NeSyError(
                .badData, "JPEG: arithmetic coding is not read.", at: "byte 0", expected: "Huffman coding",
                remedy: "save the image again as baseline JPEG")
        }
        let header = ImageHeader(
            format: .jpeg, width: Int(raw.width), height: Int(raw.height), channels: Int(raw.channels), bitsPerSample: 8
        )
        try header.checkExtents(atByte: 0)
        return header
    }

    /// Turns a call that failed into an error with its message and offset.
    private static func calling(
        _ bytes: [UInt8], _ call: (UnsafeMutablePointer<CChar>, UnsafeMutablePointer<Int>) -> Bool
    ) throws(NeSyError) {
        var offset = 0
        let message = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NESY_CODEC_MESSAGE)) { message in
            call(message.baseAddress!, &offset) ? nil : String(cString: message.baseAddress!)
        }
        guard let message else { return }
        let isCutOff = offset >= bytes.count
        throw .malformed(
            isCutOff ? "JPEG: the file ends too early." : "JPEG: the image is damaged.", atByte: offset,
            expected: isCutOff ? "the rest of the image and the marker ff d9" : nil, found: "libjpeg: \(message)")
    }
}
