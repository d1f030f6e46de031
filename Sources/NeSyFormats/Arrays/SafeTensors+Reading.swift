import NeSyJSON
import NeSyTensor

extension SafeTensors {
    /// Reads a whole file.
    /// - Throws: `.badData` for any breach of the format: a header that is too long or begins with anything but
    ///   `{`, unknown or doubled keys, an unknown type, offsets with holes or overlaps, a length that does not
    ///   fit the shape, bytes that no tensor owns; and for a checksum that does not hold.
    public static func decode(_ bytes: [UInt8]) throws(NeSyError) -> SafeTensors {
        var reader = ByteReader(bytes, format: "safetensors")
        let declared = try reader.littleEndian(UInt64.self, "length of the header")
        guard declared <= UInt64(headerLimit) else {
            throw reader.failure(
                "the header is too long.", at: 0, expected: "at most \(headerLimit) bytes", found: "\(declared)")
        }
        let headerRange = try reader.take(Int(declared), "header")
        let header = Array(bytes[headerRange])
        guard header.first == UInt8(ascii: "{") else {
            throw reader.failure(
                "the header does not begin with {.", at: 8, expected: "7b", found: hex(header.prefix(1)))
        }
        let document: JSON
        do throws(JSONError) { document = try JSON.parse(header) } catch {
            throw .malformed("safetensors: the header is no JSON.", atByte: 8 + error.offset, found: error.message)
        }
        let members = document.members ?? []
        guard members.count <= tensorLimit + 1 else {
            throw reader.failure(
                "too many tensors.", at: 8, expected: "at most \(tensorLimit)", found: "\(members.count)")
        }
        var texts: [String: String] = [:]
        var entries: [Entry] = []
        for member in members {
            if member.key == "__metadata__" {
                texts = try metadata(member.value)
            } else {
                entries.append(try Entry(member))
            }
        }
        entries.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        var position = 0
        for entry in entries {
            guard entry.start == position else {
                throw entry.failure(
                    entry.start > position ? "a hole before its data." : "its data overlap those of another tensor.",
                    expected: "offset \(position)", found: "\(entry.start)")
            }
            position = entry.end
        }
        guard position == reader.remaining else {
            throw reader.failure(
                position > reader.remaining ? "the file ends inside the data." : "bytes that no tensor owns.",
                at: reader.position + min(position, reader.remaining), expected: "\(position) bytes of data",
                found: "\(reader.remaining)")
        }
        let checksums = texts.filter { $0.key.hasPrefix(checksumKey) }
        try verify(checksums, header: header, names: Set(entries.map(\.name)))
        var file = SafeTensors(metadata: texts.filter { !$0.key.hasPrefix(checksumKey) })
        for entry in entries {
            let range = reader.position + entry.start..<reader.position + entry.end
            if let expected = checksums[checksumKey + "/" + entry.name] {
                let found = CRC32.text(CRC32.checksum(bytes, in: range))
                guard found == expected else {
                    throw .malformed(
                        "safetensors: the data of \"\(entry.name)\" are damaged.", atByte: range.lowerBound,
                        expected: "checksum \(expected)", found: found, remedy: "take the file from its origin again")
                }
            }
            file.tensors[entry.name] = NumericArray(
                Shape(entry.extents), try entry.type.values(bytes, in: range, format: "safetensors"))
        }
        return file
    }

    /// The checksum of the header, and that every checksum has its tensor and, where there are any, every
    /// tensor its checksum.
    private static func verify(
        _ checksums: [String: String], header: [UInt8], names: Set<String>
    ) throws(NeSyError) {
        if checksums.isEmpty { return }
        let position = ownChecksumPosition(header)
        let found = CRC32.text(headerChecksum(header, ownValueAt: position))
        guard position != nil, checksums[checksumKey] == found else {
            throw .malformed(
                "safetensors: the header is damaged.", atByte: 8, expected: "checksum \(checksums[checksumKey] ?? "")",
                found: found, remedy: "take the file from its origin again")
        }
        let covered = Set(
            checksums.keys.filter { $0 != checksumKey }.map { String($0.dropFirst(checksumKey.count + 1)) })
        guard covered == names else {
            throw .malformed(
                "safetensors: checksums and tensors do not belong together.", atByte: 8,
                found: covered.symmetricDifference(names).sorted().prefix(3).joined(separator: ", "))
        }
    }

    private static func metadata(_ value: JSON) throws(NeSyError) -> [String: String] {
        guard let members = value.members else {
            throw .malformed("safetensors: __metadata__ is no object.", atByte: 8, expected: "a map of texts")
        }
        var texts: [String: String] = [:]
        for member in members {
            guard let text = member.value.stringValue else {
                throw .malformed(
                    "safetensors: a value in __metadata__ is no text.", atByte: 8, expected: "a text",
                    found: "\(member.key): \(member.value.text())")
            }
            texts[member.key] = text
        }
        return texts
    }
}

/// One tensor of the header, its length checked against its shape.
private struct Entry {
    let name: String
    let type: ElementType
    let extents: [Int]
    let start: Int
    let end: Int

    init(_ member: JSON.Member) throws(NeSyError) {
        name = member.key
        let known: Set = ["dtype", "shape", "data_offsets"]
        guard let fields = member.value.members, Set(fields.map(\.key)) == known else {
            throw Entry.failure(
                name, "wrong keys.", expected: "dtype, shape, data_offsets",
                found: member.value.members?.map(\.key).joined(separator: ", ") ?? "no object")
        }
        let typeName = member.value["dtype"]?.stringValue
        guard let type = SafeTensors.typeNames.first(where: { $0.name == typeName })?.type else {
            throw Entry.failure(
                name, "an element type that is not read.",
                expected: SafeTensors.typeNames.map(\.name).joined(separator: ", "),
                found: member.value["dtype"]?.text())
        }
        self.type = type
        let shape = member.value["shape"]?.arrayValue
        let lengths = shape?.compactMap(\.intValue) ?? []
        guard let shape, lengths.count == shape.count, lengths.allSatisfy({ $0 >= 0 }) else {
            throw Entry.failure(
                name, "a shape that is no list of extents.", expected: "non-negative integers",
                found: member.value["shape"]?.text())
        }
        extents = lengths
        let offsets = member.value["data_offsets"]?.arrayValue?.compactMap(\.intValue) ?? []
        guard offsets.count == 2, member.value["data_offsets"]?.arrayValue?.count == 2, offsets[0] >= 0,
            offsets[1] >= offsets[0]
        else {
            throw Entry.failure(
                name, "offsets that are no range.", expected: "[begin, end]",
                found: member.value["data_offsets"]?.text())
        }
        (start, end) = (offsets[0], offsets[1])
        guard let size = ByteReader.byteCount(extents, elementSize: type.size), size == end - start else {
            throw Entry.failure(
                name, "a length that does not fit its shape.",
                expected: ByteReader.byteCount(extents, elementSize: type.size).map { "\($0) bytes" }
                    ?? "a shape that fits in memory",
                found: "\(end - start) bytes for \(extents)")
        }
    }

    func failure(_ what: String, expected: String, found: String) -> NeSyError {
        Entry.failure(name, what, expected: expected, found: found)
    }

    private static func failure(_ name: String, _ what: String, expected: String, found: String?) -> NeSyError {
        .malformed("safetensors: tensor \"\(name)\": \(what)", atByte: 8, expected: expected, found: found)
    }
}
