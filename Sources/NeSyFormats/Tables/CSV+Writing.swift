import NeSyTensor

extension CSV {
    /// The table as text, with its labels as last column: quotes where they are needed, lines that end in LF.
    /// What is written reads back to the same cells.
    /// - Precondition: there is a label for every row, and at least one column.
    public static func write(
        _ table: Table, labels: Labels? = nil, labelName: String = "label", delimiter: Delimiter = .comma
    ) -> [UInt8] {
        precondition(labels == nil || labels!.count == table.rowCount)
        let width = table.columns.count + (labels == nil ? 0 : 1)
        precondition(width > 0)
        var out: [UInt8] = []
        func end(_ column: Int) { out.append(column + 1 == width ? 0x0A : delimiter.rawValue) }
        for (index, column) in table.columns.enumerated() {
            out += text(column.name, delimiter, isAlone: width == 1)
            end(index)
        }
        if labels != nil {
            out += text(labelName, delimiter, isAlone: width == 1)
            end(width - 1)
        }
        // Every distinct cell is rendered once.
        let cells = table.columns.map { column -> [[UInt8]] in
            switch column.storage {
            case .bits: return [[0x30], [0x31]]
            case .coded(let numbers, let strings, _):
                return numbers.map { Array(text(of: $0).utf8) }
                    + strings.map { text($0, delimiter, isAlone: width == 1) }
            }
        }
        let classes = labels?.classes.map { text($0, delimiter, isAlone: width == 1) } ?? []
        for row in 0..<table.rowCount {
            for (index, column) in table.columns.enumerated() {
                switch column.storage {
                case .bits(let bits): out += cells[index][bits[row] ? 1 : 0]
                case .coded(_, _, let codes): out += cells[index][Int(codes[row])]
                }
                end(index)
            }
            if let labels {
                out += classes[Int(labels.indices[row])]
                end(width - 1)
            }
        }
        return out
    }

    /// The shortest text that reads back to the number; integers without a point.
    static func text(of number: Double) -> String {
        if number.magnitude < 0x1p53, number == number.rounded() { return String(Int(number)) }
        return number.description
    }

    private static func text(_ cell: String, _ delimiter: Delimiter, isAlone: Bool) -> [UInt8] {
        // An empty cell that is a whole line would be taken for no row.
        Array((isAlone && cell.isEmpty ? "\"\"" : CSVField.quoted(cell, delimiter: delimiter.rawValue)).utf8)
    }
}
