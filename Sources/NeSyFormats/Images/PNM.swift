import NeSyTensor

/// Netpbm grey and colour maps: P2 and P3 (text), P5 and P6 (binary), 8 or 16 bits.
public enum PNM {
    /// Decodes a whole file. Samples are scaled to the full 8 or 16 bits when the file's maximum is smaller,
    /// rounded to nearest as Pillow does.
    /// - Throws: `.badData` for a truncated file, a sample above the maximum, or bytes after the image.
    public static func decode(
        _ bytes: [UInt8], samples use: SampleUse = .colours
    ) throws(NeSyError) -> RasterImage {
        var header = try PNMHeader(bytes)
        let image = header.image
        let count = image.width * image.height * image.channels
        var values = [UInt16]()
        if header.isText {
            // A sample takes a digit and a space.
            guard count <= (header.reader.remaining + 1) / 2 else { throw header.truncated(count) }
            values.reserveCapacity(count)
            for _ in 0..<count { values.append(UInt16(try header.number("sample", upTo: header.maximum))) }
            header.skipSpaceAndComments()
        } else {
            let width = header.maximum > 255 ? 2 : 1
            guard count * width <= header.reader.remaining else { throw header.truncated(count * width) }
            let start = header.reader.position
            let range = try header.reader.take(count * width, "image")
            if width == 1 && header.maximum == 255 {
                try header.reader.finish()
                return RasterImage(
                    width: image.width, height: image.height, channels: image.channels, Array(bytes[range]))
            }
            values.reserveCapacity(count)
            for index in 0..<count {
                let value =
                    width == 1
                    ? UInt16(bytes[start + index])
                    : UInt16(bytes[start + 2 * index]) << 8 | UInt16(bytes[start + 2 * index + 1])
                guard Int(value) <= header.maximum else {
                    throw header.reader.failure(
                        "a sample above the maximum.", at: start + index * width, expected: "at most \(header.maximum)",
                        found: "\(value)")
                }
                values.append(value)
            }
        }
        try header.reader.finish()
        let full = image.bitsPerSample == 8 ? 255 : 65535
        if use == .colours && header.maximum != full {
            let half = header.maximum / 2
            for index in values.indices {
                values[index] = UInt16((Int(values[index]) * full + half) / header.maximum)
            }
        }
        return RasterImage(
            width: image.width, height: image.height, channels: image.channels,
            samples: full == 255 ? .eightBit(values.map { UInt8($0) }) : .sixteenBit(values))
    }

    /// Width, height and channels without decoding.
    public static func header(_ bytes: [UInt8]) throws(NeSyError) -> ImageHeader { try PNMHeader(bytes).image }

    /// A binary grey (P5) or colour (P6) map; alpha is dropped.
    public static func encode(_ image: RasterImage) -> [UInt8] {
        let opaque = image.channels == 2 ? image.grey : image.channels == 4 ? image.rgb : image
        let maximum = image.bitsPerSample == 8 ? 255 : 65535
        var out = Array("\(opaque.channels == 1 ? "P5" : "P6")\n\(image.width) \(image.height)\n\(maximum)\n".utf8)
        switch opaque.samples {
        case .eightBit(let values): out += values
        case .sixteenBit(let values):
            for value in values {
                out.append(UInt8(value >> 8))
                out.append(UInt8(value & 255))
            }
        }
        return out
    }
}

/// The head of a Netpbm file, and a reader that stands after it.
private struct PNMHeader {
    var reader: ByteReader
    private(set) var image: ImageHeader
    private(set) var maximum = 0
    let isText: Bool

    init(_ bytes: [UInt8]) throws(NeSyError) {
        reader = ByteReader(bytes, format: "PNM")
        let magic = bytes[try reader.take(2, "signature")]
        let kinds: [UInt8: (channels: Int, isText: Bool)] = [
            0x32: (1, true), 0x33: (3, true), 0x35: (1, false), 0x36: (3, false),
        ]
        guard magic.first == UInt8(ascii: "P"), let kind = kinds[magic.last!] else {
            throw reader.failure(
                "no kind of map that is read.", at: 0, expected: "P2, P3, P5 or P6",
                found: String(decoding: magic, as: UTF8.self))
        }
        isText = kind.isText
        image = ImageHeader(format: .pnm, width: 0, height: 0, channels: kind.channels, bitsPerSample: 8)
        let start = reader.position
        let width = try number("width", upTo: Int(Int32.max))
        let height = try number("height", upTo: Int(Int32.max))
        maximum = try number("maximum", upTo: 65535)
        guard maximum > 0 else { throw reader.failure("a maximum of 0.", expected: "1 to 65535", found: "0") }
        image = ImageHeader(
            format: .pnm, width: width, height: height, channels: kind.channels, bitsPerSample: maximum > 255 ? 16 : 8)
        try image.checkExtents(atByte: start)
        guard isText || (reader.remaining > 0 && isSpace(bytes[reader.position])) else {
            throw reader.failure("no white space before the image.")
        }
        if !isText { reader.position += 1 }
    }

    func truncated(_ needed: Int) -> NeSyError {
        reader.failure(
            "the file ends inside the image.", at: reader.end, expected: "\(needed) \(isText ? "samples" : "bytes")",
            found: "\(reader.remaining) bytes")
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    mutating func skipSpaceAndComments() {
        while reader.remaining > 0 {
            let byte = reader.bytes[reader.position]
            if byte == UInt8(ascii: "#") {
                while reader.remaining > 0, ![0x0A, 0x0D].contains(reader.bytes[reader.position]) {
                    reader.position += 1
                }
            } else if isSpace(byte) {
                reader.position += 1
            } else {
                return
            }
        }
    }

    /// The next decimal number, after white space (and comments).
    mutating func number(_ part: String, upTo limit: Int) throws(NeSyError) -> Int {
        let before = reader.position
        skipSpaceAndComments()
        let start = reader.position
        var value = 0
        while reader.remaining > 0, (0x30...0x39).contains(reader.bytes[reader.position]) {
            value = value * 10 + Int(reader.bytes[reader.position] - 0x30)
            if value > limit {
                throw reader.failure("the \(part) is too large.", at: start, expected: "at most \(limit)")
            }
            reader.position += 1
        }
        guard reader.position > start, start > before else {
            throw reader.failure(
                "no \(part).", at: start, expected: "white space and a number",
                found: reader.remaining == 0
                    ? "the end of the file" : hex(reader.bytes[start..<min(start + 4, reader.end)]))
        }
        return value
    }
}
