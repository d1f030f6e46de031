import NeSyLogic
import NeSyStorage
import NeSyTensor

extension RulesFolder {
    /// Layers of which more cells are set are not written as facts: the text would dwarf the data.
    static let factLimit = 2_000_000

    /// Writes rules between layers in every notation, and the rows as facts where they are few.
    /// - Returns: the names of the files.
    func write(_ rules: RobustRuleSet, pair: LayerPair) throws(NeSyError) -> [String] {
        try write("rules.txt", rules.text())
        try write("rules.pl", rules.prolog())
        try write("rules.lp", rules.clingo())
        try write("rules.csv", rules.csv())
        let facts = try writeFacts(of: rules, pair: pair)
        try write("rules.json", rules.json().text(pretty: true) + "\n")
        return RulesFolder.notations + facts
    }

    /// Writes what an intervention did; without one what an earlier one did is no longer true, and goes.
    /// - Returns: the names of the files.
    func write(_ outcome: InterventionOutcome?) throws(NeSyError) -> [String] {
        let name = "intervention.csv"
        guard let outcome else {
            do throws(StorageError) { try files.remove(path + "/" + name) } catch { throw NeSyError(writing: error) }
            return []
        }
        try write(name, outcome.csv)
        return [name]
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
