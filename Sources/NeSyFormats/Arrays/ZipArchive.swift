import NeSyTensor

/// Zip files as NumPy writes them: members stored or deflated, one disk, no encryption. The central directory
/// and the local headers must agree, and nothing may lie between or overlap.
struct ZipArchive {
    struct Member {
        let name: String
        let isDeflated: Bool
        let checksum: UInt32
        let size: Int
        /// The compressed bytes.
        let range: Range<Int>
        let headerStart: Int
    }

    static let memberLimit = 100_000

    let members: [Member]
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws(NeSyError) {
        self.bytes = bytes
        var directory = try ZipArchive.findDirectory(bytes)
        guard directory.count <= memberLimit(directory.reader) else {
            throw directory.reader.failure("a list of members that does not fit.", found: "\(directory.count) members")
        }
        var members: [Member] = []
        var names = Set<String>()
        for _ in 0..<directory.count {
            let start = directory.reader.position
            let member = try ZipArchive.member(&directory.reader)
            guard names.insert(member.name).inserted else {
                throw directory.reader.failure("two members are named \"\(member.name)\".", at: start)
            }
            members.append(member)
        }
        try directory.reader.finish()
        var end = 0
        for member in members.sorted(by: { $0.headerStart < $1.headerStart }) {
            guard member.headerStart >= end else {
                throw directory.reader.failure("members overlap.", at: member.headerStart, expected: "byte \(end)")
            }
            end = member.range.upperBound
        }
        guard end <= directory.start else {
            throw directory.reader.failure("a member runs into the directory.", at: directory.start)
        }
        self.members = members

        func memberLimit(_ reader: ByteReader) -> Int { min(ZipArchive.memberLimit, reader.remaining / 46) }
    }

    /// The content of a member, its length and checksum verified.
    func content(_ member: Member, limit: ExpansionLimit) throws(NeSyError) -> [UInt8] {
        let content: [UInt8]
        if member.isDeflated {
            let (out, end) = try Deflate.inflate(
                bytes, in: member.range, wrapper: .raw, limit: limit, expected: member.size, format: "zip")
            guard end == member.range.upperBound else {
                throw .malformed("zip: bytes after the compressed data of \"\(member.name)\".", atByte: end)
            }
            content = out
        } else {
            content = Array(bytes[member.range])
        }
        guard content.count == member.size else {
            throw .malformed(
                "zip: member \"\(member.name)\" has another length than the directory says.",
                atByte: member.range.lowerBound,
                expected: "\(member.size) bytes", found: "\(content.count) bytes")
        }
        let checksum = CRC32.checksum(content)
        guard checksum == member.checksum else {
            throw .malformed(
                "zip: member \"\(member.name)\" is damaged.", atByte: member.range.lowerBound,
                expected: "checksum \(CRC32.text(member.checksum))", found: CRC32.text(checksum))
        }
        return content
    }

    /// The region of the central directory, from the record at the very end of the file.
    private static func findDirectory(
        _ bytes: [UInt8]
    ) throws(NeSyError) -> (reader: ByteReader, count: Int, start: Int) {
        var reader = ByteReader(bytes, format: "zip")
        guard bytes.starts(with: Array("PK".utf8)) else {
            throw reader.failure("no zip file.", at: 0, expected: "50 4b", found: hex(bytes.prefix(2)))
        }
        let recordStart = bytes.count - 22
        guard recordStart >= 0, bytes[recordStart...].starts(with: [0x50, 0x4B, 5, 6]) else {
            throw reader.failure(
                "no directory at the end of the file.", at: max(0, recordStart),
                expected: "50 4b 05 06, 22 bytes before the end",
                found: recordStart >= 0 ? hex(bytes[recordStart..<recordStart + 4]) : "\(bytes.count) bytes")
        }
        reader.position = recordStart + 4
        let disks = try reader.littleEndian(UInt32.self, "disk numbers")
        let here = Int(try reader.littleEndian(UInt16.self, "number of members"))
        let count = Int(try reader.littleEndian(UInt16.self, "number of members"))
        let size = Int(try reader.littleEndian(UInt32.self, "size of the directory"))
        let start = Int(try reader.littleEndian(UInt32.self, "place of the directory"))
        let comment = try reader.littleEndian(UInt16.self, "length of the comment")
        guard disks == 0, here == count, comment == 0, count < 0xFFFF, start < 0xFFFF_FFFF else {
            throw reader.failure(
                "a kind of archive that is not read.", at: recordStart, expected: "one disk, no comment, below 4 GiB")
        }
        guard start + size == recordStart else {
            throw reader.failure(
                "the directory does not lie before its end record.", at: recordStart + 12,
                expected: "an end at byte \(recordStart)", found: "\(start + size)")
        }
        return (ByteReader(bytes, range: start..<recordStart, format: "zip"), count, start)
    }

    /// One entry of the directory, checked against the member's own header.
    private static func member(_ entry: inout ByteReader) throws(NeSyError) -> Member {
        let at = entry.position
        guard try entry.littleEndian(UInt32.self, "directory") == 0x0201_4B50 else {
            throw entry.failure("no entry of the directory begins here.", at: at, expected: "50 4b 01 02")
        }
        _ = try entry.take(4, "versions")
        let flags = try entry.littleEndian(UInt16.self, "flags")
        let method = try entry.littleEndian(UInt16.self, "method")
        _ = try entry.take(4, "time")
        let checksum = try entry.littleEndian(UInt32.self, "checksum")
        let packed = Int(try entry.littleEndian(UInt32.self, "compressed size"))
        let size = Int(try entry.littleEndian(UInt32.self, "size"))
        let nameLength = Int(try entry.littleEndian(UInt16.self, "length of the name"))
        let extraLength = Int(try entry.littleEndian(UInt16.self, "length of the extra field"))
        let commentLength = Int(try entry.littleEndian(UInt16.self, "length of the comment"))
        _ = try entry.take(8, "attributes")
        let headerStart = Int(try entry.littleEndian(UInt32.self, "place of the member"))
        let nameRange = try entry.take(nameLength, "name")
        _ = try entry.take(extraLength + commentLength, "extra field")
        guard let name = String(validating: entry.bytes[nameRange], as: UTF8.self) else {
            throw entry.failure("a name that is not UTF-8.", at: nameRange.lowerBound)
        }
        // Bit 0 encrypts; sizes after the data (bit 3) are in the directory anyway.
        guard flags & 1 == 0, method == 0 || method == 8, packed < 0xFFFF_FFFF, size < 0xFFFF_FFFF else {
            throw entry.failure(
                "member \"\(name)\" is of a kind that is not read.", at: at,
                expected: "stored or deflated, no password, below 4 GiB", found: "method \(method), flags \(flags)")
        }
        guard headerStart <= entry.bytes.count else {
            throw entry.failure("member \"\(name)\" lies outside the file.", at: at)
        }
        var local = ByteReader(entry.bytes, range: headerStart..<entry.bytes.count, format: "zip")
        guard try local.littleEndian(UInt32.self, "header of a member") == 0x0403_4B50 else {
            throw local.failure("no member begins here.", at: headerStart, expected: "50 4b 03 04")
        }
        _ = try local.take(4, "header of a member")
        guard try local.littleEndian(UInt16.self, "method") == method else {
            throw local.failure("the header of \"\(name)\" and the directory disagree.", at: headerStart)
        }
        _ = try local.take(16, "header of a member")
        let localName = Int(try local.littleEndian(UInt16.self, "length of the name"))
        let localExtra = Int(try local.littleEndian(UInt16.self, "length of the extra field"))
        let localRange = try local.take(localName, "name")
        guard entry.bytes[localRange].elementsEqual(entry.bytes[nameRange]) else {
            throw local.failure("the header of \"\(name)\" and the directory disagree.", at: headerStart)
        }
        _ = try local.take(localExtra, "extra field")
        let range = try local.take(packed, "member \"\(name)\"")
        return Member(
            name: name, isDeflated: method == 8, checksum: checksum, size: size, range: range, headerStart: headerStart)
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
