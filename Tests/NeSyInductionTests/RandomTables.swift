import NeSyTensor

/// Small tables of every kind of column, from a seed.
enum RandomTables {
    static func table(seed: UInt64, rows: ClosedRange<Int> = 4...70) -> (table: Table, labels: Labels) {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: rows, using: &random)
        let classes = Int.random(in: 2...5, using: &random)
        var labels = (0..<count).map { _ in Int32.random(in: 0..<Int32(classes), using: &random) }
        labels[0] = 0
        labels[1] = 1
        let columns = (0..<Int.random(in: 1...6, using: &random)).map { index in
            column("c\(index)", count, labels, &random)
        }
        return (
            Table(rowCount: count, columns: columns),
            Labels(classes: (0..<classes).map { "k\($0)" }, indices: labels)
        )
    }

    private static func column(
        _ name: String, _ rows: Int, _ labels: [Int32], _ random: inout SplitMix64
    ) -> TableColumn {
        let kind = Int.random(in: 0..<6, using: &random)
        // Some columns follow the class, so that there is something to learn.
        let follows = Bool.random(using: &random)
        if kind == 0 {
            var bits = BitColumn(rows: rows)
            for row in 0..<rows {
                bits[row] =
                    follows && Int.random(in: 0..<4, using: &random) > 0
                    ? labels[row] == 0 : Bool.random(using: &random)
            }
            return TableColumn(name: name, bits: bits)
        }
        let few = ["0", "1", "?", "", "01", "b"].prefix(Int.random(in: 1...6, using: &random))
        let span = [3, 10, 1000][Int.random(in: 0..<3, using: &random)]
        let cells = (0..<rows).map { row -> TableColumn.Cell in
            let shift = follows ? Int(labels[row]) : 0
            let number = TableColumn.Cell.number(Double(Int.random(in: 0..<span, using: &random) + shift) / 4)
            switch kind {
            case 1: return .string(few[Int.random(in: 0..<few.count, using: &random)])
            case 2: return .string("v\(Int.random(in: 0..<40, using: &random) / 2 + shift)")
            case 3, 4: return number
            default:
                return Int.random(in: 0..<4, using: &random) == 0
                    ? .string(few[Int.random(in: 0..<few.count, using: &random)]) : number
            }
        }
        return TableColumn(name: name, isNumeric: kind > 2, cells: cells)
    }

    /// The cells row by row, for columns in the given order.
    static func cells(_ table: Table, _ names: [String]) -> [[TableColumn.Cell]] {
        (0..<table.rowCount).map { row in names.map { table.columns[table.index(of: $0)!].cell(row) } }
    }
}
