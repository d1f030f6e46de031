import NeSyTensor

extension NPY {
    /// Bytes that a list of strings may take.
    private static let textLimit = 1 << 28

    /// The strings of an array of rank 1: NumPy's `U`, four bytes for each character, or `S`, read as UTF-8. Both are
    /// filled up with zeros.
    /// - Parameter count: how many there must be; looked at before any is read.
    /// - Throws: `.badData` for other elements, another rank, another number of them, and what is no text.
    static func texts(_ member: inout MemberBytes, count: Int) throws(NeSyError) -> [String] {
        let layout = try member.layout()
        let kind = layout.descr.dropFirst().first
        guard layout.shape.count == 1, kind == "U" || kind == "S", let width = Int(layout.descr.dropFirst(2)),
            width > 0, width <= Int(Int32.max)
        else {
            throw NeSyError(
                .badData, "The array is no list of strings.", expected: "one dimension, type U or S",
                found: "\(layout.shape), type \(layout.descr)", remedy: "Save numpy.array(names, dtype=str).")
        }
        guard layout.shape[0] == count else {
            throw NeSyError(
                .badData, "There are not as many names as rows or columns that they name.",
                expected: "\(count) names", found: "\(layout.shape[0])")
        }
        let elementSize = kind == "U" ? 4 * width : width
        guard let size = ByteReader.byteCount([count], elementSize: elementSize), size <= textLimit else {
            throw NeSyError(
                .badData, "A list of names that is too long.", expected: "at most \(textLimit) bytes",
                found: "\(count) names of \(elementSize) bytes")
        }
        guard size == member.remaining else {
            throw NeSyError(
                .badData, "NPY: the length of the data is not that of the shape.", expected: "\(size) bytes",
                found: "\(member.remaining) bytes")
        }
        let bytes = try member.take(size)
        let isBigEndian = layout.descr.first == ">"
        return try (0..<count).map { (index) throws(NeSyError) in
            let element = bytes[index * elementSize..<(index + 1) * elementSize]
            let text = kind == "U" ? wide(element, isBigEndian) : narrow(element)
            guard let text else {
                throw NeSyError(.badData, "NPY: a string that is no text.", at: "element \(index)")
            }
            return text
        }
    }

    private static func narrow(_ element: ArraySlice<UInt8>) -> String? {
        let length = element.lastIndex { $0 != 0 }.map { $0 + 1 } ?? element.startIndex
        return String(validating: element[..<length], as: UTF8.self)
    }

    private static func wide(_ element: ArraySlice<UInt8>, _ isBigEndian: Bool) -> String? {
        var text = String.UnicodeScalarView()
        var zeros = 0
        for start in stride(from: element.startIndex, to: element.endIndex, by: 4) {
            let character = element[start..<start + 4]
            let code = (isBigEndian ? Array(character) : character.reversed()).reduce(UInt32(0)) {
                $0 << 8 | UInt32($1)
            }
            guard let scalar = Unicode.Scalar(code) else { return nil }
            if code == 0 {
                zeros += 1
                continue
            }
            for _ in 0..<zeros { text.append("\0") }
            zeros = 0
            text.append(scalar)
        }
        return String(text)
    }
}
