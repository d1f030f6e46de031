import NeSyTensor

/// Gzip files (RFC 1952).
public enum Gzip {
    /// Whether bytes begin like a gzip file.
    public static func isCompressed(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    /// Expands a file of one or more members; the checksum and length of each are verified, and nothing may
    /// follow the last.
    /// - Throws: `.badData` with the offset.
    public static func decode(
        _ bytes: [UInt8], limit: ExpansionLimit = .standard
    ) throws(NeSyError) -> [UInt8] {
        guard isCompressed(bytes) else {
            throw .malformed("gzip: no gzip file.", atByte: 0, expected: "the bytes 1f 8b", found: hex(bytes.prefix(2)))
        }
        let allowed = limit.outputBytes(forInput: bytes.count)
        // The last four bytes are the size of the last member, modulo 2^32: a hint only.
        let hint = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        var (out, position) = try Deflate.inflate(
            bytes, in: 0..<bytes.count, limit: limit, hint: hint)
        while position < bytes.count {
            guard bytes.count - position >= 2, bytes[position] == 0x1F, bytes[position + 1] == 0x8B else {
                throw .malformed(
                    "gzip: bytes after the end of the data.", atByte: position, expected: "the end of the file",
                    found: "\(bytes.count - position) more bytes")
            }
            let rest = ExpansionLimit(
                ratio: limit.ratio, total: max(0, allowed - out.count), unquestioned: limit.unquestioned)
            let (more, end) = try Deflate.inflate(bytes, in: position..<bytes.count, limit: rest)
            out += more
            position = end
        }
        return out
    }

    /// The bytes themselves, or what they expand to when they are a gzip file.
    public static func decodeIfCompressed(
        _ bytes: [UInt8], limit: ExpansionLimit = .standard
    ) throws(NeSyError) -> [UInt8] {
        isCompressed(bytes) ? try decode(bytes, limit: limit) : bytes
    }

    /// One member without name or time, so the same bytes every time.
    public static func encode(_ bytes: [UInt8]) -> [UInt8] { Deflate.deflate(bytes, wrapper: .gzip) }
}

/// Bytes in words for messages: `89 50 4e`.
func hex(_ bytes: some Collection<UInt8>) -> String {
    if bytes.isEmpty { return "nothing" }
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}
