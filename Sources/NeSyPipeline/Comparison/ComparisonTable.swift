import NeSyJSON
import NeSyNetworks
import NeSyTensor

/// The outcomes of a comparison: means and standard deviations over the seeds.
public struct ComparisonTable: Sendable, Hashable {
    public let strategies: [Strategy]
    public let outcomes: [StrategyOutcome]
    public let classes: Int
    public let options: RunOptions

    /// Mean and population standard deviation.
    public struct Spread: Sendable, Hashable {
        public let mean: Double
        public let deviation: Double

        init(_ values: [Double]) {
            let count = Double(max(1, values.count))
            let mean = values.reduce(0, +) / count
            self.mean = mean
            deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        }

        public var json: JSON { ["mean": .number(mean), "deviation": .number(deviation)] }
    }

    /// A figure of one strategy over all seeds.
    public func spread(_ strategy: Strategy, _ figure: (StrategyOutcome) -> Double) -> Spread {
        Spread(outcomes.filter { $0.strategy == strategy }.map(figure))
    }

    static let columns: [(title: String, key: String, isShare: Bool, figure: @Sendable (StrategyOutcome) -> Double)] = {
        var columns: [(String, String, Bool, @Sendable (StrategyOutcome) -> Double)] = [
            ("network", "network_accuracy", true, { $0.networkAccuracy }),
            ("rules", "rule_accuracy", true, { $0.ruleAccuracy }),
            ("fidelity", "fidelity", true, { $0.fidelity }),
            ("unclassified", "unclassified", true, { $0.unclassified }),
            ("predicates", "predicates", false, { Double($0.predicates) }),
            ("literals", "literals", false, { Double($0.literals) }),
            ("bin", "binarity", false, { $0.binarity }),
            ("random control", "random_control", true, { $0.randomControl }),
        ]
        for (index, budget) in StrategyOutcome.budgets.enumerated() {
            columns.append(("at \(budget)", "at_\(budget)", true, { $0.accuracyAtBudget[index] }))
        }
        return columns
    }()

    /// A Markdown table, a row for each strategy; shares in per cent.
    public var markdown: String {
        var lines = [
            "| strategy | " + ComparisonTable.columns.map(\.title).joined(separator: " | ") + " |",
            "|---|" + ComparisonTable.columns.map { _ in "---|" }.joined(),
        ]
        for strategy in strategies where outcomes.contains(where: { $0.strategy == strategy }) {
            let cells = ComparisonTable.columns.map { column in
                let spread = spread(strategy, column.figure)
                let scale = column.isShare ? 100.0 : 1
                let digits = column.key == "binarity" ? 2 : 1
                let mean = ComparisonTable.fixed(spread.mean * scale, digits)
                let hasSpread = outcomes.count { $0.strategy == strategy } > 1
                return hasSpread ? "\(mean) ± \(ComparisonTable.fixed(spread.deviation * scale, digits))" : mean
            }
            lines.append("| \(strategy.rawValue) | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    public var json: JSON {
        [
            "schema": "nesy.compare/1",
            "classes": .integer(classes),
            "options": options.json,
            "strategies": .array(
                strategies.filter { s in outcomes.contains { $0.strategy == s } }.map { strategy in
                    .object(
                        [JSON.Member("strategy", .string(strategy.rawValue))]
                            + ComparisonTable.columns.map { JSON.Member($0.key, spread(strategy, $0.figure).json) })
                }),
            "runs": .array(outcomes.map(\.json)),
        ]
    }

    /// A number with a fixed count of decimals.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int((abs(value) * scale).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        if digits == 0 { return sign + String(scaled) }
        let fraction = String(scaled % Int(scale))
        return sign + String(scaled / Int(scale)) + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
