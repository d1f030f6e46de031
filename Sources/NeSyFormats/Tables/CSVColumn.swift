import NeSyTensor

/// A column put together from its pieces.
enum CSVColumn {
    case attribute(TableColumn)
    case labels(Labels)

    struct Failure: Error {
        let what: String
        let offset: Int
        var expected: String?
    }

    static func assemble(
        _ pieces: [UnsafeCSVPiece], _ column: Int, _ rowCount: Int, _ role: CSVRole, _ name: String
    ) -> Result<CSVColumn, Failure> {
        if pieces.allSatisfy({ $0[column] == nil }) {
            let bits = bits(pieces, column, rowCount)
            switch role {
            case .label:
                let ones = bits.count
                let classes = (ones < rowCount ? ["0"] : []) + (ones > 0 ? ["1"] : [])
                let offset: Int32 = classes.count == 2 ? 1 : 0
                return .success(
                    .labels(Labels(classes: classes, indices: (0..<rowCount).map { bits[$0] ? offset : 0 })))
            case .numeric: break
            default: return .success(.attribute(TableColumn(name: name, bits: bits)))
            }
        }
        var merger = CSVColumnMerger(pieces, column)
        if role == .numeric || role == .inferred { merger.parseNumbers() }
        let isNumeric = role == .numeric || role == .inferred && merger.areAllNumbersOrMissing
        if !isNumeric { merger.forgetNumbers() }
        let dictionary: (numbers: [Double], strings: [String])
        switch merger.number() {
        case .success(let found): dictionary = found
        case .failure(let failure): return .failure(failure)
        }
        if role == .label, let empty = merger.firstEmpty {
            return .failure(
                Failure(what: "A row has no label.", offset: empty, expected: "a text in column \"\(name)\""))
        }
        let codes = merger.codes(rowCount)
        if role == .label {
            return .success(.labels(Labels(classes: dictionary.strings, indices: codes.map { Int32(bitPattern: $0) })))
        }
        return .success(
            .attribute(
                TableColumn(
                    name: name, isNumeric: isNumeric, numbers: dictionary.numbers, strings: dictionary.strings,
                    codes: codes)))
    }

    /// The bits of all pieces, one after another.
    private static func bits(_ pieces: [UnsafeCSVPiece], _ column: Int, _ rowCount: Int) -> BitColumn {
        var words = [UInt64](repeating: 0, count: BitMatrix.words(forRows: rowCount))
        var row = 0
        for piece in pieces {
            let shift = UInt64(row & 63)
            for index in 0..<(piece.rows + 63) / 64 {
                let word = piece.bitWords[index * piece.columnCount + column]
                let target = row >> 6 + index
                words[target] |= word << shift
                if shift > 0, word >> (64 - shift) != 0 { words[target + 1] |= word >> (64 - shift) }
            }
            row += piece.rows
        }
        return BitColumn(rows: rowCount, words: words)
    }
}
