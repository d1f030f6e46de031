import NeSyJSON
import NeSyTensor

extension SafeTensors {
    /// The file: the same bytes for the same content. Tensors lie by element size descending, then by name, so
    /// that each is aligned.
    /// - Precondition: no name is `__metadata__`, and no metadata key begins with `nesy.crc32`.
    public func encode() -> [UInt8] {
        precondition(tensors["__metadata__"] == nil, "__metadata__ is no name for a tensor")
        precondition(!metadata.keys.contains { $0.hasPrefix(SafeTensors.checksumKey) })
        let order = tensors.sorted { a, b in
            let sizes = (a.value.values.elementSize, b.value.values.elementSize)
            return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        }
        var data: [UInt8] = []
        data.reserveCapacity(order.reduce(0) { $0 + $1.value.count * $1.value.values.elementSize })
        var entries: [JSON.Member] = []
        var texts = [JSON.Member(SafeTensors.checksumKey, "00000000")]
        for (name, array) in order {
            let start = data.count
            data += array.values.bytes()
            entries.append(
                JSON.Member(
                    name,
                    [
                        "dtype": .string(array.values.safeTensorsType),
                        "shape": .array(array.shape.extents.map { .integer($0) }),
                        "data_offsets": [.integer(start), .integer(data.count)],
                    ]))
            let checksum = CRC32.text(CRC32.checksum(data, in: start..<data.count))
            texts.append(JSON.Member(SafeTensors.checksumKey + "/" + name, .string(checksum)))
        }
        for (key, value) in metadata.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            texts.append(JSON.Member(key, .string(value)))
        }
        var header = Array(JSON.object([JSON.Member("__metadata__", .object(texts))] + entries).text().utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        if let position = SafeTensors.ownChecksumPosition(header) {
            let digits = CRC32.text(SafeTensors.headerChecksum(header, ownValueAt: position))
            header.replaceSubrange(position..<position + 8, with: Array(digits.utf8))
        }
        var out = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        out.reserveCapacity(8 + header.count + data.count)
        out += header
        out += data
        return out
    }
}

extension NumericArray.Values {
    fileprivate var safeTensorsType: String {
        switch self {
        case .bool: "BOOL"
        case .uint8: "U8"
        case .int8: "I8"
        case .int16: "I16"
        case .int32: "I32"
        case .int64: "I64"
        case .float32: "F32"
        case .float64: "F64"
        }
    }
}
