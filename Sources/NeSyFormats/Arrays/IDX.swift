import NeSyTensor

/// The array files of MNIST and its kin: a magic number with element type and rank, big-endian extents, the
/// elements; often inside gzip.
public enum IDX {
    private static let types: [UInt8: ElementType] = [
        0x08: .uint8, 0x09: .int8, 0x0B: .int16, 0x0C: .int32, 0x0D: .float32, 0x0E: .float64,
    ]

    /// Decodes a file, compressed with gzip or not; type and rank are those of the magic number.
    /// - Throws: `.badData` when the extents and the bytes that are there disagree.
    public static func decode(_ file: [UInt8], limit: ExpansionLimit = .standard) throws(NeSyError) -> NumericArray {
        let bytes = try Gzip.decodeIfCompressed(file, limit: limit)
        var reader = ByteReader(bytes, format: "IDX")
        let magic = Array(bytes[try reader.take(4, "magic number")])
        guard magic[0] == 0, magic[1] == 0, let type = types[magic[2]], magic[3] > 0 else {
            throw reader.failure(
                "wrong magic number.", at: 0,
                expected: "00 00, a type (08 09 0b 0c 0d 0e) and the number of dimensions",
                found: hex(magic))
        }
        var extents: [Int] = []
        for axis in 1...Int(magic[3]) {
            extents.append(Int(try reader.bigEndian(UInt32.self, "extent of dimension \(axis)")))
        }
        let text = extents.map(String.init).joined(separator: " x ")
        guard let size = ByteReader.byteCount(extents, elementSize: type.size), size <= reader.remaining else {
            throw reader.failure(
                "the file is shorter than its header says.",
                expected: ByteReader.byteCount(extents, elementSize: type.size).map { "\($0) bytes for \(text)" }
                    ?? text,
                found: "\(reader.remaining) bytes")
        }
        let range = try reader.take(size, "elements")
        try reader.finish()
        return NumericArray(Shape(extents), try type.values(bytes, in: range, bigEndian: true, format: "IDX"))
    }

    /// Encodes an array of rank 1 to 255 without Booleans or 64-bit integers, which the format lacks.
    public static func encode(_ array: NumericArray, gzip: Bool = false) -> [UInt8] {
        precondition((1...255).contains(array.shape.rank), "IDX has no rank \(array.shape.rank)")
        precondition(array.shape.extents.allSatisfy { $0 <= Int(UInt32.max) })
        let code: UInt8 =
            switch array.values {
            case .uint8: 0x08
            case .int8: 0x09
            case .int16: 0x0B
            case .int32: 0x0C
            case .float32: 0x0D
            case .float64: 0x0E
            case .bool, .int64: preconditionFailure("IDX has no Booleans and no 64-bit integers")
            }
        var out: [UInt8] = [0, 0, code, UInt8(array.shape.rank)]
        for extent in array.shape.extents {
            withUnsafeBytes(of: UInt32(extent).bigEndian) { out.append(contentsOf: $0) }
        }
        out += array.values.bytes(bigEndian: true)
        return gzip ? Gzip.encode(out) : out
    }
}
