import NeSy

/// What `nesy mine` prints for people: the rules that save the most, what all of them save, and which classes share
/// rules.
enum MinedRulesText {
    /// Rules that are printed; all are in the folder.
    private static let shownRules = 30
    private static let shownClasses = 20

    static func text(_ result: MineStage.Result) -> String {
        let lines = ItemLines(result.pair)
        let rules = result.mined.rules
        var text = layers(result.pair)
        if rules.isEmpty {
            text += "no rule shortens the description of these layers\n"
        } else {
            let rows = rules.prefix(shownRules).map { found in
                (
                    [found.bitsSaved, Double(found.applies), Double(found.holds)].map(Figures.grouped),
                    lines.text(found.rule)
                )
            }
            text += "\n" + table(["bits saved", "applies", "holds"], rows)
            if rules.count > shownRules {
                text += "\(Figures.count(rules.count - shownRules, "more rule")) in \(result.folder.path)/rules.txt\n"
            }
        }
        if let sharing = result.sharing, !sharing.rows.isEmpty { text += "\n" + self.sharing(sharing, result) }
        text += "\n" + bits(result.mined.baseline, result.mined.found, rules: rules.count)
        if let outcome = result.intervention { text += "\n" + InterventionText.text(outcome) }
        return text
    }

    static func text(_ result: ScoreStage.Result) -> String {
        let lines = ItemLines(result.pair)
        var text = layers(result.pair)
        for reading in result.readings {
            let scored = reading.scored
            let name = reading.reading.mode == .strict ? "strict" : "robust, cover \(reading.reading.cover.rawValue)"
            text += "\n\(name)\n"
            let rows = scored.parts.prefix(shownRules).map { part in
                (
                    [
                        Figures.number(part.bitsSaved, 4), String(part.counts.applies), String(part.counts.holds),
                        Figures.number(part.length.model, 4), Figures.number(part.length.placement, 4),
                        Figures.number(part.length.minus, 4), Figures.number(part.length.plus, 4),
                    ], lines.text(part.rule)
                )
            }
            text += table(["bits saved", "applies", "holds", "model", "where", "minus", "plus"], rows)
            if scored.parts.count > shownRules {
                text += "\(Figures.count(scored.parts.count - shownRules, "more rule")): --json prints all\n"
            }
            text += Figures.aligned([
                ["", "model", "data", "total"],
                ["without rules"] + figures(scored.baseline), ["with rules"] + figures(scored.found),
            ])
        }
        return text
    }

    private static func figures(_ length: DescriptionLength) -> [String] {
        [length.model, length.data, length.total].map { Figures.number($0, 4) }
    }

    private static func layers(_ pair: LayerPair) -> String {
        func count(_ number: Int, _ noun: String) -> String {
            "\(Figures.grouped(Double(number))) \(noun)\(number == 1 ? "" : "s")"
        }
        return "\(count(pair.rows, "row")), \(count(pair.heads.count, "head")) (\(pair.heads.layer)), "
            + "\(count(pair.tails.count, "tail")) (\(pair.tails.layer)), "
            + "\(Figures.percent(pair.tails.density)) of the tail cells set\n"
    }

    private static func bits(_ before: DescriptionLength, _ after: DescriptionLength, rules: Int) -> String {
        let saved = before.total > 0 ? 1 - after.total / before.total : 0
        return "\(Figures.count(rules, "rule")): \(Figures.grouped(before.total)) bits without, "
            + "\(Figures.grouped(after.total)) with them, \(Figures.percent(saved)) fewer\n"
    }

    /// Figures to the right, the rule behind them to the left.
    private static func table(_ titles: [String], _ rows: [(figures: [String], rule: String)]) -> String {
        let columns = Figures.aligned([[""] + titles] + rows.map { [""] + $0.figures }).split(separator: "\n")
        return zip(columns, ["rule"] + rows.map(\.rule)).map { "\($0)  \($1)\n" }.joined()
    }

    private static func sharing(_ sharing: HeadSharing, _ result: MineStage.Result) -> String {
        let rows = sharing.rows.prefix(shownClasses).map { row in
            (
                figures: [
                    String(row.ownRules), String(row.ownTails), String(row.sharedRules), String(row.sharedTails),
                ],
                name: row.name,
                partners: row.partners.prefix(3).map { "\($0.name) \($0.tails)" }.joined(separator: ", ")
            )
        }
        let titles = [result.pair.heads.layer, "own rules", "tails", "shared rules", "tails"]
        let columns = Figures.aligned([titles] + rows.map { [$0.name] + $0.figures }).split(separator: "\n")
        var text = zip(columns, ["most tails shared with"] + rows.map(\.partners))
            .map { $1.isEmpty ? "\($0)\n" : "\($0)  \($1)\n" }.joined()
        if sharing.rows.count > shownClasses {
            text += "\(sharing.rows.count - shownClasses) more in \(result.folder.path)/summary.json\n"
        }
        return text
    }
}
