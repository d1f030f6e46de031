import NeSyTensor

/// Zip files as NumPy writes them, whole in memory: members stored or deflated, one disk, no encryption. The central
/// directory and the local headers must agree, and nothing may lie between or overlap.
struct ZipArchive {
    struct Member {
        let entry: ZipDirectory.Entry
        /// The compressed bytes.
        let range: Range<Int>
    }

    let members: [Member]
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws(NeSyError) {
        self.bytes = bytes
        let part: (Range<Int>) throws(NeSyError) -> [UInt8] = { Array(bytes[$0]) }
        let directory = try ZipDirectory(fileSize: bytes.count, part)
        members = try directory.entries.map { (entry) throws(NeSyError) in
            Member(entry: entry, range: try entry.locate(before: directory.start, part))
        }
        var end = 0
        for member in members.sorted(by: { $0.entry.headerStart < $1.entry.headerStart }) {
            guard member.entry.headerStart >= end else {
                throw .malformed("zip: members overlap.", atByte: member.entry.headerStart, expected: "byte \(end)")
            }
            end = member.range.upperBound
        }
    }

    /// The content of a member, its length and checksum verified.
    func content(_ member: Member, limit: ExpansionLimit) throws(NeSyError) -> [UInt8] {
        let entry = member.entry
        let content: [UInt8]
        if entry.isDeflated {
            let (out, end) = try Deflate.inflate(
                bytes, in: member.range, wrapper: .raw, limit: limit, expected: entry.size, format: "zip")
            guard end == member.range.upperBound else {
                throw .malformed("zip: bytes after the compressed data of \"\(entry.name)\".", atByte: end)
            }
            content = out
        } else {
            content = Array(bytes[member.range])
        }
        guard content.count == entry.size else {
            throw .malformed(
                "zip: member \"\(entry.name)\" has another length than the directory says.",
                atByte: member.range.lowerBound,
                expected: "\(entry.size) bytes", found: "\(content.count) bytes")
        }
        try entry.verify(checksum: CRC32.checksum(content), at: member.range.lowerBound)
        return content
    }

    /// An archive of named contents in the given order, without times: the same bytes every time.
    /// - Precondition: names are distinct, and everything is below 4 GiB.
    static func encode(_ contents: [(name: String, bytes: [UInt8])], deflated: Bool) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        func append<Value: FixedWidthInteger>(_ value: Value, to target: inout [UInt8]) {
            withUnsafeBytes(of: value.littleEndian) { target.append(contentsOf: $0) }
        }
        for (name, bytes) in contents {
            let packed = deflated ? Deflate.deflate(bytes, wrapper: .raw) : bytes
            precondition(out.count + packed.count + bytes.count < 0xFFFF_FFFF, "archives of 4 GiB are not written")
            let start = UInt32(out.count)
            // Version 2.0, flags, method, 1 January 1980, checksum, sizes, lengths of name and extra field.
            var common: [UInt8] = []
            append(UInt16(20), to: &common)
            append(UInt16(0), to: &common)
            append(UInt16(deflated ? 8 : 0), to: &common)
            append(UInt32(0x0021_0000), to: &common)
            append(CRC32.checksum(bytes), to: &common)
            append(UInt32(packed.count), to: &common)
            append(UInt32(bytes.count), to: &common)
            append(UInt16(name.utf8.count), to: &common)
            append(UInt16(0), to: &common)
            out += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + packed
            directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
            append(start, to: &directory)
            directory += Array(name.utf8)
        }
        let start = UInt32(out.count)
        out += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        append(UInt16(contents.count), to: &out)
        append(UInt16(contents.count), to: &out)
        append(UInt32(directory.count), to: &out)
        append(start, to: &out)
        append(UInt16(0), to: &out)
        return out
    }
}
