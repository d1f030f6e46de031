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
        var texts = TextFiles()
        texts.add("rules.txt", rules.text())
        texts.add("rules.pl", rules.prolog())
        texts.add("rules.lp", rules.clingo())
        texts.add("rules.csv", rules.csv())
        let rows = RulesFolder.factRows(of: rules, pair: pair)
        texts.add("facts.lp", try rows.map { (rows) throws(NeSyError) in try rules.clingoFacts(for: rows) })
        texts.add("facts.pl", try rows.map { (rows) throws(NeSyError) in try rules.prologFacts(for: rows) })
        try texts.write(to: path, files)
        return texts.names
    }

    /// Writes what an intervention did.
    /// - Returns: the names of the files.
    func write(_ outcome: InterventionOutcome) throws(NeSyError) -> [String] {
        try write(RulesFolder.outcomeFile, outcome.csv)
        return [RulesFolder.outcomeFile]
    }

    /// What the rules speak of; nil where that is too much for facts.
    private static func factRows(of rules: RobustRuleSet, pair: LayerPair) -> Table? {
        let used = Set(rules.usedAttributes)
        let items = (0..<pair.count).filter { used.contains(pair.name($0)) }
        guard pair.rows <= RulesFolder.factRowLimit,
            items.reduce(0, { $0 + pair.column($1).count }) <= RulesFolder.factLimit
        else { return nil }
        return pair.table(of: items)
    }
}
