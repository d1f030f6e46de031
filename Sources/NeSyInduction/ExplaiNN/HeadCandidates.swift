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

    /// - Parameter observe: is called now and then while the rows of groups are counted; what it throws ends that.
    init(
        _ items: HeadColumns, groups: [[Int]]?, pool: WorkerPool, observe: () throws(NeSyError) -> Void
    ) throws(NeSyError) {
        guard let groups else {
            columns = items
            self.groups = nil
            return
        }
        let sets = Set(groups.map { $0.sorted() }).sorted { $0.lexicographicallyPrecedes($1) }
        var candidates: [Group] = []
        var words: [UInt64] = []
        let together = 16
        for first in stride(from: 0, to: sets.count, by: together) {
            try observe()
            let block = sets[first..<min(sets.count, first + together)]
            var columns = [[BitColumn]](repeating: [], count: block.count)
            columns.withUnsafeMutableBufferPointer { columns in
                let columns = columns
                pool.run(parts: block.count) { columns[$0] = items.rowsByThreshold(of: block[first + $0]) }
            }
            for (set, reached) in zip(block, columns) {
                for (index, column) in reached.enumerated() {
                    candidates.append(Group(items: set, threshold: index + 1))
                    words += column.words
                }
            }
        }
        columns = HeadColumns(BitMatrix(rows: items.rows, columns: candidates.count, words: words), pool: pool)
        self.groups = candidates
    }
}
