import NeSyFormats
import NeSyLogic
import NeSyNetworks
import NeSyReport
import NeSyTensor

extension ImageQuestion {
    /// What network and rules say about an image, and a picture of why: the photo, and where every filter that decided
    /// sees what it looks for.
    /// - Parameter path: of an image file, PNG, JPEG or PNM.
    /// - Throws: `.missingInput` or bad data with the path.
    public func illustrate(_ path: String) throws(NeSyError) -> (answer: Answer, picture: ExplanationPicture) {
        try illustrate(try decode(path), named: path)
    }

    /// The same for an image that is at hand.
    public func illustrate(
        _ image: RasterImage, named name: String
    ) throws(NeSyError) -> (answer: Answer, picture: ExplanationPicture) {
        let (answer, maps) = try look(at: image, named: name)
        let graph = run.network.graph
        let painter = DecisionPainter(
            photo: image, answer: answer, maps: maps, shape: try graph.shape(of: NetworkGraph.filtersTap),
            placement: try MapPlacement(of: NetworkGraph.filtersTap, in: graph))
        var lines = ["network: \(answer.networkClass) (\(ShareText.percent(answer.networkProbability)))"]
        if let rule = answer.rule {
            let text = program.textLines(answer.notation)
            lines.append("rules: " + text[rule - 1])
            lines += program.exceptions(behind: program.rules[rule - 1].clause).map { text[program.rules.count + $0] }
        } else {
            lines.append("rules: " + (answer.ruleClass ?? "no class"))
        }
        let picture = ExplanationPicture(
            photo: image, title: name.split(separator: "/").last.map(String.init) ?? name, lines: lines,
            sections: painter.sections())
        return (answer, picture)
    }
}

/// Puts a justification into pictures.
private struct DecisionPainter {
    let photo: RasterImage
    let answer: ImageQuestion.Answer
    let maps: [Float]
    let shape: FeatureShape
    let placement: MapPlacement

    /// Tiles for rules that do not apply; there may be hundreds of such rules.
    private static let mostPassedOver = 12

    /// A filter, the exceptions through which it matters, and the rules that it keeps from applying.
    private struct Finding {
        let filter: String
        let exceptions: [(number: Int, applies: Bool)]
        var rules: [Justification.RuleOutcome] = []
    }

    func sections() -> [ExplanationPicture.Section] {
        let justification = answer.justification
        var sections: [ExplanationPicture.Section] = []
        if let decidedBy = justification.decidedBy {
            let tiles = findings(decidedBy.outcome).compactMap { tile($0, consequence: words($0.exceptions)) }
            sections.append(
                .init(
                    title: "\(decidedBy.className), by rule \(decidedBy.rule + 1) of \(justification.ruleCount)",
                    tiles: tiles, note: tiles.isEmpty ? "This rule has no condition." : nil))
        }
        let passedOver = passedOver(justification)
        if !passedOver.isEmpty {
            let tiles = passedOver.prefix(Self.mostPassedOver).compactMap { finding in
                tile(finding, consequence: words(finding.exceptions) + words(finding.rules, finding.exceptions))
            }
            let title =
                if justification.decidedBy != nil {
                    "Rules before it that do not apply"
                } else if let className = justification.className {
                    "\(className), the default: none of \(justification.ruleCount) rules applies"
                } else {
                    "No class: none of \(justification.ruleCount) rules applies"
                }
            let hidden = passedOver.count - Self.mostPassedOver
            sections.append(
                .init(
                    title: title, tiles: tiles,
                    note: hidden > 0 ? "\(hidden) more filters keep other rules from applying." : nil))
        }
        return sections
    }

    /// The filters that a clause speaks of, in the order of the text.
    private func findings(
        _ outcome: Justification.ClauseOutcome, _ exceptions: [(number: Int, applies: Bool)] = []
    ) -> [Finding] {
        outcome.findings.map { Finding(filter: $0.literal.attribute, exceptions: exceptions) }
            + outcome.exceptions.flatMap {
                findings($0.outcome, exceptions + [($0.exception + 1, $0.outcome.applies)])
            }
    }

    /// The filters that keep rules from applying, each once for all of its rules.
    private func passedOver(_ justification: Justification) -> [Finding] {
        var all: [Finding] = []
        for rule in justification.passedOver {
            for finding in findings(rule.outcome) {
                let same = all.firstIndex {
                    $0.filter == finding.filter && $0.exceptions.map(\.number) == finding.exceptions.map(\.number)
                }
                let index = same ?? all.count
                if same == nil { all.append(finding) }
                all[index].rules.append(rule)
            }
        }
        return all
    }

    private func words(_ exceptions: [(number: Int, applies: Bool)]) -> [String] {
        exceptions.reversed().map { "so ab\($0.number) \($0.applies ? "applies" : "does not apply")" }
    }

    private func words(
        _ rules: [Justification.RuleOutcome], _ exceptions: [(number: Int, applies: Bool)]
    ) -> [String] {
        let so = exceptions.isEmpty ? "so" : "and so"
        if rules.count == 1 { return ["\(so) rule \(rules[0].rule + 1) (\(rules[0].className))", "does not apply"] }
        return ["\(so) rules " + rules.map { "\($0.rule + 1)" }.joined(separator: ", "), "do not apply"]
    }

    private func tile(_ finding: Finding, consequence: [String]) -> ExplanationPicture.Tile? {
        guard let filter = answer.filters.first(where: { $0.name == finding.filter }),
            let channel = FilterReadout.attributeNames(filters: shape.channels).firstIndex(of: finding.filter)
        else { return nil }
        let map = stride(from: channel, to: maps.count, by: shape.channels).map { maps[$0] }
        return ExplanationPicture.Tile(
            picture: ActivationPicture(photo: photo, map: map, placement: placement),
            filter: filter.name, name: answer.names[filter.name], norm: filter.norm, threshold: filter.threshold,
            consequence: consequence)
    }
}
