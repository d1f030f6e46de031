import NeSyLogic
import NeSyStorage
import NeSyTensor

extension RulesFolder {
    /// Layers of which more cells are set are not written as facts: the text would dwarf the data.
    static let factLimit = 2_000_000

    private static let outcomeFile = "intervention.csv"

    /// As ``prepare()``; besides what an earlier search said of its rules goes with them.
    func prepareMining() throws(NeSyError) {
        try prepare()
        for name in ["summary.json", RulesFolder.outcomeFile] {
            do throws(StorageError) { try files.remove(path + "/" + name) } catch { throw NeSyError(writing: error) }
        }
    }

    /// Writes rules between layers in every notation but JSON, which comes last of all, and the rows as facts where
    /// they are few.
    /// - Returns: the names of the files.
    func writeNotations(of rules: RobustRuleSet, pair: LayerPair) throws(NeSyError) -> [String] {
        try write("rules.txt", rules.text())
        try write("rules.pl", rules.prolog())
        try write("rules.lp", rules.clingo())
        try write("rules.csv", rules.csv())
        return try RulesFolder.notations.filter { $0 != "rules.json" } + writeFacts(of: rules, pair: pair)
    }

    /// Writes what an intervention did.
    /// - Returns: the names of the files.
    func write(_ outcome: InterventionOutcome) throws(NeSyError) -> [String] {
        try write(RulesFolder.outcomeFile, outcome.csv)
        return [RulesFolder.outcomeFile]
    }

    private func writeFacts(of rules: RobustRuleSet, pair: LayerPair) throws(NeSyError) -> [String] {
        let used = Set(rules.usedAttributes)
        let items = (0..<pair.count).filter { used.contains(pair.name($0)) }
        guard pair.rows <= RulesFolder.factRowLimit,
            items.reduce(0, { $0 + pair.column($1).count }) <= RulesFolder.factLimit
        else {
            try removeFacts()
            return []
        }
        let table = pair.table(of: items)
        try write("facts.lp", try rules.clingoFacts(for: table))
        try write("facts.pl", try rules.prologFacts(for: table))
        return RulesFolder.facts
    }
}
