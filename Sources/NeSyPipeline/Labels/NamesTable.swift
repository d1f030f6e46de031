import NeSyFormats
import NeSyStorage
import NeSyTensor

/// The text of a table that people write names into. Lines are only added: what stands there stays as it is.
struct NamesTable {
    private(set) var text: String
    private let columns: [String]
    private let delimiter: CSV.Delimiter
    /// The filters that have a line.
    private var filters: Set<Int>

    /// A table without lines.
    init() {
        columns = ["filter", "name"]
        delimiter = .comma
        text = "filter,name\n"
        filters = []
    }

    /// A table that is there.
    /// - Throws: what ``HandWrittenNames`` throws.
    init(file: String, files: FileSystem) throws(NeSyError) {
        (text, columns, delimiter, filters) = try files.decode(file) { (bytes) throws(NeSyError) in
            let table = try CSV.read(bytes, numeric: .none, pool: WorkerPool(threadCount: 1)).table
            return (
                String(decoding: bytes, as: UTF8.self), table.columns.map(\.name), try CSV.delimiter(of: bytes),
                try HandWrittenNames(table, source: file).filters
            )
        }
    }

    func hasLine(_ filter: Int) -> Bool { filters.contains(filter) }

    /// Adds a line for a filter that has none.
    mutating func add(_ filter: Int, _ concepts: [String]) {
        guard filters.insert(filter).inserted else { return }
        let lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        if text.last?.isNewline == false { text += lineEnd }
        let cells = columns.map { column in
            switch column {
            case "filter": "f\(filter)"
            case "name": HandWrittenNames.cell(concepts)
            default: ""
            }
        }
        let separator = String(UnicodeScalar(delimiter.rawValue))
        text += cells.map { CSVField.quoted($0, delimiter: delimiter.rawValue) }.joined(separator: separator) + lineEnd
    }
}
