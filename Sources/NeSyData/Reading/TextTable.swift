import NeSyFormats
import NeSyStorage
import NeSyTensor

/// A table beside a data set, its cells as they stand in the file.
struct TextTable {
    let path: String
    private let table: Table
    /// The line on which every row begins.
    private let lines: [Int]

    /// The largest table that is read.
    private static let sizeLimit = 1 << 30

    init(_ path: String, _ fileSystem: FileSystem) throws(NeSyError) {
        self.path = path
        (table, lines) = try fileSystem.decode(path, limit: TextTable.sizeLimit) { bytes throws(NeSyError) in
            let table = try CSV.read(bytes, numeric: .none).table
            return (table, CSV.lines(ofRowsIn: bytes, columns: table.columns.count))
        }
    }

    var rowCount: Int { table.rowCount }
    var columnNames: [String] { table.columns.map(\.name) }

    /// Where a row stands, for errors.
    func place(_ row: Int) -> String { "\(path), \(line(row))" }

    func line(_ row: Int) -> String { "line \(lines[row])" }

    /// The cells of the first of these columns that is there.
    /// - Throws: `.badData` when there is none of them.
    func column(_ names: [String]) throws(NeSyError) -> [String] {
        guard let index = names.lazy.compactMap({ table.index(of: $0) }).first else {
            throw NeSyError(
                .badData, "A column is missing.", at: path,
                expected: "a column called \(names.joined(separator: " or "))",
                found: columnNames.joined(separator: ", "))
        }
        let column = table.columns[index]
        return (0..<table.rowCount).map { row in
            switch column.cell(row) {
            case .string(let text): text
            case .number(let value): "\(value)"
            }
        }
    }

    /// `split`, else the only column whose name ends in `_split`; nil when there is none.
    var splitColumn: String? {
        get throws(NeSyError) {
            if columnNames.contains("split") { return "split" }
            let candidates = columnNames.filter { $0.hasSuffix("_split") }
            if candidates.count > 1 {
                throw NeSyError(
                    .badData, "Several columns could be the split.", at: path,
                    found: candidates.joined(separator: ", "), remedy: "Rename the one to use to 'split'.")
            }
            return candidates.first
        }
    }
}
