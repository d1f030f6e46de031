import NeSyLogic
import NeSyTensor

/// The recursion all learners of the family share: rules with exceptions that are learned with the roles
/// of positives and negatives swapped.
struct FoldLearner<Score: LiteralScore>: Sendable {
    let search: LiteralSearch<Score>
    let limits: FoldLimits
    /// The fewest rows of its own side a rule must newly cover.
    let tailCount: Int

    /// A rule and the rows it covers, among those it was learned from.
    struct LearnedRule {
        var literals: [CodedLiteral]
        var exceptions: [LearnedRule]
        var positives: RowSet
        var negatives: RowSet
    }

    /// Rules that cover the positives and avoid the negatives. The negatives are never reduced.
    /// - Parameter accepted: told of every rule that is kept.
    func learnSet(
        positives: RowSet, negatives: RowSet, used: [CodedLiteral],
        accepted: (LearnedRule) throws(NeSyError) -> Void = { (_) throws(NeSyError) in }
    ) throws(NeSyError) -> [LearnedRule] {
        var rules: [LearnedRule] = []
        var open = positives
        while !open.isEmpty {
            let rule = try learnRule(positives: open, negatives: negatives, used: used)
            if rule.positives.isEmpty || rule.positives.count < tailCount { break }
            open = open.subtracting(rule.positives)
            rules.append(rule)
            try accepted(rule)
        }
        return rules
    }

    func learnRule(positives: RowSet, negatives: RowSet, used: [CodedLiteral]) throws(NeSyError) -> LearnedRule {
        try extend([], positives: positives, negatives: negatives, used: used)
    }

    /// Adds literals, and at the end exceptions, to a body that holds for all the given rows.
    private func extend(
        _ body: [CodedLiteral], positives: RowSet, negatives: RowSet, used: [CodedLiteral]
    ) throws(NeSyError) -> LearnedRule {
        var literals = body
        var p = positives
        var n = negatives
        while let literal = search.best(positives: p, negatives: n, used: used + literals) {
            let column = search.columns[literal.column]
            let keptPositives = column.rows(literal, among: p)
            let keptNegatives = column.rows(literal, among: n)
            let removesNothing = keptPositives.count == p.count && keptNegatives.count == n.count
            p = keptPositives
            n = keptNegatives
            let suffices = Double(n.count) <= Double(p.count) * limits.ratio
            if removesNothing && !suffices && limits.stopOnNoGain && !literals.isEmpty { break }
            literals.append(literal)
            if suffices || literals.count == limits.maximumBodyLength {
                return try learnExceptions(literals, positives: p, negatives: n, used: used)
            }
            if removesNothing && limits.stopOnNoGain { break }
            if isWorthPacking(p, n) {
                return try packed(p, n) { (learner, p, n) throws(NeSyError) in
                    try learner.extend(literals, positives: p, negatives: n, used: used)
                }
            }
        }
        return LearnedRule(literals: literals, exceptions: [], positives: p, negatives: n)
    }

    /// Ends a body with exceptions for the negatives that are left.
    private func learnExceptions(
        _ literals: [CodedLiteral], positives: RowSet, negatives: RowSet, used: [CodedLiteral]
    ) throws(NeSyError) -> LearnedRule {
        if negatives.isEmpty {
            return LearnedRule(literals: literals, exceptions: [], positives: positives, negatives: negatives)
        }
        if isWorthPacking(positives, negatives) {
            return try packed(positives, negatives) { (learner, p, n) throws(NeSyError) in
                try learner.learnExceptions(literals, positives: p, negatives: n, used: used)
            }
        }
        var p = positives
        var n = negatives
        let exceptions = try learnSet(positives: n, negatives: p, used: used + literals)
        for exception in exceptions {
            n = n.subtracting(exception.positives)
            p = p.subtracting(exception.negatives)
        }
        return LearnedRule(literals: literals, exceptions: exceptions, positives: p, negatives: n)
    }

    /// The rule in terms of the table.
    func nested(_ rule: LearnedRule) -> NestedRule {
        NestedRule(
            body: rule.literals.map { search.columns[$0.column].literal($0) },
            exceptions: rule.exceptions.map(nested))
    }
}
