import NeSyTensor

/// Whether rules over items can be told to somebody who then can tell the table from them.
struct RuleSetCheck {
    let usage: [Int]
    let names: [String]?
    let mode: ScoreReading.Mode

    func check(_ rules: [ItemRule]) throws(NeSyError) {
        for (position, rule) in rules.enumerated() { try check(rule, at: "rule \(position + 1)") }
        if let cycle = ItemCycle.find(in: rules, items: usage.count) {
            throw NeSyError(
                .badData, "The rules are circular: an item cannot be told with the help of itself.",
                found: cycle.map(name).joined(separator: " -> "),
                remedy: "Leave one of the rules on this way out.")
        }
    }

    private func check(_ rule: ItemRule, at place: String) throws(NeSyError) {
        try check(rule.head, threshold: rule.headThreshold, side: "head", at: place)
        try check(rule.tail, threshold: rule.tailThreshold, side: "tail", at: place)
        let head = Set(rule.head)
        if let common = rule.tail.first(where: head.contains) {
            throw NeSyError(
                .badData, "An item is in the head and in the tail of one rule.", at: place, found: name(common))
        }
        if mode == .strict, rule.tailThreshold < rule.tail.count {
            throw NeSyError(
                .badData, "The strict reading has no code for tails that are missing.", at: place,
                expected: "a tail threshold of \(rule.tail.count), the size of the tail",
                found: "\(rule.tailThreshold)", remedy: "Score these rules in the robust mode.")
        }
    }

    private func check(_ items: [Int], threshold: Int, side: String, at place: String) throws(NeSyError) {
        guard !items.isEmpty else {
            throw NeSyError(.badData, "The \(side) of a rule is empty.", at: place, expected: "one item or more")
        }
        var seen = Set<Int>()
        for item in items {
            guard usage.indices.contains(item) else {
                throw NeSyError(
                    .badData, "The \(side) of a rule has an item that the table does not have.", at: place,
                    expected: "0 to \(usage.count - 1)", found: "\(item)")
            }
            guard seen.insert(item).inserted else {
                throw NeSyError(
                    .badData, "The \(side) of a rule has an item twice.", at: place, found: name(item))
            }
            guard usage[item] > 0 else {
                throw NeSyError(
                    .badData, "The \(side) of a rule has an item that is set in no row: there is no code word for it.",
                    at: place, found: name(item), remedy: "Leave the item out of the rule.")
            }
        }
        guard threshold >= 1, threshold <= items.count else {
            throw NeSyError(
                .badData, "The \(side) threshold of a rule is out of range.", at: place,
                expected: items.count == 1 ? "1" : "1 to \(items.count), the size of the \(side)",
                found: "\(threshold)")
        }
    }

    private func name(_ item: Int) -> String { names?[item] ?? "item \(item)" }
}
