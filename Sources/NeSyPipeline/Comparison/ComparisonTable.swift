import NeSyJSON
import NeSyNetworks
import NeSyTensor

/// The outcomes of a comparison: means and population standard deviations over the seeds.
public struct ComparisonTable: Sendable, Hashable {
    public let strategies: [Strategy]
    public let outcomes: [StrategyOutcome]
    public let classes: Int
    public let options: RunOptions

    /// A figure of one strategy over all seeds.
    public func spread(_ strategy: Strategy, _ figure: (StrategyOutcome) -> Double) -> Spread {
        Spread(outcomes(of: strategy).map(figure))
    }

    static let columns: [FigureColumn<StrategyOutcome>] =
        FigureColumn.ruleFigures(\.figures)
        + [
            FigureColumn(title: "bin", key: "binarity", digits: 2) { $0.binarity },
            FigureColumn(title: "random control %", key: "random_control", isShare: true) { $0.randomControl },
        ]
        + StrategyOutcome.budgets.enumerated().map { index, budget in
            FigureColumn(
                title: "\(budget) filter\(budget == 1 ? "" : "s") a class %", key: "at_\(budget)", isShare: true
            ) { $0.accuracyAtBudget[index] }
        }

    private func outcomes(of strategy: Strategy) -> [StrategyOutcome] { outcomes.filter { $0.strategy == strategy } }

    /// A Markdown table, a row for each strategy.
    public var markdown: String {
        FigureText.markdown(
            ["strategy"] + ComparisonTable.columns.map(\.title),
            strategies.filter { !outcomes(of: $0).isEmpty }.map { strategy in
                [strategy.rawValue] + ComparisonTable.columns.map { $0.cell(outcomes(of: strategy)) }
            })
    }

    public var json: JSON {
        [
            "schema": "nesy.compare/1",
            "classes": .integer(classes),
            "options": options.json,
            "strategies": .array(
                strategies.filter { !outcomes(of: $0).isEmpty }.map { strategy in
                    .object(
                        [JSON.Member("strategy", .string(strategy.rawValue))]
                            + ComparisonTable.columns.map {
                                JSON.Member($0.key, $0.spread(outcomes(of: strategy)).json)
                            })
                }),
            "runs": .array(outcomes.map(\.json)),
        ]
    }
}
