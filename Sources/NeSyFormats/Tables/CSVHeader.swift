import NeSyTensor

/// The first line of a table: its delimiter and column names.
struct CSVHeader {
    let names: [String]
    let delimiter: UInt8
    /// Where the first row begins.
    let end: Int

    init(_ bytes: [UInt8], delimiter: CSV.Delimiter?) throws(NeSyError) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw .malformed(
                "The table is UTF-16 text.", atByte: 0, expected: "UTF-8", found: hex(bytes.prefix(2)),
                remedy: "save it as UTF-8")
        }
        // gzip; zip with members and without. Names of columns may begin with PK.
        if [[0x1F, 0x8B], [0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]].contains(where: bytes.starts(with:)) {
            throw .malformed(
                "The table is a compressed file.", atByte: 0, expected: "text", found: hex(bytes.prefix(2)),
                remedy: "unpack it first")
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var cursor = start
        var isQuoted = false
        while cursor < bytes.count, isQuoted || bytes[cursor] != 0x0A {
            if bytes[cursor] == UInt8(ascii: "\"") { isQuoted.toggle() }
            cursor += 1
        }
        if isQuoted {
            throw .malformed("A quote in the header is never closed.", atLine: 1, expected: "a closing quote")
        }
        end = min(cursor + 1, bytes.count)
        if cursor > start, bytes[cursor - 1] == 0x0D { cursor -= 1 }
        let line = bytes[start..<cursor]
        guard !line.isEmpty else {
            throw .malformed(
                bytes.count <= start ? "The table is empty." : "The header line is empty.", atLine: 1,
                expected: "a line of column names")
        }
        self.delimiter = delimiter?.rawValue ?? CSVHeader.frequentDelimiter(line)
        names = try CSVHeader.cells(line, self.delimiter)
        var lines: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            if let first = lines.updateValue(index + 1, forKey: name) {
                throw .malformed(
                    "Two columns are named \"\(name)\".", atLine: 1, expected: "a name of its own for every column",
                    found: "columns \(first) and \(index + 1)")
            }
        }
    }

    /// The position of a column that somebody asked for.
    func index(of name: String, _ role: String) throws(NeSyError) -> Int {
        if let index = names.firstIndex(of: name) { return index }
        let shown = names.prefix(40).joined(separator: ", ") + (names.count > 40 ? ", … (\(names.count) columns)" : "")
        throw NeSyError(
            .badData, "The \(role) \"\(name)\" is not in the table.", at: "line 1", expected: "one of: \(shown)",
            found: name, remedy: Spelling.closest(to: name, among: names).map { "did you mean \"\($0)\"?" })
    }

    private static func frequentDelimiter(_ line: ArraySlice<UInt8>) -> UInt8 {
        var counts = [Int](repeating: 0, count: 256)
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted { counts[Int(byte)] += 1 }
        }
        var best = CSV.Delimiter.comma
        for delimiter in CSV.Delimiter.allCases where counts[Int(delimiter.rawValue)] > counts[Int(best.rawValue)] {
            best = delimiter
        }
        return best.rawValue
    }

    private static func cells(_ line: ArraySlice<UInt8>, _ delimiter: UInt8) throws(NeSyError) -> [String] {
        var names: [String] = []
        var cell: [UInt8] = []
        var position = line.startIndex
        let quote = UInt8(ascii: "\"")
        while true {
            cell.removeAll(keepingCapacity: true)
            if position < line.endIndex, line[position] == quote {
                position += 1
                while position < line.endIndex {
                    if line[position] == quote {
                        guard position + 1 < line.endIndex, line[position + 1] == quote else { break }
                        position += 1
                    }
                    cell.append(line[position])
                    position += 1
                }
                position += 1
            } else {
                while position < line.endIndex, line[position] != delimiter {
                    cell.append(line[position])
                    position += 1
                }
                if cell.contains(quote) || cell.contains(0x0D) || cell.contains(0) {
                    throw .malformed(
                        "A column name holds a quote, a carriage return or a zero byte.", atLine: 1,
                        expected: "text, lines that end in LF or CRLF", found: "column \(names.count + 1)")
                }
            }
            guard let name = String(validating: cell, as: UTF8.self) else {
                throw .malformed(
                    "Column name \(names.count + 1) is not UTF-8.", atLine: 1, remedy: "save the table as UTF-8")
            }
            names.append(name)
            if position >= line.endIndex { return names }
            guard line[position] == delimiter else {
                throw .malformed(
                    "Text after the closing quote of column name \(names.count).", atLine: 1,
                    expected: "the delimiter or the end of the line")
            }
            position += 1
        }
    }
}
