import NeSyFormats
import NeSyTensor

extension ItemTableReader {
    /// The items of a table with a line of column names.
    func table(
        _ bytes: [UInt8], _ input: Input, ignoring ignored: [String], pool: WorkerPool
    ) throws(NeSyError) -> LayerItems {
        var (table, _) = try CSV.read(bytes, ignoring: ignored, pool: pool)
        if input.part != nil { table = table.selecting(columns: try columns(input.parts, of: table)) }
        if table.columns.count == 1, let classes = try classes(table.columns[0], in: input) { return classes }
        try requireBits(rows: table.rowCount, columns: table.columns.count)
        var bits = BitMatrix(rows: table.rowCount, columns: table.columns.count)
        for (index, column) in table.columns.enumerated() {
            bits.setColumn(index, to: try self.bits(column))
        }
        return LayerItems(layer: input.stem, kind: .columns, names: table.columns.map(\.name), bits: bits)
    }

    private func columns(_ names: [String], of table: Table) throws(NeSyError) -> [Int] {
        var indices: [Int] = []
        for name in names {
            guard let index = table.index(of: name) else {
                let known = table.columns.map(\.name)
                throw NeSyError(
                    .badData, "The table has no column of this name.", at: "line 1",
                    expected: "one of: " + known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : ""),
                    found: name,
                    remedy: Spelling.closest(to: name, among: known).map { "Did you mean '\($0)'?" })
            }
            if !indices.contains(index) { indices.append(index) }
        }
        return indices
    }

    /// What stands for a class that is not known.
    private static let missing: Set = ["", "?"]

    /// The classes that a single column names; nil when it is an item itself.
    private func classes(_ column: TableColumn, in input: Input) throws(NeSyError) -> LayerItems? {
        guard case .coded(let numbers, let strings, let codes) = column.storage else { return nil }
        var names: [String] = []
        // The class of every code.
        var classes = [Int32](repeating: -1, count: numbers.count + strings.count)
        if numbers.isEmpty {
            for (code, word) in strings.enumerated() where !ItemTableReader.missing.contains(word) {
                classes[code] = Int32(names.count)
                names.append(word)
            }
        } else if strings.allSatisfy(ItemTableReader.missing.contains), numbers != [0, 1],
            numbers.allSatisfy({ $0 == $0.rounded() && $0.magnitude < 0x1p53 })
        {
            for (code, number) in numbers.enumerated() where number >= 0 {
                classes[code] = Int32(names.count)
                names.append("\(column.name)_\(Int(number))")
            }
        } else {
            return nil
        }
        try requireBits(rows: codes.count, columns: names.count)
        return LayerItems(
            layer: column.name, kind: .classes, names: names,
            bits: LayerItems.oneHot(codes.map { classes[Int($0)] }, classes: names.count))
    }

    private func bits(_ column: TableColumn) throws(NeSyError) -> BitColumn {
        switch column.storage {
        case .bits(let bits): return bits
        case .coded(let numbers, let strings, let codes):
            if let row = codes.firstIndex(where: { Int($0) >= numbers.count }) {
                throw NeSyError(
                    .badData, "A cell is no number.", at: "row \(row + 1), column \"\(column.name)\"",
                    expected: "0 and 1, or numbers",
                    found: "'\(strings[Int(codes[row]) - numbers.count])'",
                    remedy: "Leave the column out, or take it as classes on one side: FILE:\(column.name).")
            }
            let limit: Double
            switch threshold {
            case .above(let value): limit = value
            case .quantile(let quantile):
                let sample = ItemThreshold.sample(of: codes.count).map { codes[$0] }.sorted()
                limit = numbers[Int(sample[ItemThreshold.rank(of: quantile, among: sample.count)])]
            }
            let first = numbers.firstIndex { $0 > limit } ?? numbers.count
            var bits = BitColumn(rows: codes.count)
            for (row, code) in codes.enumerated() where Int(code) >= first { bits[row] = true }
            return bits
        }
    }
}
