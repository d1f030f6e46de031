import NeSyConcepts
import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Names that people have given to filters: a table with the columns `filter` and `name`.
///
/// A filter is given as in the rules, `f17`, or by its number. A name is a concept, or several joined by `;` or `+`;
/// numbers are added when rules are written, `sky;building` becomes `sky1_building1`. A filter without a name keeps its
/// number.
public struct HandWrittenNames: Sendable, Hashable {
    /// Filters that have a name, with the concepts in the order given.
    public let concepts: [Int: [String]]
    /// Filters that have a line.
    let filters: Set<Int>
    /// Where the table was read, for errors.
    private let source: String

    /// Characters of a name.
    private static let longest = 80

    /// - Throws: `.missingInput` when there is no such file; bad data naming the row for a filter that is no number or
    ///   occurs twice, and for a name that cannot be one.
    public init(file: String, files: FileSystem = .system) throws(NeSyError) {
        self = try files.decode(file) { (bytes) throws(NeSyError) in
            try HandWrittenNames(
                CSV.read(bytes, numeric: .none, pool: WorkerPool(threadCount: 1)).table, source: file)
        }
    }

    /// Errors name the row; their caller knows the file.
    init(_ table: Table, source: String) throws(NeSyError) {
        self.source = source
        guard let filterColumn = table.index(of: "filter"), let nameColumn = table.index(of: "name") else {
            throw NeSyError(
                .badData, "The table of names lacks a column.", expected: "the columns filter and name",
                found: table.columns.map(\.name).joined(separator: ", "))
        }
        var concepts: [Int: [String]] = [:]
        var rows: [Int: Int] = [:]
        for row in 0..<table.rowCount {
            let place = "row \(row + 1)"
            let text = HandWrittenNames.text(table.columns[filterColumn].cell(row))
            guard let filter = HandWrittenNames.filter(text) else {
                throw NeSyError(
                    .badData, "A row of the table of names has no filter.", at: place,
                    expected: "f17 or 17, say", found: text.debugDescription)
            }
            if let earlier = rows.updateValue(row, forKey: filter) {
                throw NeSyError(
                    .badData, "A filter has two rows in the table of names.", at: place,
                    expected: "one row for f\(filter)", found: "another in row \(earlier + 1)")
            }
            do throws(NeSyError) {
                let names = try HandWrittenNames.concepts(HandWrittenNames.text(table.columns[nameColumn].cell(row)))
                if !names.isEmpty { concepts[filter] = names }
            } catch { throw error.located(at: place) }
        }
        self.concepts = concepts
        filters = Set(rows.keys)
    }

    private static func text(_ cell: TableColumn.Cell) -> String {
        switch cell {
        case .string(let text): ConceptName.trimmed(text)
        case .number(let number): "\(number)"
        }
    }

    private static func filter(_ text: String) -> Int? {
        let digits = text.first == "f" || text.first == "F" ? text.dropFirst() : Substring(text)
        return digits.allSatisfy({ $0.isASCII && $0.isNumber }) ? Int(digits) : nil
    }

    /// The concepts of a cell; none when it is empty.
    /// - Throws: bad data for a name that cannot be one.
    static func concepts(_ cell: String) throws(NeSyError) -> [String] {
        if cell.isEmpty { return [] }
        var names: [String] = []
        func refused(_ expected: String?) -> NeSyError {
            NeSyError(
                .badData, "A filter cannot have this name.", expected: expected, found: cell.debugDescription)
        }
        for part in cell.split(omittingEmptySubsequences: false, whereSeparator: { ";+".contains($0) }) {
            let name: String
            do throws(NeSyError) { name = try ConceptName.cleaned(part) } catch { throw refused(error.expected) }
            if let complaint = complaint(about: name, after: names) { throw refused(complaint) }
            names.append(name)
        }
        return names
    }

    /// The cell of some concepts.
    static func cell(_ concepts: [String]) -> String { concepts.joined(separator: ";") }

    /// What is wrong with a name, as what was expected instead; nil when nothing is.
    private static func complaint(about name: String, after others: [String]) -> String? {
        if name.count > longest { return "at most \(longest) characters" }
        if others.contains(where: { ConceptName.word($0) == ConceptName.word(name) }) { return "each concept once" }
        if name.first?.isLetter != true { return "a letter at the beginning of '\(name)'" }
        if name.last.map({ $0.isASCII && $0.isNumber }) == true {
            return "no number at the end of '\(name)': concepts are numbered by nesy label"
        }
        return nil
    }

    /// - Throws: bad data for a filter that a layer of `count` does not have.
    func check(filterCount count: Int) throws(NeSyError) {
        if let unknown = concepts.keys.filter({ $0 >= count }).min() {
            throw NeSyError(
                .badData, "The network has no such filter.", at: source, expected: "f0 to f\(count - 1)",
                found: "f\(unknown)")
        }
    }

    /// - Parameter filters: those that get a line in any case, in the order in which names are numbered; other filters
    ///   that have names follow by number.
    func findings(for filters: [Int]) -> LabelFindings {
        let others = Set(concepts.keys).subtracting(filters).sorted()
        return LabelFindings(
            method: "by-hand",
            choices: (filters + others).map { filter in
                let names = concepts[filter] ?? []
                return (filter, names.map { ScoredConcept(name: $0, score: 1 / Double(names.count)) })
            })
    }
}
