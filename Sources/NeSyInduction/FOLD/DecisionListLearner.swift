import NeSyLogic
import NeSyTensor

/// What happens when the rule for the most frequent class covers too few rows to be kept.
public enum PrunedClassPolicy: String, Sendable, Hashable, CaseIterable {
    /// The class gets no more rules, and learning goes on with the others.
    case exclude
    /// Learning ends (FOLD-RM's code).
    case stop
}

/// The loop of FOLD-RM around a rule learner: always a rule for the most frequent class among the rows
/// that no rule covers yet.
struct DecisionListLearner<Score: LiteralScore> {
    let learner: FoldLearner<Score>
    let labels: Labels
    let onPruned: PrunedClassPolicy
    let keepCoveredNegatives: Bool
    let usesDefaultClass: Bool
    let provenance: String
    let postprocess: (NestedRule) -> NestedRule

    func learn(
        attributes: [String], progress: ((Int) throws(NeSyError) -> Void)?
    ) throws(NeSyError) -> RuleProgram {
        let everything = RowSet(allOf: labels.count)
        var open = everything
        var undecided = everything
        var counts = classCounts(open)
        var excluded = Set<Int>()
        // Rows of the class picked last stand first among the open rows; those of classes never picked
        // stand last, in table order. Ties between classes are decided by that order.
        var pickedAt = [Int](repeating: 0, count: labels.classes.count)
        var picks = 0
        var numbering = ExceptionNumbering()
        var rules: [Rule] = []
        while let chosen = mostFrequent(counts, excluded: excluded, pickedAt: pickedAt, open: open) {
            let positives = open.filtered(by: labels.indices) { $0 == Int32(chosen) }
            let rule = try learner.learnRule(
                positives: positives, negatives: open.subtracting(positives), used: [])
            if rule.positives.isEmpty || rule.positives.count < learner.tailCount {
                if onPruned == .stop { break }
                excluded.insert(chosen)
                continue
            }
            picks += 1
            pickedAt[chosen] = picks
            open = open.subtracting(rule.positives)
            if !keepCoveredNegatives { open = open.subtracting(rule.negatives) }
            counts = classCounts(open)
            let decided = undecided.intersection(rule.positives.union(rule.negatives).words)
            undecided = undecided.subtracting(decided)
            rules.append(
                Rule(
                    classIndex: chosen, clause: numbering.clause(postprocess(learner.nested(rule))),
                    support: Rule.Support(
                        fired: decided.count, correct: decided.intersection(rule.positives.words).count),
                    provenance: provenance))
            try progress?(labels.count - undecided.count)
        }
        let defaultClass =
            usesDefaultClass
            ? mostFrequent(
                classCounts(undecided.isEmpty ? everything : undecided), excluded: [], pickedAt: pickedAt,
                open: undecided.isEmpty ? everything : undecided) : nil
        return RuleProgram(
            form: .decisionList, classes: labels.classes, attributes: attributes, rules: rules,
            exceptions: numbering.exceptions, defaultClass: defaultClass)
    }

    private func classCounts(_ rows: RowSet) -> [Int] {
        var counts = [Int](repeating: 0, count: labels.classes.count)
        rows.forEachRow { counts[Int(labels.indices[$0])] += 1 }
        return counts
    }

    /// Among equally frequent classes the one whose first open row comes last: FOLD-RM takes a later class
    /// that is as frequent as the best so far.
    private func mostFrequent(_ counts: [Int], excluded: Set<Int>, pickedAt: [Int], open: RowSet) -> Int? {
        let candidates = counts.indices.filter { counts[$0] > 0 && !excluded.contains($0) }
        let most = candidates.map { counts[$0] }.max()
        let tied = candidates.filter { counts[$0] == most }
        guard tied.count > 1 else { return tied.first }
        let neverPicked = tied.filter { pickedAt[$0] == 0 }
        if neverPicked.isEmpty { return tied.min { pickedAt[$0] < pickedAt[$1] } }
        if neverPicked.count == 1 { return neverPicked[0] }
        var firstRow = [Int](repeating: Int.max, count: labels.classes.count)
        open.forEachRow { row in
            let label = Int(labels.indices[row])
            if firstRow[label] == Int.max { firstRow[label] = row }
        }
        return neverPicked.max { firstRow[$0] < firstRow[$1] }
    }
}
