import NeSyTensor

/// What the head of a new rule is made of: single head items, of which the most confident ones are joined, or whole
/// groups of them with a threshold each, of which one is taken.
struct HeadCandidates: Sendable {
    /// A group and how many of its items make a rule apply.
    struct Group: Sendable {
        var items: [Int]
        var threshold: Int
    }

    /// The candidates' rows: those of the items, or those where a group reaches its threshold.
    let columns: HeadColumns
    /// What the columns stand for; nil when they are the items themselves.
    let groups: [Group]?

    init(_ items: HeadColumns, groups: [[Int]]?, pool: WorkerPool) {
        guard let groups else {
            columns = items
            self.groups = nil
            return
        }
        let sets = Set(groups.map { $0.sorted() }).sorted { $0.lexicographicallyPrecedes($1) }
        let candidates = sets.flatMap { set in (1...set.count).map { Group(items: set, threshold: $0) } }
        var matrix = BitMatrix(rows: items.rows, columns: candidates.count)
        for (index, candidate) in candidates.enumerated() {
            matrix.setColumn(index, to: items.rows(of: candidate.items, reaching: candidate.threshold))
        }
        columns = HeadColumns(matrix, pool: pool)
        self.groups = candidates
    }
}

extension HeadColumns {
    /// The rows in which at least so many of some heads are set.
    func rows(of heads: [Int], reaching threshold: Int) -> BitColumn {
        var counter = BitSlicedCounter(rows: rows)
        for head in heads { counter.add(column: head, of: matrix) }
        return counter.rows(atLeast: threshold)
    }
}
