import NeSyTensor

/// The dictionary at the head of an NPY file: a literal of Python with the keys `descr`, `fortran_order` and
/// `shape`, each once, and nothing else.
struct NPYHeader {
    private var reader: ByteReader

    /// NumPy's highest rank.
    private static let rankLimit = 64

    init(_ whole: ByteReader, range: Range<Int>) {
        reader = ByteReader(whole.bytes, range: range, format: whole.format)
    }

    mutating func fields() throws(NeSyError) -> NPY.Layout {
        var descr: String?
        var isFortran: Bool?
        var shape: [Int]?
        try expect("{")
        while try !skips("}") {
            let start = reader.position
            let key = try quoted()
            try expect(":")
            switch key {
            case "descr" where descr == nil: descr = try quoted()
            case "fortran_order" where isFortran == nil:
                if try skips("True") {
                    isFortran = true
                } else {
                    try expect("False")
                    isFortran = false
                }
            case "shape" where shape == nil: shape = try tuple()
            default:
                throw reader.failure(
                    "an unknown or doubled key in the header.", at: start, expected: "descr, fortran_order, shape",
                    found: key)
            }
            if try !skips(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard reader.remaining == 0 else { throw reader.failure("text after the dictionary of the header.") }
        guard let descr, let isFortran, let shape else {
            throw reader.failure("a key is missing in the header.", expected: "descr, fortran_order, shape")
        }
        return NPY.Layout(descr: descr, isFortran: isFortran, shape: shape)
    }

    private mutating func skipSpace() {
        while reader.remaining > 0, [0x20, 0x0A, 0x09, 0x0D].contains(reader.bytes[reader.position]) {
            reader.position += 1
        }
    }

    /// Steps over a word if it is next.
    private mutating func skips(_ word: String) throws(NeSyError) -> Bool {
        skipSpace()
        let bytes = Array(word.utf8)
        guard reader.remaining >= bytes.count,
            reader.bytes[reader.position..<reader.position + bytes.count].elementsEqual(bytes)
        else { return false }
        reader.position += bytes.count
        return true
    }

    private mutating func expect(_ word: String) throws(NeSyError) {
        if try skips(word) { return }
        throw reader.failure(
            "the header is no dictionary of type, order and shape.", expected: word,
            found: hex(reader.bytes[reader.position..<min(reader.position + 4, reader.end)]))
    }

    private mutating func quoted() throws(NeSyError) -> String {
        let quote: UInt8 = try skips("\"") ? 0x22 : 0x27
        if quote == 0x27 { try expect("'") }
        let start = reader.position
        while try reader.byte("header") != quote {}
        return String(decoding: reader.bytes[start..<reader.position - 1], as: UTF8.self)
    }

    private mutating func tuple() throws(NeSyError) -> [Int] {
        var extents: [Int] = []
        try expect("(")
        while try !skips(")") {
            let start = reader.position
            var value = 0
            var digits = 0
            while reader.remaining > 0, (0x30...0x39).contains(reader.bytes[reader.position]) {
                let (next, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = next.addingReportingOverflow(Int(reader.bytes[reader.position] - 0x30))
                guard !overflow, !carry else { throw reader.failure("an extent that does not fit.", at: start) }
                value = sum
                digits += 1
                reader.position += 1
            }
            guard digits > 0, extents.count < NPYHeader.rankLimit else {
                throw reader.failure("a shape that is no tuple of extents.", at: start, expected: "up to 64 numbers")
            }
            extents.append(value)
            if try !skips(",") {
                try expect(")")
                break
            }
        }
        return extents
    }
}
