import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyStorage
import NeSyTensor

/// A folder of rules: the same program in every notation, and what it says about every row it was learned from.
public struct RulesFolder: Sendable {
    public let path: String
    public let files: FileSystem

    public init(_ path: String, files: FileSystem = .system) {
        self.path = RunFolder.trimmed(path)
        self.files = files
    }

    private static let predictions = "predictions.csv"

    /// The notations of a program, by file name.
    public static let notations = ["rules.txt", "rules.pl", "rules.lp", "rules.json", "rules.csv"]

    /// The rows as facts, so that `clingo rules.lp facts.lp` and `swipl rules.pl facts.pl` can be run at once.
    public static let facts = ["facts.lp", "facts.pl"]

    /// Tables with more rows are not written as facts: the text would dwarf the table.
    public static let factRowLimit = 20_000

    public var programFile: String { path + "/rules.json" }
    /// The figures of an extraction.
    public var summaryFile: String { path + "/summary.json" }

    /// - Throws: `.cannotCreateOutput` when rules stand there already.
    public func requireEmpty() throws(NeSyError) {
        var isThere = false
        do throws(StorageError) {
            isThere = try files.inspect(programFile) != nil
        } catch { throw NeSyError(writing: error) }
        if isThere {
            throw NeSyError(
                .cannotCreateOutput, "The output folder holds rules already.", at: path, found: "rules.json",
                remedy: "Choose another --out, or add --force to replace them.")
        }
    }

    /// Makes the folder and sweeps what a killed run left there. An old program goes first and a new one comes last,
    /// so that a folder with a program is complete.
    public func prepare() throws(NeSyError) {
        do throws(StorageError) {
            try files.makeDirectory(path)
            try files.remove(programFile)
            try files.sweep(path)
        } catch { throw NeSyError(writing: error) }
    }

    /// Writes every notation of the program, the rows as facts, and one line for each row: `row,class,rule`.
    /// - Parameter evaluation: of the rows in the order of the table; rules count from 1, and an unclassified row has
    ///   neither class nor rule.
    public func write(
        _ program: RuleProgram, table: Table, evaluation: ProgramEvaluation, notation: RuleNotation
    ) throws(NeSyError) {
        var texts = try TextFiles(program, notation: notation, table: table)
        var lines = "row,class,rule\n"
        for row in 0..<evaluation.rowCount {
            let predicted = evaluation.classes[row]
            let name = predicted < 0 ? "" : CSVField.quoted(program.classes[Int(predicted)])
            let rule = evaluation.rules[row]
            lines += "\(row),\(name),\(rule < 0 ? "" : String(rule + 1))\n"
        }
        texts.add(RulesFolder.predictions, lines)
        texts.add("rules.json", program.json().text(pretty: true) + "\n")
        try texts.write(to: path, files)
    }

    /// The program as it was written.
    public func program() throws(NeSyError) -> RuleProgram {
        let json = try files.decodeJSON(programFile)
        do throws(NeSyError) { return try RuleProgram(json: json) } catch { throw error.located(at: programFile) }
    }

    func write(_ name: String, _ text: String) throws(NeSyError) {
        try files.encode(Array(text.utf8), to: path + "/" + name)
    }

    /// The files of the folder for the `files` of a result.
    public var json: JSON {
        .object((RulesFolder.notations + [RulesFolder.predictions]).map { JSON.Member($0, .string(path + "/" + $0)) })
    }
}
