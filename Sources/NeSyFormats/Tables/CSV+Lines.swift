extension CSV {
    /// The line on which every row of a table begins that ``read(_:label:numeric:ignoring:delimiter:pool:)`` takes;
    /// the header is on line 1.
    public static func lines(ofRowsIn bytes: [UInt8], columns: Int) -> [Int] {
        var lines: [Int] = []
        var line = 1
        var isQuoted = false
        for (position, byte) in bytes.enumerated() {
            if byte == 0x22 { isQuoted.toggle() }
            guard byte == 0x0A else { continue }
            line += 1
            if isQuoted { continue }
            let rest = bytes[(position + 1)...]
            if rest.isEmpty || columns > 1 && isEmptyLine(rest) { continue }
            lines.append(line)
        }
        return lines
    }

    private static func isEmptyLine(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first == 0x0A || rest.first == 0x0D && (rest.count == 1 || rest.dropFirst().first == 0x0A)
    }
}
