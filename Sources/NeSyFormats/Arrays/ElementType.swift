import NeSyTensor

/// How elements lie in a file.
enum ElementType: Sendable, Hashable {
    case bool, uint8, int8, uint16, int16, uint32, int32, uint64, int64, float16, bfloat16, float32, float64

    var size: Int {
        switch self {
        case .bool, .uint8, .int8: 1
        case .uint16, .int16, .float16, .bfloat16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        }
    }

    /// The elements in a range of bytes, whose length is a multiple of the element size.
    /// - Throws: `.badData` for a Boolean that is neither 0 nor 1, and an integer that Int64 does not hold.
    func values(
        _ bytes: [UInt8], in range: Range<Int>, bigEndian: Bool = false, format: String
    ) throws(NeSyError) -> NumericArray.Values {
        switch self {
        case .bool:
            if let bad = bytes[range].firstIndex(where: { $0 > 1 }) {
                throw .malformed(
                    "\(format): a Boolean that is neither 0 nor 1.", atByte: bad, expected: "0 or 1",
                    found: "\(bytes[bad])")
            }
            return .bool(bytes[range].map { $0 == 1 })
        case .uint8: return .uint8(Array(bytes[range]))
        case .int8: return .int8(ElementType.integers(bytes, range, bigEndian))
        case .uint16:
            return .int32(ElementType.integers(bytes, range, bigEndian).map { (value: UInt16) in Int32(value) })
        case .uint32:
            return .int64(ElementType.integers(bytes, range, bigEndian).map { (value: UInt32) in Int64(value) })
        case .uint64:
            let values: [UInt64] = ElementType.integers(bytes, range, bigEndian)
            if let bad = values.firstIndex(where: { $0 > Int64.max }) {
                throw .malformed(
                    "\(format): an integer that is too large.", atByte: range.lowerBound + 8 * bad,
                    expected: "at most \(Int64.max)", found: "\(values[bad])")
            }
            return .int64(values.map { Int64($0) })
        case .int16: return .int16(ElementType.integers(bytes, range, bigEndian))
        case .int32: return .int32(ElementType.integers(bytes, range, bigEndian))
        case .int64: return .int64(ElementType.integers(bytes, range, bigEndian))
        case .float16:
            return .float32(ElementType.integers(bytes, range, bigEndian).map { ElementType.widened(half: $0) })
        case .bfloat16:
            return .float32(
                ElementType.integers(bytes, range, bigEndian).map { (bits: UInt16) in
                    Float(bitPattern: UInt32(bits) << 16)
                })
        case .float32:
            return .float32(ElementType.integers(bytes, range, bigEndian).map { Float(bitPattern: $0) })
        case .float64:
            return .float64(ElementType.integers(bytes, range, bigEndian).map { Double(bitPattern: $0) })
        }
    }

    private static func integers<Value: FixedWidthInteger>(
        _ bytes: [UInt8], _ range: Range<Int>, _ bigEndian: Bool
    ) -> [Value] {
        let count = range.count / MemoryLayout<Value>.size
        return [Value](unsafeUninitializedCapacity: count) { target, initialized in
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(target).copyMemory(
                    from: UnsafeRawBufferPointer(
                        rebasing: source[range.lowerBound..<range.lowerBound + count * MemoryLayout<Value>.size]))
            }
            if bigEndian != (Value(1).bigEndian == 1) {
                for index in 0..<count { target[index] = target[index].byteSwapped }
            }
            initialized = count
        }
    }

    /// IEEE 754 binary16; baseline x86-64 has no instruction for it and Float16 is absent on a Mac's.
    private static func widened(half bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 0x1F)
        let fraction = UInt32(bits & 0x3FF)
        if exponent == 31 { return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13) }
        if exponent == 0 {
            let magnitude = Float(fraction) * 0x1p-24
            return sign == 0 ? magnitude : -magnitude
        }
        return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
}

extension NumericArray.Values {
    /// The elements as bytes of a file.
    func bytes(bigEndian: Bool = false) -> [UInt8] {
        switch self {
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .uint8(let values): values
        case .int8(let values): NumericArray.Values.raw(values, bigEndian)
        case .int16(let values): NumericArray.Values.raw(values, bigEndian)
        case .int32(let values): NumericArray.Values.raw(values, bigEndian)
        case .int64(let values): NumericArray.Values.raw(values, bigEndian)
        case .float32(let values): NumericArray.Values.raw(values.map(\.bitPattern), bigEndian)
        case .float64(let values): NumericArray.Values.raw(values.map(\.bitPattern), bigEndian)
        }
    }

    private static func raw<Value: FixedWidthInteger>(_ values: [Value], _ bigEndian: Bool) -> [UInt8] {
        let ordered = bigEndian == (Value(1).bigEndian == 1) ? values : values.map(\.byteSwapped)
        return ordered.withUnsafeBytes { Array($0) }
    }
}
