import Foundation
import NeSy

/// Figures in words and columns, for people.
enum Figures {
    static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    static func percent(_ share: Double) -> String { ShareText.percent(share) }

    /// `1,234,568`: large counts, rounded to ones.
    static func grouped(_ value: Double) -> String {
        let digits = Array(number(value.magnitude, 0))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return (value < -0.5 ? "-" : "") + groups.reversed().joined(separator: ",")
    }

    /// `1 rule`, `2 rules`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `4 rules and 1 exception, 9 literals, 6 predicates`.
    static func size(_ program: RuleProgram) -> String {
        let size = program.size
        return [size.rulesInWords, count(size.literals, "literal"), count(size.predicates, "predicate")]
            .joined(separator: ", ")
    }

    /// A line for each split: accuracy of the rules and, where there is a network, of it, and their agreement.
    static func table(train: RuleFigures?, test: RuleFigures?) -> String {
        let hasNetwork = (train ?? test)?.networkAccuracy != nil
        var rows = [["", "rules"] + (hasNetwork ? ["network", "fidelity"] : []) + ["unclassified", "rows"]]
        for (name, figures) in [("train", train), ("test", test)] {
            guard let figures else { continue }
            var row = [name, percent(figures.accuracy)]
            if hasNetwork { row += [figures.networkAccuracy, figures.fidelity].map { percent($0 ?? 0) } }
            rows.append(row + [percent(figures.unclassified), String(figures.rows)])
        }
        return aligned(rows)
    }

    /// Columns to the right but for the first ones, two blanks apart.
    static func aligned(_ rows: [[String]], left: Int = 1) -> String {
        guard let width = rows.map(\.count).max() else { return "" }
        let widths = (0..<width).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                if column < left { return column == width - 1 ? cell : cell + blanks }
                return blanks + cell
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
