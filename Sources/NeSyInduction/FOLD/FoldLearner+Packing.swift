import NeSyTensor

extension FoldLearner {
    /// Tables below this many rows are scanned from the cache anyway.
    private static var fewestRowsToPack: Int { 1 << 16 }
    /// Packed rows may take this share of the memory of the columns.
    private static var packedShare: Int { 10 }

    /// Whether so few rows are left that a copy of just them pays for itself.
    func isWorthPacking(_ positives: RowSet, _ negatives: RowSet) -> Bool {
        let rows = positives.words.count * 64
        return rows >= Self.fewestRowsToPack && (positives.count + negatives.count) * Self.packedShare <= rows
    }

    /// Learns on a copy of the rows that are left, and names the rows of the result as before. The rows keep
    /// their order and the values their codes, so the rule is the same.
    func packed(
        _ positives: RowSet, _ negatives: RowSet,
        _ learn: (FoldLearner, RowSet, RowSet) throws(NeSyError) -> LearnedRule
    ) throws(NeSyError) -> LearnedRule {
        let rows = positives.union(negatives)
        let learner = FoldLearner(
            search: LiteralSearch(
                score: search.score, columns: search.columns.map { $0.packed(to: rows) }, pool: search.pool),
            limits: limits, tailCount: tailCount)
        var rule = try learn(
            learner, RowSet(rows.packing(positives.words)), RowSet(rows.packing(negatives.words)))
        rule.positives = rows.unpacking(rule.positives)
        rule.negatives = rows.unpacking(rule.negatives)
        return rule
    }
}
