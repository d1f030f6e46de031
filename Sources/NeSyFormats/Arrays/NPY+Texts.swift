import NeSyTensor

extension NPY {
    /// The strings of an array of rank 1: NumPy's `U`, four bytes for each character, or `S`, read as UTF-8. Both are
    /// filled up with zeros.
    /// - Throws: `.badData` for other elements, another rank, and what is no text.
    public static func texts(_ bytes: [UInt8]) throws(NeSyError) -> [String] {
        var reader = ByteReader(bytes, format: "NPY")
        let layout = try layout(&reader)
        let kind = layout.descr.dropFirst().first
        guard layout.shape.count == 1, kind == "U" || kind == "S", let width = Int(layout.descr.dropFirst(2)),
            width > 0, width <= Int(Int32.max)
        else {
            throw NeSyError(
                .badData, "The array is no list of strings.", expected: "one dimension, type U or S",
                found: "\(layout.shape), type \(layout.descr)", remedy: "Save numpy.array(names, dtype=str).")
        }
        let elementSize = kind == "U" ? 4 * width : width
        let range = try elements(&reader, layout, elementSize: elementSize)
        let isBigEndian = layout.descr.first == ">"
        return try stride(from: range.lowerBound, to: range.upperBound, by: elementSize).map { (start) throws(NeSyError) in
            let element = bytes[start..<start + elementSize]
            let text = kind == "U" ? wide(element, isBigEndian) : narrow(element)
            guard let text else { throw reader.failure("a string that is no text.", at: start) }
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
            let code = (isBigEndian ? Array(character) : character.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
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
