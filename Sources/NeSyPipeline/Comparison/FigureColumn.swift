import NeSyJSON

/// A figure that outcomes have, as a column of tables.
struct FigureColumn<Outcome: Sendable>: Sendable {
    let title: String
    /// Its name in JSON and CSV.
    let key: String
    /// Shares are printed in per cent.
    var isShare = false
    /// Counts of one outcome are printed without decimals.
    var isCount = false
    /// Decimals of a mean.
    var digits = 1
    let figure: @Sendable (Outcome) -> Double

    func spread(_ outcomes: [Outcome]) -> Spread { Spread(outcomes.map(figure)) }

    /// `93.7 ± 0.4`, or the value of a single outcome.
    func cell(_ outcomes: [Outcome]) -> String {
        let spread = spread(outcomes)
        let mean = text(spread.mean, digits)
        return spread.deviation.map { "\(mean) ± \(text($0, digits))" } ?? mean
    }

    func cell(_ outcome: Outcome) -> String { text(figure(outcome), isCount ? 0 : digits) }

    /// The figure of one outcome for JSON and CSV.
    func json(_ outcome: Outcome) -> JSON {
        let value = figure(outcome)
        return isCount ? .integer(Int(value)) : .number(value)
    }

    private func text(_ value: Double, _ digits: Int) -> String {
        FigureText.fixed(isShare ? value * 100 : value, digits)
    }
}

extension FigureColumn {
    /// What papers report of rules.
    static func ruleFigures(_ figures: @escaping @Sendable (Outcome) -> RuleOutcome) -> [FigureColumn] {
        [
            FigureColumn(title: "network %", key: "network_accuracy", isShare: true) { figures($0).networkAccuracy },
            FigureColumn(title: "rules %", key: "rule_accuracy", isShare: true) { figures($0).ruleAccuracy },
            FigureColumn(title: "fidelity %", key: "fidelity", isShare: true) { figures($0).fidelity },
            FigureColumn(title: "unclassified %", key: "unclassified", isShare: true) { figures($0).unclassified },
            FigureColumn(title: "rules and exceptions", key: "rules", isCount: true) { Double(figures($0).rules) },
            FigureColumn(title: "predicates", key: "predicates", isCount: true) { Double(figures($0).predicates) },
            FigureColumn(title: "literals", key: "literals", isCount: true) { Double(figures($0).literals) },
        ]
    }
}
