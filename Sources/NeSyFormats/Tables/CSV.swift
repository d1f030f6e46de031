import NeSyTensor

/// Tables as text: a header line of column names, then a row a line (RFC 4180, with the delimiters and line ends
/// that occur in practice).
public enum CSV {
    public enum Delimiter: UInt8, Sendable, Hashable, CaseIterable {
        case comma = 0x2C
        case semicolon = 0x3B
        case tab = 0x09
    }

    /// Which columns hold numbers.
    public enum NumericColumns: Sendable, Hashable {
        /// A column is numeric when every cell but the missing ones (empty, `?`) is a number, and its cells are
        /// not all `0` or `1`.
        case inferred
        case named([String])
        case none
    }

    /// Reads a table.
    ///
    /// Cells are kept as they stand, without the quotes around them; nothing is trimmed. In a numeric column a
    /// cell that Python's `float` accepts is a number, any other (`?`, empty, `nan`) stays a string. A column
    /// whose cells are all `0` or `1` is kept as bits unless it is named numeric. A byte order mark is skipped,
    /// lines end in LF or CRLF, empty lines are skipped in tables of more than one column.
    ///
    /// The file is divided into pieces by its length and parsed on all threads of the pool; the table does not
    /// depend on how many there are.
    /// - Parameters:
    ///   - label: the column whose texts become the classes; it leaves the table.
    ///   - ignoring: columns that are left out.
    ///   - delimiter: the most frequent of comma, semicolon and tab in the header line when nil.
    /// - Throws: `.badData` with the line: no header, no rows, two columns of one name, a row with another
    ///   number of cells, a quote out of place, text that is not UTF-8, an empty label; and for a column asked
    ///   for that is not there.
    public static func read(
        _ bytes: [UInt8], label: String? = nil, numeric: NumericColumns = .inferred, ignoring: [String] = [],
        delimiter: Delimiter? = nil, pool: WorkerPool = WorkerPool()
    ) throws(NeSyError) -> (table: Table, labels: Labels?) {
        let header = try CSVHeader(bytes, delimiter: delimiter)
        let labelIndex = try label.map { name throws(NeSyError) in try header.index(of: name, "label column") }
        var roles = [CSVRole](repeating: .text, count: header.names.count)
        switch numeric {
        case .none: break
        case .inferred: roles = roles.map { _ in .inferred }
        case .named(let names):
            for name in names { roles[try header.index(of: name, "numeric column")] = .numeric }
        }
        for name in ignoring { roles[try header.index(of: name, "column to ignore")] = .ignored }
        if let labelIndex { roles[labelIndex] = .label }
        return try CSVTableReader(bytes: bytes, header: header, roles: roles).read(pool)
    }

    /// The delimiter that a table is read with unless another is asked for: the most frequent in its header line.
    public static func delimiter(of bytes: [UInt8]) throws(NeSyError) -> Delimiter {
        Delimiter(rawValue: try CSVHeader(bytes, delimiter: nil).delimiter) ?? .comma
    }
}

/// What a column of the file is read for.
enum CSVRole {
    case text, numeric, inferred, label, ignored
}
