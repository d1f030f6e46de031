import NeSyTensor

extension RuleProgram {
    /// One line a rule: `rule,prediction,support,confidence,literals,exceptions,provenance,status`.
    ///
    /// `rule` is the body in the notation of the published systems, `support` the rows it decided,
    /// `confidence` the share of them it decided rightly, `exceptions` the exceptions it refers to, each with
    /// its body. What is not known is empty.
    public func csv(_ notation: RuleNotation = RuleNotation()) -> String {
        let bodies = bodyTexts(notation)
        var out = "rule,prediction,support,confidence,literals,exceptions,provenance,status\n"
        for (position, rule) in rules.enumerated() {
            let fields = [
                bodies[position],
                notation.className(classes[rule.classIndex]),
                rule.support.map { "\($0.fired)" } ?? "",
                rule.precision.map { "\($0)" } ?? "",
                "\(rule.body.count + rule.exceptions.count)",
                exceptionsBehind(rule.clause).map { "ab\($0 + 1): \(bodies[rules.count + $0])" }
                    .joined(separator: "; "),
                rule.provenance ?? "",
                rule.status?.name ?? "",
            ]
            out += fields.map { CSVField.quoted($0) }.joined(separator: ",") + "\n"
        }
        return out
    }

    /// All exceptions a clause depends on, ascending.
    private func exceptionsBehind(_ clause: Clause) -> [Int] {
        var behind = Set(clause.exceptions)
        // Exceptions refer backwards, so one walk down finds them all.
        for exception in exceptions.indices.reversed() where behind.contains(exception) {
            behind.formUnion(exceptions[exception].exceptions)
        }
        return behind.sorted()
    }
}
