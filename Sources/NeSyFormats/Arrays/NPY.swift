import NeSyTensor

/// NumPy's array files, versions 1.0 to 3.0: magic, a Python dictionary with type, order and shape, the elements.
public enum NPY {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// A longer header is refused; NumPy's own limit for untrusted files.
    public static let headerLimit = 10_000

    private static let types: [(code: String, type: ElementType)] = [
        ("b1", .bool), ("u1", .uint8), ("u2", .uint16), ("u4", .uint32), ("u8", .uint64), ("i1", .int8), ("i2", .int16),
        ("i4", .int32), ("i8", .int64), ("f2", .float16), ("f4", .float32), ("f8", .float64),
    ]

    /// Decodes a file. Arrays in Fortran order are transposed, either byte order is read, `f2` becomes Float32, `u2`
    /// Int32, `u4` and `u8` Int64.
    /// - Throws: `.badData` for another type, a number that Int64 does not hold, a header that is no plain dictionary
    ///   of the three keys, missing bytes and bytes after the array.
    public static func decode(_ bytes: [UInt8]) throws(NeSyError) -> NumericArray {
        var reader = ByteReader(bytes, format: "NPY")
        let layout = try layout(&reader)
        let (isBigEndian, type) = try elementType(layout.descr, reader)
        let range = try elements(&reader, layout, elementSize: type.size)
        let values = try type.values(bytes, in: range, bigEndian: isBigEndian, format: "NPY")
        let shape = Shape(layout.shape)
        return NumericArray(shape, layout.isFortran ? values.inRowOrder(shape) : values)
    }

    /// What stands before the elements.
    struct Layout: Sendable, Hashable {
        let descr: String
        let isFortran: Bool
        let shape: [Int]
    }

    /// The layout at the head of a file, stepping over it.
    static func layout(_ reader: inout ByteReader) throws(NeSyError) -> Layout {
        let signature = try reader.take(6, "signature")
        guard reader.bytes[signature].elementsEqual(magic) else {
            throw reader.failure("wrong signature.", at: 0, expected: hex(magic), found: hex(reader.bytes[signature]))
        }
        let version = try reader.byte("version")
        let minor = try reader.byte("version")
        guard (1...3).contains(version), minor == 0 else {
            throw reader.failure("unknown version.", at: 6, expected: "1.0, 2.0 or 3.0", found: "\(version).\(minor)")
        }
        let length =
            version == 1
            ? Int(try reader.littleEndian(UInt16.self, "length of the header"))
            : Int(try reader.littleEndian(UInt32.self, "length of the header"))
        guard length <= headerLimit else {
            throw reader.failure(
                "the header is too long.", expected: "at most \(headerLimit) bytes", found: "\(length) bytes")
        }
        var header = NPYHeader(reader, range: try reader.take(length, "header"))
        return try header.fields()
    }

    /// Where the elements are; nothing may follow them.
    static func elements(
        _ reader: inout ByteReader, _ layout: Layout, elementSize: Int
    ) throws(NeSyError) -> Range<Int> {
        let size = ByteReader.byteCount(layout.shape, elementSize: elementSize)
        guard let size, size <= reader.remaining else {
            throw reader.failure(
                "the file is shorter than its shape says.",
                expected: size.map { "\($0) bytes for \(layout.shape)" } ?? "\(layout.shape)",
                found: "\(reader.remaining) bytes")
        }
        let range = try reader.take(size, "elements")
        try reader.finish()
        return range
    }

    static func elementType(_ descr: String, _ reader: ByteReader) throws(NeSyError) -> (Bool, ElementType) {
        let order = descr.first
        if let found = types.first(where: { $0.code == descr.dropFirst() }),
            order == "<" || order == ">" || (order == "|" || order == "=") && (found.type.size == 1 || order == "=")
        {
            return (order == ">", found.type)
        }
        throw reader.failure(
            "an element type that is not read.", at: 8, expected: types.map(\.code).joined(separator: ", "),
            found: descr)
    }

    /// A file of version 1.0, little-endian in C order, with its data at a multiple of 64 bytes.
    /// - Precondition: the rank is at most 32, as in NumPy.
    public static func encode(_ array: NumericArray) -> [UInt8] {
        precondition(array.shape.rank <= 32)
        let code =
            switch array.values {
            case .bool: "|b1"
            case .uint8: "|u1"
            case .int8: "|i1"
            case .int16: "<i2"
            case .int32: "<i4"
            case .int64: "<i8"
            case .float32: "<f4"
            case .float64: "<f8"
            }
        let extents = array.shape.extents.map(String.init)
        let shape = extents.count == 1 ? "(\(extents[0]),)" : "(" + extents.joined(separator: ", ") + ")"
        var header = Array("{'descr': '\(code)', 'fortran_order': False, 'shape': \(shape), }".utf8)
        while (10 + header.count + 1) % 64 != 0 { header.append(0x20) }
        header.append(0x0A)
        return magic + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header + array.values.bytes()
    }
}

extension NumericArray.Values {
    /// Elements that lie with the first axis fastest, in row-major order.
    fileprivate func inRowOrder(_ shape: Shape) -> NumericArray.Values {
        func reordered<Value>(_ values: [Value]) -> [Value] {
            if shape.rank < 2 || values.isEmpty { return values }
            var strides = [Int](repeating: 1, count: shape.rank)
            for axis in 1..<shape.rank { strides[axis] = strides[axis - 1] * shape[axis - 1] }
            var index = [Int](repeating: 0, count: shape.rank)
            var source = 0
            var out: [Value] = []
            out.reserveCapacity(values.count)
            for _ in 0..<values.count {
                out.append(values[source])
                var axis = shape.rank - 1
                while axis >= 0 {
                    index[axis] += 1
                    source += strides[axis]
                    if index[axis] < shape[axis] { break }
                    source -= strides[axis] * index[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
            return out
        }
        return switch self {
        case .bool(let values): .bool(reordered(values))
        case .uint8(let values): .uint8(reordered(values))
        case .int8(let values): .int8(reordered(values))
        case .int16(let values): .int16(reordered(values))
        case .int32(let values): .int32(reordered(values))
        case .int64(let values): .int64(reordered(values))
        case .float32(let values): .float32(reordered(values))
        case .float64(let values): .float64(reordered(values))
        }
    }
}
