import NeSyTensor

/// A safetensors file: named arrays and a map of texts.
///
/// The format: 8 bytes little-endian length of the header, the header (JSON, `{` first), the data. Every rule of
/// the format is enforced on reading. Files that we write also carry CRC-32 checksums inside `__metadata__`,
/// which other programs ignore; where they are present they are verified.
public struct SafeTensors: Sendable, Hashable {
    /// A longer header is refused, as the format asks.
    public static let headerLimit = 100_000_000
    public static let tensorLimit = 100_000

    /// The arrays by name.
    public var tensors: [String: NumericArray]
    /// The texts of `__metadata__`, without the checksums.
    public var metadata: [String: String]

    public init(tensors: [String: NumericArray] = [:], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    /// What the metadata keys of our checksums begin with: the key alone is the header's, `key/NAME` a tensor's.
    static let checksumKey = "nesy.crc32"

    static let typeNames: [(name: String, type: ElementType)] = [
        ("BOOL", .bool), ("U8", .uint8), ("I8", .int8), ("I16", .int16), ("I32", .int32), ("I64", .int64),
        ("F16", .float16), ("BF16", .bfloat16), ("F32", .float32), ("F64", .float64),
    ]

    /// The checksum of a header whose own checksum, if it has one, is written as zeros.
    static func headerChecksum(_ header: [UInt8], ownValueAt position: Int?) -> UInt32 {
        var blank = header
        if let position { for index in position..<position + 8 { blank[index] = UInt8(ascii: "0") } }
        return CRC32.checksum(blank)
    }

    /// Where the eight digits of the header's own checksum stand.
    static func ownChecksumPosition(_ header: [UInt8]) -> Int? {
        let pattern = Array("\"\(checksumKey)\":\"".utf8)
        // Our writer puts it first, so a search of the beginning is enough.
        let prefix = Array("{\"__metadata__\":{".utf8)
        guard header.starts(with: prefix + pattern), header.count >= prefix.count + pattern.count + 8 else {
            return nil
        }
        return prefix.count + pattern.count
    }
}
