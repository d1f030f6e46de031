import NeSyTensor

/// The list of members at the end of a zip file, read without the members themselves.
struct ZipDirectory {
    /// One member as the directory describes it.
    struct Entry: Sendable, Hashable {
        let name: String
        let isDeflated: Bool
        let checksum: UInt32
        /// Bytes in the file.
        let packed: Int
        /// Bytes when expanded.
        let size: Int
        /// Where the member's own header begins.
        let headerStart: Int
    }

    /// Reads a part of the file. The range lies inside of it.
    typealias Part = @Sendable (Range<Int>) throws(NeSyError) -> [UInt8]

    static let memberLimit = 100_000

    let entries: [Entry]
    /// The byte at which the directory begins; members lie before.
    let start: Int

    init(fileSize: Int, _ part: Part) throws(NeSyError) {
        var reader: ByteReader
        let count: Int
        (reader, count) = try ZipDirectory.find(fileSize, part)
        start = reader.base
        guard count <= min(ZipDirectory.memberLimit, reader.remaining / 46) else {
            throw reader.failure("a list of members that does not fit.", found: "\(count) members")
        }
        var entries: [Entry] = []
        var names = Set<String>()
        for _ in 0..<count {
            let at = reader.position
            let entry = try ZipDirectory.entry(&reader)
            guard names.insert(entry.name).inserted else {
                throw reader.failure("two members are named \"\(entry.name)\".", at: at)
            }
            entries.append(entry)
        }
        try reader.finish()
        self.entries = entries
    }

    /// The region of the directory, from the record at the very end of the file.
    private static func find(_ fileSize: Int, _ part: Part) throws(NeSyError) -> (ByteReader, count: Int) {
        let signature = try part(0..<min(2, fileSize))
        guard signature == Array("PK".utf8) else {
            throw .malformed("zip: no zip file.", atByte: 0, expected: "50 4b", found: hex(signature))
        }
        let recordStart = fileSize - 22
        let record = recordStart >= 0 ? try part(recordStart..<fileSize) : []
        var reader = ByteReader(record, format: "zip", base: max(0, recordStart))
        guard record.starts(with: [0x50, 0x4B, 5, 6]) else {
            throw reader.failure(
                "no directory at the end of the file.", at: 0, expected: "50 4b 05 06, 22 bytes before the end",
                found: recordStart >= 0 ? hex(record.prefix(4)) : "\(fileSize) bytes")
        }
        reader.position = 4
        let disks = try reader.littleEndian(UInt32.self, "disk numbers")
        let here = Int(try reader.littleEndian(UInt16.self, "number of members"))
        let count = Int(try reader.littleEndian(UInt16.self, "number of members"))
        let size = Int(try reader.littleEndian(UInt32.self, "size of the directory"))
        let start = Int(try reader.littleEndian(UInt32.self, "place of the directory"))
        let comment = try reader.littleEndian(UInt16.self, "length of the comment")
        guard disks == 0, here == count, comment == 0, count < 0xFFFF, start < 0xFFFF_FFFF else {
            throw reader.failure(
                "a kind of archive that is not read.", at: 0, expected: "one disk, no comment, below 4 GiB")
        }
        guard start + size == recordStart else {
            throw reader.failure(
                "the directory does not lie before its end record.", at: 12,
                expected: "an end at byte \(recordStart)", found: "\(start + size)")
        }
        return (ByteReader(try part(start..<recordStart), format: "zip", base: start), count)
    }

    /// The entry that comes next.
    private static func entry(_ reader: inout ByteReader) throws(NeSyError) -> Entry {
        let at = reader.position
        guard try reader.littleEndian(UInt32.self, "directory") == 0x0201_4B50 else {
            throw reader.failure("no entry of the directory begins here.", at: at, expected: "50 4b 01 02")
        }
        _ = try reader.take(4, "versions")
        let flags = try reader.littleEndian(UInt16.self, "flags")
        let method = try reader.littleEndian(UInt16.self, "method")
        _ = try reader.take(4, "time")
        let checksum = try reader.littleEndian(UInt32.self, "checksum")
        let packed = Int(try reader.littleEndian(UInt32.self, "compressed size"))
        let size = Int(try reader.littleEndian(UInt32.self, "size"))
        let nameLength = Int(try reader.littleEndian(UInt16.self, "length of the name"))
        let extraLength = Int(try reader.littleEndian(UInt16.self, "length of the extra field"))
        let commentLength = Int(try reader.littleEndian(UInt16.self, "length of the comment"))
        _ = try reader.take(8, "attributes")
        let headerStart = Int(try reader.littleEndian(UInt32.self, "place of the member"))
        let nameRange = try reader.take(nameLength, "name")
        _ = try reader.take(extraLength + commentLength, "extra field")
        guard let name = String(validating: reader.bytes[nameRange], as: UTF8.self) else {
            throw reader.failure("a name that is not UTF-8.", at: nameRange.lowerBound)
        }
        // Bit 0 encrypts; sizes after the data (bit 3) are in the directory anyway.
        guard flags & 1 == 0, method == 0 || method == 8, packed < 0xFFFF_FFFF, size < 0xFFFF_FFFF else {
            throw reader.failure(
                "member \"\(name)\" is of a kind that is not read.", at: at,
                expected: "stored or deflated, no password, below 4 GiB", found: "method \(method), flags \(flags)")
        }
        return Entry(
            name: name, isDeflated: method == 8, checksum: checksum, packed: packed, size: size,
            headerStart: headerStart)
    }
}

extension ZipDirectory.Entry {
    /// Where the compressed bytes are; the member's own header must agree with the directory.
    /// - Parameter end: where the directory begins.
    func locate(before end: Int, _ part: ZipDirectory.Part) throws(NeSyError) -> Range<Int> {
        guard headerStart + 30 + name.utf8.count <= end else {
            throw .malformed("zip: member \"\(name)\" lies outside the file.", atByte: headerStart)
        }
        var local = ByteReader(
            try part(headerStart..<headerStart + 30 + name.utf8.count), format: "zip", base: headerStart)
        guard try local.littleEndian(UInt32.self, "header of a member") == 0x0403_4B50 else {
            throw local.failure("no member begins here.", at: 0, expected: "50 4b 03 04")
        }
        _ = try local.take(4, "header of a member")
        let isAgreed = try local.littleEndian(UInt16.self, "method") == (isDeflated ? 8 : 0)
        _ = try local.take(16, "header of a member")
        let nameLength = Int(try local.littleEndian(UInt16.self, "length of the name"))
        let extraLength = Int(try local.littleEndian(UInt16.self, "length of the extra field"))
        guard isAgreed, nameLength == name.utf8.count,
            local.bytes[try local.take(nameLength, "name")].elementsEqual(name.utf8)
        else {
            throw local.failure("the header of \"\(name)\" and the directory disagree.", at: 0)
        }
        let first = headerStart + 30 + nameLength + extraLength
        guard first + packed <= end else {
            throw .malformed(
                "zip: member \"\(name)\" runs into the directory.", atByte: first,
                expected: "\(packed) bytes", found: "\(max(0, end - first)) bytes")
        }
        return first..<first + packed
    }

    /// - Throws: bad data when the checksum is not the member's.
    func verify(checksum found: UInt32, at offset: Int) throws(NeSyError) {
        guard found == checksum else {
            throw .malformed(
                "zip: member \"\(name)\" is damaged.", atByte: offset,
                expected: "checksum \(CRC32.text(checksum))", found: CRC32.text(found))
        }
    }
}
