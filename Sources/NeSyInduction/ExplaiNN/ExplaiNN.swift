import NeSyCompute
import NeSyTensor

/// Searches the small set of robust rules from one layer to another that shortens the description of both most
/// (Fischer, Olah and Vreeken, "What's in the Box?", ICML 2021, algorithms 1 to 3).
///
/// First every tail item gets the best rule that has it alone as its tail (algorithm 1); then rules with similar heads
/// are merged for as long as that saves bits (algorithms 2 and 3). Where the printed pseudocode contradicts the text,
/// the text counts: gains are positive, thresholds are over intersections, and merges of one round have disjoint tails.
/// The result depends on the options and the table alone, not on the number of threads or the device.
public struct ExplaiNN: Sendable {
    /// θ: the least share of an item's rows in which a tail must be set for the item to become a head of it.
    public var theta = 0.2
    /// μ: in how many items the heads of two rules may differ that are merged.
    public var mu = 2
    /// How many items a new rule's head may have, at most 1,024: the most confident ones are kept.
    public var headCap = 64
    /// The bits that a rule or a merge has to save. The paper asks for any gain; this is what rounding cannot make.
    public var minimumGain = 1e-4
    /// How description lengths are read.
    public var reading = ScoreReading()
    /// Whether an item must besides have a tail more often than all rows do to become a head of it. A tail that is set
    /// in more than θ of all rows otherwise has nearly every item among its heads. Not in the paper.
    public var usesLift = false
    /// How many rules a tail item may have. The paper's search gives it one; each further round searches what the
    /// rules of the rounds before leave of the tails, and merges its rules among themselves.
    public var rulesPerNeuron = 1

    /// What a search is busy with. Counting and new rules alternate, a block of tails after the other.
    public enum Phase: String, Sendable, Hashable {
        /// In how many rows heads and tails are set together; of the tails.
        case counting
        /// Algorithm 1; of the tails.
        case newRules
        /// Algorithms 2 and 3; of the rules that there were before.
        case merging
    }

    /// What ``headCap`` may be: the memory of a thread grows with its square.
    public static let headCaps = 1...1024

    public init() {}

    /// Mines rules from the columns of one table to those of another over the same rows.
    ///
    /// Items are numbered as ``ItemRule`` says: the heads first, then the tails.
    /// - Parameters:
    ///   - headGroups: sets of head items that may only be used whole, each with its own l; nil to use single items.
    ///     Without any set there are no rules.
    ///   - backend: counts the rows that heads and tails share.
    ///   - observe: is told how far a phase is; what it throws ends the search.
    /// - Throws: for tables without rows or columns or of different heights, for options out of range, and when the
    ///   device or the source of the tails fails.
    public func mine(
        heads: BitMatrix, tails: any BitColumnSource, headGroups: [[Int]]? = nil,
        backend: any ComputeBackend, pool: WorkerPool,
        observe: (Phase, _ done: Int, _ total: Int) throws(NeSyError) -> Void = { _, _, _ in }
    ) throws(NeSyError) -> MinedRules {
        try check(heads: heads, tails: tails, groups: headGroups)
        let tailUsage = try TailLayer.usage(of: tails, pool: pool)
        let headColumns = HeadColumns(heads, pool: pool)
        let coder = RuleCoder(rows: heads.rows, usage: headColumns.usage + tailUsage, reading: reading)
        let candidates = try HeadCandidates(headColumns, groups: headGroups, pool: pool) { () throws(NeSyError) in
            try observe(.counting, 0, tails.columns)
        }

        var layer = TailLayer(source: tails, usage: tailUsage, firstItem: heads.columns)
        var kept: [FoundRule] = []
        for _ in 0..<rulesPerNeuron where candidates.columns.count > 0 {
            let search = NewRuleSearch(options: self, coder: coder, heads: candidates, tails: layer, pool: pool)
            let new = try search.run(rulesBefore: kept.count, backend: backend, observe: observe)
            if new.isEmpty { break }
            var merging = RuleMerging(
                options: self, coder: coder, heads: headColumns, tails: layer, rules: new,
                headsAreFixed: headGroups != nil, rulesBefore: kept.count, pool: pool)
            let merged = try merging.run(observe: observe)
            kept += merged
            if rulesPerNeuron > 1 { try layer.subtract(merged, heads: headColumns, reading: reading) }
        }
        return summary(kept, coder: coder, heads: headColumns, tailUsage: tailUsage)
    }

    private func summary(
        _ found: [FoundRule], coder: RuleCoder, heads: HeadColumns, tailUsage: [Int]
    ) -> MinedRules {
        let singletons = (heads.usage + tailUsage).reduce(0) { $0 + coder.column($1) }
        let baseline = DescriptionLength(model: coder.itemComplexity, data: singletons)
        let rulesModel = found.reduce(coder.ruleCount(found.count)) { $0 + $1.model }
        let rulesData = found.reduce(0) { $0 + ($1.net - $1.model) }
        let rules = found.map { rule in
            MinedRule(
                rule: ItemRule(
                    head: rule.head, tail: rule.tail.map { heads.count + $0 },
                    headThreshold: rule.headThreshold, tailThreshold: rule.tailThreshold),
                bitsSaved: -rule.net, applies: rule.applies, holds: rule.holds)
        }
        return MinedRules(
            rules: rules.sorted { a, b in
                if a.bitsSaved != b.bitsSaved { return a.bitsSaved > b.bitsSaved }
                return a.rule.tail.lexicographicallyPrecedes(b.rule.tail)
            },
            baseline: baseline,
            found: DescriptionLength(
                model: baseline.model + rulesModel, data: baseline.data + rulesData))
    }

    private func check(heads: BitMatrix, tails: any BitColumnSource, groups: [[Int]]?) throws(NeSyError) {
        guard heads.rows > 0 else { throw NeSyError(.badData, "A table without rows has no rules to find.") }
        guard heads.rows < 1 << 31 else {
            throw NeSyError(
                .badData, "The table has too many rows.", expected: "fewer than 2^31", found: "\(heads.rows)")
        }
        guard heads.rows == tails.rows else {
            throw NeSyError(
                .badData, "The two layers have different numbers of rows.", expected: "\(heads.rows) rows",
                found: "\(tails.rows) rows")
        }
        guard heads.columns > 0 && tails.columns > 0 else {
            throw NeSyError(
                .badData, "A layer without items has no rules.", expected: "items in both layers",
                found: "\(heads.columns) heads and \(tails.columns) tails")
        }
        for (name, isValid, range, value) in [
            ("theta", theta >= 0 && theta <= 1, "0 to 1", "\(theta)"),
            ("mu", mu >= 0, "0 or more", "\(mu)"),
            ("head cap", ExplaiNN.headCaps.contains(headCap), "1 to 1024", "\(headCap)"),
            ("minimum gain", minimumGain >= 0 && minimumGain.isFinite, "0 or more bits", "\(minimumGain)"),
            ("number of rules for a neuron", rulesPerNeuron >= 1, "1 or more", "\(rulesPerNeuron)"),
        ] where !isValid {
            throw NeSyError(.usage, "The \(name) is out of range.", expected: range, found: value)
        }
        for group in groups ?? [] {
            guard !group.isEmpty, Set(group).count == group.count,
                group.allSatisfy({ $0 >= 0 && $0 < heads.columns })
            else {
                throw NeSyError(
                    .badData, "A group of heads is empty, repeats an item or names one that is not there.",
                    expected: "different items below \(heads.columns)", found: "\(group)")
            }
        }
    }
}
