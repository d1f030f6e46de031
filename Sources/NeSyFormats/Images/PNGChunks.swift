import NeSyTensor

/// The chunks of a PNG file: checked one after another before libpng sees the file, so that a damaged file is
/// reported with its offset and what is missing.
struct PNGChunks {
    private(set) var width = 0
    private(set) var height = 0
    private(set) var bitDepth = 0
    private(set) var colourType = 0
    /// Red, green, blue, …
    private(set) var palette: [UInt8] = []
    /// The body of tRNS: the alphas of a palette, or the transparent colour.
    private(set) var transparency: [UInt8]?
    /// Where the first image data begin, and how many bytes all of them are.
    private(set) var dataOffset = 0
    private(set) var dataCount = 0

    var isPalette: Bool { colourType == 3 }
    private var fileChannels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colourType]! }

    /// Bytes of a row before compression, without the filter byte.
    var packedRowBytes: Int { (width * fileChannels * bitDepth + 7) / 8 }

    /// - Parameter untilData: stop at the first image data, for the header alone.
    init(_ bytes: [UInt8], untilData: Bool = false) throws(NeSyError) {
        var reader = ByteReader(bytes, format: "PNG")
        let start = try reader.take(8, "signature")
        guard bytes[start].elementsEqual(PNG.signature) else {
            throw reader.failure(
                "wrong signature.", at: 0, expected: hex(PNG.signature), found: hex(bytes[start]))
        }
        var names = Set<String>()
        var isAfterData = false
        while true {
            let offset = reader.position
            guard reader.remaining > 0 else {
                throw reader.failure(
                    "the file ends too early.", expected: dataCount == 0 ? "the chunk IDAT" : "the chunk IEND",
                    found: "the end of the file")
            }
            let length = Int(try reader.bigEndian(UInt32.self, "length of a chunk"))
            let nameRange = try reader.take(4, "name of a chunk")
            let name = String(decoding: bytes[nameRange], as: UTF8.self)
            guard bytes[nameRange].allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else {
                throw reader.failure(
                    "no chunk begins here.", at: offset, expected: "a name of four letters",
                    found: hex(bytes[nameRange]))
            }
            let body = try reader.take(length, "chunk \(name)")
            let sum = try reader.bigEndian(UInt32.self, "checksum of chunk \(name)")
            let actual = CRC32.checksum(bytes, in: nameRange.lowerBound..<body.upperBound)
            guard sum == actual else {
                throw reader.failure(
                    "chunk \(name) is damaged.", at: offset, expected: "checksum \(String(sum, radix: 16))",
                    found: String(actual, radix: 16))
            }
            if names.isEmpty != (name == "IHDR") {
                throw reader.failure(
                    "chunk \(name) stands in the wrong place.", at: offset,
                    expected: names.isEmpty ? "IHDR as first chunk" : "IHDR once")
            }
            if name == "IDAT" {
                if isAfterData { throw reader.failure("image data in two places.", at: offset) }
                if isPalette && palette.isEmpty {
                    throw reader.failure(
                        "a palette image without palette.", at: offset, expected: "the chunk PLTE before IDAT")
                }
                if dataCount == 0 { dataOffset = offset }
                if untilData { return }
                dataCount += length
            } else if names.contains("IDAT") {
                isAfterData = true
            }
            let isFirst = names.insert(name).inserted
            switch name {
            case "IHDR": try readHeader(bytes, body, reader)
            case "PLTE", "tRNS":
                guard isFirst, !isAfterData else {
                    throw reader.failure("chunk \(name) stands twice or after the image data.", at: offset)
                }
                if name == "PLTE" {
                    try readPalette(bytes, body, reader)
                } else {
                    try readTransparency(bytes, body, reader)
                }
            case "IEND":
                if dataCount == 0 { throw reader.failure("no image data.", at: offset, expected: "the chunk IDAT") }
                try reader.finish()
                return
            case "IDAT": break
            default:
                // Bit 5 of the first letter: clear when a reader must understand the chunk.
                if bytes[nameRange.lowerBound] & 0x20 == 0 {
                    throw reader.failure("unknown chunk \(name) that may not be skipped.", at: offset)
                }
            }
        }
    }

    private mutating func readHeader(_ bytes: [UInt8], _ body: Range<Int>, _ whole: ByteReader) throws(NeSyError) {
        guard body.count == 13 else {
            throw whole.failure(
                "wrong length of IHDR.", at: body.lowerBound, expected: "13 bytes", found: "\(body.count) bytes")
        }
        var reader = ByteReader(bytes, range: body, format: "PNG")
        width = Int(try reader.bigEndian(UInt32.self, "width"))
        height = Int(try reader.bigEndian(UInt32.self, "height"))
        bitDepth = Int(try reader.byte("bit depth"))
        colourType = Int(try reader.byte("colour type"))
        let depths: [Int: [Int]] = [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]]
        guard let allowed = depths[colourType], allowed.contains(bitDepth) else {
            throw reader.failure(
                "no such kind of image.", at: body.lowerBound + 8,
                found: "colour type \(colourType) with \(bitDepth) bits")
        }
        let rest = [try reader.byte("compression"), try reader.byte("filter"), try reader.byte("interlacing")]
        guard rest[0] == 0, rest[1] == 0, rest[2] <= 1 else {
            throw reader.failure(
                "unknown compression, filter or interlacing.", at: body.lowerBound + 10, expected: "0 0 and 0 or 1",
                found: hex(rest))
        }
        guard width > 0, height > 0, width <= Int(Int32.max), height <= Int(Int32.max) else {
            throw reader.failure(
                "impossible extents.", at: body.lowerBound, expected: "1 to 2147483647", found: "\(width) x \(height)")
        }
    }

    private mutating func readPalette(_ bytes: [UInt8], _ body: Range<Int>, _ reader: ByteReader) throws(NeSyError) {
        let entries = body.count / 3
        guard body.count % 3 == 0, (1...256).contains(entries), !isPalette || entries <= 1 << bitDepth else {
            throw reader.failure(
                "wrong length of the palette.", at: body.lowerBound,
                expected: "3 bytes for each of 1 to \(1 << min(bitDepth, 8)) colours",
                found: "\(body.count) bytes")
        }
        palette = Array(bytes[body])
    }

    private mutating func readTransparency(_ bytes: [UInt8], _ body: Range<Int>, _ reader: ByteReader) throws(NeSyError)
    {
        let isRight =
            switch colourType {
            case 0: body.count == 2
            case 2: body.count == 6
            case 3: (1...max(1, palette.count / 3)).contains(body.count) && !palette.isEmpty
            default: false
            }
        guard isRight else {
            throw reader.failure(
                "chunk tRNS does not fit the image.", at: body.lowerBound, found: "\(body.count) bytes")
        }
        transparency = Array(bytes[body])
    }

    /// The image after decoding for this use.
    func header(_ use: SampleUse) -> ImageHeader {
        var channels = fileChannels
        if use == .colours {
            if isPalette { channels = 3 }
            if transparency != nil { channels += 1 }
        }
        return ImageHeader(
            format: .png, width: width, height: height, channels: channels, bitsPerSample: bitDepth == 16 ? 16 : 8)
    }

    /// The colours of palette indices; for ids the indices, once they are known to be in the palette.
    func lookUp(_ indices: [UInt8], _ use: SampleUse) throws(NeSyError) -> [UInt8] {
        let entries = palette.count / 3
        if let highest = indices.max(), Int(highest) >= entries {
            throw .malformed(
                "PNG: a pixel names a colour that the palette does not have.", atByte: dataOffset,
                expected: "indices below \(entries)", found: "\(highest)")
        }
        if use == .identifiers { return indices }
        let channels = transparency == nil ? 3 : 4
        var out: [UInt8] = []
        out.reserveCapacity(indices.count * channels)
        for index in indices.lazy.map(Int.init) {
            out.append(palette[3 * index])
            out.append(palette[3 * index + 1])
            out.append(palette[3 * index + 2])
            if let transparency { out.append(index < transparency.count ? transparency[index] : 255) }
        }
        return out
    }
}
