import CZlib

/// CRC-32 (ISO 3309, the checksum of gzip, zip and PNG).
enum CRC32 {
    /// - Parameter before: the checksum of the bytes before these.
    static func checksum(_ bytes: [UInt8], in range: Range<Int>? = nil, after before: UInt32 = 0) -> UInt32 {
        let range = range ?? 0..<bytes.count
        return bytes.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return before }
            return UInt32(truncatingIfNeeded: crc32_z(uLong(before), base + range.lowerBound, range.count))
        }
    }

    /// A checksum as eight hexadecimal digits.
    static func text(_ checksum: UInt32) -> String {
        let digits = String(checksum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
