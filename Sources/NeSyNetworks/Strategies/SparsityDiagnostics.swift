import NeSyTensor

/// What predicts the rule set before any rule is learned (specs/sparsity-prototype.md §2): rule accuracy follows
/// ``ownOn``; a high ``otherOn`` makes FOLD-SE pick the wrong polarity.
public struct SparsityDiagnostics: Sendable, Hashable {
    /// The share of a class's filters that are on for its images.
    public let ownOn: Double
    /// The share of the other filters that are on.
    public let otherOn: Double
    /// The accuracy of naming the class whose filters have the largest mean `s`; the lower class of equals.
    public let scoreAccuracy: Double
    /// The mean distance of `s` from one half: 0.5 is perfectly binary.
    public let binarity: Double

    public init(ownOn: Double, otherOn: Double, scoreAccuracy: Double, binarity: Double) {
        self.ownOn = ownOn
        self.otherOn = otherOn
        self.scoreAccuracy = scoreAccuracy
        self.binarity = binarity
    }

    /// - Parameters:
    ///   - norms: `[images, filters]`.
    ///   - thresholds: what separates on from off. - subtracted: what the loss subtracts; zeros for TS5.
    ///   - temperatures: tau of every filter.
    public init(
        norms: Tensor, labels: Labels, matrix: FilterProbabilityMatrix, thresholds: FilterThresholds,
        subtracted: FilterThresholds? = nil, temperatures: [Float]
    ) {
        let filters = matrix.filters
        let rows = labels.count
        precondition(norms.shape == [rows, filters])
        let offsets = (subtracted ?? thresholds).values
        var own = 0, ownTotal = 0, other = 0, otherTotal = 0, right = 0
        var s = [Double](repeating: 0, count: filters)
        let isAssigned = matrix.assigned.map { members in
            var flags = [Bool](repeating: false, count: filters)
            for k in members { flags[k] = true }
            return flags
        }
        for row in 0..<rows {
            let label = Int(labels.indices[row])
            for k in 0..<filters {
                let a = norms.values[row * filters + k]
                s[k] = 1 / (1 + exponential(-Double((a - offsets[k]) / temperatures[k])))
                let on = a >= thresholds.values[k]
                if isAssigned[label][k] {
                    own += on ? 1 : 0
                    ownTotal += 1
                } else {
                    other += on ? 1 : 0
                    otherTotal += 1
                }
            }
            var best = -1.0
            var winner = -1
            for (c, members) in matrix.assigned.enumerated() where !members.isEmpty {
                let score = members.reduce(0) { $0 + s[$1] } / Double(members.count)
                if score > best {
                    best = score
                    winner = c
                }
            }
            if winner == label { right += 1 }
        }
        ownOn = ownTotal == 0 ? 0 : Double(own) / Double(ownTotal)
        otherOn = otherTotal == 0 ? 0 : Double(other) / Double(otherTotal)
        scoreAccuracy = rows == 0 ? 0 : Double(right) / Double(rows)
        binarity = SparsityDiagnostics.binarity(
            norms: norms, subtracted: subtracted ?? thresholds, temperatures: temperatures)
    }

    /// The mean distance of `sigmoid((norm - subtracted) / temperature)` from one half.
    /// - Parameter norms: `[images, filters]`.
    public static func binarity(norms: Tensor, subtracted: FilterThresholds, temperatures: [Float]) -> Double {
        let filters = temperatures.count
        precondition(norms.shape.rank == 2 && norms.shape[1] == filters && subtracted.values.count == filters)
        var distance = 0.0
        for (index, norm) in norms.values.enumerated() {
            let k = index % filters
            let s = 1 / (1 + exponential(-Double((norm - subtracted.values[k]) / temperatures[k])))
            distance += abs(s - 0.5)
        }
        return norms.count == 0 ? 0 : distance / Double(norms.count)
    }

    /// Why thresholds are unfit for the sparsity loss, or nil: with theta / tau below 2 the sigmoid of a silent
    /// filter stays above 0.12 and nothing becomes binary.
    public static func warning(thresholds: FilterThresholds, temperature: Float) -> String? {
        let ratio = thresholds.median / temperature
        if ratio >= 2 { return nil }
        return "the median threshold is \(thresholds.median) at temperature \(temperature): norms this small cannot "
            + "become binary (a silent filter still reads \(sigmoidText(-ratio))); train the cross-entropy phase "
            + "longer, or use --temperature relative or a constant threshold"
    }

    private static func sigmoidText(_ x: Float) -> String {
        let percent = Int((100 / (1 + exponential(-Double(x)))).rounded())
        return "\(percent) %"
    }
}
