import NeSyConcepts
import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyStorage
import NeSyTensor

extension LabelsFolder {
    /// Concepts in the table of scores. Of more, those stay that score among the ten best of a filter.
    static let keptConcepts = 1000

    /// - Throws: `.cannotCreateOutput` when filters have been named already.
    func requireEmpty() throws(NeSyError) {
        if try isLabelled() {
            throw NeSyError(
                .cannotCreateOutput, "The filters of this run have names already.", at: path, found: "labels.json",
                remedy: "Add --force to name them anew.")
        }
    }

    /// Writes names and what they rest on, and the program with them. Old names go first and new ones come last, so
    /// that a folder with `labels.json` is complete; they go only when all there is to write is known.
    /// - Parameters:
    ///   - data: the images that filters were named on; nil where names rest on none.
    ///   - table: the rows that become facts; nil where there are none.
    /// - Returns: the names of the files that were written.
    func write(
        _ labels: FilterLabels, _ findings: LabelFindings, data: String?, program: RuleProgram, table: Table?
    ) throws(NeSyError) -> [String] {
        var texts = try TextFiles(program, notation: .concepts(names: labels.attributeNames), table: table)
        texts.add("labels.csv", labels.csv())
        texts.add("scores.csv", findings.scores?.csv())
        texts.add("groups.csv", findings.groups?.csv())
        let document: JSON = [
            "schema": .string(LabelsFolder.schema), "method": .string(findings.method),
            "score": findings.score.map(JSON.string) ?? .null, "margin": findings.margin.map(JSON.number) ?? .null,
            "data": data.map(JSON.string) ?? .null, "filters": labels.json,
        ]
        texts.add("labels.json", document.text(pretty: true) + "\n")
        do throws(StorageError) {
            try files.makeDirectory(path)
            try files.remove(labelsFile)
            try files.sweep(path)
        } catch { throw NeSyError(writing: error) }
        try texts.write(to: path, files)
        return texts.names
    }

    /// Writes a program with the names of its filters.
    /// - Parameter table: the rows that become facts.
    func writeRules(_ program: RuleProgram, labels: FilterLabels, table: Table) throws(NeSyError) {
        try TextFiles(program, notation: .concepts(names: labels.attributeNames), table: table).write(to: path, files)
    }

    /// How rules of the run are written: with names where filters have them, else as `extract` writes them.
    public func notation() throws(NeSyError) -> RuleNotation {
        try labels().map { .concepts(names: $0.attributeNames) } ?? RuleExtraction.notation
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
            text += "\(label.filter)," + fields.map { CSVField.quoted($0) }.joined(separator: ",") + "\n"
        }
        return text
    }
}
