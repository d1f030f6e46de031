import NeSyConcepts
import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyStorage
import NeSyTensor

extension LabelsFolder {
    /// The notations in which a program is written with names, by file name.
    public static let notations = ["rules.txt", "rules.pl", "rules.lp", "rules.csv"]

    /// - Throws: `.cannotCreateOutput` when filters have been named already.
    func requireEmpty() throws(NeSyError) {
        if try isLabelled() {
            throw NeSyError(
                .cannotCreateOutput, "The filters of this run have names already.", at: path, found: "labels.json",
                remedy: "Add --force to name them anew.")
        }
    }

    /// Writes names and what they rest on, and the program with them. Old names go first and new ones come last, so
    /// that a folder with `labels.json` is complete.
    /// - Parameters:
    ///   - data: the images that filters were named on.
    ///   - table: of these images, whose rows become facts.
    func write(
        _ labels: FilterLabels, _ findings: LabelFindings, data: String, program: RuleProgram, table: Table
    ) throws(NeSyError) {
        do throws(StorageError) {
            try files.makeDirectory(path)
            try files.remove(labelsFile)
            try files.sweep(path)
        } catch { throw NeSyError(writing: error) }
        try writeRules(program, labels: labels, table: table)
        try write("labels.csv", labels.csv())
        if let scores = findings.scores { try write("scores.csv", scores.csv()) } else { try remove("scores.csv") }
        if let groups = findings.groups { try write("groups.csv", groups.csv()) } else { try remove("groups.csv") }
        let document: JSON = [
            "schema": .string(LabelsFolder.schema), "method": .string(findings.method),
            "score": findings.score.map(JSON.string) ?? .null, "margin": findings.margin.map(JSON.number) ?? .null,
            "data": .string(data), "filters": labels.json,
        ]
        try write("labels.json", document.text(pretty: true) + "\n")
    }

    /// Writes a program with the names of its filters.
    /// - Parameter table: the rows that become facts.
    func writeRules(_ program: RuleProgram, labels: FilterLabels, table: Table) throws(NeSyError) {
        let notation = RuleNotation.concepts(names: labels.attributeNames)
        try write("rules.txt", program.text(notation))
        try write("rules.pl", program.prolog(notation))
        try write("rules.lp", program.clingo(notation))
        try write("rules.csv", program.csv(notation))
        if table.rowCount <= RulesFolder.factRowLimit {
            try write("facts.lp", try program.clingoFacts(for: table, notation: notation))
            try write("facts.pl", try program.prologFacts(for: table, notation: notation))
        } else {
            for name in RulesFolder.facts { try remove(name) }
        }
    }

    /// How rules of the run are written: with names where filters have them, else as `extract` writes them.
    public func notation() throws(NeSyError) -> RuleNotation {
        try labels().map { .concepts(names: $0.attributeNames) } ?? RuleExtraction.notation
    }

    /// The files of the folder for the `files` of a result.
    var json: JSON {
        .object((["labels.json", "labels.csv"] + LabelsFolder.notations).map { JSON.Member($0, .string(path + "/" + $0)) })
    }

    private func write(_ name: String, _ text: String) throws(NeSyError) {
        try files.encode(Array(text.utf8), to: path + "/" + name)
    }

    private func remove(_ name: String) throws(NeSyError) {
        do throws(StorageError) { try files.remove(path + "/" + name) } catch { throw NeSyError(writing: error) }
    }
}

extension FilterLabels {
    /// A line for each filter: `filter,label,concepts,scores`; of several concepts and scores the best comes first.
    func csv() -> String {
        var text = "filter,label,concepts,scores\n"
        for label in labels {
            let fields = [
                label.name ?? "", label.concepts.map(\.name).joined(separator: "; "),
                label.concepts.map { "\($0.score)" }.joined(separator: "; "),
            ]
            text += "\(label.filter)," + fields.map { CSV.field($0) }.joined(separator: ",") + "\n"
        }
        return text
    }
}
