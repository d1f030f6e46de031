/// Rows of named attributes, stored by column: what rule learners read and rule programs are evaluated on.
///
/// A cell is a number or a string. In a column declared numeric a cell that is no number (`?`, empty)
/// stays a string, so a column can be mixed.
public struct Table: Sendable, Hashable {
    public private(set) var columns: [TableColumn]
    public let rowCount: Int
    private let columnByName: [String: Int]

    /// - Precondition: all columns have `rowCount` rows, and no name occurs twice.
    public init(rowCount: Int, columns: [TableColumn]) {
        precondition(columns.allSatisfy { $0.rowCount == rowCount })
        self.columns = columns
        self.rowCount = rowCount
        columnByName = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
    }

    /// A Boolean table from the columns of a bit matrix, without copying values into strings.
    public init(bits: BitMatrix, names: [String]) {
        precondition(names.count == bits.columns)
        self.init(
            rowCount: bits.rows,
            columns: names.enumerated().map { TableColumn(name: $1, bits: bits.column($0)) })
    }

    /// The position of the column with this name.
    public func index(of name: String) -> Int? { columnByName[name] }

    /// The given rows, in the given order.
    public func selecting(rows: [Int]) -> Table {
        Table(rowCount: rows.count, columns: columns.map { $0.selecting(rows: rows) })
    }

    /// The given columns, in the given order.
    public func selecting(columns indices: [Int]) -> Table {
        Table(rowCount: rowCount, columns: indices.map { columns[$0] })
    }
}
