import NeSyJSON
import NeSyTensor

/// The outcomes of several runs that differ in their seeds alone: one by one, and their means and population standard
/// deviations.
public struct RunsTable: Sendable, Hashable {
    public let outcomes: [RunOutcome]
    public let options: RunOptions

    private static let columns: [FigureColumn<RunOutcome>] = FigureColumn.ruleFigures(\.figures)

    /// Whether the figures are those of test images.
    public var isTested: Bool { outcomes.allSatisfy(\.isTested) }

    /// A Markdown table, a row for each run and one for all; nothing without runs.
    public var markdown: String {
        if outcomes.isEmpty { return "" }
        return FigureText.markdown(
            ["seed"] + RunsTable.columns.map(\.title),
            outcomes.map { outcome in [String(outcome.seed)] + RunsTable.columns.map { $0.cell(outcome) } }
                + [["mean ± sd"] + RunsTable.columns.map { $0.cell(outcomes) }])
    }

    /// A line for each run, then the lines `mean` and `deviation`; the latter has no figures for a single run.
    public var csv: String {
        let spreads = RunsTable.columns.map { $0.spread(outcomes) }
        var lines = [["seed"] + RunsTable.columns.map(\.key) + ["run"]]
        for outcome in outcomes {
            let figures = RunsTable.columns.map { $0.json(outcome).text() }
            lines.append([String(outcome.seed)] + figures + [CSVField.quoted(outcome.run)])
        }
        lines.append(["mean"] + spreads.map { JSON.number($0.mean).text() } + [""])
        lines.append(["deviation"] + spreads.map { $0.deviation.map { JSON.number($0).text() } ?? "" } + [""])
        return lines.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// - Parameters:
    ///   - path: the folder of the runs.
    ///   - isFinished: whether all are done, and the files of figures written.
    public func json(path: String, isFinished: Bool) -> JSON {
        let spreads = outcomes.isEmpty ? [] : RunsTable.columns.map { JSON.Member($0.key, $0.spread(outcomes).json) }
        return [
            "schema": "nesy.runs/1",
            "out": .string(path),
            "finished": .bool(isFinished),
            "files": isFinished
                ? ["summary": .string(path + "/summary.json"), "table": .string(path + "/summary.csv")] : .null,
            "options": options.json,
            "split": outcomes.isEmpty ? .null : isTested ? "test" : "train",
            "figures": .object(spreads),
            "runs": .array(
                outcomes.map { outcome in
                    .object(
                        [JSON.Member("seed", .string(String(outcome.seed))), JSON.Member("run", .string(outcome.run))]
                            + RunsTable.columns.map { JSON.Member($0.key, $0.json(outcome)) })
                }),
        ]
    }
}
