import NeSyTensor

/// The bytes of an array file from front to back, stored or deflated, a checksum verified at the end.
struct MemberBytes {
    /// Expanded bytes that have not been taken yet.
    private(set) var remaining: Int
    /// The compressed bytes that have not been read yet.
    private var unread: Range<Int>
    private let entry: ZipDirectory.Entry?
    private let part: ZipDirectory.Part
    private let stream: InflateStream?
    private var checksum: UInt32 = 0

    /// Compressed bytes that are read at a time.
    private static let piece = 1 << 20

    /// A file that is no archive.
    init(plain range: Range<Int>, _ part: @escaping ZipDirectory.Part) {
        remaining = range.count
        unread = range
        entry = nil
        stream = nil
        self.part = part
    }

    /// A member of an archive.
    init(_ entry: ZipDirectory.Entry, at range: Range<Int>, _ part: @escaping ZipDirectory.Part) throws(NeSyError) {
        // Deflate cannot expand by more than 1032.
        guard entry.isDeflated ? entry.size <= entry.packed * 1032 + 64 : entry.size == entry.packed else {
            throw .malformed(
                "zip: member \"\(entry.name)\" has another length than the directory says.", atByte: range.lowerBound,
                expected: "\(entry.size) bytes", found: "\(entry.packed) bytes in the file")
        }
        remaining = entry.size
        unread = range
        self.entry = entry
        stream = entry.isDeflated ? try InflateStream() : nil
        self.part = part
    }

    /// The next bytes.
    /// - Throws: bad data when there are fewer, or when the last have been read and the checksum is another.
    mutating func take(_ count: Int) throws(NeSyError) -> [UInt8] {
        guard count <= remaining else {
            throw .malformed(
                "NPY: the file is shorter than its shape says.", atByte: unread.lowerBound,
                expected: "\(count) bytes", found: "\(remaining) bytes")
        }
        let bytes: [UInt8]
        if let stream {
            bytes = try inflate(count, stream)
        } else {
            bytes = try part(unread.lowerBound..<unread.lowerBound + count)
            unread = unread.lowerBound + count..<unread.upperBound
        }
        remaining -= count
        if let entry {
            checksum = CRC32.checksum(bytes, after: checksum)
            if remaining == 0 {
                try requireEnd(entry)
                try entry.verify(checksum: checksum, at: unread.lowerBound)
            }
        }
        return bytes
    }

    private mutating func inflate(_ count: Int, _ stream: InflateStream) throws(NeSyError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            if stream.pending == 0, !stream.isAtEnd {
                let end = min(unread.upperBound, unread.lowerBound + MemberBytes.piece)
                stream.supply(try part(unread.lowerBound..<end))
                unread = end..<unread.upperBound
            }
            let before = filled
            do throws(NeSyError) { filled = try stream.fill(&bytes, from: filled) } catch {
                throw error.located(at: "byte \(unread.lowerBound - stream.pending)")
            }
            if filled == before, stream.isAtEnd || stream.pending == 0 && unread.isEmpty {
                throw .malformed(
                    "zip: the compressed data end too early.", atByte: unread.lowerBound,
                    expected: "\(count - filled) more bytes", found: "the end of the data")
            }
        }
        return bytes
    }

    /// The stream ends with its last byte, and nothing follows it.
    private mutating func requireEnd(_ entry: ZipDirectory.Entry) throws(NeSyError) {
        guard let stream else { return }
        // The mark of the end gives no bytes; there may be a few more to read for it.
        var none = [UInt8](repeating: 0, count: 1)
        while !stream.isAtEnd {
            if stream.pending == 0 {
                if unread.isEmpty { break }
                let end = min(unread.upperBound, unread.lowerBound + MemberBytes.piece)
                stream.supply(try part(unread.lowerBound..<end))
                unread = end..<unread.upperBound
            }
            if try stream.fill(&none, from: 0) > 0 { break }
        }
        guard stream.isAtEnd, stream.pending == 0, unread.isEmpty else {
            throw .malformed(
                "zip: member \"\(entry.name)\" has another length than the directory says.",
                atByte: unread.lowerBound - stream.pending, expected: "\(entry.size) bytes", found: "more")
        }
    }
}
