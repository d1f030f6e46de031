import NeSyTensor

/// Generated Boolean tables with known structure: what binarised filters look like.
///
/// Every class owns five columns; with fewer than five times as many columns as classes, each owns `columns / classes`
/// of them (rounded down). A row of a class has each of them set with probability 3/4; every other bit is set with
/// probability ``noise``. With ``rulesPerClass`` above 1 the columns of a class fall into that many groups, and a row
/// has the columns of one group only, so that a class needs as many rules. ``validate()`` says whether there are
/// columns enough for all that.
public struct SyntheticTable: Sendable, Hashable {
    public var rows: Int
    public var columns: Int
    public var classes: Int
    public var rulesPerClass: Int
    /// Probability of a set bit outside the columns of a row's class.
    public var noise: Double
    public var seed: UInt64

    /// The probability of a set bit in the columns of a row's class.
    public static let ownProbability = 0.75
    /// The most columns a class owns.
    public static let mostOwnColumns = 5

    /// - Precondition: at least one class and one rule a class, and a noise between 0 and 1.
    public init(
        rows: Int, columns: Int, classes: Int, rulesPerClass: Int = 1, noise: Double = 0.08, seed: UInt64 = 0
    ) {
        precondition(rows >= 0 && columns >= 0 && classes > 0 && rulesPerClass > 0)
        precondition((0...1).contains(noise))
        self.rows = rows
        self.columns = columns
        self.classes = classes
        self.rulesPerClass = rulesPerClass
        self.noise = noise
        self.seed = seed
    }

    /// Whether every class has a column of its own, and every rule of a class.
    /// - Throws: a usage error when not: the classes could not be told apart.
    public func validate() throws(NeSyError) {
        if classes > columns {
            throw NeSyError(
                .usage, "There are more classes than columns.", expected: "at most \(columns) classes",
                found: "\(classes)", remedy: "Ask for more columns or fewer classes.")
        }
        if rulesPerClass > ownCount {
            throw NeSyError(
                .usage, "There are more rules a class than columns a class.",
                expected: "at most \(ownCount) rules a class (\(columns) columns, \(classes) classes, "
                    + "\(SyntheticTable.mostOwnColumns) columns a class at most)",
                found: "\(rulesPerClass)", remedy: "Ask for fewer rules a class, fewer classes or more columns.")
        }
    }

    private var ownCount: Int { min(SyntheticTable.mostOwnColumns, columns / classes) }

    /// The columns that a class owns.
    public func ownColumns(ofClass classIndex: Int) -> Range<Int> {
        let own = ownCount
        return classIndex * own..<(classIndex + 1) * own
    }

    /// The class of every row: `0`, `1`, … in turn.
    public var labels: Labels {
        Labels(classes: (0..<classes).map(String.init), indices: (0..<rows).map { Int32($0 % classes) })
    }

    /// The table; columns are named `0`, `1`, …. Each column is drawn from a stream of its own.
    public func table(pool: WorkerPool = WorkerPool(threadCount: 1)) -> Table {
        let drawn = [BitColumn](unsafeUninitializedCapacity: columns) { target, count in
            let slots = UnsafeSlots(base: target.baseAddress)
            pool.run(count: columns, grain: 8) { range in
                for column in range { slots.set(column, to: draw(column)) }
            }
            count = columns
        }
        return Table(
            rowCount: rows,
            columns: drawn.enumerated().map { TableColumn(name: String($0), bits: $1) })
    }

    private func draw(_ column: Int) -> BitColumn {
        var random = SplitMix64(seed: SplitMix64.mix(seed) &+ UInt64(column))
        let common = threshold(noise)
        let own = threshold(SyntheticTable.ownProbability)
        let owner = (0..<classes).first { ownColumns(ofClass: $0).contains(column) }
        let group = owner.map { (column - ownColumns(ofClass: $0).lowerBound) % rulesPerClass }
        var words = [UInt64](repeating: 0, count: BitMatrix.words(forRows: rows))
        for row in 0..<rows {
            let isOwn = row % classes == owner && row / classes % rulesPerClass == group
            if random.next() >> 11 < (isOwn ? own : common) { words[row >> 6] |= 1 << UInt64(row & 63) }
        }
        return BitColumn(rows: rows, words: words)
    }

    private func threshold(_ probability: Double) -> UInt64 { UInt64(probability * 0x1p53) }
}

/// One slot a column. `@unchecked Sendable`: parts write disjoint slots.
private struct UnsafeSlots: @unchecked Sendable {
    let base: UnsafeMutablePointer<BitColumn>?

    func set(_ index: Int, to column: BitColumn) { (base! + index).initialize(to: column) }
}
