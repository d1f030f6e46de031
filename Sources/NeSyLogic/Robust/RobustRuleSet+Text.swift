extension CountCondition {
    /// `a or b`, `a and b`, `at least 2 of {a, b, c}`, or the name when there is but one. Names with blanks or
    /// punctuation are quoted as in Prolog.
    public func text() -> String {
        let names = attributes.map(PrologText.readable)
        if names.count == 1 { return names[0] }
        if threshold == 1 { return names.joined(separator: " or ") }
        if threshold == names.count { return names.joined(separator: " and ") }
        return "at least \(threshold) of {\(names.joined(separator: ", "))}"
    }
}

extension RobustRule {
    /// For people: `shirt or coat -> at least 2 of {relu2_17, relu2_40, relu2_41}`.
    public func text() -> String { "\(head.text()) -> \(tail.text())" }

    /// What is known about the rule: `holds in 5200 of 6000, saves 1234.5 bits`; nil when that is nothing.
    public func statisticsText() -> String? {
        var parts: [String] = []
        if let support { parts.append("holds in \(support.holds) of \(support.applies)") }
        if let bitsSaved { parts.append("saves \((bitsSaved * 10).rounded() / 10) bits") }
        if let status { parts.append(status.name) }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension RobustRuleSet {
    /// One rule a line under a line that names the layers; `%` begins a remark.
    public func text() -> String {
        var out = "% \(PrologText.readable(headLayer)) -> \(PrologText.readable(tailLayer))\n"
        for rule in rules {
            out += rule.text() + (rule.statisticsText().map { "  % \($0)" } ?? "") + "\n"
        }
        return out
    }
}
