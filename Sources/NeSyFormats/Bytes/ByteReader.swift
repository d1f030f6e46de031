import NeSyTensor

/// A place in a region of bytes from which numbers and runs are taken, each checked against what is there.
struct ByteReader {
    let bytes: [UInt8]
    let end: Int
    var position: Int
    /// Name of the format, for messages: "IDX".
    let format: String
    /// Where in the file the bytes begin; messages count from there.
    let base: Int

    init(_ bytes: [UInt8], format: String, base: Int = 0) {
        self.init(bytes, range: 0..<bytes.count, format: format, base: base)
    }

    init(_ bytes: [UInt8], range: Range<Int>, format: String, base: Int = 0) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        self.bytes = bytes
        self.format = format
        self.base = base
        position = range.lowerBound
        end = range.upperBound
    }

    var remaining: Int { end - position }

    func failure(_ what: String, at offset: Int? = nil, expected: String? = nil, found: String? = nil) -> NeSyError {
        .malformed("\(format): \(what)", atByte: base + (offset ?? position), expected: expected, found: found)
    }

    /// The next `count` bytes as a range, stepping over them.
    mutating func take(_ count: Int, _ part: String) throws(NeSyError) -> Range<Int> {
        guard count >= 0, count <= remaining else {
            throw failure(
                "the file ends inside the \(part).", expected: "\(count) bytes", found: "\(remaining) bytes")
        }
        defer { position += count }
        return position..<position + count
    }

    mutating func byte(_ part: String) throws(NeSyError) -> UInt8 {
        bytes[try take(1, part).lowerBound]
    }

    mutating func bigEndian<Value: FixedWidthInteger>(_ type: Value.Type, _ part: String) throws(NeSyError) -> Value {
        let range = try take(MemoryLayout<Value>.size, part)
        return Value(bigEndian: load(range.lowerBound))
    }

    mutating func littleEndian<Value: FixedWidthInteger>(
        _ type: Value.Type, _ part: String
    ) throws(NeSyError) -> Value {
        let range = try take(MemoryLayout<Value>.size, part)
        return Value(littleEndian: load(range.lowerBound))
    }

    private func load<Value: FixedWidthInteger>(_ offset: Int) -> Value {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Value.self) }
    }

    /// Nothing may be left.
    func finish() throws(NeSyError) {
        if remaining > 0 {
            throw failure(
                "bytes after the end of the data.", expected: "the end of the file", found: "\(remaining) more bytes")
        }
    }

    /// The product of extents and an element size, or nil when it does not fit: checked before a ``Shape``
    /// is made of them, since that one traps.
    static func byteCount(_ extents: [Int], elementSize: Int) -> Int? {
        var product = elementSize
        var isEmpty = false
        for extent in extents {
            if extent == 0 {
                isEmpty = true
                continue
            }
            let (next, overflow) = product.multipliedReportingOverflow(by: extent)
            if overflow || extent < 0 { return nil }
            product = next
        }
        return isEmpty ? 0 : product
    }
}
