/// A run of whole rows of the file, parsed by itself.
///
/// Every column begins as bits; the first cell that is neither `0` nor `1` turns it into numbered texts.
/// A class whose memory is written by one thread and read after the pool has returned, hence unchecked.
final class UnsafeCSVPiece: @unchecked Sendable {
    enum Failure {
        case cellCount(found: Int)
        case quoteInside
        case textAfterQuote
        case openQuote
    }

    private(set) var rows = 0
    /// The columns that are no longer bits; the others are empty here.
    private let coded: UnsafeMutablePointer<UnsafeCodedColumn>
    /// For every 64 rows a word for every column.
    private(set) var bitWords: [UInt64] = []
    /// The first thing wrong, and the start of its row (for the number of cells) or its own place.
    private(set) var failure: (kind: Failure, offset: Int)?

    /// The texts that a column of bits stands for, `0` and `1`.
    let digits: UnsafePointer<UInt8>

    private let seed: UInt64
    private let base: UnsafePointer<UInt8>
    private let fileEnd: UnsafePointer<UInt8>
    private let delimiter: UInt8
    private let isIgnored: [Bool]
    private var unescaped: [UnsafeMutablePointer<UInt8>] = []
    private var scratch: [UInt8] = []

    init(file: UnsafeBufferPointer<UInt8>, delimiter: UInt8, isIgnored: [Bool], seed: UInt64) {
        self.seed = seed
        base = file.baseAddress!
        fileEnd = base + file.count
        self.delimiter = delimiter
        self.isIgnored = isIgnored
        coded = .allocate(capacity: isIgnored.count)
        coded.initialize(repeating: UnsafeCodedColumn(seed: seed), count: isIgnored.count)
        let digits = UnsafeMutablePointer<UInt8>.allocate(capacity: 2)
        digits.initialize(to: 0x30)
        (digits + 1).initialize(to: 0x31)
        self.digits = UnsafePointer(digits)
    }

    deinit {
        for column in 0..<columnCount { coded[column].deallocate() }
        coded.deinitialize(count: columnCount)
        coded.deallocate()
        for memory in unescaped { memory.deallocate() }
        digits.deallocate()
    }

    var columnCount: Int { isIgnored.count }

    /// The texts of a column, nil when it is bits.
    subscript(column: Int) -> UnsafeCodedColumn? { coded[column].isEmpty ? nil : coded[column] }

    /// Parses the rows in a range, which begins and ends at the border of a row.
    func parse(_ range: Range<Int>) {
        let columnCount = self.columnCount
        // 0 bits, 1 coded, 2 ignored.
        var modes = isIgnored.map { $0 ? UInt8(2) : 0 }
        var words = [UInt64](repeating: 0, count: columnCount)
        var p = base + range.lowerBound
        let end = base + range.upperBound
        modes.withUnsafeMutableBufferPointer { modes in
            words.withUnsafeMutableBufferPointer { words in
                while p < end {
                    if columnCount > 1, let next = afterEmptyLine(p, end) {
                        p = next
                        continue
                    }
                    guard parseRow(&p, end, modes, words) else { return }
                    rows += 1
                    if rows & 63 == 0 {
                        bitWords.append(contentsOf: words)
                        words.update(repeating: 0)
                    }
                }
                if rows & 63 != 0 { bitWords.append(contentsOf: words) }
            }
        }
    }

    @inline(__always)
    private func afterEmptyLine(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        if p[0] == 0x0A { return p + 1 }
        if p[0] == 0x0D, p + 1 == end || p[1] == 0x0A { return min(p + 2, end) }
        return nil
    }

    /// One row; false after a failure.
    @inline(__always)
    private func parseRow(
        _ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ modes: UnsafeMutableBufferPointer<UInt8>,
        _ words: UnsafeMutableBufferPointer<UInt64>
    ) -> Bool {
        let rowStart = p
        let last = columnCount - 1
        let bit = UInt64(rows & 63)
        let delimiter = self.delimiter
        var column = 0
        while true {
            // The commonest cell of a Boolean table: one digit and the delimiter.
            if end - p >= 2, modes[column] == 0 {
                let value = p[0] &- 0x30
                if value <= 1, p[1] == (column == last ? 0x0A : delimiter) {
                    words[column] |= UInt64(value) << bit
                    p += 2
                    if column == last { return true }
                    column += 1
                    continue
                }
            }
            guard let cell = nextCell(&p, end) else { return false }
            if modes[column] != 2 { take(cell, column, modes, words, bit) }
            let isRowEnd = p == end || p[0] == 0x0A
            if isRowEnd != (column == last) {
                failure = (.cellCount(found: countCells(rowStart, end)), rowStart - base)
                return false
            }
            if p < end { p += 1 }
            if isRowEnd { return true }
            column += 1
        }
    }

    private struct Cell {
        var start: UnsafePointer<UInt8>
        var length: Int
        var key: UInt64
        var offset: Int
        /// Whether the bytes stand in `scratch` and must be kept elsewhere.
        var isUnescaped = false
    }

    /// The cell at `p`; leaves `p` at the delimiter, the line feed or the end. nil after a failure.
    @inline(__always)
    private func nextCell(_ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Cell? {
        let start = p
        if p < end, p[0] == UInt8(ascii: "\"") { return quotedCell(&p, end) }
        // Eight bytes at a time: the lowest byte that equals one of three.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let delimiters = ones &* UInt64(delimiter)
        var first: UInt64 = 0
        while true {
            if fileEnd - p >= 8 {
                let word = UnsafeRawPointer(p).loadUnaligned(as: UInt64.self).littleEndian
                if p == start { first = word }
                let a = word ^ delimiters
                let b = word ^ (ones &* 0x0A)
                let c = word ^ (ones &* 0x22)
                let hit = ((a &- ones) & ~a | (b &- ones) & ~b | (c &- ones) & ~c) & tops
                if hit == 0 {
                    p += 8
                    continue
                }
                p += hit.trailingZeroBitCount >> 3
            } else {
                while p < end, p[0] != delimiter, p[0] != 0x0A, p[0] != 0x22 { p += 1 }
                if p - start <= 8 { first = UnsafeCellDictionary.packed(start, p - start) }
            }
            break
        }
        if p < end, p[0] == 0x22 {
            failure = (.quoteInside, p - base)
            return nil
        }
        var length = p - start
        if length > 0, p[-1] == 0x0D, p == end || p[0] == 0x0A { length -= 1 }
        let key: UInt64
        if length > 8 {
            key = UnsafeCellDictionary.hash(start, length, seed: seed)
        } else {
            key = length == 8 ? first : first & ((1 << UInt64(8 * length)) - 1)
        }
        return Cell(start: start, length: length, key: key, offset: start - base)
    }

    /// A cell in quotes, where a doubled quote stands for one.
    @inline(never)
    private func quotedCell(_ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Cell? {
        let opening = p
        p += 1
        let start = p
        var isDoubled = false
        scratch.removeAll(keepingCapacity: true)
        while true {
            guard p < end else {
                failure = (.openQuote, opening - base)
                return nil
            }
            if p[0] == 0x22 {
                guard p + 1 < end, p[1] == 0x22 else { break }
                if !isDoubled { scratch.append(contentsOf: UnsafeBufferPointer(start: start, count: p - start)) }
                isDoubled = true
                scratch.append(0x22)
                p += 2
                continue
            }
            if isDoubled { scratch.append(p[0]) }
            p += 1
        }
        let length = p - start
        p += 1
        if p < end, p[0] == 0x0D, p + 1 == end || p[1] == 0x0A { p += 1 }
        guard p == end || p[0] == delimiter || p[0] == 0x0A else {
            failure = (.textAfterQuote, p - base)
            return nil
        }
        if !isDoubled { return cell(start, length, offset: start - base) }
        return scratch.withUnsafeBufferPointer { text in
            var cell = cell(text.baseAddress!, text.count, offset: start - base)
            cell.isUnescaped = true
            return cell
        }
    }

    private func cell(_ start: UnsafePointer<UInt8>, _ length: Int, offset: Int) -> Cell {
        let key =
            length > 8
            ? UnsafeCellDictionary.hash(start, length, seed: seed) : UnsafeCellDictionary.packed(start, length)
        return Cell(start: start, length: length, key: key, offset: offset)
    }

    /// Puts a cell into its column.
    @inline(__always)
    private func take(
        _ cell: Cell, _ column: Int, _ modes: UnsafeMutableBufferPointer<UInt8>,
        _ words: UnsafeMutableBufferPointer<UInt64>, _ bit: UInt64
    ) {
        if modes[column] == 0 {
            if cell.length == 1, cell.key == 0x30 || cell.key == 0x31 {
                words[column] |= (cell.key & 1) << bit
                return
            }
            leaveBits(column, words)
            modes[column] = 1
        }
        let isUnescaped = cell.isUnescaped
        let length = cell.length
        coded[column].append(key: cell.key, cell.start, length, offset: cell.offset) { start in
            isUnescaped ? keep(start, length) : start
        }
    }

    private func keep(_ start: UnsafePointer<UInt8>, _ length: Int) -> UnsafePointer<UInt8> {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: length)
        memory.initialize(from: start, count: length)
        unescaped.append(memory)
        return UnsafePointer(memory)
    }

    /// Turns the rows so far of a column into numbered texts.
    @inline(never)
    private func leaveBits(_ column: Int, _ words: UnsafeMutableBufferPointer<UInt64>) {
        for row in 0..<rows {
            let word = row >> 6 < rows >> 6 ? bitWords[(row >> 6) * columnCount + column] : words[column]
            let digit = Int(word >> UInt64(row & 63) & 1)
            coded[column].append(key: UInt64(0x30 + digit), digits + digit, 1, offset: 0) { $0 }
        }
        words[column] = 0
    }

    /// The cells of the row, for the message.
    private func countCells(_ rowStart: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
        var p = rowStart
        var count = 1
        var isQuoted = false
        while p < end, isQuoted || p[0] != 0x0A {
            if p[0] == 0x22 { isQuoted.toggle() }
            if p[0] == delimiter, !isQuoted { count += 1 }
            p += 1
        }
        return count
    }
}
