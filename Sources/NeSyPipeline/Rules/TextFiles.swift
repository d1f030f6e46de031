import NeSyFormats
import NeSyLogic
import NeSyStorage
import NeSyTensor

/// The texts of a folder. All are made before the first is written, so that what cannot be said leaves the folder as it
/// was.
struct TextFiles {
    private var texts: [(name: String, text: String?)] = []

    init() {}

    /// A program in every notation but JSON, and as facts the rows that it was learned from.
    /// - Parameter table: the rows; facts are left out when nil, and of more than ``RulesFolder/factRowLimit``.
    init(_ program: RuleProgram, notation: RuleNotation, table: Table?) throws(NeSyError) {
        add("rules.txt", program.text(notation))
        add("rules.pl", program.prolog(notation))
        add("rules.lp", program.clingo(notation))
        add("rules.csv", program.csv(notation))
        let rows = table.flatMap { $0.rowCount <= RulesFolder.factRowLimit ? $0 : nil }
        add(
            "facts.lp",
            try rows.map { (rows) throws(NeSyError) in try program.clingoFacts(for: rows, notation: notation) })
        add(
            "facts.pl",
            try rows.map { (rows) throws(NeSyError) in try program.prologFacts(for: rows, notation: notation) })
    }

    /// Appends a file.
    /// - Parameter text: nil where there is none; an earlier file of this name goes, as it would contradict the others.
    mutating func add(_ name: String, _ text: String?) { texts.append((name, text)) }

    /// The names of the files, in the order in which they are written.
    var names: [String] { texts.filter { $0.text != nil }.map(\.name) }

    func write(to folder: String, _ files: FileSystem) throws(NeSyError) {
        for (name, text) in texts {
            let path = folder + "/" + name
            if let text { try files.encode(Array(text.utf8), to: path) } else {
                do throws(StorageError) { try files.remove(path) } catch { throw NeSyError(writing: error) }
            }
        }
    }
}
