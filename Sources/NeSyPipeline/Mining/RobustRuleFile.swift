import NeSyInduction
import NeSyJSON
import NeSyLogic
import NeSyTensor

/// Reads robust rules from JSON for scoring: a document of `nesy mine`, or a list of rules that another program wrote.
///
/// A rule is an object with `head` and `tail`, lists of item names or of item numbers (through both layers, heads
/// first, from 0), and the thresholds `head_threshold` or `l` (1 when absent) and `tail_threshold` or `k` (all of the
/// tail when absent). A document with the schema of `rules.json` is read by its own rules: all of these are there, and
/// items have names.
struct RobustRuleFile {
    let pair: LayerPair
    private let items: [String: Int]

    init(_ pair: LayerPair) {
        self.pair = pair
        items = Dictionary(pair.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Throws: bad data naming the rule and the key.
    func rules(_ document: JSON) throws(NeSyError) -> [ItemRule] {
        if document["schema"]?.stringValue == RobustRuleSet.schema { return try rules(RobustRuleSet(json: document)) }
        guard let list = document.arrayValue ?? document["rules"]?.arrayValue else {
            throw NeSyError(
                .badData, "The file holds no rules.", expected: "a list of rules, or an object with the key \"rules\"",
                found: String(document.text().prefix(40)))
        }
        var rules: [ItemRule] = []
        for (index, json) in list.enumerated() {
            do throws(NeSyError) { rules.append(try rule(json)) } catch { throw error.located(at: "rule \(index + 1)") }
        }
        return rules
    }

    private func rules(_ set: RobustRuleSet) throws(NeSyError) -> [ItemRule] {
        var rules: [ItemRule] = []
        for (index, rule) in set.rules.enumerated() {
            do throws(NeSyError) {
                rules.append(
                    ItemRule(
                        head: try items(rule.head.attributes.map(JSON.string), "head"),
                        tail: try items(rule.tail.attributes.map(JSON.string), "tail"),
                        headThreshold: rule.head.threshold, tailThreshold: rule.tail.threshold))
            } catch { throw error.located(at: "rule \(index + 1)") }
        }
        return rules
    }

    private func rule(_ json: JSON) throws(NeSyError) -> ItemRule {
        let (head, tail) = (try list("head", json), try list("tail", json))
        return ItemRule(
            head: head, tail: tail,
            headThreshold: try threshold(["head_threshold", "l"], json) ?? 1,
            tailThreshold: try threshold(["tail_threshold", "k"], json) ?? tail.count)
    }

    private func list(_ key: String, _ json: JSON) throws(NeSyError) -> [Int] {
        guard let values = json[key]?.arrayValue else {
            throw NeSyError(
                .badData, "A rule has no \(key).", expected: "the key \"\(key)\" with a list of items",
                found: String((json[key] ?? json).text().prefix(40)))
        }
        return try items(values, key)
    }

    private func items(_ values: [JSON], _ key: String) throws(NeSyError) -> [Int] {
        var found: [Int] = []
        for value in values { found.append(try item(value, key)) }
        return found.sorted()
    }

    private func item(_ value: JSON, _ key: String) throws(NeSyError) -> Int {
        if let number = value.intValue, (0..<pair.count).contains(number) { return number }
        if let name = value.stringValue, let item = items[name] { return item }
        let shown = pair.names.prefix(5).joined(separator: ", ")
        // A search among all names would take long in a large layer.
        let near = value.stringValue.flatMap { Spelling.closest(to: $0, among: pair.names.prefix(20_000)) }
        throw NeSyError(
            .badData, "A rule speaks of an item that neither layer has.", at: key,
            expected: "a name such as \(shown), or a number below \(pair.count)",
            found: String(value.text().prefix(40)),
            remedy: near.map { "Did you mean '\($0)'?" })
    }

    private func threshold(_ keys: [String], _ json: JSON) throws(NeSyError) -> Int? {
        for key in keys {
            guard let value = json[key] else { continue }
            guard let number = value.intValue else {
                throw NeSyError(.badData, "A threshold is no whole number.", at: key, found: value.text())
            }
            return number
        }
        return nil
    }
}
